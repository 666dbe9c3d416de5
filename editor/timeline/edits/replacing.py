"""Replacing: another file in the place of what a clip plays."""

from dataclasses import replace
from fractions import Fraction

from editor.timeline.edits.aim import find_clip
from editor.timeline.edits.placing import refuse_other_kind
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Media, Take, Timeline
from editor.words import tr


def replace_media(timeline: Timeline, clip_id: ItemId, media: Media, start: Fraction) -> Timeline:
    """The clip plays `media` from `start` seconds into it; where it stands, how long it is and how it looks stays.

    Raises EditError on a locked track, for media of the other kind, and where there is not enough of it.
    """
    row, _, clip = find_clip(timeline, clip_id)
    name = media.name if clip.name == _name_of(timeline, clip) else clip.name
    if clip.timing is not None and clip.timing.is_backward:
        start -= clip.timing.played(clip.duration - 1) / timeline.rate  # its last frame shows the start then
    other = replace(clip, name=name, takes=(Take(media.id),), active=0, source_start=start, generation=None)
    refuse_other_kind(timeline, timeline.tracks[row], other)
    available, plays = timeline.available_range(other), timeline.source_range(other)
    if available is not None and not (available.start <= plays.start and plays.end <= available.end):
        raise EditError(
            tr(
                "“{name}” has too little media for the {duration} frames of “{name_2}”.",
                name=media.name,
                duration=clip.duration,
                name_2=clip.name,
            ),
            tr("Trim the clip first, or mark an earlier in point in the source monitor."),
        )
    return change_clips(timeline, [clip_id], lambda _: other)


def _name_of(timeline: Timeline, clip: Clip) -> str:
    media = timeline.media_of(clip)
    return media.name if media else clip.name
