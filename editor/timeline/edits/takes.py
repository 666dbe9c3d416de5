"""Takes: what a clip plays changed for another rendering, with its place and length as they are."""

from dataclasses import replace

from editor.timeline.edits.aim import find_clip
from editor.timeline.edits.media_pool import add_media
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Media, Take, Timeline


def add_take(timeline: Timeline, clip_id: ItemId, media: Media, take: Take, choose: bool) -> Timeline:
    """A clip gets another take, and the pool its media; only the pool, where the clip is gone.

    A first take plays at once, later ones with `choose`. Parts of one clip that was split ask for the same, so both
    get it. It is a fact and not a decision: a take also arrives on a locked track, and a second time changes nothing.
    """
    timeline = add_media(timeline, media)

    def with_take(clip: Clip) -> Clip:
        if take in clip.takes:
            return clip
        plays = not clip.takes or (choose and clip.id == clip_id)
        return replace(clip, takes=(*clip.takes, take), active=len(clip.takes) if plays else clip.active)

    return change_clips(timeline, _askers(timeline, clip_id, media), with_take)


def _askers(timeline: Timeline, clip_id: ItemId, media: Media) -> list[ItemId]:
    """The clip, and those that are parts or copies of it: they ask for the same and have the same so far."""
    if timeline.has(clip_id):
        clip = timeline.clip(clip_id)
        asked = clip.generation, clip.takes
    else:
        asked = (media.made.generation if media.made else None), ()
    generated = (clip for track in timeline.tracks for clip in track.generated)
    return [clip_id, *(clip.id for clip in generated if (clip.generation, clip.takes) == asked)]


def choose_take(timeline: Timeline, clip_id: ItemId, index: int) -> Timeline:
    """Play another take; place, length and trim stay. Raises EditError where there is none, or on a locked track."""
    clip = find_clip(timeline, clip_id)[2]
    if not 0 <= index < len(clip.takes):
        raise EditError(f"“{clip.name}” has no take {index + 1}.", "Choose one of its takes.")
    if index == clip.active:
        return timeline
    return change_clips(timeline, [clip_id], lambda clip: replace(clip, active=index))
