"""One thing a user can ask for: its words, its keys, what it does and when it can be done."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


def always() -> bool:
    return True


@dataclass(frozen=True, slots=True)
class Command:
    """A row of the table that menus, buttons and shortcuts are made from.

    run: called without arguments; a coroutine function is started as a task. checked: for switches, their state now.
    """

    id: str
    label: str  # dots only where a dialog follows
    run: Callable[[], Any]
    shortcut: str = ""  # as Qt writes them; more than one are separated by "; "
    icon: str = ""
    enabled: Callable[[], bool] = always
    reason: str = ""  # why it cannot be done, shown while it is disabled
    checked: Callable[[], bool] | None = None
    label_now: Callable[[], str] | None = None  # where the words depend on what it would do
    repeats: bool = False  # whether holding the key goes on doing it

    @property
    def keys(self) -> tuple[str, ...]:
        return tuple(key for key in self.shortcut.split("; ") if key)
