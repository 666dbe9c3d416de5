"""A part of the models page that is folded at first: there may be hundreds of things in it."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Signal

from editor.ui.models.rows import ThingRow
from editor.ui.widgets import Label, Section
from editor.words import tr

MOST = 100  # rows; each costs some milliseconds


@dataclass(frozen=True, slots=True)
class Thing:
    """What a row says. has_expert: it can be said which of two it is for."""

    title: str
    about: str
    place: Path | None
    words: str = ""
    has_expert: bool = False
    fetched: object = None  # what goes to the trash, if it was


class Folded(Section):
    """Its rows are made when it is unfolded."""

    reveal_wanted = Signal(object)
    expert_said = Signal(object, object)  # see ThingRow, as for the next
    trash_wanted = Signal(object)

    def __init__(self, title: str, things: Sequence[Thing], words: str = "") -> None:
        self._things, self._words = things, words
        self.rows: list[ThingRow] = []
        super().__init__(f"{title} ({len(things)})", open_=False)
        self.body.setSpacing(2)

    def set_open(self, open_: bool) -> None:
        if open_ and not self.rows:
            self._fill()
        super().set_open(open_)

    def _fill(self) -> None:
        if self._words:
            self.body.addWidget(Label(self._words, "small", "dim", wrap=True))
        for thing in self._things[:MOST]:
            row = ThingRow(thing.title, thing.about, thing.place)
            row.say(thing.words)
            row.reveal_wanted.connect(self.reveal_wanted)
            row.expert_said.connect(self.expert_said)
            row.trash_wanted.connect(self.trash_wanted)
            if thing.has_expert:
                row.ask_expert()
            if thing.fetched is not None:
                row.offer_trash(thing.fetched)
            self.rows.append(row)
            self.body.addWidget(row)
        if len(self._things) > MOST:
            self.body.addWidget(Label(tr("And {things} more.", things=len(self._things) - MOST), "small", "dim"))
