"""How a context strip is drawn."""

from fractions import Fraction
from typing import Protocol

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPen, QPixmap

from editor.timeline.model import Media
from editor.ui import theme
from editor.ui.generation.strip import SIDES, SideName, StripGeometry, seen_of, sight_words
from editor.ui.timeline.painting.palette import palette
from editor.ui.widgets import shapes

CELL = 54  # pixels, of one frame
FETCHED = 144  # pixels high: what is asked of the thumbnails
LABELS = 20  # pixels under the strip
TAG, PAD = 16, 6  # pixels: height of a label in it, and around its words

_MIDDLE = Qt.AlignmentFlag.AlignVCenter


class Pictures(Protocol):
    """Where pictures come from: at once, or not yet."""

    def image(self, media: Media, time: Fraction, height: int) -> QImage | None: ...


def paint_strip(painter: QPainter, strip: StripGeometry, pictures: Pictures) -> None:
    painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
    for side in SIDES:
        if not strip.known(side).isEmpty():
            _paint_known(painter, strip, side, pictures)
    _paint_new(painter, strip)
    for side in SIDES:
        if not strip.bracket(side).isEmpty():
            _paint_bracket(painter, strip, side)
            _paint_sight(painter, strip, side)
    if not strip.real().isEmpty():
        _paint_real(painter, strip)
    if not strip.strip.is_bridge:
        _paint_cut(painter, strip)
        _paint_timecodes(painter, strip)


def _paint_known(painter: QPainter, strip: StripGeometry, side: SideName, pictures: Pictures) -> None:
    known = strip.known(side)
    painter.save()
    painter.setClipPath(_outer_corners(known, left=side == "before"))
    painter.fillRect(known, theme.colour("picture_body"))
    for cell in _cells(known, side):
        _paint_cell(painter, strip, side, cell, pictures)
    painter.restore()


def _cells(known: QRect, side: SideName) -> list[QRect]:
    """Counted from the cut, so that it is always at the edge of a frame."""
    count = -(-known.width() // CELL)
    if side == "before":
        return [QRect(known.right() + 1 - CELL * (n + 1), 0, CELL, known.height()) for n in range(count)]
    return [QRect(known.left() + CELL * n, 0, CELL, known.height()) for n in range(count)]


def _paint_cell(painter: QPainter, strip: StripGeometry, side: SideName, cell: QRect, pictures: Pictures) -> None:
    known, shown, clip = strip.known(side), strip.shown(side), strip.strip.side(side)
    assert clip is not None, "only known sides have cells"
    nearest = cell.right() if side == "before" else cell.left()  # the frame that is nearest to the cut
    time = shown.start + shown.duration * max(0, nearest - known.left()) / known.width()
    image = pictures.image(clip.media, clip.moment(time), FETCHED)
    if image is not None:
        shapes.picture(painter, cell.adjusted(0, 0, -1, 0), QPixmap.fromImage(image), radius=0)


def _outer_corners(box: QRect, left: bool) -> QPainterPath:
    """Rounded on the side away from the cut."""
    path, square = QPainterPath(), QPainterPath()
    path.addRoundedRect(QRectF(box), 4, 4)
    square.addRect(QRectF(box.adjusted(8, 0, 0, 0) if left else box.adjusted(0, 0, -8, 0)))
    return path.united(square)


def _paint_new(painter: QPainter, strip: StripGeometry) -> None:
    box, length = strip.new(), strip.strip.length
    path = QPainterPath()
    path.addRoundedRect(QRectF(box), 4, 4)
    painter.fillPath(path, theme.colour("generated_body"))
    painter.fillPath(path, palette().hatch(painter.device().devicePixelRatioF()))
    shapes.dashed(painter, box, 4, "gen")
    painter.setPen(theme.colour("gen_text"))
    painter.setFont(theme.font("value"))
    painter.drawText(box.translated(0, -8 if length else 0), Qt.AlignmentFlag.AlignCenter, strip.strip.new)
    painter.setFont(theme.font("small"))
    painter.drawText(box.translated(0, 9), Qt.AlignmentFlag.AlignCenter, length)


def _paint_bracket(painter: QPainter, strip: StripGeometry, side: SideName) -> None:
    box = strip.bracket(side)
    painter.setBrush(theme.colour("context"))
    painter.setPen(QPen(theme.colour("gen"), 2))
    painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4)
    handle = QRectF(0, 0, 7, 20)
    handle.moveCenter(QPointF(strip.grip(side)))
    handle.moveLeft(max(0.0, min(handle.left(), strip.width - handle.width())))
    shapes.rounded(painter, handle, 2, "gen")
    painter.fillRect(QRectF(handle.center().x() - 0.75, handle.top() + 6, 1.5, 8), theme.colour("on_gen"))


def _paint_sight(painter: QPainter, strip: StripGeometry, side: SideName) -> None:
    """What is seen, in words under the bracket."""
    seen, clip, box, known = seen_of(strip.view, side), strip.strip.side(side), strip.bracket(side), strip.known(side)
    assert seen is not None, "there is a bracket"
    assert clip is not None, "there is a bracket"
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("dim"))
    words = sight_words(seen, side, clip.name if strip.strip.is_bridge else "")
    width = painter.fontMetrics().horizontalAdvance(words) + 2
    left = box.center().x() - width // 2 if strip.strip.is_bridge else box.left() + 1
    left = max(known.left(), min(left, known.right() - width - 4))
    painter.drawText(QRect(left, strip.height + 4, width, LABELS - 4), _MIDDLE, words)


def _paint_real(painter: QPainter, strip: StripGeometry) -> None:
    """The frames that come in from the handle: plain, as they are footage like the rest."""
    box, real = strip.real(), strip.strip.real
    assert real is not None, "they have a place"
    painter.fillRect(box.left(), 0, box.width(), 2, theme.colour("text"))
    painter.setFont(theme.font("small"))
    width = painter.fontMetrics().horizontalAdvance(real.words) + 2 * PAD
    known = strip.known("before" if strip.strip.before else "after")
    left = max(known.left() + PAD, min(box.center().x() - width // 2, known.right() - width - PAD))
    tag = QRect(left, PAD, width, TAG)
    shapes.rounded(painter, tag, 4, "raised")
    painter.setPen(theme.colour("text"))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, real.words)


def _paint_cut(painter: QPainter, strip: StripGeometry) -> None:
    """Between the clip and its extension."""
    x = strip.new().left() if strip.strip.before else strip.new().right() + 1
    painter.fillRect(x - 1, 0, 2, strip.height + 4, theme.colour("accent"))


def _paint_timecodes(painter: QPainter, strip: StripGeometry) -> None:
    line = QRect(strip.new().left() + 4, strip.height + 4, strip.new().width() - 8, LABELS - 4)
    painter.setFont(theme.font("small"))
    painter.setPen(theme.colour("dim"))
    painter.drawText(line, Qt.AlignmentFlag.AlignLeft | _MIDDLE, strip.strip.first)
    painter.drawText(line, Qt.AlignmentFlag.AlignRight | _MIDDLE, strip.strip.last)
