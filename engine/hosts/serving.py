"""The child's side: does one task at a time, while a thread of its own hears the parent."""

import faulthandler
import os
import threading
import time
import traceback
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue

from engine.errors import in_our_words
from engine.hosts.messages import (
    BESIDE,
    DONE,
    FAILED,
    PING,
    PLAN,
    PONG,
    PREVIEW,
    PROGRESS,
    READY,
    ROOMS,
    STOP,
    TAKE,
    TASKS,
    TEST,
)
from engine.hosts.protocol import Host
from engine.pipes import Channel, Closed, Message
from engine.progress import Progress, Report
from engine.requests import REQUESTS, Take
from engine.wire import Json, NotOurs, error_to_json, from_json_any, to_json

EVERY = 0.1  # seconds between two words on progress within a stage


def serve(channel: Channel, make_host: Callable[[], Host]) -> None:
    """Do what the parent asks until it is gone; then this process ends at once, in the middle of whatever it does.

    make_host: brings what is heavy; the parent hears READY after it.
    """
    faulthandler.enable()
    ear = Ear(channel)
    threading.Thread(target=ear.listen, name="ear", daemon=True).start()
    host = make_host()
    ear.host = host
    channel.send({"say": READY})
    while True:
        number, task, subject = ear.tasks.get()
        report = ear.reports[number]
        channel.send(_answer(host, number, task, subject, report))
        del ear.reports[number]


class Ear:
    """Hears the parent: answers pings at once, stops the task it is told to stop, and queues new ones."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self.tasks: SimpleQueue[tuple[int, str, object]] = SimpleQueue()
        self.reports: dict[int, Report] = {}
        self.host: Host | None = None  # once it is there

    def listen(self) -> None:
        """Until the parent is gone, or says what nobody understands."""
        try:
            while True:
                self._hear(self._channel.receive())
        except Closed:
            os._exit(0)  # nobody waits for what the other threads do
        except BaseException:
            traceback.print_exc()
            os._exit(1)

    def _hear(self, message: Message) -> None:
        what = message["do"]
        if what == PING:
            self._channel.send({"say": PONG})
            return
        number = int(message["id"])
        if what == STOP:
            if number in self.reports:
                self.reports[number].stop()
        elif what in BESIDE and self.reports and self.host is not None:  # it need not wait for what is being made
            beside = (self.host, number, what, message["of"])
            threading.Thread(target=self._answer_beside, args=beside, daemon=True).start()
        elif what in TASKS:
            self.reports[number] = Voice(self._channel, number).report()
            self.tasks.put((number, what, message["of"]))
        else:
            raise NotOurs(f"nobody here can do {what!r}")

    def _answer_beside(self, host: Host, number: int, task: str, subject: object) -> None:
        with suppress(Closed):
            self._channel.send(_answer(host, number, task, subject, Report()))


class Voice:
    """Tells the parent how a task goes."""

    def __init__(self, channel: Channel, number: int) -> None:
        self._channel = channel
        self._number = number
        self._stage = ""
        self._told = 0.0

    def report(self) -> Report:
        return Report(self._progress, self._take, self._preview)

    def _progress(self, progress: Progress) -> None:
        """Each stage's begin and end, and now and then a word between them."""
        now = time.monotonic()
        if progress.stage == self._stage and progress.step < progress.steps and now - self._told < EVERY:
            return
        self._stage, self._told = progress.stage, now
        self._say(PROGRESS, to_json(progress))

    def _take(self, take: Take) -> None:
        self._say(TAKE, to_json(take))

    def _preview(self, index: int, image: Path) -> None:
        self._say(PREVIEW, {"index": index, "image": str(image)})

    def _say(self, what: str, value: Json) -> None:
        self._channel.send({"say": what, "id": self._number, "value": value})


def _answer(host: Host, number: int, task: str, subject: object, report: Report) -> Message:
    try:
        return {"say": DONE, "id": number, "value": _done(host, task, subject, report)}
    except Closed:
        raise
    except BaseException as error:  # also SystemExit out of a library: the parent has to hear of it
        ours = in_our_words(error)
        if ours is not error:
            traceback.print_exc()
        return {"say": FAILED, "id": number, "value": error_to_json(ours), "expected": ours is error}


def _done(host: Host, task: str, data: object, report: Report) -> Json:
    report.check()
    if task == ROOMS:
        return to_json(host.rooms(tuple(map(str, data)) if isinstance(data, list) else ()))
    request = from_json_any(REQUESTS, data)
    if task == PLAN:
        return to_json(host.plan(request))
    return to_json(host.test(request, report) if task == TEST else host.run(request, report))
