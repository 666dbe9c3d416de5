"""What happens in the engine goes to the disk first."""

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from editor.job_store import JobStore, Run
from engine.errors import LongtakeError
from engine.models.chosen import is_built_in
from engine.requests import InterpolateRequest, Request, Take
from engine.worker import Job, JobState

log = logging.getLogger(__name__)


@dataclass
class Course:
    """Of a job: what is recorded, and how its run goes."""

    state: JobState = JobState.QUEUED
    takes: set[Path] = field(default_factory=set)
    began: float | None = None  # when the engine said its first word in this run
    made: list[Take] = field(default_factory=list)  # in this run


class Recorder:
    """On the engine's thread: what happens is on the disk before the window hears of it."""

    def __init__(
        self,
        store: JobStore,
        tell: Callable[[Job, tuple[Take, ...], float], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._tell = tell
        self._clock = clock
        self._courses: dict[int, Course] = {}
        self._closed = False

    def close(self) -> None:
        """From now on jobs end because the program does: that is not what becomes of them."""
        self._closed = True

    def hear(self, job: Job) -> None:
        when = time.time()
        course = self._courses.setdefault(job.id, Course())
        new = tuple(take for take in job.takes if take.path not in course.takes and self._record_take(job, take))
        course.takes.update(take.path for take in job.takes)
        course.made += new
        if course.began is None and job.progress is not None:
            course.began = self._clock()
        if not self._closed and course.state is not job.state:
            self._record_state(job, course, when)
        self._tell(job, new, when)

    def _record_state(self, job: Job, course: Course, when: float) -> None:
        course.state = job.state
        try:
            self._store.change(job.request.outputs.job, job.state, job.attempts, when, error_of(job))
            if job.state is JobState.DONE:
                self._record_run(job, course)
        except LongtakeError:  # it is shown all the same; after a restart it would run again
            log.exception("the state of %s could not be recorded", job.request.outputs.job)
        if job.state is JobState.RUNNING:  # also once more, after the engine has died
            course.began, course.made = None, []

    def _record_run(self, job: Job, course: Course) -> None:
        """How long it took, to tell the next one's time from."""
        if by_optical_flow(job.request):  # its pace tells nothing of a model's
            return
        if course.began is not None and course.made:
            seconds, takes = self._clock() - course.began, course.made
            run = Run(sum(megapixels(take) for take in takes) / len(takes), len(takes), seconds)
            self._store.remember_run(job.request.model, run)

    def _record_take(self, job: Job, take: Take) -> bool:
        """Whether it is a new one. Bytes first, row second: the engine tells of a take once its file is complete."""
        try:
            return self._store.add_take(job.request.outputs.job, take)
        except LongtakeError:
            log.exception("take %s could not be recorded", take.path)
            return True


def megapixels(take: Take) -> float:
    """Of its new frames together."""
    return take.new.count * take.width * take.height / 1e6


def error_of(job: Job) -> str | None:
    return str(job.error) if job.state is JobState.FAILED else None


def by_optical_flow(request: Request) -> bool:
    """Whether no model has a part in it."""
    return isinstance(request, InterpolateRequest) and is_built_in(request.model)
