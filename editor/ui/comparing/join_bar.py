"""The strip under the picture while takes are compared: the join, what is played around it, and the playhead."""

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.timeline.rational_time import TimeRange
from editor.ui import theme
from editor.ui.viewer.scrub_bar import HEIGHT
from editor.ui.widgets import shapes
from editor.words import tr

PAD, TROUGH, LAMP, RING = 12, 3, 8, 12
BESIDE = 0.8  # of what is played, that is seen beside it on either side


class JoinBar(QWidget):
    """scrubbed: a frame the user has dragged or clicked to; begun: that the mouse was pressed."""

    begun = Signal()
    scrubbed = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._span, self._new = TimeRange(0, 1), TimeRange(0, 0)
        self._join = self._frame = 0
        self._lamp = ""
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("Around the join"))
        theme.changed.connect(self.update)

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
        return PAD + (frame - self.shown.start) / max(1, self.shown.duration) * (self.width() - 2 * PAD)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.begun.emit()
            self._scrub(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(event.position().x())

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        middle = (HEIGHT - TROUGH) // 2 + 1
        shapes.rounded(painter, QRectF(PAD, middle, self.width() - 2 * PAD, TROUGH), 1.5, "line2")
        self._paint_stretch(painter, self._span, theme.colour("accent", 0.6), middle)
        self._paint_stretch(painter, self._span.intersection(self._new), theme.colour("gen"), middle)
        for edge, shift in ((self._span.start, 0), (self._span.end, -2)):
            painter.fillRect(QRectF(round(self.x_of(edge)) + shift, middle - 4, 2, 11), theme.colour("accent"))
        if self._lamp:
            centre = QPointF(self.x_of(self._join), middle + TROUGH / 2)
            shapes.disc(painter, centre, RING, "lamp_ring")
            shapes.disc(painter, centre, LAMP, self._lamp)
        if self.shown.contains(self._frame):
            painter.fillRect(QRectF(round(self.x_of(self._frame)) - 1, middle - 4, 2, 11), theme.colour("needle"))

    def _paint_stretch(self, painter: QPainter, stretch: TimeRange, colour: QColor, middle: int) -> None:
        left = self.x_of(stretch.start)
        painter.fillRect(QRectF(left, middle, self.x_of(stretch.end) - left, TROUGH), colour)

    def _scrub(self, x: float) -> None:
        """Within what is played: the rest belongs to the timeline's own playhead."""
        share = (x - PAD) / max(1, self.width() - 2 * PAD)
        frame = self.shown.start + round(share * self.shown.duration)
        self.scrubbed.emit(max(self._span.start, min(frame, self._span.end - 1)))
