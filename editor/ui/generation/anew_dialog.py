"""Regenerate In to Out: a part within a clip made anew, from what the clip plays on both sides of it."""

from PySide6.QtWidgets import QWidget

from editor.actions import mending, remaking
from editor.actions.extending import Laid
from editor.actions.model_view import View
from editor.session import Session
from editor.timeline.model import Clip, ItemId, Purpose
from editor.timeline.rational_time import TimeRange
from editor.ui.generation.between_dialog import BetweenDialog
from editor.ui.generation.generate_dialog import IntentPanel, at
from editor.ui.generation.layout_rows import Row
from editor.ui.timeline.overlay import Intent
from editor.ui.widgets.label import Label
from editor.words import tr, trn


class AnewDialog(BetweenDialog):
    """range_: what to begin with; its length can be changed, and its start stays."""

    purpose = Purpose.ANEW
    lead = tr("Tried on both sides.")

    def __init__(
        self, session: Session, window: QWidget, panel: IntentPanel, clip_id: ItemId, range_: TimeRange
    ) -> None:
        self.clip_id, self._start = clip_id, range_.start
        name = session.document.timeline.clip(clip_id).name
        super().__init__(session, window, panel, tr("Regenerate In to Out"), name)
        self.set_frames(range_.duration)

    @property
    def range_(self) -> TimeRange:
        return TimeRange(self._start, self.frames)

    @property
    def may_be_heard(self) -> bool:
        return False

    def parts(self) -> tuple[Clip, Clip]:
        return mending.parts(self.timeline, self.clip_id, self.range_)

    def lay(self) -> Laid:
        return mending.regenerated(self.timeline, self.clip_id, self.range_, self.chosen.wishes)

    def perform(self) -> ItemId | None:
        return remaking.regenerate(self.session, self.clip_id, self.range_, self.chosen.wishes)

    def apart(self) -> frozenset[ItemId]:
        return frozenset((self.clip_id,))  # that it gives way is what is asked for

    def is_possible(self) -> bool:
        place = self.timeline.range_of(self.clip_id) if self.timeline.has(self.clip_id) else TimeRange(0, 0)
        return place.start < self._start < place.end

    def intent(self, laid: Laid, view: View) -> Intent:
        left, right = self.parts()
        last, first = self.seen_frames(view, left.duration, right.duration)
        range_ = self.range_
        seen = TimeRange(range_.start - last, last), TimeRange(range_.end, first)
        track = self.timeline.track_of(self.clip_id)
        return Intent(track.id, range_.start, laid.new, tuple((self.clip_id, each) for each in seen))

    def length_row(self) -> Row:
        self.count = Label("", "text", "dim")
        return Row(tr("Length"), self.length, self.count, 1)

    def show_length(self, laid: Laid | None) -> None:
        last = at(self.timeline, self.range_.end - 1)
        self.count.set_text(trn("{count} frame, to {last}", "{count} frames, to {last}", self.frames, last=last))
