"""A slider with its value in words beside it."""

from collections.abc import Callable

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.widgets import shapes
from editor.ui.widgets.focus_ring import FocusRinged
from editor.ui.widgets.tip import Tipped

_KNOB, _TROUGH = 12, 4
_KEYS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Down: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: 1}


class Slider(FocusRinged, Tipped, QWidget):
    """moved: at every movement; settled: once the user lets go. `say`: the value in words; without it, none stand."""

    moved = Signal(float)
    settled = Signal(float)

    def __init__(
        self,
        low: float,
        high: float,
        value: float,
        step: float = 1.0,
        say: Callable[[float], str] | None = None,
        rest: float | None = None,
        words_width: int = 44,
        parent: QWidget | None = None,
    ) -> None:
        """rest: what a double-click goes back to."""
        super().__init__(parent)
        self._low, self._high, self._step, self._say, self._rest = low, high, step, say, rest
        self._words_width = words_width if say else 0
        self._value = value
        self.ring_radius = 4
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def value(self) -> float:
        return self._value

    @property
    def words(self) -> str:
        return self._say(self._value) if self._say else ""

    def set_value(self, value: float) -> None:
        self._value = max(self._low, min(value, self._high))
        self.tell_value(self.words)
        self.update()

    def set_range(self, low: float, high: float) -> None:
        """The value stays as near as it can."""
        self._low, self._high = low, high
        self.set_value(self._value)

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(120 + self._words_width, 20)

    @guarded
    def minimumSizeHint(self) -> QSize:
        return QSize(56 + self._words_width, 20)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._move_to(self._at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._move_to(self._at(event.position().x()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        self.settled.emit(self._value)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._rest is not None:
            self._move_to(self._rest)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        direction = _KEYS.get(Qt.Key(event.key()))
        if direction is None:
            super().keyPressEvent(event)
            return
        many = 10 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1
        self._move_to(self._value + direction * many * self._step)
        self.settled.emit(self._value)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # a slider passed while scrolling a panel must not move

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            on = self.isEnabled()
            middle = self.height() / 2
            knob = self._knob_at()
            left, right = 0.0, self._right() + _KNOB / 2
            trough = QRectF(left, middle - _TROUGH / 2, right - left, _TROUGH)
            shapes.rounded(painter, trough, 2, "line2" if on else "line")
            shapes.rounded(painter, QRectF(left, trough.top(), knob - left, _TROUGH), 2, "slider" if on else "line2")
            shapes.disc(painter, QPointF(knob, middle), _KNOB, "knob" if on else "disabled")
            if self._say:
                painter.setFont(theme.font("text"))
                painter.setPen(theme.colour("text" if on else "disabled"))
                flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
                painter.drawText(self.rect(), flags, self.words)

    def _right(self) -> float:
        """How far right the knob's middle goes."""
        return self.width() - _KNOB / 2 - (self._words_width + 8 if self._words_width else 0)

    def _knob_at(self) -> float:
        share = (self._value - self._low) / (self._high - self._low)
        return _KNOB / 2 + share * (self._right() - _KNOB / 2)

    def _at(self, x: float) -> float:
        share = (x - _KNOB / 2) / max(1.0, self._right() - _KNOB / 2)
        return self._low + max(0.0, min(share, 1.0)) * (self._high - self._low)

    def _move_to(self, value: float) -> None:
        value = self._low + round((value - self._low) / self._step) * self._step
        value = max(self._low, min(value, self._high))
        if value != self._value:
            self._value = value
            self.tell_value(self.words)
            self.update()
            self.moved.emit(value)
