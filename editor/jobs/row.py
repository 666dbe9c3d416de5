"""A job as the window shows it: a snapshot."""

from dataclasses import dataclass, field, replace
from pathlib import Path

from editor.job_store import JobProject, Stored
from editor.jobs.recorder import error_of
from editor.words import tr
from engine.errors import OutOfMemory
from engine.progress import Progress
from engine.requests import Request, Take
from engine.worker import Job, JobState

STOPPING = tr("Stopping")


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
    project: JobProject = field(default_factory=JobProject)  # where its takes go, whichever is open
    held: bool = False  # the others pass it; one that runs is stopped, to wait again
    lacked_memory: bool = False  # that is why it failed, in this run of the program


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
        project=job.project,
        held=job.held,
    )


def queued_again(row: JobRow) -> JobRow:
    """What failed or was cancelled, as if it were new; its takes stay."""
    anew = replace(row, state=JobState.QUEUED, attempts=0, progress=None, error=None, started=None, ended=None)
    return replace(anew, held=False, lacked_memory=False)


def stopping(row: JobRow) -> JobRow:
    share = row.progress.share if row.progress else None
    return replace(row, progress=Progress(STOPPING, 0, 1, share=share))


def moved_on(before: JobRow, job: Job, new: tuple[Take, ...], when: float) -> JobRow:
    """What the engine has told of it."""
    after = replace(
        before,
        state=job.state,
        attempts=job.attempts,
        progress=_progress(before, job),
        previews=job.previews or before.previews,
        takes=(*before.takes, *new),
        error=error_of(job),
        lacked_memory=isinstance(job.error, OutOfMemory),
        started=when if job.state is JobState.RUNNING and before.state is JobState.QUEUED else before.started,
        ended=when if job.state.is_final else None,
    )
    if before.held and job.state is JobState.CANCELLED:
        return replace(queued_again(after), held=True)
    return replace(after, held=before.held and not job.state.is_final)


def _progress(before: JobRow, job: Job) -> Progress | None:
    """One that is to stop goes on telling that, not how far it comes until then."""
    stops = before.progress is not None and before.progress.stage == STOPPING
    return before.progress if stops and job.state is JobState.RUNNING else job.progress
