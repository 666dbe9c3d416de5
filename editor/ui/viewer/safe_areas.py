"""Lines over a monitor's picture inside which action and titles are seen on every screen."""

from PySide6.QtCore import QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QPainter, QPen

from editor.ui.viewer.overlay import MonitorOverlay
from editor.view_state import ViewState

ACTION, TITLE = 0.93, 0.90  # of width and height: SMPTE ST 2046-1
CROSS = 0.02  # of the height, each arm


class SafeAreas(MonitorOverlay):
    everywhere = True

    def __init__(self, view: ViewState) -> None:
        self._view = view

    def paint(self, painter: QPainter, picture: QRect) -> None:
        if not self._view.safe_areas:
            return
        for colour, width in ((QColor(0, 0, 0, 90), 3.0), (QColor(255, 255, 255, 190), 1.0)):
            painter.setPen(QPen(colour, width))
            for part in (ACTION, TITLE):
                painter.drawRect(inside(picture, part))
            self._paint_cross(painter, QRectF(picture))

    def _paint_cross(self, painter: QPainter, picture: QRectF) -> None:
        middle, arm = picture.center(), CROSS * picture.height()
        for way in (QPointF(arm, 0), QPointF(0, arm)):
            painter.drawLine(middle - way, middle + way)


def inside(picture: QRect, part: float) -> QRectF:
    """About the same middle, on whole pixels."""
    width, height = round(picture.width() * part), round(picture.height() * part)
    left, top = picture.x() + (picture.width() - width) // 2, picture.y() + (picture.height() - height) // 2
    return QRectF(left + 0.5, top + 0.5, width - 1, height - 1)
