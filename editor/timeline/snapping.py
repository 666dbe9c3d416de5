"""Snap points: where a dragged edge likes to land."""

from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator, Sequence

from editor.timeline.model import Clip, ItemId, Timeline


def snap_points(timeline: Timeline, exclude: Collection[ItemId] = (), playhead: int | None = None) -> list[int]:
    """Every frame worth landing on, in order: the start, edges of clips, markers, in and out points, the playhead.

    exclude: the clips that are being dragged.
    """
    points = {0, *_edges(timeline, frozenset(exclude))}
    for marker in timeline.markers:
        points |= {marker.at, marker.at + marker.duration}
    points.update(mark for mark in (timeline.mark_in, timeline.mark_out, playhead) if mark is not None)
    return sorted(points)


def _edges(timeline: Timeline, exclude: frozenset[ItemId]) -> Iterator[int]:
    for track in timeline.tracks:
        for item, start in zip(track.items, track.starts, strict=True):
            if isinstance(item, Clip) and item.id not in exclude:
                yield start
                yield start + item.duration


def snap(frame: int, points: Sequence[int], tolerance: int) -> int | None:
    """The nearest point no further than `tolerance` frames away; the earlier one of two as near."""
    index = bisect_left(points, frame)
    near = min(points[max(0, index - 1) : index + 1], key=lambda point: abs(point - frame), default=None)
    return near if near is not None and abs(near - frame) <= tolerance else None


def snap_move(edges: Iterable[int], points: Sequence[int], tolerance: int) -> tuple[int, int] | None:
    """By how much to move `edges` so that one of them lands, and on which frame: the smallest move there is."""
    landings = ((at - edge, at) for edge in edges if (at := snap(edge, points, tolerance)) is not None)
    return min(landings, key=lambda landing: abs(landing[0]), default=None)
