"""Splitters with a line of one pixel that snap to a grid through the design's own place, and go back there."""

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QSplitter, QSplitterHandle, QWidget

GRID = 8


class Splitter(QSplitter):
    """dragged: by the user, to `sizes`; restored: the line was double-clicked."""

    dragged = Signal()
    restored = Signal()

    def __init__(self, orientation: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(orientation, parent)
        self.home = 0  # where the design has the line
        self.setHandleWidth(1)
        self.setChildrenCollapsible(False)

    def createHandle(self) -> QSplitterHandle:  # noqa: N802 - Qt's name
        return Handle(self.orientation(), self)


class Handle(QSplitterHandle):
    """The line between two widgets."""

    def __init__(self, orientation: Qt.Orientation, splitter: Splitter) -> None:
        super().__init__(orientation, splitter)
        self._grabbed: int | None = None  # where in the line the mouse has hold of it

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = self._along(event.position().toPoint())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            return
        splitter = self.splitter()
        assert isinstance(splitter, Splitter)
        place = self._along(splitter.mapFromGlobal(event.globalPosition().toPoint())) - self._grabbed
        self.moveSplitter(self.closestLegalPosition(snapped(place, splitter.home)))
        splitter.dragged.emit()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        splitter = self.splitter()
        assert isinstance(splitter, Splitter)
        splitter.restored.emit()

    def _along(self, point: QPoint) -> int:
        return point.x() if self.orientation() is Qt.Orientation.Horizontal else point.y()


def snapped(place: int, home: int) -> int:
    return home + round((place - home) / GRID) * GRID
