"""The folders that models are looked for in, and how far a look through them has come."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.model_shelf import ModelShelf
from editor.ui.models.rows import FolderRow, Head
from editor.ui.models.words import looked
from editor.ui.widgets import Button, Label, ProgressLine
from editor.words import tr

NONE_YET = tr(
    "None yet. Get a model below, or add the folder yours are in: a Hugging Face cache, ComfyUI's models folder, or "
    "one as Wan or diffusers lays it out. Nothing is copied. The built-in model needs none of them."
)


class Folders(QWidget):
    add_wanted = Signal()
    remove_wanted = Signal(object)
    reveal_wanted = Signal(object)
    move_wanted = Signal(object)

    def __init__(self, models: ModelShelf, fetched_into: Callable[[], Path]) -> None:
        super().__init__()
        self._models, self._fetched_into = models, fetched_into
        self.add, self.again = Button(tr("Add Folder…"), icon="ph.folder-plus"), Button(tr("Look Again"))
        self.add.set_tip(tr("Models in it are found by what is in their files"))
        self.again.set_tip(tr("Look through all folders once more"))
        self.add.clicked.connect(self.add_wanted)
        self.again.clicked.connect(models.look)
        self.rows: list[FolderRow] = []
        self.none = Label(NONE_YET, "small", "dim", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(Head(tr("Folders"), self.again, self.add))
        column.addWidget(self.none)
        column.addLayout(self._list)
        column.addWidget(self._progress())
        self.fill()

    def _progress(self) -> QWidget:
        self.progress, self.looked = ProgressLine(None), Label("", "small", "dim", elide=Qt.TextElideMode.ElideMiddle)
        self.progress.setFixedWidth(120)
        self.stop = Button(tr("Cancel"), kind="quiet", small=True)
        self.stop.clicked.connect(self._models.stop)
        self.course = QWidget()
        row = QHBoxLayout(self.course)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.progress)
        row.addWidget(self.looked, 1)
        row.addWidget(self.stop)
        return self.course

    def fill(self) -> None:
        """As they are now."""
        for row in self.rows:
            self._list.removeWidget(row)
            row.hide()
            row.deleteLater()
        fetched = self._fetched_into()
        self.rows = [FolderRow(path, path.exists(), path == fetched) for path in self._models.folders]
        for row in self.rows:
            row.remove_wanted.connect(self.remove_wanted)
            row.reveal_wanted.connect(self.reveal_wanted)
            row.move_wanted.connect(self.move_wanted)
            self._list.addWidget(row)
        self.none.setVisible(not self.rows)
        self.again.set_disabled_reason(None if self.rows else tr("There is no folder to look through yet"))
        self.show_course()

    def show_course(self) -> None:
        """Whether a look is under way."""
        self.course.setVisible(self._models.is_looking and bool(self.rows))
        self.looked.set_text(tr("Looking…"))

    def show_looked(self, folder: str, files: int) -> None:
        self.looked.set_text(looked(folder, files))
