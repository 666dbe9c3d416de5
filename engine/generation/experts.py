"""Two transformers of which one is loaded at a time: Wan2.2's high-noise and low-noise experts."""

from collections.abc import Callable
from dataclasses import dataclass

from torch import Tensor

from engine.generation.sampler import Velocity
from engine.generation.schedule import TIMESTEPS

BOUNDARY = 0.875  # of 1000: Wan2.2 A14B's own; the high-noise expert runs from there up


@dataclass(frozen=True, slots=True)
class Expert:
    """load() makes a transformer ready to run and returns its velocity, already guided; release() lets it go."""

    load: Callable[[], Velocity]
    release: Callable[[], None]


class TwoExperts:
    """A Velocity that picks its expert by the free frames' timestep and releases the other first."""

    def __init__(self, high: Expert, low: Expert, boundary: float = BOUNDARY) -> None:
        self._high = high
        self._low = low
        self._threshold = boundary * TIMESTEPS
        self._loaded: Expert | None = None
        self._velocity: Velocity | None = None

    def __call__(self, latents: Tensor, timesteps: Tensor, free: float) -> Tensor:
        expert = self._high if free >= self._threshold else self._low
        return self._ready(expert)(latents, timesteps, free)

    def _ready(self, expert: Expert) -> Velocity:
        if self._loaded is not expert or self._velocity is None:
            self.release()
            self._velocity = expert.load()
            self._loaded = expert
        return self._velocity

    def release(self) -> None:
        """Let go of whichever expert is loaded; the next call loads afresh."""
        loaded, self._loaded, self._velocity = self._loaded, None, None
        if loaded is not None:
            loaded.release()
