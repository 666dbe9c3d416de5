"""A scroll bar of 12 pixels: a quiet rounded handle, no arrows."""

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QEnterEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.ui import theme
from editor.ui.guarded import guarded
from editor.words import tr

THICKNESS = 12
HANDLE = 5  # pixels thick
LEAST = 24  # pixels long


class ScrollBar(QWidget):
    """`moved(value)`: dragged by the user. Along x, or along y where it is `vertical`."""

    moved = Signal(int)

    def __init__(self, vertical: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._vertical = vertical
        self._value = self._most = 0
        self._page = 1
        self._held: tuple[int, int] | None = None  # where it was taken, and the value then
        self.setFixedWidth(THICKNESS) if vertical else self.setFixedHeight(THICKNESS)
        self.setAccessibleName(tr("Scroll bar"))
        theme.changed.connect(self.update)

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(THICKNESS, 100) if self._vertical else QSize(100, THICKNESS)

    def show_range(self, value: int, page: int, most: int) -> None:
        """value: 0 to most; page: how much is in sight."""
        if (value, page, most) != (self._value, self._page, self._most):
            self._value, self._page, self._most = value, max(1, page), max(0, most)
            self.update()

    @property
    def handle(self) -> QRect:
        length = self.height() if self._vertical else self.width()
        size = max(LEAST, round(length * self._page / (self._page + self._most)))
        start = round((length - size) * self._value / self._most) if self._most else 0
        inset = (THICKNESS - HANDLE) // 2
        return QRect(inset, start, HANDLE, size) if self._vertical else QRect(start, inset, size, HANDLE)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.colour("bg"))
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            lit = self.underMouse() or self._held is not None
            painter.setBrush(theme.colour("scroll_hover" if lit else "scroll"))
            painter.drawRoundedRect(self.handle, HANDLE / 2, HANDLE / 2)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at, handle = self._along(event), self.handle
        start, end = (handle.top(), handle.bottom()) if self._vertical else (handle.left(), handle.right())
        if start <= at <= end:
            self._held = (at, self._value)
            self.update()
        else:
            self._go(self._value + (self._page if at > end else -self._page))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is not None:
            length = self.height() if self._vertical else self.width()
            size = self.handle.height() if self._vertical else self.handle.width()
            pixels = self._along(event) - self._held[0]
            self._go(self._held[1] + round(pixels * self._most / max(1, length - size)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._held = None
        self.update()

    def _along(self, event: QMouseEvent) -> int:
        at = event.position().toPoint()
        return at.y() if self._vertical else at.x()

    def _go(self, value: int) -> None:
        self.moved.emit(max(0, min(value, self._most)))
