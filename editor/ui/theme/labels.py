"""Label colours: quiet ones, since amber and violet have meanings of their own."""

from dataclasses import dataclass

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPen, QPixmap

from editor.ui import theme
from editor.words import later


@dataclass(frozen=True, slots=True)
class Label:
    """Colours in the dark theme, and in the light one."""

    name: str  # as shown in English
    bar: tuple[str, str]  # name bar of a clip
    sign: tuple[str, str]  # marker, or a swatch in a menu


SIDE = 16  # pixels, of a swatch
LABELS = {
    "rose": Label(later("Rose"), ("#5a3a45", "#e6c3cf"), ("#c9788f", "#a64b66")),
    "rust": Label(later("Rust"), ("#5c4034", "#e8cbbb"), ("#c98a6a", "#a05a36")),
    "sand": Label(later("Sand"), ("#54503e", "#dfd8c2"), ("#b9ad88", "#7d7146")),
    "moss": Label(later("Moss"), ("#3f4c34", "#cfdbbf"), ("#8fae6e", "#5c7d3a")),
    "sky": Label(later("Sky"), ("#33495f", "#bcd0e4"), ("#6f9fc9", "#3a72a3")),
    "stone": Label(later("Stone"), ("#56565b", "#cfcfd4"), ("#a8a8ae", "#6d6d75")),
}


def bar_colour(label: str) -> QColor | None:
    """None for none, and for one of another version of this program."""
    return _of_theme(LABELS[label].bar) if label in LABELS else None


def sign_colour(label: str) -> QColor | None:
    return _of_theme(LABELS[label].sign) if label in LABELS else None


def swatch_icon(label: str, chosen: bool) -> QIcon:
    """A disc of its colour, with a ring around the one that is chosen. Raises KeyError."""
    pixmap = QPixmap(2 * SIDE, 2 * SIDE)  # sharp on screens of 200 %
    pixmap.setDevicePixelRatio(2)
    pixmap.fill(Qt.GlobalColor.transparent)
    with QPainter(pixmap) as painter:
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_of_theme(LABELS[label].sign))
        painter.drawEllipse(QRectF(4, 4, SIDE - 8, SIDE - 8))
        if chosen:
            painter.setPen(QPen(theme.colour("text"), 1.5))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawEllipse(QRectF(1, 1, SIDE - 2, SIDE - 2))
    return QIcon(pixmap)


def _of_theme(pair: tuple[str, str]) -> QColor:
    return QColor(pair[0] if theme.tokens.name == "dark" else pair[1])
