"""How the joins of the take that plays measure, in words first, and the one thing that would help."""

from fractions import Fraction

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.timeline.model import Made
from editor.ui.generation.join import JoinVerdict, join_verdict
from editor.ui.generation.seam_words import REMEDIES, SeamPart, SeamRow
from editor.ui.inspector.page import Row, Value
from editor.ui.widgets import Button, Label, Lamp
from editor.words import tr
from engine.requests import Remedy

LABEL_WIDTH = 84
SAID = {"ok": tr("Holds"), "warn": tr("Needs a look"), "bad": tr("Shows")}


class SeamSection(QWidget):
    """loop_wanted: play around the join again and again, or stop that. remedy_wanted: which one."""

    loop_wanted = Signal()
    remedy_wanted = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._made: Made | None = None  # what is shown
        self._body: QWidget | None = None
        self.verdict: JoinVerdict | None = None
        self.remedy: Button | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)

    def show_made(self, made: Made | None, reach: Fraction) -> None:
        """Built anew for another take or another verdict only. reach: see remedies.reach_of."""
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
        for part in verdict.parts:
            self._add_part(column, part)
        self.remedy = self._remedy(verdict.remedy) if verdict.remedy else None
        if self.remedy is not None:
            column.addWidget(self.remedy, 0, Qt.AlignmentFlag.AlignLeft)
        for words in (*([] if verdict.tested else [made.words]), *made.notes):
            if words:
                column.addWidget(Label(words, "small", "dim", wrap=True))
        return body

    def _head(self, verdict: JoinVerdict) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(8)
        top = Qt.AlignmentFlag.AlignTop
        if verdict.lamp:
            lamp = Lamp(verdict.lamp, heading=True)
            lamp.setFixedWidth(10)
            lamp.setAccessibleName(SAID[verdict.lamp])
            head.addWidget(lamp, 0, top)
        loop = Button(tr("Loop"), icon="ph.repeat", kind="quiet", small=True)
        loop.set_tip(tr("Loop around the join"), "Alt+L")
        loop.clicked.connect(self.loop_wanted)
        self.heading = Label(verdict.words, "title", wrap=True)
        head.addWidget(self.heading, 1)
        head.addWidget(loop, 0, top)
        return head

    def _add_part(self, column: QVBoxLayout, part: SeamPart) -> None:
        """A join that is one of two is named, and says its own words."""
        if part.name and part.lamp:
            column.addWidget(Lamp(part.lamp, part.name))
            column.addWidget(Label(part.words, "text", "dim", wrap=True))
        for row in part.rows:
            column.addWidget(measure_row(row))

    def _remedy(self, remedy: Remedy) -> Button:
        words = REMEDIES[remedy]
        button = Button(words.label, icon=words.icon)
        button.set_tip(words.tip)
        button.clicked.connect(lambda: self.remedy_wanted.emit(remedy))
        return button


def measure_row(row: SeamRow) -> Row:
    """What was measured, and its lamp at the right, if it has one."""
    value = Value(row.value, "text")
    if not row.lamp:
        return Row(row.label, LABEL_WIDTH, (value,))
    lamp = Lamp(row.lamp)
    lamp.setFixedSize(10, 16)
    lamp.setAccessibleName(SAID[row.lamp])
    return Row(row.label, LABEL_WIDTH, (value, lamp))
