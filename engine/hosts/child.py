"""The engine in a child process: it may crash, hang or fill the memory, and the window goes on."""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from itertools import count as numbers
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Any, TypeVar

from engine.errors import EngineDied, LongtakeError, OutOfMemory
from engine.generation import claims
from engine.hosts.messages import (
    DONE,
    FAILED,
    PING,
    PLAN,
    PONG,
    PREVIEW,
    PROGRESS,
    READY,
    ROOMS,
    RUN,
    STOP,
    TAKE,
    TEST,
)
from engine.pipes import Closed, Garbled, Message, Spawned, spawn
from engine.progress import Progress, Report
from engine.requests import Answer, Plan, Request, Rooms, Take
from engine.wire import NotOurs, error_from_json, from_json, to_json

MODULE, FLAG = "engine.hosts", "--engine"
TURN = 0.1  # seconds between two looks at whether to stop
PINGS = 10  # turns between two pings
PATIENCE = 80  # turns without a word after which the child hangs
START_PATIENCE = 1200  # turns: a cold disk takes long to load torch, and answers nothing meanwhile
GRACE = 4.0  # seconds that a run has to stop by itself
LAST_WORDS = 1.0  # seconds for a process to end after it closed its pipes
KEPT = "Takes that were finished before are kept, and your clip is untouched."

Said = TypeVar("Said", Plan, Rooms)
Subject = Request | tuple[str, ...]  # of a task: what is asked for, or the names of models


class Child:
    """A Host. Starts the child at the first request, keeps it warm, and starts another where one has died.

    module: what is run in the child (a test's own engine). log: a file for what libraries print there.
    """

    def __init__(self, module: str = MODULE, log: Path | None = None) -> None:
        self._module = module
        self._log = log
        self._life: Life | None = None

    def plan(self, request: Request) -> Plan:
        return from_json(Plan, self._ask(PLAN, request, Report()))

    def plan_beside(self, request: Request) -> Plan | None:
        return self._ask_beside(Plan, PLAN, request)

    def rooms(self, models: tuple[str, ...]) -> Rooms:
        return from_json(Rooms, self._ask(ROOMS, models, Report()))

    def rooms_beside(self, models: tuple[str, ...]) -> Rooms | None:
        return self._ask_beside(Rooms, ROOMS, models)

    def test(self, request: Request, report: Report) -> Answer:
        return from_json(Answer, self._ask(TEST, request, report))

    def run(self, request: Request, report: Report) -> tuple[Take, ...]:
        return tuple(from_json(Take, take) for take in self._ask(RUN, request, report))

    def release(self) -> None:
        """End the child, if there is one: all that it holds is free again. The next request starts another."""
        if self._life is not None:
            self._life.end()
            self._life = None

    def close(self) -> None:
        self.release()

    @property
    def pid(self) -> int | None:
        """The child's, while there is one."""
        return self._life.pid if self._life is not None else None

    def _ask_beside(self, kind: type[Said], task: str, subject: Subject) -> Said | None:
        life = self._life
        try:
            return from_json(kind, life.beside(task, subject)) if life is not None and life.is_at_work else None
        except (Ended, NotOurs, KeyError, TypeError, ValueError):  # whoever waits for the work will say so
            return None

    def _ask(self, task: str, subject: Subject, report: Report) -> Any:
        """What came of the task. Raises LongtakeError types; EngineDied where the child did not survive it."""
        report.check()
        try:
            return self._warm(report).do(task, subject, report)
        except Ended as ended:
            self.release()
            if not isinstance(subject, tuple):
                claims.sweep(subject.outputs)
            report.check()  # it was broken off because of that
            raise died(ended) from ended
        except (NotOurs, KeyError, TypeError, ValueError) as error:
            raise self._senseless(error) from error
        except LongtakeError as error:
            if isinstance(error, OutOfMemory) or self._life is None or not self._life.sound:
                self.release()  # what such an error leaves behind in a process is not to be trusted
            raise

    def _warm(self, report: Report) -> "Life":
        """A child that answers: one that died or hangs while nothing was asked of it is nobody's loss."""
        if self._life is not None:
            try:
                self._life.greet(report)
            except Ended:
                self.release()
        if self._life is None:
            self._life = Life(self._module, self._log)
            self._life.begin(report)
        return self._life

    def _senseless(self, error: Exception) -> EngineDied:
        self.release()
        return died(Ended(f"it answered what makes no sense ({error})"))


class Ended(Exception):
    """The child is gone: says how."""


