"""A dissolve: between which clips, and for how long."""

from editor.actions import editing
from editor.timeline.model import Clip, ItemId, Transition
from editor.ui.inspector.page import Page, Value, Ways, frames_in_words
from editor.ui.widgets import Button, Label, TimecodeField


class DissolvePage(Page):
    def __init__(self, ways: Ways, transition_id: ItemId) -> None:
        super().__init__(ways, transition_id)
        self.between = Value("", "text", "dim")
        self.length = TimecodeField(self.timeline.rate, drop_frame=self.timeline.drop_frame, least=1, name="Duration")
        self.length.entered.connect(lambda frames: self.perform(lambda: self._set(frames)))
        self.frames, self.parts = Value("", "text", "dim"), Value("", "text", "dim")
        self.add(Label("Cross dissolve", "title"))
        self.add(self.between)
        self.add_space(4)
        self.add_row("Duration", self.length, self.frames)
        self.add_row("Cut", self.parts)
        self.add_line()
        self.delete = Button("Delete dissolve", shortcut="Del")
        self.delete.clicked.connect(lambda: self.perform(lambda: editing.remove_dissolve(ways.session, transition_id)))
        self.add(self.delete)
        self.refresh()

    def refresh(self) -> None:
        timeline = self.timeline
        row, index = timeline.place(self.item_id)
        track = timeline.tracks[row]
        left, dissolve, right = track.items[index - 1 : index + 2]
        assert isinstance(left, Clip)
        assert isinstance(right, Clip)
        assert isinstance(dissolve, Transition)
        frames = dissolve.in_offset + dissolve.out_offset
        self.between.set_text(f"Between {left.name} and {right.name}")
        self.length.set_rate(timeline.rate, timeline.drop_frame)
        self.length.set_frame(frames)
        self.frames.set_text(frames_in_words(frames))
        self.parts.set_text(f"{dissolve.in_offset} frames before, {dissolve.out_offset} after")
        locked = f"{timeline.label(track)} is locked" if track.locked else None
        self.length.set_disabled_reason(locked)
        self.delete.set_disabled_reason(locked)

    def _set(self, frames: int) -> None:
        """Where there is not enough media, the field shows again what is."""
        try:
            editing.set_dissolve(self.ways.session, self.item_id, frames)
        finally:
            self.refresh()
