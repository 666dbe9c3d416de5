"""A clip of imported media: where it comes from, and its edges."""

from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.model import Clip, ItemId, Timeline
from editor.timeline.rational_time import to_frames, whole_frames
from editor.ui.inspector.about_media import about
from editor.ui.inspector.page import Head, Page, Ways
from editor.ui.widgets import Label


class ClipPage(Page):
    """In and out are the media's own timecode, at the timeline's rate; out is the last frame shown."""

    def __init__(self, ways: Ways, clip_id: ItemId) -> None:
        super().__init__(ways)
        self._id = clip_id
        self.head = Head(ways.session)
        self.column.addWidget(self.head)
        self.add_line()
        self.start = self.timecode("In", lambda frame: self._trim(Edge.START, frame - self._first))
        self.end = self.timecode(
            "Out", lambda frame: self._trim(Edge.END, frame + 1 - self._first - self._clip.duration)
        )
        self.length = self.timecode("Duration", lambda frame: self._trim(Edge.END, frame - self._clip.duration))
        self.frames = Label("", "text", "dim")
        self.handles = Label("", "text", "dim", wrap=True)
        self.add_row("In", self.start)
        self.add_row("Out", self.end)
        self.add_row("Duration", self.length, self.frames)
        self.add_row("Handles", self.handles)
        self.refresh()

    def refresh(self) -> None:
        timeline, clip = self.ways.session.document.timeline, self._clip
        media = timeline.media_of(clip)
        self.head.name.set_text(clip.name)
        self.head.about.set_text(about(media) if media else "")
        self.head.thumbnail.show_frame(media, timeline.source_range(clip).start)
        self.start.set_frame(self._first)
        self.end.set_frame(self._first + clip.duration - 1)
        self.length.set_frame(clip.duration)
        self.frames.set_text(f"{clip.duration} frames")
        self.handles.set_text(handles_in_words(timeline, clip))

    @property
    def _clip(self) -> Clip:
        return self.ways.session.document.timeline.clip(self._id)

    @property
    def _first(self) -> int:
        timeline = self.ways.session.document.timeline
        return to_frames(timeline.source_range(self._clip).start, timeline.rate)

    def _set_length(self, frames: int) -> None:
        self._trim(Edge.END, frames - self._clip.duration)

    def _trim(self, edge: Edge, by: int) -> None:
        session = self.ways.session
        least, most = edits.trim_limits(session.document.timeline, self._id, edge, linked=session.view.linked)
        by = min(max(by, least), most)
        after = edits.trim(session.document.timeline, self._id, edge, by, linked=session.view.linked)
        session.document.apply("Trim", after)
        self.refresh()


def handles_in_words(timeline: Timeline, clip: Clip) -> str:
    """How many frames of real footage lie beyond the clip's edges."""
    available = timeline.available_range(clip)
    if available is None:
        return "As long as you like"
    source = timeline.source_range(clip)
    before = max(0, whole_frames(source.start - available.start, timeline.rate))
    after = max(0, whole_frames(available.end - source.end, timeline.rate))
    if not before and not after:
        return "None, all of the media is used"
    if not after:
        return f"{before} frames before, none after"
    return f"{before or 'no'} frames before, {after} after"
