"""Take Settings: how the take that plays was made, by its own file."""

from PySide6.QtCore import Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.actions import take_file
from editor.ui.inspector.page import Row, Value
from editor.ui.widgets import Button, Label, PointerDialog
from editor.words import tr
from engine.media.origin import Origin

WIDTH, LABEL_WIDTH = 520, 84
ABOUT = tr("Read from the take's own file. With the same files and version it comes out the same again.")


class TakeDialog(PointerDialog):
    again_wanted = Signal()

    def __init__(self, window: QWidget, name: str, origin: Origin) -> None:
        super().__init__(window, tr("Take settings"), name, "ph.sparkle", WIDTH)
        self.values = {label: Value(value) for label, value in take_file.in_words(origin)}
        for label, value in self.values.items():
            self.body.addWidget(Row(label, LABEL_WIDTH, (value,)))
        self.body.addWidget(Label(ABOUT, "small", "dim", wrap=True))
        self.copy, self.again = (
            Button(tr("Copy"), icon="ph.copy"),
            Button(tr("Make again"), icon="ph.sparkle", kind="generate"),
        )
        self.copy.set_tip(tr("Everything it says, as text"))
        self.again.set_tip(tr("The very same take once more, as another file"))
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addStretch(1)
        foot.addWidget(self.copy)
        foot.addWidget(self.again)
        self.body.addLayout(foot)
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(take_file.as_text(origin)))
        self.again.clicked.connect(self._make_again)
        self.closed.connect(self.deleteLater)

    def _make_again(self) -> None:
        self.accept()
        self.again_wanted.emit()
