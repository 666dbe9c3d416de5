"""Bridge: new frames from the end of one clip to the start of the next, over a gap or at a cut."""

from collections.abc import Sequence
from dataclasses import replace

from PySide6.QtWidgets import QWidget

from editor.actions import extending, generating
from editor.actions.extending import Laid
from editor.actions.model_view import View
from editor.session import Session
from editor.timeline.edits import Rule
from editor.timeline.model import Clip, ItemId
from editor.timeline.rational_time import TimeRange
from editor.ui.generation.between_dialog import BetweenDialog
from editor.ui.generation.generate_dialog import IntentPanel
from editor.ui.generation.layout_rows import Row
from editor.ui.timeline.overlay import Intent
from editor.ui.widgets.label import Label
from editor.ui.widgets.segmented import Segmented
from editor.words import tr, trn


class BridgeDialog(BetweenDialog):
    """Begins with the whole gap, where there is one."""

    def __init__(
        self, session: Session, window: QWidget, panel: IntentPanel, left_id: ItemId, right_id: ItemId
    ) -> None:
        self.left_id, self.right_id = left_id, right_id
        timeline = session.document.timeline
        self.gap = timeline.range_of(right_id).start - timeline.range_of(left_id).end
        names = tr("{first} to {second}", first=timeline.clip(left_id).name, second=timeline.clip(right_id).name)
        super().__init__(session, window, panel, self.name(), names)
        if self.gap:
            self.set_frames(self.gap)

    def name(self) -> str:
        return tr("Bridge gap") if self.gap else tr("Bridge to next clip")

    def parts(self) -> tuple[Clip, Clip]:
        return self.timeline.clip(self.left_id), self.timeline.clip(self.right_id)

    def lay(self) -> Laid:
        chosen = self.chosen
        return extending.bridged(self.timeline, self.left_id, self.right_id, self.frames, chosen.wishes, chosen.rule)

    def perform(self) -> ItemId | None:
        chosen = self.chosen
        return generating.bridge(self.session, self.left_id, self.right_id, self.frames, chosen.wishes, chosen.rule)

    def is_possible(self) -> bool:
        if not (self.timeline.has(self.left_id) and self.timeline.has(self.right_id)):
            return False
        following = extending.neighbour(self.timeline, self.left_id)
        return following is not None and following.id == self.right_id

    def intent(self, laid: Laid, view: View) -> Intent:
        """Over the cut, what is seen of either side lies beyond what the bridge takes or hides of it."""
        assert laid.clip_id is not None, "a bridge is always to be made"
        made, left, right = (laid.timeline.range_of(each) for each in (laid.clip_id, self.left_id, self.right_id))
        begins = self.timeline.range_of(self.right_id).end - right.duration  # the second clip, as it stands now
        if self.chosen.rule is Rule.ABOVE:
            begins = max(begins, made.end)
        last, first = self.seen_frames(view, left.duration, right.duration)
        seen = ((self.left_id, TimeRange(made.start - last, last)), (self.right_id, TimeRange(begins, first)))
        track = laid.timeline.track_of(laid.clip_id)
        if all(track.id != each.id for each in self.timeline.tracks):  # it is added: there is no place to show yet
            return Intent(self.timeline.track_of(self.left_id).id, made.start, 0, seen)
        return Intent(track.id, made.start, laid.new, seen)

    def length_row(self) -> Row:
        self.count = Label("", "text", "dim")
        if not self.gap:
            return Row(tr("Length"), self.length, self.count, 1)
        self.keeping = Segmented([(True, tr("Keep gap")), (False, tr("Ripple"))], True)
        self.keeping.setAccessibleName(tr("Keep the gap, or ripple"))
        self.keeping.chosen.connect(self._keep_gap)
        return Row(tr("Length"), self.length, self.count, 1, self.keeping)

    def advanced_rows(self) -> Sequence[QWidget]:
        return () if self.gap else (Row(tr("Neighbours"), self.rule, 1),)

    def show_length(self, laid: Laid | None) -> None:
        whole = tr(", the whole gap") if self.gap and self.frames == self.gap else ""
        self.count.set_text(trn("{count} frame{whole}", "{count} frames{whole}", self.frames, whole=whole))
        if self.gap:
            self.keeping.set_value(self.frames == self.gap)

    def _restart(self) -> None:
        if self.gap:  # there is only one way to fill another length into it
            self.chosen = replace(self.chosen, rule=Rule.RIPPLE)
        super()._restart()

    def _keep_gap(self, keep: bool) -> None:
        if keep:
            self.set_frames(self.gap)
        else:
            self.length.setFocus()
            self.length.selectAll()
