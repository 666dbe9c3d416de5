"""The look of every window: colours, type and motion, in dark and light, switchable while running.

`theme.tokens` is the theme that stands: read it when painting, do not keep it.
"""

from functools import cache

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QApplication

from editor.ui.theme import fonts
from editor.ui.theme.colours import DARK, LIGHT, NOISE_RAMP, THEMES, Tokens
from editor.ui.theme.fonts import font
from editor.ui.theme.palette import palette
from editor.ui.theme.stylesheet import stylesheet

__all__ = [
    "DARK",
    "LIGHT",
    "NOISE_RAMP",
    "Tokens",
    "apply",
    "changed",
    "colour",
    "font",
    "known",
    "motion",
    "reduce_motion",
    "tokens",
]


class _Announcer(QObject):
    changed = Signal()


_announcer = _Announcer()
changed = _announcer.changed
tokens: Tokens = DARK
_still = False


def apply(app: QApplication, name: str = "dark") -> None:
    """Dress the whole application; raises KeyError for a theme that is none of THEMES."""
    global tokens
    tokens = THEMES[name]
    fonts.load()
    if app.style().objectName() != "fusion":
        app.setStyle("Fusion")
    app.setFont(font("text"))
    app.setPalette(palette(tokens))
    app.setStyleSheet(stylesheet(tokens))
    changed.emit()


def known(name: str) -> str:
    """That theme, or the dark one where there is none of that name."""
    return name if name in THEMES else DARK.name


def colour(name: str, alpha: float | None = None) -> QColor:
    """Of the theme that stands; with `alpha`, as transparent as that. Raises AttributeError for an unknown name."""
    value = QColor(_parsed(getattr(tokens, name)))
    if alpha is not None:
        value.setAlphaF(alpha)
    return value


@cache
def _parsed(value: str) -> QColor:
    return QColor(value)


def reduce_motion(still: bool) -> None:
    global _still
    _still = still


def motion(milliseconds: int) -> int:
    """How long a movement lasts: not at all where the user wants it still."""
    return 0 if _still else milliseconds
