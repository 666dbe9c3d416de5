"""One line of jobs and the process that does them: started when needed, replaced when it dies, hangs or grows."""

import heapq
import threading
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from engine.errors import Cancelled, LongtakeError, MediaError
from engine.media.service.jobs import ANSWERS, Answer, Job
from engine.pipes import Closed, Message, Spawned
from engine.wire import NotOurs, error_from_json, from_json_any, to_json

JOBS = 300  # after which a process is replaced: readers of many formats leak
MEMORY = 1 << 30  # bytes after which it is
IDLE = 120.0  # seconds without a job after which it is ended


@dataclass(order=True)
class Work:
    priority: int
    number: int
    job: Job = field(compare=False)
    future: "Future[Any]" = field(compare=False)
    unpack: Callable[[Answer], Any] = field(compare=False)
    tell: Callable[[float], None] = field(compare=False)


class Lane:
    """`start` starts the process. patience: seconds without a word from it before it counts as hanging."""

    def __init__(self, start: Callable[[], Spawned], patience: float, jobs: int = JOBS) -> None:
        self._start = start
        self._patience = patience
        self._most = jobs
        self._waiting: list[Work] = []
        self._numbers = count()
        self._changed = threading.Condition()
        self._child: Spawned | None = None
        self._served = 0  # by this child
        self._current: Work | None = None
        self._closing = False
        self._thread = threading.Thread(target=self._work, name="media service", daemon=True)
        self._thread.start()

    def submit(
        self,
        job: Job,
        unpack: Callable[[Answer], Any],
        priority: int,
        tell: Callable[[float], None] = lambda part: None,
    ) -> "Future[Any]":
        """tell: called on the lane's thread with how much is done, 0 to 1."""
        future: Future[Any] = Future()
        with self._changed:
            if self._closing:
                future.cancel()
                return future
            heapq.heappush(self._waiting, Work(priority, next(self._numbers), job, future, unpack, tell))
            self._changed.notify()
        return future

    def cancel(self, future: "Future[Any]") -> None:
        """Also what is being done: its process is ended, and the future raises Cancelled."""
        with self._changed:
            if not future.cancel() and self._current and self._current.future is future:
                self._current = None
                self._kill()

    def close(self) -> None:
        """Ends the process; what is still waiting is cancelled."""
        with self._changed:
            self._closing = True
            for work in self._waiting:
                work.future.cancel()
            self._waiting.clear()
            self._kill()
            self._changed.notify()
        self._thread.join()

    def _work(self) -> None:
        while (work := self._next()) is not None:
            if work.future.set_running_or_notify_cancel():
                self._settle(work)
        self._end_child()

    def _next(self) -> Work | None:
        with self._changed:
            self._current = None
            while not self._waiting and not self._closing:
                if not self._changed.wait(IDLE if self._child else None):
                    self._end_child()
            if self._closing:
                return None
            self._current = heapq.heappop(self._waiting)
            return self._current

    def _settle(self, work: Work) -> None:
        try:
            answer = work.unpack(self._answer(work))
        except LongtakeError as error:
            work.future.set_exception(error)
        except Exception as error:  # the others are not to wait for ever
            work.future.set_exception(MediaError(f"{work.job.path.name} could not be read: {error}."))
        else:
            work.future.set_result(answer)

    def _answer(self, work: Work) -> Answer:
        """A process that has done other jobs may have died of those: the job is given to a fresh one once more."""
        for fresh in (False, True):
            used = self._served > 0
            try:
                return self._asked(work)
            except Closed as error:
                self._end_child()
                if self._current is not work or self._closing:
                    raise Cancelled(f"Reading {work.job.path.name} was stopped.") from error
                if fresh or not used:
                    raise stopped(work.job) from error
        raise stopped(work.job)

    def _asked(self, work: Work) -> Answer:
        child = self._child or self._started()
        self._served += 1
        child.channel.send({"job": to_json(work.job)})
        message = self._reply(child, work)
        if message.get("memory", 0) > MEMORY or self._served >= self._most:
            self._end_child()
        try:
            if "error" in message:
                raise error_from_json(message["error"])
            answer: Any = from_json_any(ANSWERS, message["done"])
        except (NotOurs, KeyError) as error:
            raise Closed("no answer of ours") from error
        return answer

    def _reply(self, child: Spawned, work: Work) -> Message:
        while True:
            hung = threading.Event()
            watch = threading.Timer(self._patience, end_hanging, (child, hung))
            watch.start()
            try:
                message = child.channel.receive()
            except Closed as error:
                if not hung.is_set():
                    raise
                self._end_child()
                raise timed_out(work.job, self._patience) from error
            finally:
                watch.cancel()
            if "alive" not in message:
                return message
            work.tell(float(message["alive"]))

    def _started(self) -> Spawned:
        with self._changed:
            if self._closing:
                raise Closed("closed")
            try:
                self._child = self._start()
            except OSError as error:
                what = f"The process that reads media files cannot be started: {error}."
                raise MediaError(what, do="Close other programs, or restart this one.") from error
            self._served = 0
            return self._child

    def _kill(self) -> None:
        if self._child is not None:
            self._child.kill()

    def _end_child(self) -> None:
        """Only from the thread that listens to it."""
        child, self._child, self._served = self._child, None, 0
        if child is not None:
            child.kill()
            with suppress(OSError):
                child.channel.close()


def end_hanging(child: Spawned, hung: threading.Event) -> None:
    hung.set()
    child.kill()


def stopped(job: Job) -> MediaError:
    return MediaError(
        f"{job.path.name} made the reader stop.",
        kept="The reader was started again; other files are not affected.",
        do="Take another copy of the file, or convert it first.",
    )


def timed_out(job: Job, seconds: float) -> MediaError:
    return MediaError(
        f"{job.path.name} could not be read: the reader gave no sign for {seconds:.0f} s and was stopped.",
        kept="It was started again; other files are not affected.",
        do="Check the disk it is on, or take another copy of the file.",
    )
