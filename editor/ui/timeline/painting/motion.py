"""Motion points on a clip, painted."""

from PySide6.QtCore import QPointF, QRect
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from editor.timeline.model import Clip
from editor.ui.timeline.motion_signs import DIAMOND, motion_places
from editor.ui.timeline.painting.palette import palette

WHITE, AROUND = QColor(255, 255, 255), QColor(0, 0, 0, 170)


def paint(painter: QPainter, clip: Clip, rect: QRect, chosen: int | None) -> None:
    """chosen: the frame of the one that is selected."""
    places = motion_places(clip, rect)
    if not places:
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(AROUND, 1))
    for at, middle in places:
        painter.setBrush(palette().colour("accent") if at == chosen else WHITE)
        painter.drawPolygon(_diamond(middle))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _diamond(middle: QPointF) -> QPolygonF:
    reach = DIAMOND / 2
    ways = ((-reach, 0), (0, -reach), (reach, 0), (0, reach))
    return QPolygonF([middle + QPointF(*way) for way in ways])
