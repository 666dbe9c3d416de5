"""What the worker works on, and how far it has come: values only."""

from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Generic, TypeVar

from engine.errors import LongtakeError
from engine.progress import Progress, Report
from engine.requests import Request, Take


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
    takes: tuple[Take, ...] = ()  # finished so far
    previews: tuple[tuple[int, Path], ...] = ()  # new frames of the first take by index, see engine.generation.previews
    attempts: int = 0  # begun so far
    error: LongtakeError | None = None  # why it failed or was cancelled, or had to be queued again


Said = TypeVar("Said")


@dataclass(frozen=True, slots=True)
class Question(Generic[Said]):
    """What is asked between two jobs: how the host is asked it."""

    ask: Callable[[Report], Said]
    answer: "Future[Said]"
