"""The strip under the picture while takes are compared: the join, what is played around it, and the playhead."""

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter, QPaintEvent

from editor.timeline.rational_time import TimeRange
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.viewer.frame_bar import MIDDLE, TROUGH, FrameBar
from editor.ui.widgets import shapes
from editor.words import tr

LAMP, RING = 8, 12
BESIDE = 0.8  # of what is played, that is seen beside it on either side


class JoinBar(FrameBar):
    def __init__(self) -> None:
        super().__init__()
        self._span, self._new = TimeRange(0, 1), TimeRange(0, 0)
        self._join = self._frame = 0
        self._lamp = ""
        self.setAccessibleName(tr("Around the join"))

    def show_join(self, span: TimeRange, join: int, new: TimeRange, lamp: str) -> None:
        """span: what is played again and again. new: where the generated clip stands."""
        self._span, self._join, self._new, self._lamp = span, join, new, lamp
        self.update()

    def show_frame(self, frame: int) -> None:
        self._frame = frame
        self.update()

    @property
    def shown(self) -> TimeRange:
        """From one end of the strip to the other."""
        beside = round(BESIDE * self._span.duration)
        return TimeRange(self._span.start - beside, self._span.duration + 2 * beside)

    def x_of(self, frame: int) -> float:
        return self.x_at((frame - self.shown.start) / max(1, self.shown.duration))

    def frame_at(self, share: float) -> int:
        """Within what is played: the rest belongs to the timeline's own playhead."""
        frame = self.shown.start + round(share * self.shown.duration)
        return max(self._span.start, min(frame, self._span.end - 1))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shapes.rounded(painter, self.trough, 1.5, "line2")
        self._paint_stretch(painter, self._span, theme.colour("accent", 0.6))
        self._paint_stretch(painter, self._span.intersection(self._new), theme.colour("gen"))
        for edge, shift in ((self._span.start, 0), (self._span.end, -2)):
            self.paint_post(painter, round(self.x_of(edge)) + shift, "accent")
        if self._lamp:
            centre = QPointF(self.x_of(self._join), MIDDLE + TROUGH / 2)
            shapes.disc(painter, centre, RING, "lamp_ring")
            shapes.disc(painter, centre, LAMP, self._lamp)
        if self.shown.contains(self._frame):
            self.paint_post(painter, round(self.x_of(self._frame)) - 1, "needle")

    def _paint_stretch(self, painter: QPainter, stretch: TimeRange, colour: QColor) -> None:
        left = self.x_of(stretch.start)
        painter.fillRect(QRectF(left, MIDDLE, self.x_of(stretch.end) - left, TROUGH), colour)
