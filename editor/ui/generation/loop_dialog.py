"""Make Loop: new frames after a clip that lead from its end back to its own start."""

from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from editor.actions import mending, remaking
from editor.actions.extending import Laid
from editor.actions.model_view import View
from editor.session import Session
from editor.timeline.model import Clip, ItemId, Purpose
from editor.timeline.rational_time import TimeRange
from editor.ui.generation.between_dialog import BetweenDialog
from editor.ui.generation.generate_dialog import IntentPanel
from editor.ui.generation.layout_rows import Row
from editor.ui.timeline.overlay import Intent
from editor.ui.widgets.label import Label
from editor.words import tr, trn


class LoopDialog(BetweenDialog):
    purpose = Purpose.LOOP
    lead = tr("Tried on both sides.")

    def __init__(self, session: Session, window: QWidget, panel: IntentPanel, clip_id: ItemId) -> None:
        self.clip_id = clip_id
        name = session.document.timeline.clip(clip_id).name
        super().__init__(session, window, panel, tr("Make loop"), tr("{name}, back to its start", name=name))

    def parts(self) -> tuple[Clip, Clip]:
        clip = self.timeline.clip(self.clip_id)
        return clip, clip

    def lay(self) -> Laid:
        return mending.looped(self.timeline, self.clip_id, self.frames, self.chosen.wishes, self.chosen.rule)

    def perform(self) -> ItemId | None:
        return remaking.make_loop(self.session, self.clip_id, self.frames, self.chosen.wishes, self.chosen.rule)

    def is_possible(self) -> bool:
        return self.timeline.has(self.clip_id)

    def intent(self, laid: Laid, view: View) -> Intent:
        assert laid.clip_id is not None, "a loop is always to be made"
        place = self.timeline.range_of(self.clip_id)
        last, first = self.seen_frames(view, place.duration, place.duration)
        seen = TimeRange(place.end - last, last), TimeRange(place.start, first)
        context = tuple((self.clip_id, each) for each in seen)
        track = laid.timeline.track_of(laid.clip_id)
        if all(track.id != each.id for each in self.timeline.tracks):  # it is added: there is no place to show yet
            return Intent(self.timeline.track_of(self.clip_id).id, place.end, 0, context)
        return Intent(track.id, place.end, laid.new, context)

    def length_row(self) -> Row:
        self.count = Label("", "text", "dim")
        return Row(tr("Length"), self.length, self.count, 1)

    def advanced_rows(self) -> Sequence[QWidget]:
        return (Row(tr("Neighbours"), self.rule, 1),)

    def show_length(self, laid: Laid | None) -> None:
        self.count.set_text(trn("{count} frame", "{count} frames", self.frames))
