"""A gap: how long it is, and what can become of it."""

from PySide6.QtWidgets import QHBoxLayout

from editor.actions import editing
from editor.timeline.model import Clip, ItemId, TrackKind
from editor.timeline.timecode import format_timecode
from editor.ui.inspector.page import Page, Ways
from editor.ui.widgets import Button, Label


class GapPage(Page):
    def __init__(self, ways: Ways, gap_id: ItemId) -> None:
        super().__init__(ways)
        self._id = gap_id
        timeline = ways.session.document.timeline
        track = timeline.track_of(gap_id)
        self.column.addWidget(Label(f"Gap on {track.name}", "title"))
        self.between = Label("", "text", "dim")
        self.column.addWidget(self.between)
        self.column.addSpacing(8)
        place = timeline.range_of(gap_id)
        self.start, self.end, self.length, self.frames = (Label("", "value") for _ in range(4))
        self.frames.set_tone("dim")
        self.add_row("Start", self.start)
        self.add_row("End", self.end)
        self.add_row("Duration", self.length, self.frames)
        self.add_line()
        buttons = QHBoxLayout()
        close = Button("Close gap", shortcut="Del")
        close.clicked.connect(lambda: ways.perform(lambda: editing.close_gap(ways.session, gap_id)))
        buttons.addWidget(close, 1)
        if track.kind is TrackKind.VIDEO and self._is_between(place.start):
            bridge = Button("Bridge…", icon="ph.intersect", shortcut="Shift+G")
            bridge.clicked.connect(lambda: ways.bridge_gap(gap_id))
            buttons.addWidget(bridge, 1)
        self.column.addLayout(buttons)
        self.refresh()

    def refresh(self) -> None:
        timeline = self.ways.session.document.timeline
        place = timeline.range_of(self._id)
        shown = [
            format_timecode(frame, timeline.rate, timeline.drop_frame)
            for frame in (place.start, place.end - 1, place.duration)
        ]
        for label, text in zip((self.start, self.end, self.length), shown, strict=True):
            label.set_text(text)
        self.frames.set_text(f"{place.duration} frames")
        left, right = self._neighbours()
        self.between.set_text(
            f"Between {left.name} and {right.name}" if left and right else "At the start of the track"
        )

    def _is_between(self, start: int) -> bool:
        return start > 0 and all(self._neighbours())

    def _neighbours(self) -> tuple[Clip | None, Clip | None]:
        timeline = self.ways.session.document.timeline
        track = timeline.track_of(self._id)
        index = track.indices[self._id]
        around = [track.items[at] if 0 <= at < len(track.items) else None for at in (index - 1, index + 1)]
        left, right = (item if isinstance(item, Clip) else None for item in around)
        return left, right
