"""Audio Gain: by how much clips become louder, or how loud their loudest sample is to be."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.timeline.looks import LOUDEST, QUIET
from editor.ui.generation.layout_rows import Row
from editor.ui.timeline.bands import decibels_in_words
from editor.ui.widgets import Button, Label, NumberField, PointerDialog, Segmented
from editor.words import tr

WIDTH = 400
ADJUST, NORMALISE = "adjust", "normalise"
WAYS = ((ADJUST, tr("Adjust by")), (NORMALISE, tr("Normalise peak to")))
USUAL_PEAK = -1.0  # dB: room for what lossy encoding adds


class GainDialog(PointerDialog):
    """chosen: the way and so many dB."""

    chosen = Signal(str, float)

    def __init__(self, window: QWidget, about: str, loudest: float | None) -> None:
        """loudest: dB of the loudest sample as it is now; None while that is not known."""
        super().__init__(window, tr("Audio gain"), about, "ph.speaker-high", WIDTH, tone="dim")
        self._loudest = loudest
        self._values = {ADJUST: 0.0, NORMALISE: USUAL_PEAK}
        self.way = Segmented(WAYS, ADJUST)
        self.way.setAccessibleName(tr("What is done"))
        self.amount = NumberField(QUIET, LOUDEST, 0.0, 0.1, decibels_in_words, tr("Decibels"))
        self.amount.setFixedWidth(88)
        self.finish_from(self.amount)
        self.note = Label("", "small", "dim", wrap=True)
        self.cancel, self.done = Button(tr("Cancel"), kind="quiet"), Button("OK", kind="primary")
        self._lay_out()
        self.way.chosen.connect(self._show_way)
        self.amount.moved.connect(self._take)
        self.amount.settled.connect(self._take)
        self.cancel.clicked.connect(self.reject)
        self.done.clicked.connect(self.finish)
        self.closed.connect(self.deleteLater)
        self._show_way(ADJUST)

    def take_keyboard(self) -> None:
        self.amount.setFocus(Qt.FocusReason.TabFocusReason)

    def _lay_out(self) -> None:
        self.body.addWidget(self.way)
        self.body.addWidget(Row(tr("Decibels"), self.amount, 1))
        self.body.addWidget(self.note)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.done)
        self.body.addLayout(buttons)

    def _show_way(self, way: str) -> None:
        self.amount.set_value(self._values[way])
        self._tell()

    def _take(self, value: float) -> None:
        self._values[self.way.value] = value
        self._tell()

    def _tell(self) -> None:
        """How loud it is now, and will be."""
        self.note.set_text(self._about(self._values[self.way.value]))
        self.refit()

    def _about(self, value: float) -> str:
        if self._loudest is None:
            return tr("The sound is still being read.")
        if self._loudest <= QUIET:
            return tr("Nothing is heard in it.")
        after = value if self.way.value == NORMALISE else self._loudest + value
        over = tr(" That is too loud: it will be clipped.") if after > 0 else ""
        return tr(
            "Loudest sample: {now} now, {then} then.{over}",
            now=decibels_in_words(self._loudest),
            then=decibels_in_words(after),
            over=over,
        )

    def finish(self) -> None:
        self.done.setFocus()  # what is still being typed is entered
        way = self.way.value
        self.accept()
        self.chosen.emit(way, self._values[way])
