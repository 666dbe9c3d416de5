"""A number that is dragged to the side, typed, or stepped by the arrow keys."""

import re
from collections.abc import Callable

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QFocusEvent, QMouseEvent
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.widgets.stepped_field import SteppedField
from editor.words import tr

DIFFER = "–"  # in place of a value, where what is shown has several
_NUMBER = re.compile(r"[+\-−]?\d*[.,]?\d+")
WIDTH = 64  # pixels


class NumberField(SteppedField):
    """moved: at every movement of a drag; settled: once it is let go, typed or stepped.

    Shift makes a drag or a step ten times as long, Ctrl a tenth.
    """

    moved = Signal(float)
    settled = Signal(float)

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
        self._value, self._differs = value, False
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

    @property
    def differs(self) -> bool:
        return self._differs

    def set_value(self, value: float, differs: bool = False) -> None:
        """Shown, not entered; what is being typed stays. differs: it is the first of several that are not the same."""
        changed = (value, differs) != (self._value, self._differs)
        self._value, self._differs = value, differs
        if changed and not (self.hasFocus() and self.isModified()):
            self._show()

    @guarded
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

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.setCursor(Qt.CursorShape.IBeamCursor)
        self.selectAll()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.setCursor(Qt.CursorShape.SizeHorCursor)
        self.deselect()

    def _step_by(self, step: int, modifiers: Qt.KeyboardModifier) -> None:
        self._take(self._value + step * self._step * _times(modifiers), self.settled)
        self.selectAll()

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
        changed = value != self._value or self._differs
        self._value, self._differs = value, False
        self._show()
        if changed or always:
            told.emit(value)

    def _show(self) -> None:
        self.setText(DIFFER if self._differs else self._say(self._value))
        self.setModified(False)


def _times(modifiers: Qt.KeyboardModifier) -> float:
    if modifiers & Qt.KeyboardModifier.ShiftModifier:
        return 10
    return 0.1 if modifiers & Qt.KeyboardModifier.ControlModifier else 1
