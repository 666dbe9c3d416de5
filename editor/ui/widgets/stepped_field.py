"""Keys of a field whose value can be stepped: Return enters, Escape gives back what stood there, Up and Down step."""

from PySide6.QtCore import Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QLineEdit

from editor.ui.widgets.focus_ring import FocusRinged
from editor.ui.widgets.tip import Tipped

STEPS = {Qt.Key.Key_Up: 1, Qt.Key.Key_Down: -1}
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class SteppedField(FocusRinged, Tipped, QLineEdit):
    """Subclasses say what is entered, shown, and a step away."""

    ring_always = True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        if step is not None:
            self._step_by(step, event.modifiers())
        elif event.key() in ENTERS:
            self._enter()
            self.selectAll()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self._show()
            self.selectAll()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._enter()

    def _step_by(self, step: int, modifiers: Qt.KeyboardModifier) -> None:
        """step: 1 is up, -1 down."""
        raise NotImplementedError

    def _enter(self) -> None:
        """What was typed, where something was."""
        raise NotImplementedError

    def _show(self) -> None:
        """The value as it stands, in place of what was typed."""
        raise NotImplementedError
