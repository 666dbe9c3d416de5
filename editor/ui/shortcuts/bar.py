"""The line below the list: what can be done about the chosen command's keys, and whose a pressed key is."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.keymap import Keymap
from editor.ui.shortcuts.key_field import KeyField
from editor.ui.shortcuts.tree import Names, key_list
from editor.ui.widgets import Button, Label
from editor.words import tr

KEPT_BY_WINDOW = ("Tab", "Shift+Tab", "Esc")  # they move the keyboard, and close what is open
NOTHING = tr("Choose a command to change its keys.")


class KeyBar(QWidget):
    """left: the keyboard is wanted elsewhere, for nothing is asked any more."""

    left = Signal()

    def __init__(self, keymap: Keymap, names: Names) -> None:
        super().__init__()
        self._keymap, self._names = keymap, names
        self._command: str | None = None
        self._adds = False  # whether the key that is asked for comes beside those that there are
        self._wanted = ""  # a key that is another command's
        self.title = Label("", "value", elide=Qt.TextElideMode.ElideRight)
        self.note = Label("", "small", "dim", wrap=True)
        self.field = KeyField(tr("New key"))
        self.change, self.add = Button(tr("Change Key"), kind="primary"), Button(tr("Add Key"))
        self.remove, self.reset = Button(tr("Remove")), Button(tr("Reset"))
        self.take, self.cancel = Button(tr("Take It"), kind="primary"), Button(tr("Cancel"), kind="quiet")
        self._lay_out()
        self._connect()
        self.show_command(None)

    def show_command(self, command: str | None) -> None:
        """Of the list."""
        self._command, self._wanted = command, ""
        self._stand("")

    def ask(self, adds: bool = False) -> None:
        """For a key, instead of the present ones or beside them."""
        if self._command is not None:
            self._adds = adds
            self.field.show()
            self._stand(tr("Escape leaves it as it is."))
            self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Escape leaves another's key where it is, and the dialog open."""
        if event.key() == Qt.Key.Key_Escape and self._wanted:
            self._leave()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.title, 1)
        for each in (self.field, self.take, self.change, self.add, self.remove, self.reset, self.cancel):
            row.addWidget(each)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.note)
        self.field.hide()

    def _connect(self) -> None:
        self.change.clicked.connect(lambda: self.ask())
        self.add.clicked.connect(lambda: self.ask(adds=True))
        self.remove.clicked.connect(lambda: self._give(()))
        self.reset.clicked.connect(self._reset)
        self.field.pressed.connect(self._weigh)
        self.field.left.connect(self._leave)
        self.take.clicked.connect(lambda: self._give(self._with(self._wanted)))
        self.cancel.clicked.connect(self._leave)

    def _weigh(self, key: str) -> None:
        """A key that nobody has is given at once; another's is asked about first."""
        assert self._command is not None
        owner = self._keymap.has(key)
        if key in KEPT_BY_WINDOW:
            self.note.set_text(
                tr("{key_list} moves the keyboard's focus or closes what is open.", key_list=key_list([key]))
            )
        elif owner is None or owner == self._command:
            self._give(self._with(key))
        else:
            self._wanted = key
            self.take.setText(tr("Take It From {names}", names=self._names[owner]))
            self.take.setAccessibleName(self.take.text())
            self.take.updateGeometry()
            self._stand(tr("{key_list} belongs to {names}.", key_list=key_list([key]), names=self._names[owner]))
            self.take.setFocus()

    def _with(self, key: str) -> tuple[str, ...]:
        assert self._command is not None
        return (*self._keymap.keys_of(self._command), key) if self._adds else (key,)

    def _give(self, keys: tuple[str, ...]) -> None:
        assert self._command is not None
        self._keymap.give(self._command, keys)
        self._leave()

    def _reset(self) -> None:
        assert self._command is not None
        self._keymap.reset(self._command)
        self._leave()

    def _leave(self) -> None:
        self._wanted = ""
        self.field.hide()
        self._stand("")
        self.left.emit()

    def _stand(self, words: str) -> None:
        """Show what can be pressed now."""
        command, weighs = self._command, bool(self._wanted)
        if weighs or command is None:
            self.field.hide()
        asks = self.field.isVisibleTo(self)
        keys = self._keymap.keys_of(command) if command else ()
        self.title.set_text(self._names[command] if command else NOTHING)
        self.title.set_tone("text" if command else "dim")
        self.take.setVisible(weighs)
        self.cancel.setVisible(weighs or asks)
        for each in (self.change, self.add, self.remove, self.reset):
            each.setVisible(bool(command) and not asks and not weighs)
        self.remove.set_disabled_reason(None if keys else tr("It has no key"))
        self.reset.set_disabled_reason(None if command in self._keymap.own else tr("It is as the preset has it"))
        self.note.set_text(words)
