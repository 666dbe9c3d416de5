"""The look-up table of a picture: which file, and no more of it."""

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from editor.ui.inspector.effects.value_row import LABEL
from editor.ui.widgets import Button, IconButton, Label
from editor.words import tr

PATTERNS = tr("Look-up tables (*.cube)")
CHOOSE = tr("Choose .cube file…")


class TableRow(QWidget):
    """chosen: the path of a file, "" = none any more."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._path = ""
        self.button = Button(CHOOSE)
        self.button.set_tip(tr("Look-up table (.cube)"))
        self.remove = IconButton("ph.x", tr("Remove look-up table"), size=22, icon_size=14)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        words = Label("LUT", "text", "dim")
        words.setFixedWidth(LABEL - row.spacing())
        row.addWidget(words)
        row.addWidget(self.button)
        row.addStretch(1)
        row.addWidget(self.remove)
        self.button.clicked.connect(self.ask)
        self.remove.clicked.connect(lambda: self.chosen.emit(""))
        self.show_path("")

    def show_path(self, path: str) -> None:
        self._path = path
        name = Path(path).stem
        self.button.setText((name if len(name) <= 24 else f"{name[:23]}…") or CHOOSE)
        self.button.set_tip(path or tr("Look-up table (.cube)"))
        self.button.updateGeometry()
        self.remove.setVisible(bool(path))

    def set_disabled_reason(self, reason: str | None) -> None:
        self.button.set_disabled_reason(reason)
        self.remove.set_disabled_reason(reason)

    def ask(self) -> None:
        """Opens the dialog beside the window, which goes on."""
        dialog = QFileDialog(self.window(), tr("Choose a look-up table"), str(Path(self._path).parent), PATTERNS)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
