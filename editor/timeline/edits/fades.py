"""Fades: how long clips come from nothing, and go to it."""

from dataclasses import replace

from editor.timeline.edits.aim import find_clip
from editor.timeline.edits.track_items import change_clips
from editor.timeline.edits.trimming import Edge
from editor.timeline.fading import without_fade_in, without_fade_out
from editor.timeline.model import Clip, ItemId, Timeline


def fade_of(clip: Clip, edge: Edge) -> int:
    """In frames."""
    return clip.fade_in if edge is Edge.START else clip.fade_out


def fade_limit(clip: Clip, edge: Edge) -> int:
    """In frames: as far as the fade at its other end leaves room."""
    return max(0, clip.duration - (clip.fade_out if edge is Edge.START else clip.fade_in))


def handed_on(source: Clip, new: Clip, edge: Edge) -> tuple[Clip, Clip]:
    """A clip and one that goes on at an edge of it: the fade there is now that of the new one, at the end of both."""
    if edge is Edge.END:
        faded = replace(new, fade_out=source.fade_out, fade_out_cut=source.fade_out_cut)
        return without_fade_out(source), faded
    return without_fade_in(source), replace(new, fade_in=source.fade_in, fade_in_cut=source.fade_in_cut)


def set_fade(timeline: Timeline, clip_id: ItemId, edge: Edge, frames: int) -> Timeline:
    """How long a clip comes from nothing, or goes to it, within `fade_limit`; a fade that was cut is whole again.

    Raises EditError on a locked track.
    """
    clip = find_clip(timeline, clip_id)[2]
    frames = max(0, min(frames, fade_limit(clip, edge)))
    if frames == fade_of(clip, edge):
        return timeline
    bare = without_fade_in(clip) if edge is Edge.START else without_fade_out(clip)
    faded = replace(bare, fade_in=frames) if edge is Edge.START else replace(bare, fade_out=frames)
    return change_clips(timeline, [clip_id], lambda _: faded)
