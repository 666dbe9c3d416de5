"""How the lane looks: bands and steps for each group of frames, a line through its points, what one of them says."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QFontMetrics, QLinearGradient, QPainter, QPen, QPolygonF

from editor.ui import theme
from editor.ui.timeline.noise_lane.shape import ABOVE, BELOW, HEIGHT, Shape, frames_in_words, y_of
from editor.ui.widgets import shapes
from editor.words import tr

POINT = 9  # pixels across
STRONG, WEAK = 0.42, 0.08  # how much violet at Free and at Keep
MARGIN = 8  # pixels between words and what they stand beside
NAMES_END = 36  # pixels from the left edge that Keep and Free end at, where the first column has gone out of sight
BUBBLE_HEIGHT, REASON_WIDTH = 28, 260


@dataclass(frozen=True, slots=True)
class Look:
    """values: of each column, as they would be once the pointer is let go. fixed: why a column cannot be changed."""

    shape: Shape
    values: Sequence[float]
    fixed: Sequence[str]
    chosen: int | None
    hovered: int | None


def paint_lane(painter: QPainter, look: Look, width: int) -> None:
    _paint_bands(painter, look.shape)
    _paint_lines(painter, look.shape, width)
    _paint_steps(painter, look)
    _paint_joins(painter, look.shape)
    _paint_names(painter, look.shape, width)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    _paint_curve(painter, look)
    for place in range(len(look.values)):
        _paint_point(painter, look, place)


def paint_bubble(painter: QPainter, look: Look, width: int) -> None:
    """What the column that is touched holds: over everything else."""
    place = look.hovered if look.hovered is not None else look.chosen
    if place is None:
        return
    value, frames = (
        f"{look.values[place]:.2f}",
        tr("frames {frames}", frames=frames_in_words(look.shape.columns, place)),
    )
    bold, plain = (QFontMetrics(theme.font(role)) for role in ("primary", "text"))
    first, second = bold.horizontalAdvance(value), plain.horizontalAdvance(frames)
    reason = look.fixed[place]
    box = _bubble(look.shape.point(place, look.values[place]), first + second + 34, reason, width)
    shapes.rounded(painter, box, 6, "raised", "window_ring")
    line = QRectF(box.left() + 12, box.top(), box.width() - 24, BUBBLE_HEIGHT)
    _write(painter, line, value, "primary", "text")
    _write(painter, line.adjusted(first + 10, 0, 0, 0), frames, "text", "dim")
    if reason:
        below = QRectF(line.left(), line.bottom() - 4, line.width(), box.bottom() - line.bottom())
        painter.setFont(theme.font("small"))
        painter.drawText(below, Qt.TextFlag.TextWordWrap, reason)


def paint_words(painter: QPainter, words: str, rect: QRect) -> None:
    """In the place of a plot."""
    painter.setFont(theme.font("text"))
    painter.setPen(theme.colour("dim"))
    painter.drawText(rect.adjusted(24, 0, -24, 0), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, words)


def _paint_bands(painter: QPainter, shape: Shape) -> None:
    """Every other group a little lighter."""
    for place, (left, right) in enumerate(shape.spans):
        if place % 2 == 0:
            band = QRectF(left, ABOVE - 6, right - left, HEIGHT - ABOVE - BELOW + 6)
            painter.fillRect(band, theme.colour("text", 0.03))


def _paint_lines(painter: QPainter, shape: Shape, width: int) -> None:
    """Free, Keep, and quarters between."""
    left, right = max(0.0, shape.spans[0][0]), min(float(width), shape.spans[-1][1])
    for quarter in range(5):
        y = round(y_of(quarter / 4)) + 0.5
        pen = QPen(theme.colour("line"), 1)
        if 0 < quarter < 4:
            pen.setDashPattern([3, 3])
        painter.setPen(pen)
        painter.drawLine(QPointF(left, y), QPointF(right, y))


def _paint_steps(painter: QPainter, look: Look) -> None:
    gradient = QLinearGradient(0, y_of(1), 0, y_of(0))
    gradient.setColorAt(0, theme.colour("gen", STRONG))
    gradient.setColorAt(1, theme.colour("gen", WEAK))
    for place, value in enumerate(look.values):
        painter.fillRect(look.shape.step(place, value), QBrush(gradient))


def _paint_joins(painter: QPainter, shape: Shape) -> None:
    for x in shape.joins:
        painter.fillRect(QRectF(x - 1, ABOVE - 8, 2, HEIGHT - ABOVE - BELOW + 12), theme.colour("gen", 0.5))


def _paint_names(painter: QPainter, shape: Shape, width: int) -> None:
    """Keep and Free at the left end, and the frames of as many groups as there is room for."""
    metrics = QFontMetrics(theme.font("small"))
    at = max(shape.spans[0][0] - MARGIN, NAMES_END)
    for value, name in ((1, tr("Free")), (0, tr("Keep"))):
        box = QRectF(at - metrics.horizontalAdvance(name), y_of(value) - 8, metrics.horizontalAdvance(name) + 2, 16)
        shapes.rounded(painter, box.adjusted(-4, 0, 3, 0), 4, theme.colour("bg", 0.8))
        _write(painter, box, name, "small", "dim")
    end = float("-inf")
    for place, (left, right) in enumerate(shape.spans):
        words = frames_in_words(shape.columns, place)
        room = metrics.horizontalAdvance(words)
        start = (left + right - room) / 2
        if start >= end + 3 * MARGIN and start + room > 0 and start < width:
            _write(painter, QRectF(start, HEIGHT - BELOW + 4, room + 2, 16), words, "small", "dim")
            end = start + room


def _paint_curve(painter: QPainter, look: Look) -> None:
    painter.setPen(QPen(theme.colour("gen"), 1.5))
    points = [look.shape.point(place, value) for place, value in enumerate(look.values)]
    painter.drawPolyline(QPolygonF(points))


def _paint_point(painter: QPainter, look: Look, place: int) -> None:
    """Amber where it is touched; without a hole where it stays as it is."""
    middle, is_fixed = look.shape.point(place, look.values[place]), bool(look.fixed[place])
    touched = place in (look.chosen, look.hovered)
    size = POINT - 4 if is_fixed else POINT
    ink = theme.colour("accent" if touched else "gen")
    painter.setPen(QPen(ink, 1.5))
    painter.setBrush(ink if place == look.chosen or is_fixed else theme.colour("bg"))
    painter.drawEllipse(middle, size / 2, size / 2)


def _bubble(point: QPointF, width: float, reason: str, lane: int) -> QRectF:
    """Right of a point, or left where there is no room; within the lane."""
    height = BUBBLE_HEIGHT
    if reason:
        width = max(width, REASON_WIDTH)
        lines = QFontMetrics(theme.font("small")).boundingRect(
            QRect(0, 0, int(width) - 24, 200), Qt.TextFlag.TextWordWrap, reason
        )
        height += lines.height() + 4
    left = point.x() + 14 if point.x() + 14 + width < lane else point.x() - 14 - width
    top = max(4.0, min(point.y() - BUBBLE_HEIGHT / 2, HEIGHT - height - 4))
    return QRectF(left, top, width, height)


def _write(painter: QPainter, rect: QRectF, words: str, role: str, tone: str) -> None:
    painter.setFont(theme.font(role))
    painter.setPen(theme.colour(tone))
    painter.drawText(rect, Qt.AlignmentFlag.AlignVCenter, words)