class Life:
    """One child process, from its start to its end. Its words are collected by a thread of their own."""

    def __init__(self, module: str, log: Path | None) -> None:
        try:
            self._spawned: Spawned = spawn(module, FLAG, environment=environment(), log=log)
        except OSError as error:
            raise Ended(f"it could not be started ({error})") from error
        self._heard: SimpleQueue[Message | Closed] = SimpleQueue()
        self._kills_before = kills_for_memory()
        self._number = 0
        self._answers: dict[int, SimpleQueue[Message | Closed]] = {}  # asked for beside the work, with numbers below 0
        self._beside_numbers = numbers(1)
        self.is_at_work = False
        self.sound = True  # no error that nobody expected has happened in it
        self._ear = threading.Thread(target=self._listen, name="engine's words", daemon=True)
        self._ear.start()

    @property
    def pid(self) -> int:
        return self._spawned.process.pid

    def begin(self, report: Report) -> None:
        """Wait until it has loaded what it needs. Raises Ended."""
        self._wait_for(READY, report, START_PATIENCE)

    def greet(self, report: Report) -> None:
        """Ask whether it is there. Raises Ended."""
        self._send({"do": PING})
        self._wait_for(PONG, report, PATIENCE)

    def do(self, task: str, subject: Subject, report: Report) -> Any:
        """What came of the task. Raises what the child says, or Ended."""
        self._number += 1
        self._send({"do": task, "id": self._number, "of": to_json(subject)})
        self.is_at_work = True
        try:
            return self._done(report)
        finally:
            self.is_at_work = False

    def beside(self, task: str, subject: Subject) -> Any:
        """On another thread, while one is in `do`. Raises as that."""
        number = -next(self._beside_numbers)
        answers = self._answers[number] = SimpleQueue()
        try:
            self._send({"do": task, "id": number, "of": to_json(subject)})
            word = answers.get(timeout=PATIENCE * TURN)
        except Empty:
            raise Ended("it did not answer") from None
        finally:
            del self._answers[number]
        if isinstance(word, Closed):
            raise Ended(self._how_it_ended(word)) from word
        if word["say"] == FAILED:
            raise error_from_json(word["value"])
        return word["value"]

    def _done(self, report: Report) -> Any:
        for word in self._words(report, PATIENCE, GRACE):
            if word.get("id") != self._number:  # a pong, or still of a task that nobody waits for any more
                continue
            if word["say"] == DONE:
                return word["value"]
            if word["say"] == FAILED:
                self.sound = bool(word["expected"])
                raise error_from_json(word["value"])
            _pass_on(word["say"], word["value"], report)

    def end(self) -> None:
        self._spawned.kill()
        self._ear.join()
        self._spawned.channel.close()

    def _wait_for(self, expected: str, report: Report, patience: int) -> None:
        for word in self._words(report, patience, 0.0):
            if word["say"] == expected:
                return

    def _words(self, report: Report, patience: int, grace: float) -> Iterator[Message]:
        """What it says. Raises Ended when it is dead, says nothing for `patience` turns, or does not stop when `report`
        wants to, within `grace` seconds."""
        silent, deadline = 0, None
        for turn in numbers(1):
            word = self._next()
            silent = 0 if word else silent + 1
            if word:
                yield word
            if silent > patience:
                raise Ended(f"it did not answer for {silent * TURN:.0f} seconds")
            if report.stopping and deadline is None:
                deadline = time.monotonic() + grace
                self._send({"do": STOP, "id": self._number})
            if deadline is not None and (report.at_once or time.monotonic() >= deadline):
                raise Ended("it was asked to stop and did not")
            if turn % PINGS == 0:
                self._send({"do": PING})

    def _next(self) -> Message | None:
        """None after one turn without a word."""
        try:
            word = self._heard.get(timeout=TURN)
        except Empty:
            return None
        if isinstance(word, Closed):
            raise Ended(self._how_it_ended(word)) from word
        return word

    def _send(self, message: Message) -> None:
        try:
            self._spawned.channel.send(message)
        except Closed as error:
            raise Ended(self._how_it_ended(error)) from error

    def _listen(self) -> None:
        try:
            while True:
                word = self._spawned.channel.receive()
                self._answers.get(int(word.get("id", 0)), self._heard).put(word)
        except Closed as closed:
            for waiting in (self._heard, *tuple(self._answers.values())):
                waiting.put(closed)

    def _how_it_ended(self, closed: Closed) -> str:
        if isinstance(closed, Garbled):
            return f"it said what nobody understands ({closed})"
        with suppress(subprocess.TimeoutExpired):
            self._spawned.process.wait(LAST_WORDS)
        self._spawned.kill()
        return exit_in_words(self._spawned.process.returncode, self._kills_before, kills_for_memory())


def _pass_on(what: str, value: Any, report: Report) -> None:
    if what == PROGRESS:
        report.hear(from_json(Progress, value))
    elif what == TAKE:
        report.take(from_json(Take, value))
    elif what == PREVIEW:
        report.preview(int(value["index"]), Path(value["image"]))
    else:
        raise NotOurs(f"a word nobody knows: {what!r}")


def died(ended: Ended) -> EngineDied:
    do = "Try it once more; if it happens again, ask for fewer frames or close other programs."
    return EngineDied(f"The engine broke down: {ended}.", kept=KEPT, do=do)


def exit_in_words(code: int, kills_before: int | None = None, kills_now: int | None = None) -> str:
    """kills: of `kills_for_memory`, when the process began and once it has ended."""
    if os.name == "posix" and code == -signal.SIGKILL:
        if kills_before is None or kills_now is None:
            return "it was killed from outside: by somebody, or by the system, as where memory runs out"
        short = kills_now > kills_before
        return "the system killed it, most likely because memory ran out" if short else "it was killed from outside"
    if os.name == "posix" and code < 0:
        return f"it crashed ({signal.Signals(-code).name})"
    return f"it ended by itself with code {code}"


def kills_for_memory(counters: Path = Path("/proc/vmstat")) -> int | None:
    """Processes that Linux has killed since it started because memory ran out, on the whole machine; None elsewhere.

    Source: the kernel's count oom_kill, in which those within a control group are too.
    """
    try:
        lines = dict(line.split() for line in counters.read_text("ascii").splitlines())
        return int(lines["oom_kill"])
    except (OSError, ValueError, KeyError):
        return None


def environment() -> dict[str, str]:
    """Nothing is fetched from the network, and one core is left to the window."""
    threads = str(max(1, cores() - 1))
    chosen = {name: os.environ.get(name, threads) for name in ("OMP_NUM_THREADS", "MKL_NUM_THREADS")}
    return {**chosen, "HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "HF_HUB_DISABLE_TELEMETRY": "1"}


def cores() -> int:
    """That this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
