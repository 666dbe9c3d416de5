"""How far a download has come, how fast it goes, and the wish to stop it."""

import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from engine.errors import Cancelled
from engine.models.getting.part import KEPT

MEMORY = 10.0  # seconds over which the speed is taken
OFTEN = 0.25  # seconds between two words


@dataclass(frozen=True, slots=True)
class Came:
    """file: the one at hand. done, total: bytes of all files; done tells also what was there before.

    speed: bytes a second, None before it is known. seconds_left: likewise. state: "waiting" for a server, in words, or
    "" while bytes come.
    """

    file: str
    done: int
    total: int
    speed: float | None = None
    seconds_left: float | None = None
    state: str = ""


class Watch:
    """`stop` may be called from any thread; everything else belongs to the download's own."""

    def __init__(self, listener: Callable[[Came], None] = lambda came: None) -> None:
        self._listener = listener
        self._stopping = threading.Event()
        self._lately: deque[tuple[float, int]] = deque()
        self._file, self._done, self._total, self._told = "", 0, 0, 0.0

    def stop(self) -> None:
        """Pause: what has come is kept."""
        self._stopping.set()

    def check(self) -> None:
        """Raises Cancelled once stopping is asked for."""
        if self._stopping.is_set():
            raise Cancelled("Stopped.", kept=KEPT, do="")

    def rest(self, seconds: float, why: str) -> None:
        """Wait before the next try. Raises Cancelled."""
        self._listener(Came(self._file, self._done, self._total, state=why))
        self._stopping.wait(seconds)
        self._lately.clear()
        self.check()

    def expect(self, total: int) -> None:
        """Bytes of all files."""
        self._total = total

    def begin(self, file: str, done: int) -> None:
        """done: bytes of the files before it."""
        self._file, self._done = file, done
        self._lately.clear()
        self._tell()

    def at(self, done: int) -> None:
        """Bytes of all files that are here. Raises Cancelled."""
        self.check()
        now = time.monotonic()
        if done < self._done:
            self._lately.clear()  # a file is begun anew
        self._done = done
        self._lately.append((now, done))
        while now - self._lately[0][0] > MEMORY:
            self._lately.popleft()
        if now - self._told >= OFTEN or done >= self._total:
            self._tell()

    def _tell(self) -> None:
        self._told = time.monotonic()
        speed = self._speed()
        left = (self._total - self._done) / speed if speed else None
        self._listener(Came(self._file, self._done, self._total, speed, left))

    def _speed(self) -> float | None:
        if len(self._lately) < 2 or self._lately[-1][0] - self._lately[0][0] < OFTEN:
            return None
        (since, before), (now, after) = self._lately[0], self._lately[-1]
        return (after - before) / (now - since)
