"""A strip of frames under a picture, on which the mouse chooses one."""

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.ui import theme

HEIGHT, PAD, TROUGH = 24, 12, 3
MIDDLE = (HEIGHT - TROUGH) // 2 + 1  # where the trough begins, from above


class FrameBar(QWidget):
    """scrubbed: a frame the user has dragged or clicked to; begun: that the mouse was pressed."""

    begun = Signal()
    scrubbed = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    def frame_at(self, share: float) -> int:
        """The frame that may be chosen there. share: of the trough's length, below 0 and above 1 beside it."""
        raise NotImplementedError

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.begun.emit()
            self._scrub(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._scrub(event.position().x())

    @property
    def trough(self) -> QRectF:
        return QRectF(PAD, MIDDLE, self.width() - 2 * PAD, TROUGH)

    def x_at(self, share: float) -> float:
        return PAD + share * (self.width() - 2 * PAD)

    def paint_post(self, painter: QPainter, x: float, colour: str) -> None:
        """An upright line across the trough, from x on."""
        painter.fillRect(QRectF(x, MIDDLE - 4, 2, 11), theme.colour(colour))

    def _scrub(self, x: float) -> None:
        self.scrubbed.emit(self.frame_at((x - PAD) / max(1, self.width() - 2 * PAD)))
