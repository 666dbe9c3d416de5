"""What a menu is made of: rows, each with what it does and why it can't be done."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class MenuRow:
    """A row of a menu. Without anything to run or to open it is a note; without even a label it is a line."""

    label: str
    run: Callable[[], Any] | None = None  # without arguments; what it raises is shown by whoever runs it
    shortcut: str = ""  # a Standard key, as Qt writes it; told as it is now
    icon: str = ""  # Phosphor's name
    enabled: bool = True
    reason: str = ""  # why it is not enabled
    submenu: tuple["MenuRow", ...] = ()
    checked: bool | None = None  # None: nothing to be checked
    detail: str = ""  # at the right in the shortcut's place: "2 s 4 f"
    generates: bool = False  # violet: frames will be made
    swatch: str = ""  # a label's name: its colour instead of an icon

    @property
    def is_line(self) -> bool:
        return not self.label

    @property
    def is_note(self) -> bool:
        return bool(self.label) and self.run is None and not self.submenu


LINE = MenuRow("")


def every_row(rows: tuple[MenuRow, ...]) -> Iterator[MenuRow]:
    """Rows and what is in their submenus."""
    for row in rows:
        yield row
        yield from every_row(row.submenu)
