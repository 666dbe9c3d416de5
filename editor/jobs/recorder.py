"""What happens in the engine goes to the disk first."""

import logging
import time
from collections.abc import Callable
from pathlib import Path

from editor.job_store import JobStore
from engine.errors import LongtakeError
from engine.requests import Plan, Take
from engine.worker import Job, JobState

log = logging.getLogger(__name__)


class Recorder:
    """On the engine's thread: what happens is on the disk before the window hears of it."""

    def __init__(self, store: JobStore, tell: Callable[[Job, tuple[Take, ...], float], None]) -> None:
        self._store = store
        self._tell = tell
        self._states: dict[int, JobState] = {}
        self._takes: dict[int, set[Path]] = {}  # of running jobs: those that are recorded
        self._closed = False

    def close(self) -> None:
        """From now on jobs end because the program does: that is not what becomes of them."""
        self._closed = True

    def hear(self, job: Job) -> None:
        when = time.time()
        known = self._takes.setdefault(job.id, set())
        new = tuple(take for take in job.takes if take.path not in known and self._record_take(job, take))
        known.update(take.path for take in job.takes)
        if not self._closed and self._states.get(job.id, JobState.QUEUED) is not job.state:
            self._record_state(job, when)
        self._tell(job, new, when)

    def _record_state(self, job: Job, when: float) -> None:
        self._states[job.id] = job.state
        try:
            self._store.change(job.request.outputs.job, job.state, job.attempts, when, error_of(job))
        except LongtakeError:  # it is shown all the same; after a restart it would run again
            log.exception("the state of %s could not be recorded", job.request.outputs.job)

    def _record_take(self, job: Job, take: Take) -> bool:
        """Whether it is a new one. Bytes first, row second: the engine tells of a take once its file is complete."""
        try:
            new = self._store.add_take(job.request.outputs.job, take)
            if new and take.seconds > 0:
                self._store.remember_pace(job.request.model, take.seconds / megapixels(take, take.new.count))
        except LongtakeError:
            log.exception("take %s could not be recorded", take.path)
            return True
        return new


def megapixels(made: Take | Plan, frames: int) -> float:
    return frames * made.width * made.height / 1e6


def error_of(job: Job) -> str | None:
    return str(job.error) if job.state is JobState.FAILED else None
