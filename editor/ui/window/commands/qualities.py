"""The rows of the command table that choose how fine the preview is: of the monitor that has the keyboard."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from editor.ui.viewer.transport import QUALITIES
from editor.ui.window.command import Command
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def quality_commands(window: "MainWindow") -> Iterator[Command]:
    """The choice beside the transport, for where there is no room for it."""
    for divisor, words in QUALITIES:
        yield Command(f"quality-{divisor}", tr("{part} Quality", part=words), partial(_set, window, divisor),
                      checked=partial(_is, window, divisor))  # fmt: skip


def _set(window: "MainWindow", divisor: int) -> None:
    window.monitors.asked.set_quality(divisor)


def _is(window: "MainWindow", divisor: int) -> bool:
    return window.monitors.asked.quality == divisor
