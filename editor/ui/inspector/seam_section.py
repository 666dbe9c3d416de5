"""How the join of the take that plays measures, in words first."""

from fractions import Fraction

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.timeline.model import Made
from editor.ui.generation.join import JoinVerdict, join_verdict
from editor.ui.generation.seam_words import SeamRow
from editor.ui.inspector.page import Row, Value
from editor.ui.widgets import Button, Label, Lamp

LABEL_WIDTH = 84


class SeamSection(QWidget):
    """play_wanted: show the join playing."""

    play_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._made: Made | None = None  # what is shown
        self._body: QWidget | None = None
        self.verdict: JoinVerdict | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_made(self, made: Made | None, reach: Fraction) -> None:
        """Built anew for another take or another verdict only. reach: see reach_of."""
        self.setVisible(made is not None)
        verdict = join_verdict(made, reach) if made is not None else None
        if made is None or verdict is None or (made is self._made and verdict == self.verdict):
            return
        self._made, self.verdict = made, verdict
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = self._built(made, verdict)
        self._column.addWidget(self._body)

    def _built(self, made: Made, verdict: JoinVerdict) -> QWidget:
        """The heading, what the test said where that is the worse, the measures; then what else was noted."""
        body = QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head(verdict))
        if verdict.tested and made.words:
            column.addWidget(Label(made.words, wrap=True))
        for row in verdict.rows:
            column.addWidget(measure_row(row))
        for words in (*([] if verdict.tested else [made.words]), *made.notes):
            if words:
                column.addWidget(Label(words, "small", "dim", wrap=True))
        return body

    def _head(self, verdict: JoinVerdict) -> QHBoxLayout:
        head = QHBoxLayout()
        heading = Lamp(verdict.lamp, verdict.words, heading=True) if verdict.lamp else Label(verdict.words, "title")
        play = Button("Play", icon="ph.play", kind="quiet", small=True)
        play.set_tip("Play over the join")
        play.clicked.connect(self.play_wanted)
        head.addWidget(heading, 1)
        head.addWidget(play)
        return head


def measure_row(row: SeamRow) -> Row:
    """What was measured, and its lamp at the right."""
    lamp = Lamp(row.lamp)
    lamp.setFixedSize(10, 16)
    lamp.setAccessibleName({"ok": "Holds", "warn": "Needs a look", "bad": "Shows"}[row.lamp])
    return Row(row.label, LABEL_WIDTH, (Value(row.value, "text"), lamp))
