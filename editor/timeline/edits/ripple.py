"""Ripple: the same time opened or closed on every track that keeps in sync.

A locked track never moves. A track without sync lock moves only when the edit is aimed at it.
"""

from bisect import bisect_left
from collections.abc import Collection, Iterator

from editor.timeline.edits.handles import NO_LIMIT
from editor.timeline.edits.track_items import Links, first_from, free_before, gap, splice, stretch_gap, with_items
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, Timeline, Track
from editor.timeline.rational_time import TimeRange
from editor.words import tr


def following(timeline: Timeline, own: Collection[int]) -> Iterator[tuple[int, Track]]:
    """The tracks that follow a ripple on the rows `own`."""
    for row, track in enumerate(timeline.tracks):
        if row not in own and track.sync_locked and not track.locked:
            yield row, track


def cut_open(timeline: Timeline, at: int, frames: int, own: Collection[int], links: Links) -> dict[int, Track]:
    """An insert pushes the other tracks aside, and cuts what plays across it, as Premiere does.

         at                    at
    |   A   |  B  |   ->   | A  |frames| A' |  B  |
    """
    return {
        row: splice(timeline, track, TimeRange(at, 0), (gap(frames),), links)
        for row, track in following(timeline, own)
        if at < track.duration
    }


def push(timeline: Timeline, at: int, frames: int, own: Collection[int]) -> dict[int, Track]:
    """A trim pushes what starts at `at` or later; what began before stays whole, as in Premiere.

         at                    at
    |   A   |  B  |   ->   |   A   |frames|  B  |
    """
    return {row: shift(timeline, track, at, frames) for row, track in following(timeline, own)}


def pull(timeline: Timeline, start: int, frames: int, own: Collection[int]) -> dict[int, Track]:
    """Close `frames` from `start` on: what comes after moves up by as much; what began before stays whole.

          start  end
        |  A |    |  B  |   ->   |  A |  B  |

    Raises EditError where a clip starts in that time, or would run into one that stays.
    """
    for _, track in following(timeline, own):
        refuse_blocked(timeline, track, start, frames)
    return {row: shift(timeline, track, start, -frames) for row, track in following(timeline, own)}


def refuse_blocked(timeline: Timeline, track: Track, start: int, frames: int, do: str = "") -> None:
    """Raises EditError where `frames` from `start` on cannot be closed on this track."""
    first = first_from(track, start)
    if first is None or room(track, start) >= frames:
        return
    raise standing_in_the_way(timeline, track, first, do)


def standing_in_the_way(timeline: Timeline, track: Track, index: int, do: str = "") -> EditError:
    """That a clip of this track cannot move up. do: what helps, where that is special."""
    clip, label = track.items[index], timeline.label(track)
    assert isinstance(clip, Clip)
    return EditError(
        tr("“{name}” on {label} stands in the way: it has no room to move up.", name=clip.name, label=label),
        do or tr("Unlock sync on {label}, or leave a gap instead.", label=label),
    )


def shift(timeline: Timeline, track: Track, at: int, by: int) -> Track:
    """Move what starts at `at` or later; to the left as far as there is room."""
    first = first_from(track, at)
    if first is None or not by:
        return track
    index = first if by > 0 else first - 1
    return with_items(timeline, track, stretch_gap(track.items, index, by))


def room(track: Track, start: int) -> int:
    """How much time can be closed from `start` on: that which is free in front of the next clip.

      start
    |  A |        |  B  |        |  A  |     |  B  |
         |<-room->|                    |<--->|
    """
    first = first_from(track, start)
    if first is None:
        return NO_LIMIT
    return min(free_before(track, first), track.starts[first] - start)


def room_before(track: Track, end: int) -> int:
    """How many frames can be closed that end at `end`: until a clip starts in them, or what follows runs into one."""
    first = first_from(track, end)
    last = _last_before(track, end)
    if last is None:
        return NO_LIMIT
    ahead = NO_LIMIT if first is None else free_before(track, first)
    return min(ahead, end - track.starts[last] - 1)


def _last_before(track: Track, frame: int) -> int | None:
    """The index of the last clip that starts before `frame`."""
    index = bisect_left(track.starts, frame) - 1
    if index >= 0 and isinstance(track.items[index], Gap):
        index -= 1
    return index if index >= 0 else None
