"""The first track of a timeline that has nothing on it: what to do."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen

from editor.timeline.model import TrackKind
from editor.ui.timeline.painting.palette import DASHES, palette
from editor.ui.timeline.viewport import Viewport
from editor.words import tr

WORDS = (tr("Drag clips here to start cutting"), tr("then right-click a clip to make it longer"))
ICON, GAP = 14, 10


def paint_empty(painter: QPainter, viewport: Viewport) -> None:
    row = next((row for row in viewport.rows if row.kind is TrackKind.VIDEO and row.number == 1), None)
    if row is None:
        return
    box = viewport.row_rect(row.index).adjusted(16, 8, -16, -8)
    pen = QPen(palette().colour("line2"), 1)
    pen.setDashPattern(DASHES)
    painter.setPen(pen)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.drawRoundedRect(QRectF(box).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    _paint_words(painter, box)


def _paint_words(painter: QPainter, box: QRect) -> None:
    letters = palette().text
    first, second = (letters.width(words) for words in WORDS)
    left = max(box.left() + 8, box.center().x() - (ICON + GAP + first + GAP + second) // 2)
    icon = palette().icon("ph.download-simple", "dim", ICON, painter.device().devicePixelRatio())
    painter.drawPixmap(left, box.center().y() - ICON // 2, icon)
    left += ICON + GAP
    for words, colour in zip(WORDS, ("text", "dim"), strict=True):
        painter.setPen(palette().colour(colour))
        room = min(letters.width(words), box.right() - left)
        letters.write(painter, QRect(left, box.top(), max(0, room), box.height()), words)
        left += room + GAP
