"""A field that takes the next key that is pressed, whatever that key does elsewhere."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QKeySequenceEdit, QLineEdit, QWidget

from editor.words import tr

WIDTH = 168  # pixels


class KeyField(QKeySequenceEdit):
    """pressed: a key, as Qt writes it in files; left: Escape."""

    pressed = Signal(str)
    left = Signal()

    def __init__(self, name: str, words: str = tr("Press a key"), parent: QWidget | None = None) -> None:
        """words: in it while nothing is pressed."""
        super().__init__(parent)
        self.setMaximumSequenceLength(1)
        self.setAccessibleName(name)
        self.setFixedWidth(WIDTH)
        self.keySequenceChanged.connect(self._take)
        line = self.findChild(QLineEdit)
        assert line is not None
        line.setPlaceholderText(words)
        line.setAccessibleName(name)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and event.modifiers() == Qt.KeyboardModifier.NoModifier:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _take(self, sequence: QKeySequence) -> None:
        if not sequence.isEmpty():
            self.clear()
            self.pressed.emit(sequence.toString(QKeySequence.SequenceFormat.PortableText))
