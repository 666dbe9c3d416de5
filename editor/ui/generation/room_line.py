"""Where a loaded model's run goes on this machine, while a dialog is open; where it does not fit, what would."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.ui.widgets.button import Button
from editor.ui.widgets.label import Label
from editor.ui.widgets.lamp import Lamp, Level
from editor.words import tr
from engine.requests import Room

LONG = 2 * 3600.0  # seconds
ASKING = tr("Looking at what this model needs here…")


def level_of(room: Room) -> Level:
    """Of what a lamp beside a room's words shows: a run of hours is worth a second thought."""
    if not room.fits:
        return "bad"
    return "warn" if room.seconds is not None and room.seconds > LONG else "ok"


class RoomLine(QWidget):
    """A lamp beside words, and below them up to three ways out. Hidden where there is nothing to tell."""

    shorter_wanted = Signal()
    other_wanted = Signal()
    models_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lamp = Lamp()
        self.lamp.setFixedWidth(8)
        self.words = Label(wrap=True)
        self.shorter, self.other = Button("", small=True), Button("", small=True)
        self.models = Button(tr("Models…"), small=True)
        self.shorter.clicked.connect(self.shorter_wanted)
        self.other.clicked.connect(self.other_wanted)
        self.models.clicked.connect(self.models_wanted)
        self._lay_out()
        self.show_nothing()

    def _lay_out(self) -> None:
        top = Qt.AlignmentFlag.AlignTop
        self.words.setAlignment(top)
        line = QHBoxLayout()
        line.setSpacing(8)
        line.addWidget(self.lamp, 0, top)
        line.addWidget(self.words, 1)
        self.ways = QWidget()
        buttons = QHBoxLayout(self.ways)
        buttons.setContentsMargins(16, 0, 0, 0)
        buttons.setSpacing(8)
        for button in (self.shorter, self.other, self.models):
            buttons.addWidget(button)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.ways)

    def show_nothing(self) -> None:
        self.setVisible(False)

    def show_asking(self) -> None:
        """Only where nothing is told yet: what was last told stays until it is known better."""
        if self.isHidden():
            self._show(None, ASKING)

    def show_words(self, level: Level, words: str, models: bool = False) -> None:
        """models: the way out is to look at what models there are."""
        self._show(level, words)
        self._offer("", "", models)

    def offer(self, shorter: str, other: str) -> None:
        """A length that fits, and another model that does; "" where there is none."""
        self._offer(shorter, other, models=False)

    def _show(self, level: Level | None, words: str) -> None:
        if level is not None:
            self.lamp.show_verdict(level, "")
        self.lamp.setVisible(level is not None)
        self.words.set_tone("dim" if level is None else "text")
        self.words.set_text(words)
        self._offer("", "", models=False)
        self.setVisible(True)

    def _offer(self, shorter: str, other: str, models: bool) -> None:
        for button, words in ((self.shorter, shorter), (self.other, other)):
            button.setText(tr("Use {words}", words=words))
            button.setAccessibleName(button.text())
            button.setVisible(bool(words))
            button.updateGeometry()
        self.models.setVisible(models)
        self.ways.setVisible(bool(shorter or other or models))
        self.updateGeometry()  # the dialog asks for its new height before Qt would tell it
