"""Removing: clips and stretches of time taken out, leaving a gap (lift) or closing it (extract, a ripple delete)."""

from collections.abc import Collection, Iterable

from editor.timeline.edits.aim import find, find_rows
from editor.timeline.edits.placing import refuse_before_start
from editor.timeline.edits.ripple import pull, refuse_blocked, room, shift
from editor.timeline.edits.track_items import gap, new_links, splice, with_items, with_tracks
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, Item, ItemId, Timeline, Track, TrackId
from editor.timeline.rational_time import TimeRange
from editor.words import tr


def lift(timeline: Timeline, ids: Iterable[ItemId]) -> Timeline:
    """Take items out and leave their room empty. A transition goes and leaves its clips.

        |   A   |  B  |  C  |   ->   |   A   |     |  C  |

    Raises EditError on a locked track.
    """
    wanted = set(ids)
    rows = {find(timeline, item_id)[0] for item_id in wanted}
    return with_tracks(timeline, {row: _without(timeline, timeline.tracks[row], wanted) for row in rows})


def _without(timeline: Timeline, track: Track, ids: Collection[ItemId]) -> Track:
    return with_items(timeline, track, (_emptied(item) if item.id in ids else item for item in track.items))


def _emptied(item: Item) -> Item:
    """A gap for a clip; nothing, once in normal form, for a transition."""
    return gap(item.duration) if isinstance(item, Clip) else item if isinstance(item, Gap) else gap(0)


def extract(timeline: Timeline, ids: Iterable[ItemId]) -> Timeline:
    """Ripple delete: take items out, and close the room they leave on every sync-locked track.

        |   A   |  B  |  C  |   ->   |   A   |  C  |

    Clips whose ranges touch or overlap, as picture and sound do, leave one range together. It closes as far as it is
    free on all the tracks it was taken from, so that a split edit stays in sync:

        |  A  |   B   |         | |   B   |
        | a |    b    |   ->    |    b    |

    On the other sync-locked tracks what began before the range stays whole and what follows moves up. Raises EditError
    where a clip there starts in the range or would run into one that stays; and on a locked track.
    """
    wanted = list(ids)
    ranges = _ranges(timeline, wanted)
    timeline = lift(timeline, wanted)
    for range_, rows in reversed(ranges):
        timeline = _close(timeline, range_, rows)
    return timeline


def _ranges(timeline: Timeline, ids: Iterable[ItemId]) -> list[tuple[TimeRange, set[int]]]:
    """What the items cover, in order, with what touches joined; and the rows they stand on."""
    places = sorted((timeline.range_of(item_id), find(timeline, item_id)[0]) for item_id in set(ids))
    joined: list[tuple[TimeRange, set[int]]] = []
    for range_, row in places:
        if joined and range_.start <= joined[-1][0].end:
            last, rows = joined.pop()
            joined.append((TimeRange(last.start, max(last.end, range_.end) - last.start), rows | {row}))
        else:
            joined.append((range_, {row}))
    return [(range_, rows) for range_, rows in joined if range_.duration]


def _close(timeline: Timeline, range_: TimeRange, rows: Collection[int]) -> Timeline:
    """Close a range that was emptied on these rows."""
    frames = min(range_.duration, *(room(timeline.tracks[row], range_.start) for row in rows))
    for row in () if frames else rows:
        refuse_blocked(timeline, timeline.tracks[row], range_.start, 1, do=tr("Lift instead, which leaves a gap."))
    tracks = pull(timeline, range_.start, frames, rows)
    tracks |= {row: shift(timeline, timeline.tracks[row], range_.start, -frames) for row in rows}
    return with_tracks(timeline, tracks)


def lift_range(timeline: Timeline, range_: TimeRange, track_ids: Iterable[TrackId]) -> Timeline:
    """Empty a range of these tracks. Clips that reach into it are cut.

             |  range  |
        |   A   |  B  | C |   ->   |  A  |         |C|

    Raises EditError on a locked track.
    """
    refuse_before_start(range_.start)
    links = new_links()
    tracks = {
        row: splice(timeline, timeline.tracks[row], range_, (gap(range_.duration),), links)  # a gap for each
        for row in find_rows(timeline, track_ids)
        if range_.duration
    }
    return with_tracks(timeline, tracks)


def extract_range(timeline: Timeline, range_: TimeRange, track_ids: Iterable[TrackId]) -> Timeline:
    """Take a range out of these tracks and close it on every sync-locked one.

             |  range  |
        |   A   |  B  | C |   ->   |  A  |C|

    Raises EditError on a locked track, and where another track is in the way, as `extract` does.
    """
    refuse_before_start(range_.start)
    links = new_links()
    rows = find_rows(timeline, track_ids)
    tracks = pull(timeline, range_.start, range_.duration, rows) if rows else {}
    tracks |= {row: splice(timeline, timeline.tracks[row], range_, (), links) for row in rows}
    return with_tracks(timeline, tracks)


def close_gap(timeline: Timeline, gap_id: ItemId) -> Timeline:
    """Close a gap: what follows it moves up, and so does what follows it on every sync-locked track.

        |   A   |     |  B  |   ->   |   A   |  B  |

    Raises EditError on a locked track, and where another track is in the way, as `extract` does.
    """
    row, index = find(timeline, gap_id)
    if not isinstance(timeline.tracks[row].items[index], Gap):
        raise EditError(tr("Only a gap can be closed."), tr("Use Ripple Delete for clips."))
    return _close(timeline, timeline.tracks[row].range_at(index), {row})


def close_all_gaps(timeline: Timeline, track_id: TrackId) -> Timeline:
    """Close the gaps of a track, the last one first, save those where another track is in the way.

    Raises EditError on a locked track, and where not one can be closed.
    """
    (row,) = find_rows(timeline, [track_id])
    gaps = [item.id for item in timeline.tracks[row].items if isinstance(item, Gap)]
    closed, reason = timeline, None
    for gap_id in reversed(gaps):
        try:
            closed = close_gap(closed, gap_id)
        except EditError as error:
            reason = error
    if reason and closed is timeline:
        raise reason
    return closed
