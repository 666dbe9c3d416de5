"""Which two takes of which clip are compared, and how: a way of looking, never a part of the document."""

from enum import StrEnum

from PySide6.QtCore import QObject, Signal

from editor.actions import generating
from editor.actions.comparing import around, why_no_comparison
from editor.actions.remedies import reach_of
from editor.playback.beside import Beside
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Made, Timeline
from editor.timeline.rational_time import TimeRange
from editor.ui.comparing.joins import join_frame
from editor.ui.generation.join import JoinVerdict, join_verdict


class Mode(StrEnum):
    SINGLE = "single"  # B alone
    WIPE = "wipe"
    SIDE = "side by side"
    DIFFERENCE = "difference"


class Comparison(QObject):
    """A is the take that plays, B any other: `other`, from 0. Loop means around the join while it is open."""

    changed = Signal()  # another B, another way of looking, or the document
    opened = Signal()
    ended = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.clip_id: ItemId | None = None
        self.other = 0
        self._active = 0  # which one was A when it was looked last
        self._mode = Mode.WIPE
        self.beside = Beside(session.playback, session.proxies, self)
        session.document.timeline_changed.connect(self._follow)
        session.playback.loop_changed.connect(self._loop_here)

    @property
    def is_open(self) -> bool:
        """Not any more once its clip has gone, before it has heard of that."""
        return self.clip_id is not None and self._timeline.has(self.clip_id)

    @property
    def mode(self) -> Mode:
        return self._mode

    def set_mode(self, mode: Mode) -> None:
        self._mode = mode
        self._part_from_used(self._active)
        self._show()

    @property
    def clip(self) -> Clip:
        """While it is open."""
        assert self.clip_id is not None, "asked for while nothing is compared"
        return self._timeline.clip(self.clip_id)

    @property
    def join(self) -> int:
        """The frame that the verdict on A is about."""
        return join_frame(self._timeline, self.clip)

    @property
    def span(self) -> TimeRange:
        """What is played again and again."""
        return around(self._timeline, self.join)

    def made(self, index: int) -> Made | None:
        """How a take came to be."""
        media = self._timeline.media_by_id.get(self.clip.takes[index].media)
        return media.made if media else None

    def verdict(self, index: int) -> JoinVerdict | None:
        made = self.made(index)
        return join_verdict(made, reach_of(self._timeline, self.clip)) if made is not None else None

    def lamp(self, index: int) -> str:
        """A name of the theme's; "" where nothing was measured."""
        verdict = self.verdict(index)
        return verdict.lamp if verdict is not None else ""

    def begin(self, clip_id: ItemId) -> None:
        """Raises EditError where there is nothing to compare."""
        if refusal := why_no_comparison(self._timeline, clip_id):
            raise EditError(refusal)
        self.clip_id = clip_id
        self._active = self.clip.active
        self.other = (self._active + 1) % len(self.clip.takes)
        playback, span = self._session.playback, self.span
        playback.loop_range = span
        if not span.contains(playback.frame):
            playback.seek(self.join)
        self.opened.emit()
        self._show()

    def end(self) -> None:
        """Nothing has changed by it."""
        if self.clip_id is not None:
            self.clip_id = None
            self.beside.show(None)
            self._session.playback.show_instead(None)
            self._session.playback.loop_range = None
            self.ended.emit()

    def close(self) -> None:
        self.clip_id = None
        self.beside.close()

    def choose(self, number: int) -> None:
        """number: of the take that is B, from 1. Nothing happens where there is no such take."""
        if 1 <= number <= len(self.clip.takes):
            self.other = number - 1
            self._show()

    def step(self, by: int) -> None:
        """The next one, or the one before; not the take that plays, which is seen anyhow."""
        count = len(self.clip.takes)
        self.other = (self.other + by) % count
        if self.other == self.clip.active and self._mode is not Mode.SINGLE:
            self.other = (self.other + by) % count
        self._show()

    def use(self) -> None:
        """B plays from now on, and is A: one undo step."""
        assert self.clip_id is not None, "asked for while nothing is compared"
        generating.choose_take(self._session, self.clip_id, self.other + 1)

    @property
    def _timeline(self) -> Timeline:
        return self._session.document.timeline

    def _follow(self, *_: object) -> None:
        if self.clip_id is None:
            return
        if not self._timeline.has(self.clip_id) or why_no_comparison(self._timeline, self.clip_id):
            self.end()
            return
        before, self._active = self._active, self.clip.active
        self.other = min(self.other, len(self.clip.takes) - 1)
        self._part_from_used(before)
        playback = self._session.playback
        if playback.loop_range not in (None, self.span):
            playback.loop_range = self.span
        self._show()

    def _part_from_used(self, before: int) -> None:
        """Two sides of the same would tell nothing: what was A is B then."""
        if self.is_open and self.other == self.clip.active and self._mode is not Mode.SINGLE:
            others = [index for index in range(len(self.clip.takes)) if index != self.clip.active]
            self.other = before if before in others else others[0]

    def _show(self) -> None:
        """B alone is heard, too; beside it, or under it, A is."""
        if self.clip_id is not None:
            other, alone = edits.as_with_take(self._timeline, self.clip_id, self.other), self._mode is Mode.SINGLE
            self._session.playback.show_instead(other if alone else None)
            self.beside.show(None if alone else other, self._timeline)
        self.changed.emit()

    def _loop_here(self) -> None:
        playback = self._session.playback
        if self.is_open and playback.loop and playback.loop_range is None:
            playback.loop_range = self.span
