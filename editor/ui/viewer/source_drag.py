"""Dragging out of the source monitor: its picture for all that is marked, two signs for picture or sound alone."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QApplication

from editor.timeline.model import Media, TrackKind
from editor.ui import icons
from editor.ui.viewer.overlay import MonitorOverlay
from editor.ui.widgets import shapes

SIGN, MARGIN, ICON = QSize(30, 24), 8, 16  # pixels
SIGNS = {TrackKind.VIDEO: "ph.film-strip", TrackKind.AUDIO: "ph.speaker-high"}
GROUND, INK = QColor(20, 20, 22, 190), QColor(240, 240, 242)

Begin = Callable[[TrackKind | None], None]  # a drag of that part, or of all


class SourceDrag(MonitorOverlay):
    """media: what is open, if any. zoomed: whether the picture is larger than its room, where a drag moves it about."""

    def __init__(self, media: Callable[[], Media | None], zoomed: Callable[[], bool], begin: Begin) -> None:
        self._media, self._zoomed, self._begin = media, zoomed, begin
        self._pressed: QPointF | None = None
        self._kind: TrackKind | None = None

    def signs(self, picture: QRect) -> dict[TrackKind, QRect]:
        """Of media that has both; there is nothing to choose where it has one."""
        media = self._media()
        if media is None or media.picture is None or media.sound is None:
            return {}
        corner = picture.bottomLeft() + QPoint(MARGIN, -MARGIN - SIGN.height())
        return {kind: QRect(corner + QPoint(place * (SIGN.width() + 4), 0), SIGN) for place, kind in enumerate(SIGNS)}

    def paint(self, painter: QPainter, picture: QRect) -> None:
        for kind, rect in self.signs(picture).items():
            shapes.rounded(painter, rect, 4, GROUND)
            box = QRect(rect.center() - QPoint(ICON // 2 - 1, ICON // 2 - 1), QSize(ICON, ICON))
            icons.paint(painter, SIGNS[kind], box, INK)

    def press(self, event: QMouseEvent, picture: QRect) -> bool:
        if event.button() is not Qt.MouseButton.LeftButton or self._media() is None:
            return False
        at = event.position().toPoint()
        self._kind = next((kind for kind, rect in self.signs(picture).items() if rect.contains(at)), None)
        if self._kind is None and (self._zoomed() or not picture.contains(at)):
            return False
        self._pressed = event.position()
        return True

    def drag(self, event: QMouseEvent, picture: QRect) -> None:
        if self._pressed is None:
            return
        way = event.position() - self._pressed
        if way.manhattanLength() >= QApplication.startDragDistance():
            self._pressed = None
            self._begin(self._kind)

    def release(self, event: QMouseEvent, picture: QRect) -> None:
        self._pressed = None

    def cursor_at(self, position: QPointF, picture: QRect) -> Qt.CursorShape | None:
        at = position.toPoint()
        return Qt.CursorShape.OpenHandCursor if any(r.contains(at) for r in self.signs(picture).values()) else None
