"""Slipping and sliding: what plays in a clip moved under its edges, and a clip moved between its neighbours."""

from collections.abc import Sequence
from dataclasses import replace

from editor.timeline.edits.aim import find_clip, party
from editor.timeline.edits.handles import NO_LIMIT, handles
from editor.timeline.edits.track_items import head, stretch_gap, swapped, tail, with_items, with_tracks
from editor.timeline.edits.trimming import Edge, Limits, clamp, common, edge_limits
from editor.timeline.model import Clip, Gap, Item, ItemId, Timeline, Track, Transition
from editor.timeline.rational_time import to_seconds, whole_frames
from editor.timeline.timing import ONE, PLAIN


def slip(timeline: Timeline, clip_id: ItemId, by: int, linked: bool = True) -> Timeline:
    """Play media `by` frames later than before, as far as `slip_limits` lets it. No edge moves.

        media  |---------------------------|
        plays     |=======|                      ->      |=======|        by > 0

    Raises EditError on a locked track.
    """
    members = party(timeline, clip_id, linked)
    by = clamp(by, slip_limits(timeline, clip_id, linked))
    for member in members if by else ():
        row, index, clip = find_clip(timeline, member)
        track = timeline.tracks[row]
        later = slipped(timeline, clip, by)
        timeline = with_tracks(timeline, {row: with_items(timeline, track, swapped(track.items, index, later))})
    return timeline


def slipped(timeline: Timeline, clip: Clip, by: int) -> Clip:
    """It shows first what it showed `by` frames later; where one frame is held, or along a curve, `by` frames of the
    media later."""
    timing = clip.timing or PLAIN
    speed = ONE if timing.ramp or timing.holds else timing.speed
    return replace(clip, source_start=clip.source_start + to_seconds(by, timeline.rate) * speed)


def slip_limits(timeline: Timeline, clip_id: ItemId, linked: bool = True) -> Limits:
    """How far a clip can slip: to either end of its media. (0, 0) on a locked track, and where media has no end."""
    if timeline.track_of(clip_id).locked:
        return 0, 0
    return common(_slip_limits(timeline, timeline.clip(member)) for member in party(timeline, clip_id, linked))


def _slip_limits(timeline: Timeline, clip: Clip) -> Limits:
    available, timing = timeline.available_range(clip), clip.timing or PLAIN
    if available is None:
        return 0, 0
    before, after = handles(timeline, clip)
    if timing.ramp or timing.holds:
        plays = timeline.source_range(clip)
        before = max(0, whole_frames(plays.start - available.start, timeline.rate))
        after = max(0, whole_frames(available.end - plays.end, timeline.rate))
    return -before, after


def slide(timeline: Timeline, clip_id: ItemId, by: int, linked: bool = True) -> Timeline:
    """Move a clip `by` frames between its neighbours, as far as `slide_limits` lets it; these give and take the room.

        |   A   |  B  |   C   |   ->   |     A     |  B  | C |        by > 0

    Raises EditError on a locked track.
    """
    members = party(timeline, clip_id, linked)
    by = clamp(by, slide_limits(timeline, clip_id, linked))
    for member in members if by else ():
        row, index, _ = find_clip(timeline, member)
        timeline = with_tracks(timeline, {row: _slid(timeline, timeline.tracks[row], index, by)})
    return timeline


def slide_limits(timeline: Timeline, clip_id: ItemId, linked: bool = True) -> Limits:
    """How far a clip can slide: while its neighbours keep a frame and have media. (0, 0) on a locked track."""
    if timeline.track_of(clip_id).locked:
        return 0, 0
    places = [timeline.place(member) for member in party(timeline, clip_id, linked)]
    return common(_slide_limits(timeline, timeline.tracks[row].items, index) for row, index in places)


def _slide_limits(timeline: Timeline, items: Sequence[Item], index: int) -> Limits:
    left, right = _left(items, index), _right(items, index)
    limits = [(-NO_LIMIT, NO_LIMIT) if left is not None else (0, NO_LIMIT)]
    if left is not None:
        item = items[left]
        limits.append(edge_limits(timeline, item, Edge.END) if isinstance(item, Clip) else (-item.duration, NO_LIMIT))
    if right is not None:
        item = items[right]
        limits.append(edge_limits(timeline, item, Edge.START) if isinstance(item, Clip) else (-NO_LIMIT, item.duration))
    return common(limits)


def _slid(timeline: Timeline, track: Track, index: int, by: int) -> Track:
    """The right neighbour first, so that the left one is still where it was."""
    items = track.items
    left, right = _left(items, index), _right(items, index)
    if right is not None:
        items = _give(timeline, items, right, Edge.START, by)
    items = stretch_gap(items, 0, by) if left is None else _give(timeline, items, left, Edge.END, by)
    return with_items(timeline, track, items)


def _give(timeline: Timeline, items: Sequence[Item], index: int, edge: Edge, by: int) -> tuple[Item, ...]:
    """A neighbour with the edge that faces the clip moved."""
    item = items[index]
    if isinstance(item, Gap):
        return stretch_gap(items, index, by if edge is Edge.END else -by)
    assert isinstance(item, Clip)
    changed = head(item, item.duration + by) if edge is Edge.END else tail(timeline, item, by)
    return swapped(items, index, changed)


def _left(items: Sequence[Item], index: int) -> int | None:
    """The clip or gap before; across a transition."""
    index -= 1
    if index >= 0 and isinstance(items[index], Transition):
        index -= 1
    return index if index >= 0 else None


def _right(items: Sequence[Item], index: int) -> int | None:
    """The clip or gap after; across a transition."""
    index += 1
    if index < len(items) and isinstance(items[index], Transition):
        index += 1
    return index if index < len(items) else None
