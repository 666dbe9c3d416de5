"""Whether the host is there, and how long it takes to be."""

import time

from engine.errors import EngineDied, OutOfMemory


class Warmth:
    """is_warm: the host holds all that it needs. start_seconds: until its first word, the last time it did not."""

    def __init__(self) -> None:
        self.is_warm = False
        self.start_seconds: float | None = None
        self._asked = 0.0

    def ask(self) -> None:
        """Something is asked of the host."""
        self._asked = time.monotonic()

    def hear(self) -> None:
        """It says something: it is there."""
        if not self.is_warm:
            self.start_seconds, self.is_warm = time.monotonic() - self._asked, True

    def lose(self, error: BaseException | None = None) -> None:
        """It gave back what it held, or failed; after some errors nothing is left of it."""
        if error is None or isinstance(error, EngineDied | OutOfMemory):
            self.is_warm = False
