"""Trimming: an edge of a clip moved, with the rest standing still (trim) or following (ripple trim)."""

from collections.abc import Iterable
from enum import StrEnum

from editor.timeline.edits.aim import find_clip, party
from editor.timeline.edits.handles import NO_LIMIT, handles
from editor.timeline.edits.ripple import following, pull, push, room, room_before
from editor.timeline.edits.track_items import (
    free_after,
    free_before,
    head,
    stretch_gap,
    swapped,
    tail,
    with_items,
    with_tracks,
)
from editor.timeline.model import Clip, ItemId, Timeline, Track

Limits = tuple[int, int]  # how many frames it may go to the left (0 or less) and to the right


class Edge(StrEnum):
    START = "start"
    END = "end"


def trim(timeline: Timeline, clip_id: ItemId, edge: Edge, by: int, linked: bool = True) -> Timeline:
    """Move an edge `by` frames, as far as `trim_limits` lets it; nothing else moves.

        |   A   |  B  |  C  |   ->   |   A   |  B|  |  C  |        END, by < 0
        |   A   |  B  |  C  |   ->   |   A   |  |B  |  C  |        START, by > 0

    With `linked`, the same edge of the clips linked to it moves as much. Raises EditError on a locked track.
    """
    members = party(timeline, clip_id, linked)
    by = clamp(by, trim_limits(timeline, clip_id, edge, linked))
    for member in members if by else ():
        row, index, clip = find_clip(timeline, member)
        track = timeline.tracks[row]
        timeline = with_tracks(timeline, {row: _trimmed(timeline, track, index, clip, edge, by)})
    return timeline


def trim_limits(timeline: Timeline, clip_id: ItemId, edge: Edge, linked: bool = True) -> Limits:
    """How far an edge can go: to its neighbour, to the end of its media, and never past the clip's other edge.

    (0, 0) on a locked track.
    """
    if timeline.track_of(clip_id).locked:
        return 0, 0
    limits = []
    for member in party(timeline, clip_id, linked):
        row, index, clip = find_clip(timeline, member)
        limits += [edge_limits(timeline, clip, edge), _room_beside(timeline.tracks[row], index, edge)]
    return common(limits)


def _trimmed(timeline: Timeline, track: Track, index: int, clip: Clip, edge: Edge, by: int) -> Track:
    """The track with one edge moved, and the gap beside it longer or shorter."""
    if edge is Edge.END:
        items = swapped(track.items, index, head(clip, clip.duration + by))
        is_last = index == len(items) - 1
        return with_items(timeline, track, items if is_last else stretch_gap(items, index + 1, -by))
    items = swapped(track.items, index, tail(timeline, clip, by))
    return with_items(timeline, track, stretch_gap(items, index if by > 0 else index - 1, by))


def _room_beside(track: Track, index: int, edge: Edge) -> Limits:
    """How far an edge can go before it meets its neighbour."""
    if edge is Edge.END:
        return -NO_LIMIT, free_after(track, index)
    return -free_before(track, index), NO_LIMIT


def ripple_trim(timeline: Timeline, clip_id: ItemId, edge: Edge, by: int, linked: bool = True) -> Timeline:
    """Move an edge `by` frames, as far as `ripple_limits` lets it, and let everything after the clip follow.

        |   A   |  B  |  C  |   ->   |   A   |  B|  C  |           END, by < 0
        |   A   |  B  |  C  |   ->   |   A   |B  |  C  |           START, by > 0; B plays later media

    The clip stays where it starts. On the other sync-locked tracks what starts at the edge or later moves as much,
    and what began before stays whole. Raises EditError on a locked track.
    """
    members = party(timeline, clip_id, linked)
    by = clamp(by, ripple_limits(timeline, clip_id, edge, linked))
    if not by:
        return timeline
    places = [find_clip(timeline, member) for member in members]
    own = {row for row, _, _ in places}
    tracks = _follow(timeline, clip_id, edge, by, own)
    for row, index, clip in places:
        track = tracks.get(row, timeline.tracks[row])
        changed = head(clip, clip.duration + by) if edge is Edge.END else tail(timeline, clip, by)
        tracks[row] = with_items(timeline, track, swapped(track.items, index, changed))
    return with_tracks(timeline, tracks)


def _follow(timeline: Timeline, clip_id: ItemId, edge: Edge, by: int, own: set[int]) -> dict[int, Track]:
    """What the other tracks do when an edge ripples."""
    range_ = timeline.range_of(clip_id)
    longer = by if edge is Edge.END else -by
    at = range_.end if edge is Edge.END else range_.start
    if longer > 0:
        return push(timeline, at, longer, own)
    return pull(timeline, at + by if edge is Edge.END else at, -longer, own)


def ripple_limits(timeline: Timeline, clip_id: ItemId, edge: Edge, linked: bool = True) -> Limits:
    """How far an edge can ripple: to the end of its media, never past the clip's other edge, and, where that closes
    time, as far as the other sync-locked tracks can follow. (0, 0) on a locked track."""
    track, range_ = timeline.track_of(clip_id), timeline.range_of(clip_id)
    if track.locked:
        return 0, 0
    members = party(timeline, clip_id, linked)
    own = {timeline.place(member)[0] for member in members}
    limits = [edge_limits(timeline, timeline.clip(member), edge) for member in members]
    for _, other in following(timeline, own):
        if edge is Edge.END:
            limits.append((-room_before(other, range_.end), NO_LIMIT))
        else:
            limits.append((-NO_LIMIT, room(other, range_.start)))
    return common(limits)


def edge_limits(timeline: Timeline, clip: Clip, edge: Edge) -> Limits:
    """How far an edge can go in its own media, with a frame of the clip left."""
    before, after = handles(timeline, clip)
    return (-before, clip.duration - 1) if edge is Edge.START else (1 - clip.duration, after)


def common(limits: Iterable[Limits]) -> Limits:
    """As far as all of them allow."""
    lows, highs = zip(*limits, strict=True)
    return max(lows), min(highs)


def clamp(by: int, limits: Limits) -> int:
    return min(max(by, limits[0]), limits[1])
