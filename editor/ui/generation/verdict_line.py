"""What the test on the clip's own past says, while a dialog is open."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.ui.generation.seam_words import LevelOrNone, lamp_of
from editor.ui.widgets.button import Button
from editor.ui.widgets.label import Label
from editor.ui.widgets.lamp import Lamp, ProgressLine
from editor.words import tr
from engine.errors import LongtakeError
from engine.requests import BackTest


class VerdictLine(QWidget):
    """A lamp beside words, and a shorter length where the one asked for is more than it can stand behind."""

    shorter_wanted = Signal()

    def __init__(self, lead: str, testing: str, parent: QWidget | None = None) -> None:
        """lead: before the outcome. testing: while there is none."""
        super().__init__(parent)
        self._testing = testing
        self.lamp = Lamp()
        self.lamp.setFixedWidth(8)
        self.lead = Label(lead, "value")
        self.words = Label(wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.progress = ProgressLine(None)
        self.shorter = Button("", small=True)
        self.shorter.clicked.connect(self.shorter_wanted)
        line = QHBoxLayout()
        line.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        line.addWidget(self.lamp, 0, top)
        line.addWidget(self.lead, 0, top)
        line.addWidget(self.words, 1)
        line.addWidget(self.shorter, 0, top)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(line)
        column.addWidget(self.progress)
        self.show_testing()

    def show_testing(self) -> None:
        self._show("", self._testing, progress=True)

    def show_waiting(self) -> None:
        self._show("", tr("Will be tested after the running job."))

    def show_nothing(self, words: str) -> None:
        """There is nothing to test: no frame is to be made, or it can't be."""
        self._show("", words)

    def show_error(self, error: LongtakeError, stops: bool) -> None:
        """stops: it stands in the way of the frames too, not of the test alone."""
        lead = tr("Nothing can be made from this.") if stops else tr("Could not be tested.")
        self._show("bad" if stops else "warn", f"{lead} {error.what} {error.do}".strip())

    def show_verdict(self, test: BackTest, shorter: str = "") -> None:
        """shorter: the length it can stand behind, where that is less than what is asked for."""
        self._show(lamp_of(test.verdict.value), test.words, shorter=shorter, tested=True)

    def _show(
        self, lamp: LevelOrNone, words: str, progress: bool = False, shorter: str = "", tested: bool = False
    ) -> None:
        if lamp:
            self.lamp.show_verdict(lamp, "")
        self.lamp.setVisible(bool(lamp))
        self.lead.setVisible(tested)
        self.words.set_tone("text" if lamp else "dim")
        self.words.set_text(words)
        self.progress.setVisible(progress)
        self.shorter.setText(tr("Use {shorter}", shorter=shorter))
        self.shorter.setVisible(bool(shorter))
        self.shorter.updateGeometry()
