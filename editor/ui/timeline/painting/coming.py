"""Frames that would be made where an edge is pulled to, and the handle that is held."""

from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath

from editor.timeline.edits import Edge
from editor.timeline.model import TrackKind
from editor.ui.timeline.geometry import NAME_BAR
from editor.ui.timeline.overlay import Coming
from editor.ui.timeline.painting.palette import RADIUS, palette

HANDLE = 4  # pixels, of a trim handle
PADDING = 10  # on both sides of the words


def paint_coming_frames(painter: QPainter, rect: QRect, coming: Coming) -> None:
    """Hatched, with how many they are, and the edge that is held."""
    path = QPainterPath()
    path.addRoundedRect(QRectF(rect), RADIUS, RADIUS)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.fillPath(path, palette().colour(palette().lane(TrackKind.VIDEO)))
    painter.setBrushOrigin(rect.topLeft())
    painter.fillPath(path, palette().hatch(painter.device().devicePixelRatio()))
    painter.setPen(palette().pending)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
    if rect.width() > 3 * HANDLE:
        paint_handle(painter, rect, coming.edge)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    painter.setPen(palette().colour("gen_text"))
    width = palette().clips.width(coming.words)
    if width + 2 * PADDING < rect.width():
        room = QRect(rect.center().x() - width // 2, rect.top(), width + 1, rect.height())
        palette().clips.write(painter, room, coming.words)


def paint_handle(painter: QPainter, rect: QRect, edge: Edge) -> None:
    """rect: the clip's."""
    left = rect.left() + 2 if edge is Edge.START else rect.right() - 1 - HANDLE
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(255, 255, 255, 217))
    painter.drawRoundedRect(left, rect.top() + NAME_BAR + 3, HANDLE, rect.height() - NAME_BAR - 6, 2, 2)
