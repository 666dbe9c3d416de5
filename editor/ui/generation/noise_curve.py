"""A sketch of how free each part is: the known frames' steps, then the new ones at the top."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.timeline.model import Task
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.widgets import shapes
from editor.ui.widgets.tip import Tipped
from editor.words import tr

STEP = 15  # pixels wide, of one latent of known frames


class NoiseCurve(Tipped, QWidget):
    """28 high; shows, does not edit. pressed: it was clicked."""

    pressed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._noise: tuple[float, ...] = (0.0,)
        self._curve: tuple[float, ...] = ()
        self._task = Task.AFTER
        self.setFixedHeight(28)
        self.setMinimumWidth(120)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(tr("How free the known frames are"))
        theme.changed.connect(self.update)

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(250, 28)

    def show_noise(self, noise: Sequence[float], task: Task, curve: Sequence[float] = ()) -> None:
        """noise: of the known frames, 0 keep to 1 free, from far to near. curve: of the new ones, in playing order."""
        self._noise, self._task, self._curve = tuple(noise), task, tuple(curve)
        self.update()

    def levels(self) -> list[tuple[float, float]]:
        """Width in pixels and freedom of each stretch, in playing order."""
        known = [(float(STEP), value) for value in self._noise]
        left = 0 if self._task in (Task.BEFORE, Task.NEW) else len(known)
        right = 0 if self._task in (Task.AFTER, Task.NEW) else len(known)
        curve = self._curve or (1.0,)
        room = (self.width() - 12 - STEP * (left + right)) / len(curve)
        return [*known[:left], *((room, value) for value in curve), *(known[::-1] if right else [])]

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        if event.button() is Qt.MouseButton.LeftButton and self.rect().contains(event.position().toPoint()):
            self.pressed.emit()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            shapes.rounded(painter, self.rect(), 6, "field", "line")
            painter.setPen(QPen(theme.colour("gen"), 1.5))
            painter.drawPolyline(QPolygonF(self._points()))

    def _points(self) -> list[QPointF]:
        points, x = [], 6.0
        for width, level in self.levels():
            y = self.height() - 6.5 - level * (self.height() - 13)
            points += [QPointF(x, y), QPointF(x + width, y)]
            x += width
        return points
