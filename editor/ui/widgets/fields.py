"""Fields: one line of text, a prompt, a search."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent, QTextBlockFormat, QTextOption
from PySide6.QtWidgets import QLineEdit, QSizePolicy, QTextEdit, QWidget

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets.focus_ring import FocusRinged
from editor.ui.widgets.tip import Tipped
from editor.words import tr


class TextField(FocusRinged, Tipped, QLineEdit):
    """28 high. entered: Return, or the focus has gone and the text is another."""

    entered = Signal(str)
    ring_always = True

    def __init__(self, text: str = "", placeholder: str = "", name: str = "", parent: QWidget | None = None) -> None:
        super().__init__(text, parent)
        self._entered = text
        self.setFont(theme.font("value"))
        self.setFixedHeight(28)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(name)
        self.editingFinished.connect(self._enter)

    def set_text(self, text: str) -> None:
        """Shown, not entered."""
        self._entered = text
        self.setText(text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text() != self._entered:
            self.setText(self._entered)
        else:
            super().keyPressEvent(event)

    def _enter(self) -> None:
        if self.text() != self._entered:
            self._entered = self.text()
            self.entered.emit(self._entered)


class SearchField(TextField):
    """With a glass in it; textEdited tells every letter."""

    def __init__(self, placeholder: str = tr("Search"), parent: QWidget | None = None) -> None:
        super().__init__("", placeholder, placeholder, parent)
        self.setFont(theme.font("text"))
        self.setProperty("look", "search")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.text():
            self.clear()
            self.textEdited.emit("")
        else:
            QLineEdit.keyPressEvent(self, event)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        icons.paint(QPainter(self), "ph.magnifying-glass", QRect(10, 6, 16, 16), "faint")


class PromptField(FocusRinged, Tipped, QTextEdit):
    """Several lines; Return is a new line, Tab goes on, Ctrl+Return and leaving enter it."""

    entered = Signal(str)
    ring_always = True

    def __init__(self, text: str = "", placeholder: str = "", lines: int = 3, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entered = text
        self.setAcceptRichText(False)
        self.setFont(theme.font("prompt"))
        self.document().setDocumentMargin(0)
        self._set_lines(text)
        self.setPlaceholderText(placeholder)
        self.setAccessibleName(tr("Prompt"))
        self.setTabChangesFocus(True)
        self.setWordWrapMode(QTextOption.WrapMode.WordWrap)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(18 * lines + 18)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def set_text(self, text: str) -> None:
        """Shown, not entered; what is being typed stays."""
        if not self.hasFocus() and text != self.toPlainText():
            self._set_lines(text)
        self._entered = text

    def keyPressEvent(self, event: QKeyEvent) -> None:
        control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
        if control and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        else:
            super().keyPressEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._enter()

    def _set_lines(self, text: str) -> None:
        self.document().setUndoRedoEnabled(False)  # setting it is not something to undo
        self.setPlainText(text)
        spaced = QTextBlockFormat()
        spaced.setLineHeight(18, QTextBlockFormat.LineHeightTypes.FixedHeight.value)
        cursor = self.textCursor()
        cursor.select(cursor.SelectionType.Document)
        cursor.mergeBlockFormat(spaced)
        self.document().setUndoRedoEnabled(True)

    def _enter(self) -> None:
        if self.toPlainText() != self._entered:
            self._entered = self.toPlainText()
            self.entered.emit(self._entered)
