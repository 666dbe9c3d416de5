"""The background engine thread: which job runs when, and what became of each."""

import itertools
import logging
import threading
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Self

from engine.errors import Cancelled, LongtakeError, OutOfMemory, RequestError
from engine.hosts.protocol import Host
from engine.progress import Progress, Report
from engine.requests import Request, Take

log = logging.getLogger(__name__)


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"

    @property
    def is_final(self) -> bool:
        return self not in (JobState.QUEUED, JobState.RUNNING)


@dataclass(frozen=True, slots=True)
class Job:
    """One request and how far it has come: a snapshot, never changed afterwards."""

    id: int
    request: Request
    state: JobState = JobState.QUEUED
    progress: Progress | None = None
    takes: tuple[Take, ...] = ()
    error: LongtakeError | None = None  # why it failed or was cancelled


Listener = Callable[[Job], None]


class Worker:
    """Runs jobs one after another on a thread of its own, in the order they were submitted.

    The listener gets a Job whenever one starts, moves on or ends, and is called on the worker's thread (for a queued
    job that is cancelled: on the thread that cancels it). It should return at once and never `wait`: a window hands in
    a function that posts to its own loop. What it raises is logged and otherwise ignored.
    All methods may be called from any thread.
    """

    def __init__(self, host: Host, listener: Listener = lambda job: None) -> None:
        self._host = host
        self._listener = listener
        self._jobs: dict[int, Job] = {}
        self._queue: deque[int] = deque()
        self._running: dict[int, Report] = {}  # the one running job, if any, and how it is stopped
        self._closing = False
        self._ids = itertools.count(1)
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="engine", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, request: Request) -> Job:
        """Queue the request; its job has state QUEUED. Raises RequestError after `close`."""
        with self._changed:
            if self._closing:
                raise RequestError("The engine is closing and takes no more work.", do="Start it again.")
            job = Job(next(self._ids), request)
            self._jobs[job.id] = job
            self._queue.append(job.id)
            self._changed.notify_all()
        return job

    def job(self, job_id: int) -> Job:
        """The job as it stands now. Raises KeyError for an id that was never given out."""
        with self._changed:
            return self._jobs[job_id]

    def wait(self, job_id: int, timeout: float | None = None) -> Job:
        """The job once it has ended, or as it stands after `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._jobs[job_id].state.is_final, timeout)
            return self._jobs[job_id]

    def cancel(self, job_id: int) -> None:
        """Take a queued job off the queue; ask a running one to stop (it may still finish first)."""
        with self._changed:
            if job_id in self._running:
                self._running[job_id].stop()
            if job_id not in self._queue:
                return
            self._queue.remove(job_id)
        stopped = Cancelled("Cancelled before it began.")
        self._change(replace(self._jobs[job_id], state=JobState.CANCELLED, error=stopped))

    def close(self) -> None:
        """Cancel everything, wait for the thread to end and close the host. May be called twice."""
        with self._changed:
            self._closing = True
            left = [*self._queue, *self._running]
            self._changed.notify_all()
        for job_id in left:
            self.cancel(job_id)
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _work(self) -> None:
        """The thread's whole life: nothing a job does may end it."""
        while (job := self._next()) is not None:
            self._tell(job)
            ended = self._run(job, self._running[job.id])
            with self._changed:
                del self._running[job.id]
            self._change(ended)
        try:
            self._host.close()
        except Exception:
            log.exception("closing the engine's host failed")

    def _next(self) -> Job | None:
        """The next job, now running; waits for one; None once closing."""
        with self._changed:
            self._changed.wait_for(lambda: self._queue or self._closing)
            if not self._queue or self._closing:
                return None
            job = replace(self._jobs[self._queue.popleft()], state=JobState.RUNNING)
            self._jobs[job.id] = job
            self._running[job.id] = Report(lambda progress: self._move_on(job.id, progress))
            return job

    def _move_on(self, job_id: int, progress: Progress) -> None:
        self._change(replace(self._jobs[job_id], progress=progress))

    def _run(self, job: Job, report: Report) -> Job:
        try:
            report.check()
            takes = self._host.run(job.request, report)
        except Cancelled as stopped:
            return replace(self._jobs[job.id], state=JobState.CANCELLED, error=stopped)
        except BaseException as error:  # also SystemExit out of a library: this thread has to outlive it
            log.debug("job %d failed", job.id, exc_info=True)
            return replace(self._jobs[job.id], state=JobState.FAILED, error=in_our_words(error))
        return replace(self._jobs[job.id], state=JobState.DONE, takes=takes)

    def _change(self, job: Job) -> None:
        """The listener hears of it before `wait` returns, so nothing arrives after the end."""
        if job.state.is_final:
            self._tell(job)
        with self._changed:
            self._jobs[job.id] = job
            self._changed.notify_all()
        if not job.state.is_final:
            self._tell(job)

    def _tell(self, job: Job) -> None:
        try:
            self._listener(job)
        except Exception:
            log.exception("a listener failed on job %d (%s)", job.id, job.state)


def in_our_words(error: BaseException) -> LongtakeError:
    """The error itself if it is one of ours; else one that says so, with the original as its cause."""
    if isinstance(error, LongtakeError):
        return error
    if isinstance(error, MemoryError):
        ours: LongtakeError = OutOfMemory(
            "This machine ran out of memory.",
            kept="Your clip is untouched.",
            do="Ask for fewer frames at once or a smaller picture, or close other programs.",
        )
    else:
        ours = LongtakeError(
            f"The engine failed unexpectedly ({type(error).__name__}: {error}).",
            kept="Your clip is untouched.",
            do="Try once more; if it happens again, please report it with the output of --debug.",
        )
    ours.__cause__ = error
    return ours
