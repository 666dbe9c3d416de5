"""The background engine thread: which job runs when, and what became of each."""

import itertools
import logging
import threading
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, InvalidStateError
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Self

from engine.errors import Cancelled, EngineDied, RequestError, in_our_words
from engine.hosts.protocol import Host
from engine.progress import Progress, Report
from engine.requests import Answer, Plan, Request, Rooms, Take
from engine.worker.job import Job, JobState, Question, Said
from engine.worker.warmth import Warmth

log = logging.getLogger(__name__)

ATTEMPTS = 3  # of a job in whose midst the engine dies
IDLE = 600.0  # seconds without work after which the host gives its memory back

Listener = Callable[[Job], None]
Task = Job | Question


class Worker:
    """Runs jobs one after another on a thread of its own, in the order they were submitted.

    The listener gets a Job whenever one starts, moves on, has a take, is queued again or ends, and is called on the
    worker's thread (for a queued job that is cancelled: on the thread that cancels it). It should return at once and
    never `wait`: a window hands in a function that posts to its own loop. What it raises is logged and otherwise
    ignored. All methods may be called from any thread.

    A job in whose midst the engine dies runs again at once, up to ATTEMPTS times; name it in its outputs, so that the
    takes it had finished are not made again.
    """

    def __init__(self, host: Host, listener: Listener = lambda job: None, idle: float = IDLE) -> None:
        self._host = host
        self._listener = listener
        self._idle = idle
        self._jobs: dict[int, Job] = {}
        self._queue: deque[int] = deque()
        self._questions: deque[Question] = deque()
        self._running: dict[int, Report] = {}  # the one running job, if any, and how it is stopped
        self._asked: Question | None = None  # the one being answered, if any
        self.warmth = Warmth()
        self._paused = False
        self._closing = False
        self._at_once = False
        self._ids = itertools.count(1)
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._work, name="engine", daemon=True)
        self._thread.start()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def submit(self, request: Request, attempts: int = 0) -> Job:
        """Queue the request; its job has state QUEUED. Raises RequestError after `close`.

        attempts: that were begun before, by a program that is no more.
        """
        with self._changed:
            self._check_open()
            job = Job(next(self._ids), request, attempts=attempts)
            self._jobs[job.id] = job
            self._queue.append(job.id)
            self._changed.notify_all()
        return job

    def ask(self, request: Request) -> "Future[Answer]":
        """The request's plan and back-test, before any job that waits. Cancelling the future gives it up, also midway.

        Raises RequestError after `close`; the future raises LongtakeError types.
        """
        return self._asked_for(Question(lambda report: self._host.test(request, report), Future()))

    def plan(self, request: Request) -> "Future[Plan]":
        """What a job of the request would do, and nothing of it done: also while another is made, where the host can.

        Otherwise as `ask`.
        """
        question = Question(lambda report: self._host.plan(request), Future())
        return self._asked_beside(question, lambda: self._host.plan_beside(request))

    def rooms(self, models: tuple[str, ...]) -> "Future[Rooms]":
        """What the machine is and what each model needs of it; see Host.rooms. Otherwise as `plan`."""
        question = Question(lambda report: self._host.rooms(models), Future())
        return self._asked_beside(question, lambda: self._host.rooms_beside(models))

    def free_memory(self) -> "Future[None]":
        """Have the host give back what it holds, once the job that runs has ended; the next one loads it again."""
        return self._asked_for(Question(self._give_back, Future()))

    def set_paused(self, paused: bool) -> None:
        """While paused no job begins; the running one goes on, and questions are answered."""
        with self._changed:
            self._paused = paused
            self._changed.notify_all()

    def arrange(self, order: Sequence[int]) -> None:
        """Jobs that wait begin in this order; what is not named comes after them."""
        place = {job_id: index for index, job_id in enumerate(order)}
        with self._changed:
            self._queue = deque(sorted(self._queue, key=lambda job_id: place.get(job_id, len(place))))

    def job(self, job_id: int) -> Job:
        """The job as it stands now. Raises KeyError for an id that was never given out."""
        with self._changed:
            return self._jobs[job_id]

    def wait(self, job_id: int, timeout: float | None = None) -> Job:
        """The job once it has ended, or as it stands after `timeout` seconds."""
        with self._changed:
            self._changed.wait_for(lambda: self._jobs[job_id].state.is_final, timeout)
            return self._jobs[job_id]

    def cancel(self, job_id: int, at_once: bool = False) -> None:
        """Take a queued job off the queue; ask a running one to stop (it may still finish first).

        at_once: a running one is broken off where the host can do that.
        """
        with self._changed:
            if job_id in self._running:
                self._running[job_id].stop(at_once)
            if job_id not in self._queue:
                return
            self._queue.remove(job_id)
        stopped = Cancelled("Cancelled before it began.")
        self._change(replace(self._jobs[job_id], state=JobState.CANCELLED, error=stopped))

    def close(self, at_once: bool = False) -> None:
        """Cancel everything, wait for the thread to end and close the host. May be called twice."""
        with self._changed:
            self._closing, self._at_once = True, at_once
            left = [*self._queue, *self._running]
            asked = [*self._questions, *([self._asked] if self._asked else [])]
            self._changed.notify_all()
        for job_id in left:
            self.cancel(job_id, at_once)
        for question in asked:
            question.answer.cancel()
        if threading.current_thread() is not self._thread:
            self._thread.join()

    def _asked_beside(self, question: Question[Said], beside: Callable[[], Said | None]) -> "Future[Said]":
        with self._changed:
            self._check_open()
            is_at_work = bool(self._running)
        if not is_at_work:
            return self._asked_for(question)
        threading.Thread(target=self._ask_beside, args=(question, beside), name="engine, beside", daemon=True).start()
        return question.answer

    def _ask_beside(self, question: Question[Said], beside: Callable[[], Said | None]) -> None:
        try:
            said = beside()
            if said is None:
                self._asked_for(question)
                return
        except Exception as error:
            with suppress(InvalidStateError):  # given up in the meantime
                question.answer.set_exception(in_our_words(error))
        else:
            with suppress(InvalidStateError):
                question.answer.set_result(said)

    def _asked_for(self, question: Question[Said]) -> "Future[Said]":
        with self._changed:
            self._check_open()
            self._questions.append(question)
            self._changed.notify_all()
        return question.answer

    def _check_open(self) -> None:
        if self._closing:
            raise RequestError("The engine is closing and takes no more work.", do="Start it again.")

    def _work(self) -> None:
        """The thread's whole life: nothing a job does may end it."""
        while (task := self._next()) is not None:
            if isinstance(task, Question):
                self._answer(task)
            else:
                self._make(task)
        _quietly(self._host.close)

    def _next(self) -> Task | None:
        """The next question, or else the next job, now running; waits for one; None once closing."""
        while True:
            with self._changed:
                if self._changed.wait_for(self._has_work, self._idle):
                    self.warmth.ask()
                    return self._taken_up()
            self.warmth.lose()
            _quietly(self._host.release)

    def _taken_up(self) -> Task | None:
        if self._closing:
            return None
        self._asked = self._questions.popleft() if self._questions else None
        return self._asked or self._begun(self._queue.popleft())

    def _has_work(self) -> bool:
        return self._closing or bool(self._questions) or (bool(self._queue) and not self._paused)

    def _begun(self, job_id: int) -> Job:
        job = self._jobs[job_id]
        job = replace(job, state=JobState.RUNNING, attempts=job.attempts + 1, progress=None, previews=(), error=None)
        self._jobs[job_id] = job
        self._running[job_id] = Report(
            lambda progress: self._move_on(job_id, progress),
            lambda take: self._add_take(job_id, take),
            lambda index, image: self._add_preview(job_id, index, image),
        )
        return job

    def _make(self, job: Job) -> None:
        self._tell(job)
        report = self._running[job.id]
        ended = self._run(job, report)
        with self._changed:
            del self._running[job.id]
            if ended.state is JobState.QUEUED and (report.stopping or self._closing):
                ended = replace(ended, state=JobState.CANCELLED, error=Cancelled("Stopped."))
            if ended.state is JobState.QUEUED:
                self._queue.appendleft(job.id)
                self._jobs[job.id] = ended
        self._change(ended)

    def _answer(self, question: Question) -> None:
        report, future = Report(lambda progress: self.warmth.hear()), question.answer
        future.add_done_callback(lambda answer: report.stop(self._at_once) if answer.cancelled() else None)
        try:
            report.check()
            answer = question.ask(report)
        except BaseException as error:  # also SystemExit out of a library: this thread has to outlive it
            self.warmth.lose(error)
            with suppress(InvalidStateError):  # given up in the meantime
                future.set_exception(in_our_words(error))
        else:
            with suppress(InvalidStateError):
                future.set_result(answer)

    def _give_back(self, report: Report) -> None:
        self.warmth.lose()
        self._host.release()

    def _move_on(self, job_id: int, progress: Progress) -> None:
        self.warmth.hear()
        self._change(replace(self._jobs[job_id], progress=progress))

    def _add_take(self, job_id: int, take: Take) -> None:
        """A job that runs again tells those it had finished before as well."""
        job = self._jobs[job_id]
        if all(take.path != known.path for known in job.takes):
            self._change(replace(job, takes=(*job.takes, take)))

    def _add_preview(self, job_id: int, index: int, image: Path) -> None:
        """In playing order. A frame that is shown again, further on, takes its own place."""
        job = self._jobs[job_id]
        self._change(replace(job, previews=tuple(sorted({**dict(job.previews), index: image}.items()))))

    def _run(self, job: Job, report: Report) -> Job:
        try:
            report.check()
            takes = self._host.run(job.request, report)
        except Cancelled as stopped:
            return replace(self._jobs[job.id], state=JobState.CANCELLED, error=stopped)
        except EngineDied as death:
            self.warmth.lose(death)
            log.warning("job %d, attempt %d: %s", job.id, job.attempts, death)
            state = JobState.QUEUED if job.attempts < ATTEMPTS else JobState.FAILED
            return replace(self._jobs[job.id], state=state, error=death)
        except BaseException as error:  # also SystemExit out of a library: this thread has to outlive it
            self.warmth.lose(error)
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


def _quietly(give_back: Callable[[], None]) -> None:
    try:
        give_back()
    except Exception:
        log.exception("the engine's host could not give back what it holds")
