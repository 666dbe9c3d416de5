"""Rounded shapes, rings and shadows: what every control and panel of ours is painted with."""

from functools import cache
from math import erf, sqrt

from PySide6.QtCore import QMarginsF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from editor.ui import theme

Fill = QColor | str | None  # a name of the theme's, a colour, or nothing

SHADOW_REACH = 32  # pixels a shadow needs on every side
SHADOW_DROP = 12  # and how far it falls below
_SIGMA = SHADOW_REACH / 2


def colour_of(fill: QColor | str) -> QColor:
    return theme.colour(fill) if isinstance(fill, str) else fill


def rounded(painter: QPainter, rect: QRect | QRectF, radius: float, fill: Fill = None, ring: Fill = None) -> None:
    """A filled shape with a 1 px ring inside its edge."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    box = QRectF(rect)
    if fill is not None:
        painter.setBrush(colour_of(fill))
        painter.drawRoundedRect(box, radius, radius)
    if ring is not None and colour_of(ring).alpha():
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(colour_of(ring), 1))
        painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), radius - 0.5, radius - 0.5)
    painter.restore()


def dashed(painter: QPainter, rect: QRect | QRectF, radius: float, colour: QColor | str, dash: float = 3) -> None:
    """A 1 px dashed outline inside the rectangle's edge."""
    pen = QPen(colour_of(colour), 1)
    pen.setDashPattern([dash, dash])
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)
    painter.restore()


def hatch(painter: QPainter, rect: QRect | QRectF, strong: Fill = "hatch", weak: Fill = "hatch_weak") -> None:
    """The stripes of what is being generated: 6 px and 6 px, at 135 degrees; clipped to the rectangle."""
    box = QRectF(rect)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setClipRect(box, Qt.ClipOperation.IntersectClip)
    if weak is not None:
        painter.fillRect(box, colour_of(weak))
    extra = colour_of(strong or "hatch")
    painter.setPen(QPen(extra, 6))
    step = 12 * sqrt(2)  # along the edge, of stripes 12 px apart
    x = box.left() - box.height()
    while x < box.right() + step:
        painter.drawLine(QPointF(x, box.bottom() + 6), QPointF(x + box.height() + 12, box.top() - 6))
        x += step
    painter.restore()


def disc(painter: QPainter, centre: QPointF, diameter: float, colour: QColor | str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour_of(colour))
    painter.drawEllipse(centre, diameter / 2, diameter / 2)
    painter.restore()


def picture(painter: QPainter, rect: QRect, image: QPixmap, radius: float = 4) -> None:
    """Fills the rectangle, cropped in the middle, with rounded corners."""
    painter.save()
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    window = QPainterPath()
    window.addRoundedRect(QRectF(rect), radius, radius)
    painter.setClipPath(window)
    size = image.deviceIndependentSize()
    scale = max(rect.width() / size.width(), rect.height() / size.height())
    target = QRectF(0, 0, size.width() * scale, size.height() * scale)
    target.moveCenter(QRectF(rect).center())
    painter.drawPixmap(target, image, QRectF(image.rect()))
    painter.restore()


def panel_outline(rect: QRectF, radius: float, pointer: QPolygonF | None = None) -> QPainterPath:
    """A dialog's shape; the pointer, if any, grows out of it."""
    path = QPainterPath()
    path.addRoundedRect(rect, radius, radius)
    if pointer is not None:
        tip = QPainterPath()
        tip.addPolygon(pointer)
        path = path.united(tip)
    return path


def floating(painter: QPainter, path: QPainterPath, fill: QColor | str) -> None:
    """A panel that floats: the fill and the 1 px ring outside it. The shadow is `shadow`'s."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(theme.colour("window_ring"), 2))
    painter.drawPath(path)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour_of(fill))
    painter.drawPath(path)
    painter.restore()


def shadow(painter: QPainter, rect: QRect, radius: int) -> None:
    """The soft shadow of a floating panel: `0 12 32`, darkest as the theme says."""
    image = _shadow_patch(radius, theme.tokens.shadow, painter.device().devicePixelRatioF())
    edge = SHADOW_REACH * 2 + radius
    target = QRectF(rect).translated(0, SHADOW_DROP).marginsAdded(_margins(SHADOW_REACH))
    ratio = image.devicePixelRatio()
    for column in range(3):
        for row in range(3):
            x, width = _third(column, target.left(), target.width(), edge)
            y, height = _third(row, target.top(), target.height(), edge)
            part = QRectF(column * edge, row * edge, edge, edge)
            source = QRectF(part.x() * ratio, part.y() * ratio, part.width() * ratio, part.height() * ratio)
            painter.drawPixmap(QRectF(x, y, width, height), image, source)


def _margins(size: float) -> QMarginsF:
    return QMarginsF(size, size, size, size)


def _third(index: int, start: float, length: float, edge: float) -> tuple[float, float]:
    """Where a third of a stretched picture begins, and its length: its ends keep theirs where they can."""
    edge = min(edge, length / 2)
    return ((start, edge), (start + edge, length - 2 * edge), (start + length - edge, edge))[index]


@cache
def _shadow_patch(radius: int, darkest: str, ratio: float) -> QPixmap:
    """A shadow three edges wide and high; its middle may be stretched."""
    edge = SHADOW_REACH * 2 + radius
    image = QPixmap(round(3 * edge * ratio), round(3 * edge * ratio))
    image.setDevicePixelRatio(ratio)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.setPen(Qt.PenStyle.NoPen)
    for step in range(2 * SHADOW_REACH + 1):
        distance = SHADOW_REACH - step  # outwards of the edge that throws it
        tone = QColor(darkest)
        tone.setAlphaF(tone.alphaF() * 0.5 * (1 - erf(distance / _SIGMA / sqrt(2))))
        painter.setBrush(tone)
        corner = max(2.0, radius + distance)
        painter.drawRoundedRect(QRectF(step, step, 3 * edge - 2 * step, 3 * edge - 2 * step), corner, corner)
    painter.end()
    return image
