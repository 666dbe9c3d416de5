"""Rows that trim a clip by typed timecode, and tell where its media or a neighbour stopped them."""

from collections.abc import Callable

from editor.actions import editing
from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.edits.handles import frame_showing
from editor.timeline.model import Clip, ItemId, Timeline
from editor.timeline.rational_time import to_frames, to_seconds
from editor.ui.inspector.page import Page, Value, frames_in_words
from editor.ui.widgets import Label, TimecodeField
from editor.words import tr


class Trimming:
    """In and out are the media's own timecode, at the timeline's rate; out is the last frame shown."""

    def __init__(self, page: Page, length: str = tr("Duration"), edges: bool = True) -> None:
        """length: what the row of the duration is called. edges: with rows for in and out."""
        self._page = page
        self._noted: Clip | None = None  # the clip as it was when the note was made
        self._shown: dict[TimecodeField, Callable[[], int]] = {}
        self.start = self._field(tr("In"), Edge.START, lambda: self._first)
        self.end = self._field(tr("Out"), Edge.END, lambda: self._last)
        self.length = self._field(length, Edge.END, lambda: self._clip.duration)
        self.frames = Value("", "text", "dim")
        self.note = Label("", "small", "dim", wrap=True)
        if edges:
            page.add_row(tr("In"), self.start)
            page.add_row(tr("Out"), self.end)
        page.add_row(length, self.length, self.frames)
        self.note_row = page.add_row("", self.note)

    def refresh(self) -> None:
        timeline = self._page.timeline
        track = timeline.track_of(self._page.item_id)
        for field, shown in self._shown.items():
            field.set_rate(timeline.rate, timeline.drop_frame)
            field.set_frame(shown())
            held = self._clip.timing is not None and self._clip.timing.holds and field is not self.length
            reason = tr("One frame is held: slip the clip to hold another") if held else None
            field.set_disabled_reason(tr("{label} is locked", label=timeline.label(track)) if track.locked else reason)
        self.frames.set_text(frames_in_words(self._clip.duration))
        self.note_row.setVisible(self._clip is self._noted)

    @property
    def _clip(self) -> Clip:
        return self._page.timeline.clip(self._page.item_id)

    @property
    def _first(self) -> int:
        return self._shown_at(0)

    @property
    def _last(self) -> int:
        return self._shown_at(self._clip.duration - 1)

    def _shown_at(self, frame: int) -> int:
        timeline = self._page.timeline
        return to_frames(timeline.moment(self._clip, frame), timeline.rate)

    def _field(self, name: str, edge: Edge, shown: Callable[[], int]) -> TimecodeField:
        """Trims the edge by as much as was typed more or less than what is shown."""
        timeline = self._page.timeline
        field = TimecodeField(timeline.rate, drop_frame=timeline.drop_frame, name=name)
        is_length = name not in ("In", "Out")

        def off(frame: int) -> int:
            return frame - shown() if is_length or self._clip.timing is None else self._off(edge, frame)

        field.entered.connect(lambda frame: self._page.perform(lambda: self._trim(edge, off(frame))))
        self._shown[field] = shown
        return field

    def _off(self, edge: Edge, frame: int) -> int:
        """How far an edge of a clip at another speed is from showing that frame of its media."""
        timeline, clip = self._page.timeline, self._clip
        place = frame_showing(timeline, clip, to_seconds(frame, timeline.rate)) or 0
        return place if edge is Edge.START else place - (clip.duration - 1)

    def _trim(self, edge: Edge, by: int) -> None:
        went = editing.trim(self._page.ways.session, self._page.item_id, edge, by)
        if went != by:
            self._noted = self._clip
            self.note.set_text(limit_in_words(self._page.timeline, self._page.item_id, edge, by))
        self.refresh()


def limit_in_words(timeline: Timeline, clip_id: ItemId, edge: Edge, by: int) -> str:
    """Why an edge stopped before it had gone `by` frames."""
    if (by > 0) is (edge is Edge.START):
        return tr("No further: a clip keeps at least one frame.")
    before, after = edits.handles(timeline, timeline.clip(clip_id))
    if not (before if edge is Edge.START else after):
        begins, ends = tr("No further: the media begins here."), tr("No further: the media ends here.")
        return begins if edge is Edge.START else ends
    if edge is Edge.START and timeline.range_of(clip_id).start == 0:
        return tr("No further: the timeline begins here.")
    return tr("No further: the next clip, or a linked one, is in the way.")
