"""Clips as an edit would leave them, for overlays: the edit itself is made once, on release."""

from collections.abc import Iterable
from dataclasses import replace

from editor.timeline.edits import Edge
from editor.timeline.model import Clip, ItemId, Timeline
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.overlay import Ghost, Stand


def trimmed(timeline: Timeline, clip: Clip, edge: Edge, by: int) -> Clip:
    if edge is Edge.END:
        return replace(clip, duration=max(1, clip.duration + by))
    start = clip.source_start + by / timeline.rate
    return replace(clip, duration=max(1, clip.duration - by), source_start=start)


def slipped(timeline: Timeline, clip: Clip, by: int) -> Clip:
    """Shows what is `by` frames earlier: the picture moves with the mouse."""
    return replace(clip, source_start=clip.source_start - by / timeline.rate)


def trimmed_ghost(timeline: Timeline, clip_id: ItemId, edge: Edge, by: int) -> Ghost:
    clip, range = trimmed(timeline, timeline.clip(clip_id), edge, by), timeline.range_of(clip_id)
    start = range.start + by if edge is Edge.START else range.start
    return Ghost(clip, timeline.places[clip_id][0], TimeRange(start, clip.duration))


def rippled_ghost(timeline: Timeline, clip_id: ItemId, edge: Edge, by: int) -> Ghost:
    """Its start stays where it is, whichever edge is trimmed."""
    clip = trimmed(timeline, timeline.clip(clip_id), edge, by)
    return Ghost(clip, timeline.places[clip_id][0], TimeRange(timeline.range_of(clip_id).start, clip.duration))


def stands(timeline: Timeline, ids: Iterable[ItemId]) -> tuple[Stand, ...]:
    return tuple(Stand(timeline.places[item_id][0], timeline.range_of(item_id)) for item_id in ids)
