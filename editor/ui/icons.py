"""Icons: Phosphor's outlines, painted in the theme's colours at any size and scale."""

import json
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QIcon, QIconEngine, QPainter, QPainterPath, QPen, QPixmap, QRawFont, QTransform

from editor.ui import theme
from editor.ui.guarded import guarded

_UNITS = 256  # pixels to an em: outlines are taken at this size and scaled
_HALVES = {"mark-in": ("brackets-square", 0), "mark-out": ("brackets-square", 1)}  # half a glyph: which one


@cache
def _set() -> tuple[QRawFont, dict[str, str]]:
    """The face and its names, from qtawesome's folder: importing qtawesome itself costs a fifth of a second."""
    spec = find_spec("qtawesome")
    if spec is None or spec.origin is None:
        raise RuntimeError("The icons are missing: qtawesome is not installed. Run the installer again.")
    folder = Path(spec.origin).parent / "fonts"
    face = QRawFont(str(next(folder.glob("phosphor-[0-9]*.ttf"))), _UNITS, QFont.HintingPreference.PreferNoHinting)
    names = json.loads(next(folder.glob("phosphor-charmap-*.json")).read_text(encoding="utf-8"))
    return face, names


@cache
def outline(name: str) -> QPainterPath:
    """In a square of side 1. Names as in the tokens: `ph.play-fill`, and our own halves `ph.mark-in`, `ph.mark-out`.

    Raises KeyError for a name that Phosphor hasn't got.
    """
    short = name.removeprefix("ph.")
    if short in _HALVES:
        whole, half = _HALVES[short]
        return _half(outline(whole), half)
    face, names = _set()
    glyph = face.glyphIndexesForString(chr(int(names[short], 16)))[0]
    path = face.pathForGlyph(glyph)
    return QTransform.fromScale(1 / _UNITS, 1 / _UNITS).map(path.translated(0, face.ascent()))


def _half(path: QPainterPath, half: int) -> QPainterPath:
    """The left or right half, put in the middle."""
    window = QPainterPath()
    window.addRect(QRectF(half * 0.5, 0, 0.5, 1))
    return path.intersected(window).translated(0.22 if half == 0 else -0.22, 0)


def paint(painter: QPainter, name: str, rect: QRect | QRectF, colour: QColor | str) -> None:
    """In the middle of the rectangle, as large as fits; colour: one of the theme's names, or any."""
    side = min(rect.width(), rect.height())
    centre = QRectF(rect).center()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.translate(centre.x() - side / 2, centre.y() - side / 2)
    painter.scale(side, side)
    painter.fillPath(outline(name), theme.colour(colour) if isinstance(colour, str) else colour)
    painter.restore()


def pixmap(name: str, colour: str = "dim", size: int = 16, scale: float = 1.0) -> QPixmap:
    """scale: device pixels to a logical one."""
    image = blank(QSize(size, size), scale)
    painter = QPainter(image)
    paint(painter, name, QRect(0, 0, size, size), colour)
    painter.end()
    return image


def logo(size: QSize, scale: float = 1.0) -> QPixmap:
    """Ours: two frames, and the second, which is made, overlaps the first. As resources/icons/longtake.svg."""
    image = blank(size, scale)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(size.width() / 20, size.height() / 20)
    painter.setPen(QPen(theme.colour("text"), 1.5))
    painter.drawRoundedRect(QRectF(0.75, 4.75, 11, 10.5), 2.25, 2.25)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("gen"))
    painter.drawRoundedRect(QRectF(8, 5, 10.5, 10), 2, 2)
    painter.end()
    return image


def blank(size: QSize, scale: float) -> QPixmap:
    """Transparent; size in logical pixels, scale: device pixels to one of them."""
    image = QPixmap(size * scale)
    image.setDevicePixelRatio(scale)
    image.fill(Qt.GlobalColor.transparent)
    return image


def icon(name: str, colour: str = "dim") -> QIcon:
    """For Qt's own widgets and menus; it follows the theme, and is as large as it is asked to be."""
    outline(name)  # an unknown name is told here, not while painting
    return QIcon(_Engine(name, colour))


class _Engine(QIconEngine):
    """Paints in the colours of the moment, so nothing need be made anew when the theme changes."""

    def __init__(self, name: str, colour: str) -> None:
        super().__init__()
        self._name, self._colour = name, colour

    @guarded
    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        lit = mode in (QIcon.Mode.Active, QIcon.Mode.Selected) and self._colour == "dim"
        checked = state is QIcon.State.On and self._colour == "dim"
        colour = "accent_text" if checked else "text" if lit else self._colour
        paint(painter, self._name, rect, "disabled" if mode is QIcon.Mode.Disabled else colour)

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        image = QPixmap(size)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self.paint(painter, QRect(QPoint(0, 0), size), mode, state)
        painter.end()
        return image

    def clone(self) -> QIconEngine:
        _clones.append(_Engine(self._name, self._colour))
        return _clones[-1]


_clones: list[_Engine] = []  # Qt asks for one when it changes a copy of an icon, and PySide gives it no owner
