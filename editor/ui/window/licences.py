"""The licences of all libraries that this program is built on, to be read."""

from PySide6.QtWidgets import QHBoxLayout, QListWidget, QPlainTextEdit, QWidget

from editor.ui import theme
from editor.ui.widgets import PointerDialog
from editor.ui.window.libraries import libraries
from editor.words import tr, trn

WIDTH, HEIGHT, NAMES = 760, 420, 220  # pixels: of the dialog, of what can be scrolled, of the list


class LicencesDialog(PointerDialog):
    """A list of the libraries, and beside it the licence of the one that is chosen."""

    def __init__(self, window: QWidget) -> None:
        self.libraries = libraries()
        count = trn("{count} library", "{count} libraries", len(self.libraries))
        super().__init__(window, tr("Licences"), count, "ph.info", WIDTH, tone="dim")
        self.names, self.text = QListWidget(), QPlainTextEdit()
        self.names.setAccessibleName(tr("Libraries"))
        self.names.setFixedWidth(NAMES)
        self.names.setSpacing(3)
        self.names.addItems([f"{each.name} {each.version}" for each in self.libraries])
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setFont(theme.font("small"))
        self.text.setAccessibleName(tr("Licence"))
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(self.names)
        row.addWidget(self.text, 1)
        for each in (self.names, self.text):
            each.setFixedHeight(HEIGHT)
        self.body.addLayout(row)
        self.names.currentRowChanged.connect(self._show_licence)
        self.names.setCurrentRow(0)
        self.closed.connect(self.deleteLater)

    def _show_licence(self, row: int) -> None:
        if row >= 0:
            library = self.libraries[row]
            parts = (library.licence, library.read() or tr("It came without a text of its licence."))
            self.text.setPlainText("\n\n".join(part for part in parts if part))
