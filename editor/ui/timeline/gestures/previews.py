"""Clips as an edit would leave them, for overlays: the edit itself is made once, on release."""

from bisect import bisect_left
from collections.abc import Collection, Iterable
from dataclasses import replace

from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.edits.track_items import tail
from editor.timeline.model import Clip, Gap, ItemId, Timeline, Track, TrackKind
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline import neighbours
from editor.ui.timeline.overlay import Ghost, Shift, Stand, View


def trimmed(timeline: Timeline, clip: Clip, edge: Edge, by: int) -> Clip:
    if edge is Edge.END:
        return replace(clip, duration=max(1, clip.duration + by))
    rest = tail(timeline, clip, by)
    return replace(rest, duration=max(1, rest.duration))


def slipped(timeline: Timeline, clip: Clip, by: int) -> Clip:
    """Shows what is `by` frames earlier: the picture moves with the mouse."""
    return edits.slipped(timeline, clip, -by)


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


def opened(timeline: Timeline, at: int, frames: int, own: Collection[int]) -> tuple[Shift, ...]:
    """What an insert moves on: all from `at`, on the tracks that it is aimed at and those in sync with them."""
    return tuple(Shift(row, at, frames) for row, track in enumerate(timeline.tracks) if _gives_way(track, row in own))


def rippled(timeline: Timeline, at: int, by: int, own: Collection[int]) -> tuple[Shift, ...]:
    """What a ripple trim moves on the other tracks: what starts at `at` or later. What began before stays whole."""
    shifts = []
    for row, track in enumerate(timeline.tracks):
        starts = [] if row in own or not _gives_way(track, False) else track.starts
        first = bisect_left(starts, at)
        if first < len(starts):
            first += isinstance(track.items[first], Gap)
            shifts.append(Shift(row, track.starts[first], by))
    return tuple(shifts)


def _gives_way(track: Track, is_own: bool) -> bool:
    return not track.locked and (track.sync_locked or is_own)


def veiled(stand: Stand, shifts: Iterable[Shift]) -> list[Stand]:
    """A stretch that is taken away, where the insert that follows leaves it: behind the insertion it moves on."""
    range_ = stand.range
    for shift in shifts:
        if shift.track == stand.track and shift.at < range_.end:
            before = TimeRange(range_.start, max(0, shift.at - range_.start))
            after = TimeRange(range_.start + before.duration + shift.by, range_.duration - before.duration)
            return [Stand(stand.track, part) for part in (before, after) if part.duration]
    return [stand]


def first_of(clip: Clip, large: bool = True) -> View:
    return View(clip, 0, large)


def last_of(clip: Clip, large: bool = True) -> View:
    return View(clip, clip.duration - 1, large)


def edge_view(clip: Clip, edge: Edge) -> View:
    """The frame at an edge."""
    return first_of(clip) if edge is Edge.START else last_of(clip)


def around(timeline: Timeline, clip_id: ItemId) -> tuple[Clip | None, Clip | None]:
    """The clips that a clip meets on its track."""
    row, index = timeline.place(clip_id)
    track = timeline.tracks[row]
    return neighbours.clip_before(track, index), neighbours.clip_after(track, index)


def is_seen(timeline: Timeline, clip_id: ItemId) -> bool:
    """Whether it is on a picture track."""
    return timeline.track_of(clip_id).kind is TrackKind.VIDEO
