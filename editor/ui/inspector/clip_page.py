"""A clip of imported media: where it comes from, and its edges."""

from dataclasses import replace

from editor.timeline import edits
from editor.timeline.edits import NO_LIMIT
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind
from editor.ui.inspector.about_media import about
from editor.ui.inspector.page import Head, Page, Value, Ways
from editor.ui.inspector.speed_row import SpeedRow
from editor.ui.inspector.trimming import Trimming
from editor.words import tr, trn


class ClipPage(Page):
    def __init__(self, ways: Ways, clip_id: ItemId) -> None:
        super().__init__(ways, clip_id)
        self.head = Head(ways.session)
        self.add(self.head)
        self.add_space(4)
        self.trimming = Trimming(self)
        self.speed = SpeedRow(self)
        self.handles = Value("", "text", "dim")
        self.add_row(tr("Handles"), self.handles)
        self.refresh()

    def refresh(self) -> None:
        timeline = self.timeline
        clip = timeline.clip(self.item_id)
        media = timeline.media_of(clip)
        if media is not None and timeline.track_of(clip.id).kind is TrackKind.AUDIO:
            media = replace(media, picture=None)  # as it is heard here
        self.head.name.set_text(clip.name if clip.enabled else tr("{name}, disabled", name=clip.name))
        self.head.about.set_text(about(media) if media else "")
        self.head.thumbnail.show_frame(media, timeline.moment(clip, 0))
        self.trimming.refresh()
        self.speed.refresh()
        self.handles.set_text(handles_in_words(timeline, clip))


def handles_in_words(timeline: Timeline, clip: Clip) -> str:
    """How many frames of real footage lie beyond the clip's edges."""
    before, after = edits.handles(timeline, clip)
    if before == NO_LIMIT:
        return tr("As long as you like")
    if not before and not after:
        return tr("None, all of the media is used")
    if not before:
        return trn("No frames before, {count} after", "No frames before, {count} after", after)
    if not after:
        return trn("{count} frame before, none after", "{count} frames before, none after", before)
    return trn("{count} frame before, {after} after", "{count} frames before, {after} after", before, after=after)
