"""A job as the window shows it: a snapshot."""

from dataclasses import dataclass
from pathlib import Path

from editor.job_store import Stored
from engine.progress import Progress
from engine.requests import Request, Take
from engine.worker import JobState


@dataclass(frozen=True, slots=True)
class JobRow:
    """One job as it is shown: a snapshot."""

    id: str
    clip_id: str
    title: str
    model: str  # as shown to the user
    request: Request
    created: float  # seconds since the epoch, as are the others
    state: JobState = JobState.QUEUED
    attempts: int = 0
    progress: Progress | None = None
    previews: tuple[tuple[int, Path], ...] = ()  # new frames of the first take by index; read them when they are told
    takes: tuple[Take, ...] = ()
    error: str | None = None  # what happened, what was kept, what to do
    started: float | None = None
    ended: float | None = None


def row_of(job: Stored) -> JobRow:
    return JobRow(
        job.id,
        job.clip_id,
        job.title,
        job.model,
        job.request,
        job.created,
        job.state,
        job.attempts,
        takes=job.takes,
        error=job.error,
        started=job.started,
        ended=job.ended,
    )
