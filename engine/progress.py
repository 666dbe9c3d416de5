"""How far a run has come, and the wish to stop it."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import Cancelled


@dataclass(frozen=True, slots=True)
class Progress:
    stage: str  # a verb phrase for the user: "Reading the clip"
    step: int
    steps: int
    seconds_left: float | None = None  # of this stage; None until it can be known


class Report:
    """Passed down a run: stages tell it how far they are, and it raises Cancelled once stopping is asked for.

    `stop` may be called from any thread; everything else belongs to the run's own thread.
    """

    def __init__(self, listener: Callable[[Progress], None] = lambda progress: None) -> None:
        self._listener = listener
        self._stopping = threading.Event()
        self._stage = ""
        self._began = 0.0

    def stop(self) -> None:
        self._stopping.set()

    def check(self) -> None:
        """Raise Cancelled if stopping was asked for. Cheap: called before every transformer block."""
        if self._stopping.is_set():
            raise Cancelled("Stopped.", kept="Takes that were finished before are kept.")

    def __call__(self, stage: str, step: int, steps: int) -> None:
        """`step` of `steps` is done; time left is taken from the pace of this stage so far."""
        self.check()
        now = time.monotonic()
        if stage != self._stage:
            self._stage, self._began = stage, now
        left = (now - self._began) / step * (steps - step) if step else None
        self._listener(Progress(stage, step, steps, left))
