"""How the join of the take that plays measures, in words first."""

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.timeline.model import Made
from editor.ui.generation.seam_words import SeamRow
from editor.ui.inspector.join import JoinVerdict, join_verdict
from editor.ui.inspector.page import Value
from editor.ui.widgets import Button, Label, Lamp

LABEL_WIDTH = 84


class SeamSection(QWidget):
    """play_wanted: the button that plays over the join was pressed."""

    play_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._made: Made | None = None
        self.heading: Lamp | Label | None = None
        self.rows: list[MeasureRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._body: QWidget | None = None

    def show_made(self, made: Made | None) -> None:
        """Built anew for another take only."""
        self.setVisible(made is not None)
        if made is None or made is self._made:
            return
        self._made = made
        if self._body is not None:
            self._column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = self._built(made)
        self._column.addWidget(self._body)

    def _built(self, made: Made) -> QWidget:
        verdict, body = join_verdict(made), QWidget()
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(self._head(verdict))
        if verdict.tested:
            column.addWidget(Label(made.words, wrap=True))
        self.rows = [MeasureRow(row) for row in verdict.rows]
        for row in self.rows:
            column.addWidget(row)
        for note in ([] if verdict.tested or not made.words else [made.words], *[[each] for each in made.notes]):
            for words in note:
                column.addWidget(Label(words, "small", "dim", wrap=True))
        return body
