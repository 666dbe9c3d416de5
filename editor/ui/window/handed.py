"""Files that the desktop hands to the running program: what is opened in macOS's Finder arrives as an event."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QFileOpenEvent


class Handed(QObject):
    """An event filter of the application. What comes before `give_to` waits: a start by double-click sends it early."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[Path] = []
        self._take: Callable[[list[Path]], None] | None = None

    def give_to(self, take: Callable[[list[Path]], None]) -> None:
        """take: given what waits, and each that comes from now on."""
        self._take = take
        if self._waiting:
            take(self._waiting)
            self._waiting = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QFileOpenEvent) or not event.url().isLocalFile():
            return super().eventFilter(watched, event)
        files = [Path(event.url().toLocalFile())]
        if self._take is None:
            self._waiting += files
        else:
            self._take(files)
        return True
