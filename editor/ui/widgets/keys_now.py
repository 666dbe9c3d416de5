"""Which key a verb has now, for the words of tips, buttons and menus: these name the Standard one."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QKeySequence


class _Announcer(QObject):
    changed = Signal()


_announcer = _Announcer()
changed = _announcer.changed
_now: Callable[[str], str] = str


def follow(now: Callable[[str], str]) -> None:
    """now: a Standard key to the one that its verb has now, or "" where it has none."""
    global _now
    _now = now
    changed.emit()


def key_words(standard: str) -> str:
    """As this system writes the key that has taken the place of a Standard one."""
    now = _now(standard) if standard else ""
    return QKeySequence(now).toString(QKeySequence.SequenceFormat.NativeText)
