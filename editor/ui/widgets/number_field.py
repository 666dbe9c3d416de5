"""A number that is dragged to the side, typed, or stepped by the arrow keys."""

import re
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QSizePolicy, QWidget

from editor.ui import theme
from editor.ui.widgets.focus_ring import FocusRinged
from editor.ui.widgets.tip import Tipped
from editor.words import tr

_STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
_NUMBER = re.compile(r"[+\-−]?\d*[.,]?\d+")
WIDTH = 64  # pixels


class NumberField(FocusRinged, Tipped, QLineEdit):
    """moved: at every movement of a drag; settled: once it is let go, typed or stepped.

    Shift makes a drag or a step ten times as long, Ctrl a tenth.
    """

    moved = Signal(float)
    settled = Signal(float)
    ring_always = True

    def __init__(
        self,
        low: float,
        high: float,
        value: float,
        step: float,
        say: Callable[[float], str],
        name: str,
        parent: QWidget | None = None,
    ) -> None:
        """step: what a pixel of a drag, or a key, changes. say: the value in words, with its unit."""
        super().__init__(parent)
        self._low, self._high, self._step, self._say = low, high, step, say
        self._value = value
        self._from: tuple[float, float] | None = None  # where a press began: x, and the value then
        self._drags = False
        self.setAccessibleName(name)
        self.set_tip(tr("{name}: drag, or click and type", name=name))
        self.setFont(theme.font("value"))
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._show()

    @property
    def value(self) -> float:
        return self._value

    def set_value(self, value: float) -> None:
        """Shown, not entered; what is being typed stays."""
        changed, self._value = value != self._value, value
        if changed and not (self.hasFocus() and self.isModified()):
            self._show()

    def sizeHint(self) -> QSize:
        return QSize(WIDTH, 28)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.hasFocus():
            super().mousePressEvent(event)
        elif event.button() is Qt.MouseButton.LeftButton:
            self.hide_tip()
            self._from, self._drags = (event.position().x(), self._value), False

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            super().mouseMoveEvent(event)
            return
        start, value = self._from
        way = event.position().x() - start
        self._drags = self._drags or abs(way) >= QApplication.startDragDistance() / 2
        if self._drags:
            self._take(value + round(way) * self._step * _times(event.modifiers()), self.moved)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._from is None:
            super().mouseReleaseEvent(event)
            return
        self._from = None
        if self._drags:
            self.settled.emit(self._value)
        else:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._take(self._value + step * self._step * _times(event.modifiers()), self.settled)
            self.selectAll()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
            self.selectAll()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self._show()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self._enter()
        self.deselect()

    def _enter(self) -> None:
        """The first number in what was typed; where there is none, the value stays."""
        found = _NUMBER.search(self.text()) if self.isModified() else None
        if found is None:
            self._show()
        else:
            typed = float(found[0].replace(",", ".").replace("−", "-"))
            self._take(typed, self.settled, always=True)

    def _take(self, value: float, told: SignalInstance, always: bool = False) -> None:
        """always: told where it is the same, too: what it is the first of may differ."""
        value = max(self._low, min(value, self._high))
        changed, self._value = value != self._value, value
        self._show()
        if changed or always:
            told.emit(value)

    def _show(self) -> None:
        self.setText(self._say(self._value))
        self.setModified(False)


def _times(modifiers: Qt.KeyboardModifier) -> float:
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return 10
    return 0.1 if modifiers & Qt.KeyboardModifier.ControlModifier else 1
