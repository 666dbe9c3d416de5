"""The theme as the timeline's painter needs it: made once per theme, since a repaint asks for it hundreds of times."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QBrush, QColor, QPainter, QPen, QPixmap

from editor.timeline.model import TrackKind
from editor.ui import icons, theme
from editor.ui.theme.labels import bar_colour
from editor.ui.timeline.painting.lettering import Lettering

RADIUS = 4  # of a clip
STRIPE = 6  # pixels, of the hatch
DASHES = [3.0, 2.0]


@dataclass(frozen=True, slots=True)
class ClipColours:
    bar: QColor
    body: QColor
    text: QColor


class Palette:
    """Colours, pens, brushes and lettering of the theme that stood when it was made."""

    def __init__(self) -> None:
        self.clips = Lettering(theme.font("clip"))
        self.text = Lettering(theme.font("text"))
        self.small = Lettering(theme.font("small"))
        self.timecode = Lettering(theme.font("timecode"))
        self.picture = _clip_colours("picture")
        self.sound = _clip_colours("sound")
        self.generated = _clip_colours("generated")
        self.of_clip = {"picture": self.picture, "sound": self.sound, "generated": self.generated}
        self.offline = ClipColours(theme.colour("offline_bar"), theme.colour("panel"), theme.colour("picture_text"))
        self._labelled: dict[tuple[str, str], ClipColours] = {}
        self.gap = _dashed("line2")
        self.selected_gap = _dashed("accent")
        self.pending = _dashed("gen")
        self.failed = _dashed("bad")
        self.selection = QPen(theme.colour("accent"), 2)
        self.selection_edge = QPen(QColor(0, 0, 0, 140), 1)
        self._colours: dict[str, QColor] = {}
        self._icons: dict[tuple[str, str, int, float], QPixmap] = {}
        self._edges: dict[tuple[str, int, float], Edges] = {}
        self._hatch: dict[float, QBrush] = {}

    def colour(self, name: str) -> QColor:
        if name not in self._colours:
            self._colours[name] = theme.colour(name)
        return self._colours[name]

    def clip(self, look: str, label: str) -> ClipColours:
        """Of its kind, with the name bar in the colour that the user gave it; what was generated keeps its own."""
        plain = self.of_clip[look]
        if not label or look == "generated":
            return plain
        if (look, label) not in self._labelled:
            bar = bar_colour(label)
            self._labelled[look, label] = plain if bar is None else replace(plain, bar=bar)
        return self._labelled[look, label]

    def lane(self, kind: TrackKind) -> str:
        return "lane" if kind is TrackKind.VIDEO else "lane_audio"

    def icon(self, name: str, colour: str, size: int, ratio: float) -> QPixmap:
        key = (name, colour, size, ratio)
        if key not in self._icons:
            self._icons[key] = icons.pixmap(name, colour, size, ratio)
        return self._icons[key]

    def round_off(self, painter: QPainter, rects: Sequence[QRect], ground: str, ratio: float) -> None:
        """Cut the corners of what was painted squarely on `ground`, and neighbours apart, a pixel stays free between:
        a clip path for each clip costs ten times it, and a piece for each corner thrice."""
        edges, top = self._edges_on(ground, rects[0].height(), ratio), rects[0].top()
        painter.drawPixmap(rects[0].left(), top, edges.left)
        for rect in rects[1:]:
            painter.drawPixmap(rect.left() - 1 - RADIUS, top, edges.between)
        painter.drawPixmap(rects[-1].right() + 1 - RADIUS, top, edges.right)

    def _edges_on(self, ground: str, height: int, ratio: float) -> "Edges":
        key = (ground, height, ratio)
        if key not in self._edges:
            self._edges[key] = _edges(self.colour(ground), height, ratio)
        return self._edges[key]

    def hatch(self, ratio: float) -> QBrush:
        if ratio not in self._hatch:
            self._hatch[ratio] = _hatch(theme.colour("hatch"), theme.colour("hatch_weak"), ratio)
        return self._hatch[ratio]


@cache
def _made() -> Palette:
    return Palette()


def palette() -> Palette:
    """Of the theme that stands."""
    return _made()


theme.changed.connect(_made.cache_clear)


def _clip_colours(kind: str) -> ClipColours:
    return ClipColours(*(theme.colour(f"{kind}_{part}") for part in ("bar", "body", "text")))


def _dashed(colour: str) -> QPen:
    pen = QPen(theme.colour(colour), 1)
    pen.setDashPattern(DASHES)
    return pen


def _transparent(width: int, height: int, ratio: float, whole: Callable[[float], int] = ceil) -> QPixmap:
    pixmap = QPixmap(whole(width * ratio), whole(height * ratio))
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    return pixmap


@dataclass(frozen=True, slots=True)
class Edges:
    """What is left outside the rounding, as high as a clip and clear between."""

    left: QPixmap  # of a clip
    right: QPixmap
    between: QPixmap  # the right one of a clip, a pixel of the ground, and the left one of the next


def _edges(ground: QColor, height: int, ratio: float) -> Edges:
    left, right = _edge(ground, height, ratio, 0), _edge(ground, height, ratio, -RADIUS)
    both = _transparent(2 * RADIUS + 1, height, ratio)
    with QPainter(both) as painter:
        painter.drawPixmap(0, 0, right)
        painter.fillRect(RADIUS, 0, 1, height, ground)
        painter.drawPixmap(RADIUS + 1, 0, left)
    return Edges(left, right, both)


def _edge(ground: QColor, height: int, ratio: float, x: int) -> QPixmap:
    pixmap = _transparent(RADIUS, height, ratio)
    with QPainter(pixmap) as painter:
        painter.drawPixmap(0, 0, _corner(ground, ratio, x, 0))
        painter.drawPixmap(0, height - RADIUS, _corner(ground, ratio, x, -RADIUS))
    return pixmap


def _corner(ground: QColor, ratio: float, x: int, y: int) -> QPixmap:
    pixmap = _transparent(RADIUS, RADIUS, ratio)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(0, 0, RADIUS, RADIUS, ground)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_DestinationOut)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(Qt.GlobalColor.black)
    painter.drawEllipse(x, y, 2 * RADIUS, 2 * RADIUS)
    painter.end()
    return pixmap


def _hatch(strong: QColor, weak: QColor, ratio: float) -> QBrush:
    """Stripes at 135 degrees: a tile that repeats without a seam is as wide as the stripes are along x."""
    side = round(2 * STRIPE * 2**0.5)
    tile = _transparent(side, side, ratio, round)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillRect(0, 0, side, side, weak)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.setPen(QPen(strong, side / 2 / 2**0.5))
    for shift in (-side, 0, side):
        painter.drawLine(shift - side, 2 * side, shift + 2 * side, -side)
    painter.end()
    brush = QBrush(tile)
    return brush
