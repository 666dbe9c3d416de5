"""What is kept on disk of jobs and of runs: values only."""

from dataclasses import dataclass, field

from engine.requests import Request, Take
from engine.worker import JobState


@dataclass(frozen=True, slots=True)
class JobProject:
    """The project that a job's takes go to. id: "" for jobs of before they knew it."""

    id: str = ""
    name: str = ""


@dataclass(frozen=True, slots=True)
class Stored:
    """A job as it stands on disk."""

    id: str
    clip_id: str
    title: str
    model: str  # as shown to the user
    request: Request
    created: float  # seconds since the epoch, as are the others
    state: JobState = JobState.QUEUED
    attempts: int = 0
    error: str | None = None
    started: float | None = None
    ended: float | None = None
    takes: tuple[Take, ...] = ()
    project: JobProject = field(default_factory=JobProject)
    held: bool = False  # the others pass it, until the user lets it go on
    hidden: bool = False  # the user wants to see no more of it; its project has yet to take over what it made


@dataclass(frozen=True, slots=True)
class Run:
    """How long a job took once the engine was there: what the next one's time is told from."""

    megapixels: float  # of new picture in one take
    takes: int
    seconds: float
