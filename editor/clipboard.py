"""What was copied last, within this window."""

from typing import Any


class Clipboard:
    """Holds what actions.clipboard put there; empty at first."""

    def __init__(self) -> None:
        self.contents: tuple[Any, ...] = ()
