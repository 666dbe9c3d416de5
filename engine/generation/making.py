"""What makes the new frames of a gap, whichever model it is: what it tells beforehand, and how takes are had of it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Protocol

import numpy as np
from torch import Tensor

from engine.generation.gap import Gap
from engine.generation.joins import Beside
from engine.generation.takes import CARRYING
from engine.progress import Report, Stage
from engine.requests import BackTest, PlannedLatent


@dataclass(frozen=True, slots=True)
class Scheme:
    """What a model would do, told from the clips' headers. sigmas, latents, frames: of its first window.

    notes: what it sees of the clips and makes of the request, for the user.
    """

    frames: int
    sigmas: Tensor  # [step + 1, latent]
    latents: tuple[PlannedLatent, ...]
    notes: tuple[str, ...]


@dataclass(slots=True)
class Made:
    """One take's new frames, finished, in playing order; they come once.

    generated: those beside the joins as they were before finishing, known when all have come. motion: what moved the
    picture, in words; where pictures are given on the way it and the test are known when all have come. notes: what is
    told of this take alone.
    """

    frames: Iterator[np.ndarray]
    motion: str
    test: BackTest | None
    generated: Beside = field(default_factory=Beside)
    notes: tuple[str, ...] = ()
    stage: str = CARRYING  # what is told while they are written


class Making(Protocol):
    """A model at one gap."""

    def take(self, number: int, path: Path, report: Report) -> Made:
        """The take of this number. path: of the file that it will be."""


class Maker(Protocol):
    """A model for one request."""

    name: str  # as shown to the user

    def scheme(self) -> Scheme:
        """Raises RequestError where what is asked for does not fit it."""

    def stages(self, number: int) -> list[Stage]:
        """Of a take's making."""

    def testing(self) -> list[Stage]:
        """Of what comes before the first take."""

    def tested(self, gap: Callable[[], Gap], report: Report) -> BackTest | None:
        """How far its result could be trusted, where that can be said without making it."""

    def ready(self, gap: Gap, draft: np.ndarray | None, report: Report) -> Making:
        """draft: see engine.generation.drafts.read_draft."""
