"""The takes of the clip that is compared, as cards in a row under the picture."""

from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QWidget

from editor.actions.branching import remedy_of
from editor.actions.comparing import shot_at
from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import Take
from editor.ui.comparing.card import TakeCard
from editor.ui.comparing.comparison import Comparison
from editor.words import tr
from engine.requests import Remedy

HEIGHT, MARGIN, GAP = 140, 12, 10
CELLS = 8  # pictures in a card's strip


class TakeRow(QScrollArea):
    """Built anew for other takes only. menu_wanted: of which take (from 0), and where on the screen."""

    menu_wanted = Signal(int, QPoint)

    def __init__(self, session: Session, comparison: Comparison, perform: Callable[[Callable[[], Any]], None]) -> None:
        super().__init__()
        self.setAccessibleName(tr("Takes"))
        self._session, self._comparison, self._perform = session, comparison, perform
        self._takes: tuple[Take, ...] = ()
        self.cards: list[TakeCard] = []
        self._holder = QWidget()
        self._row = QHBoxLayout(self._holder)
        self._row.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        self._row.setSpacing(GAP)
        self._row.addStretch(1)
        self.setWidget(self._holder)
        self.setWidgetResizable(True)
        self.setFrameShape(QScrollArea.Shape.NoFrame)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        session.thumbnails.arrived.connect(self._hear)

    def refresh(self) -> None:
        """While a comparison is open."""
        comparison, clip = self._comparison, self._comparison.clip
        if clip.takes != self._takes:
            self._takes = clip.takes
            self._rebuild()
        for index, card in enumerate(self.cards):
            letter = "A" if index == clip.active else "B" if index == comparison.other else ""
            card.show_take(comparison.made(index), comparison.verdict(index), index == clip.active, letter)
            self._show_shots(index, card)
        self.ensureWidgetVisible(self.cards[comparison.other], GAP, 0)

    def _rebuild(self) -> None:
        for card in self.cards:
            self._row.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [TakeCard(self._session, number + 1) for number in range(len(self._takes))]
        for index, card in enumerate(self.cards):
            self._row.insertWidget(index, card, 1000)
            card.setMaximumWidth(card.sizeHint().width())
            card.clicked.connect(partial(self._comparison.choose, index + 1))
            card.used_wanted.connect(partial(self._perform, self._comparison.use))
            card.remedy_wanted.connect(partial(self._help, index))
            card.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
            card.customContextMenuRequested.connect(partial(self._open_menu, index))

    def _show_shots(self, index: int, card: TakeCard) -> None:
        """What would be seen around the join."""
        comparison, span = self._comparison, self._comparison.span
        assert comparison.clip_id is not None, "a comparison is open"
        timeline = edits.as_with_take(self._session.document.timeline, comparison.clip_id, index)
        frames = [span.start + (2 * cell + 1) * span.duration // (2 * CELLS) for cell in range(CELLS)]
        shots = tuple(shot_at(timeline, comparison.clip_id, frame) for frame in frames)
        card.show_shots(shots, (comparison.join - span.start) / max(1, span.duration))

    def _help(self, index: int, remedy: Remedy) -> None:
        clip_id = self._comparison.clip_id
        if clip_id is not None:
            self._perform(lambda: remedy_of(self._session, clip_id, index, remedy))

    def _open_menu(self, index: int, at: QPoint) -> None:
        self.menu_wanted.emit(index, self.cards[index].mapToGlobal(at))

    def _hear(self, media_id: str) -> None:
        for card in self.cards:
            card.hear(media_id)
