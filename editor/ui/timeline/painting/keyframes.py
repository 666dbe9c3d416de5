"""Keyframes on a clip, painted: the picture that is given, how free it is, and the frame it is given at."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen, QPixmap, QPolygonF

from editor.timeline.model import Clip, Timeline
from editor.ui.timeline.keyframe_signs import CHIP_ICON, DIAMOND, PAD, Sign, is_still, signs
from editor.ui.timeline.painting.palette import RADIUS, palette
from editor.ui.timeline.sources import ThumbnailSource

FETCHED = 144  # pixels high: what is asked of the thumbnails
WHITE, AROUND = QColor(255, 255, 255), QColor(0, 0, 0, 120)


def paint(
    painter: QPainter, timeline: Timeline, clip: Clip, rect: QRect, chosen: int | None, pictures: ThumbnailSource
) -> None:
    """chosen: the frame of the one that is selected, which lies over the others."""
    found = signs(timeline, clip, rect)
    if not found:
        return
    painter.save()
    painter.setClipRect(rect, Qt.ClipOperation.IntersectClip)
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    for sign in sorted(found, key=lambda sign: sign.keyframe.at == chosen):
        _paint_sign(painter, timeline, sign, sign.keyframe.at == chosen, pictures)
    painter.restore()


def _paint_sign(painter: QPainter, timeline: Timeline, sign: Sign, is_chosen: bool, pictures: ThumbnailSource) -> None:
    edge = palette().colour("accent") if is_chosen else WHITE
    if not sign.card.isEmpty():
        _paint_card(painter, timeline, sign, edge, pictures)
    if not sign.chip.isEmpty():
        _paint_chip(painter, sign, "ph.image-square" if is_still(timeline, sign.keyframe) else "ph.film-strip")
    _paint_diamond(painter, sign, edge)


def _paint_card(painter: QPainter, timeline: Timeline, sign: Sign, edge: QColor, pictures: ThumbnailSource) -> None:
    media = timeline.media_by_id.get(sign.keyframe.media)
    image = None if media is None else pictures.image(media, sign.keyframe.start, FETCHED)
    box = QRectF(sign.card)
    shape = QPainterPath()
    shape.addRoundedRect(box, RADIUS, RADIUS)
    painter.fillPath(shape, palette().colour("picture_body"))
    if image is not None:
        painter.save()
        painter.setClipPath(shape, Qt.ClipOperation.IntersectClip)
        painter.drawPixmap(sign.card, QPixmap.fromImage(image))
        painter.restore()
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(AROUND, 1))
    painter.drawRoundedRect(box.adjusted(-0.5, -0.5, 0.5, 0.5), RADIUS + 0.5, RADIUS + 0.5)
    painter.setPen(QPen(edge, 2))
    painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), RADIUS - 1, RADIUS - 1)


def _paint_chip(painter: QPainter, sign: Sign, icon: str) -> None:
    chip = sign.chip
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette().colour("badge"))
    painter.drawRoundedRect(chip, RADIUS, RADIUS)
    drawn = palette().icon(icon, "on_badge", CHIP_ICON, painter.device().devicePixelRatio())
    painter.drawPixmap(chip.left() + PAD, chip.top() + (chip.height() - CHIP_ICON) // 2, drawn)
    painter.setPen(palette().colour("on_badge"))
    left = chip.left() + 2 * PAD + CHIP_ICON
    palette().small.write(painter, QRect(left, chip.top(), chip.right() - left, chip.height()), sign.words)


def _paint_diamond(painter: QPainter, sign: Sign, colour: QColor) -> None:
    x, y, reach = sign.diamond.x() + 0.5, sign.diamond.y() + 0.5, DIAMOND / 2
    corners = (QPointF(x - reach, y), QPointF(x, y - reach), QPointF(x + reach, y), QPointF(x, y + reach))
    painter.setPen(QPen(AROUND, 1))
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF(corners))
