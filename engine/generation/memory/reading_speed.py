"""How quickly a model is read, seen while it is loaded."""

import time
from collections.abc import Callable

from engine.generation.loaded.placing import LOADING
from engine.progress import Progress

LEAST = 1e9  # bytes of a model below which its reading says little of the disk
MOST_SPEED = 8e9  # bytes a second; what was quicker was in memory still


class ReadingSpeed:
    """Is told of a run's progress."""

    def __init__(self, size: int, clock: Callable[[], float] = time.monotonic) -> None:
        """size: bytes of what is read between the stage's second step and its last: all but the prompts' encoder."""
        self._size, self._clock = size, clock
        self._began: float | None = None
        self.speed: float | None = None  # bytes a second; None: nothing was read, or too little

    def __call__(self, progress: Progress) -> None:
        if progress.stage != LOADING or self.speed is not None:
            return
        if progress.step == 1:
            self._began = self._clock()
        if progress.step == progress.steps and self._began is not None and self._size >= LEAST:
            self.speed = min(MOST_SPEED, self._size / max(self._clock() - self._began, 1e-3))
