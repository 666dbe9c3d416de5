"""One track's items: cut apart, put together again, and always in OpenTimelineIO's normal form."""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace

from editor.timeline.edits.handles import NO_LIMIT, handles
from editor.timeline.fading import as_left_part, fading_on, without_fade_in, without_fade_out
from editor.timeline.model import Clip, Gap, Item, ItemId, Timeline, Track, Transition, new_id
from editor.timeline.rational_time import TimeRange

Links = defaultdict[str, str]  # the link of left halves -> the link of the right ones


def new_links() -> Links:
    """One for each edit: what was linked and is cut at one place gets one new link on its right."""
    return defaultdict(new_id)


def gap(frames: int) -> Gap:
    return Gap(ItemId(new_id()), frames)


def head(clip: Clip, frames: int) -> Clip:
    """Its first `frames` frames; more than it has reach into the handle."""
    return replace(clip, duration=frames)


def tail(timeline: Timeline, clip: Clip, frames: int) -> Clip:
    """What is left behind its first `frames` frames; a negative number reaches into the handle before it."""
    played = frames if clip.timing is None else clip.timing.played(frames)
    return replace(
        clip,
        duration=clip.duration - frames,
        source_start=clip.source_start + played / timeline.rate,
        timing=clip.timing and clip.timing.moved(-frames),
        look=clip.look and clip.look.moved(-frames),
        level=clip.level and clip.level.moved(-frames),
    )


def halves(timeline: Timeline, clip: Clip, frames: int, links: Links) -> tuple[Clip, Clip]:
    """Two clips that play what the one did. The left one stays who it was; the right one has an id and a link anew.

    |     clip     |   ->   | clip | right |

    A fade stays at its end; one that is cut goes on behind the cut.
    """
    link = None if clip.link is None else links[clip.link]
    right = replace(fading_on(tail(timeline, clip, frames), frames), id=ItemId(new_id()), link=link)
    return as_left_part(clip, frames), right


def splice(timeline: Timeline, track: Track, range_: TimeRange, items: Sequence[Item], links: Links) -> Track:
    """Put `items` in the place of what plays in the range. What comes after moves as far as the lengths differ.

                |  range  |
        |   A   |  B  |   C   |   ->   |   A   | items |  C  |

    What reaches across an end of the range is cut there, and does not fade at the cut, unless nothing of it is lost. A
    transition that stands on one of its ends goes.
    """
    if not range_.duration and not items:
        return track
    before = _before(track, range_.start, is_cover=range_.duration > 0)
    after = _after(timeline, track, range_, links)
    return with_items(timeline, track, (*before, *items, *after))


def _before(track: Track, frame: int, is_cover: bool) -> tuple[Item, ...]:
    """What plays before `frame`, and a gap up to it where that is not enough. is_cover: what plays there is lost."""
    index = track.index_at(frame)
    if index is None:
        return (*track.items, gap(frame - track.duration))
    item = track.items[index]
    if (played := frame - track.starts[index]) and not isinstance(item, Transition):
        return (*track.items[:index], _part_before(item, played, is_cover))
    if index and isinstance(track.items[index - 1], Transition):
        index -= 1
    return track.items[:index]


def _part_before(item: Clip | Gap, frames: int, is_cover: bool) -> Item:
    if isinstance(item, Gap):
        return replace(item, duration=frames)
    return without_fade_out(head(item, frames)) if is_cover else as_left_part(item, frames)


def _after(timeline: Timeline, track: Track, range_: TimeRange, links: Links) -> tuple[Item, ...]:
    """What plays after the range."""
    index = track.index_at(range_.end)
    if index is None:
        return ()
    start, item = track.starts[index], track.items[index]
    played = range_.end - start
    if not played:
        return track.items[index:]
    if isinstance(item, Gap):
        return (gap(item.duration - played), *track.items[index + 1 :])
    assert isinstance(item, Clip)
    was_cut = start < range_.start  # its left part stands before the range, with its id
    rest = halves(timeline, item, played, links)[1] if was_cut else tail(timeline, item, played)
    return (without_fade_in(rest) if range_.duration else rest, *track.items[index + 1 :])


def with_items(timeline: Timeline, track: Track, items: Iterable[Item]) -> Track:
    """The track with these items in normal form; the same object where they are those it has."""
    normal = tuple(_fitting(timeline, _joined(_standing(items))))
    return track if normal == track.items else replace(track, items=normal)


def _standing(items: Iterable[Item]) -> list[Item]:
    """Nothing of no length, and no transition that does not stand between two clips."""
    some = [item for item in items if item.duration or isinstance(item, Transition)]
    if not any(isinstance(item, Transition) for item in some):
        return some
    around = zip([None, *some], some, [*some[1:], None], strict=False)
    return [
        item
        for left, item, right in around
        if not isinstance(item, Transition) or (isinstance(left, Clip) and isinstance(right, Clip))
    ]


def _joined(items: Iterable[Item]) -> list[Item]:
    """Adjacent gaps are one gap, which keeps the first one's id; the last item is none."""
    joined: list[Item] = []
    for item in items:
        last = joined[-1] if joined else None
        if isinstance(item, Gap) and isinstance(last, Gap):
            joined[-1] = replace(last, duration=last.duration + item.duration)
        else:
            joined.append(item)
    if joined and isinstance(joined[-1], Gap):
        joined.pop()
    return joined


def _fitting(timeline: Timeline, items: list[Item]) -> list[Item]:
    """Without the transitions that have outgrown their clips or the handles of these."""
    fitting: list[Item] = []
    for index, item in enumerate(items):
        if not isinstance(item, Transition) or fits(timeline, fitting, item, items[index + 1]):
            fitting.append(item)
    return fitting


def fits(timeline: Timeline, before: Sequence[Item], transition: Transition, right: Item | None) -> bool:
    """Whether a transition can stand behind `before` and in front of the clip `right`."""
    left = before[-1]
    if not isinstance(left, Clip) or not isinstance(right, Clip):
        return False
    earlier = before[-2] if len(before) > 1 else None
    taken = earlier.out_offset if isinstance(earlier, Transition) else 0
    return (
        transition.in_offset <= min(left.duration - taken, handles(timeline, right)[0])
        and transition.out_offset <= min(right.duration, handles(timeline, left)[1])
        and transition.in_offset + transition.out_offset > 0
    )


def stretch_gap(items: Sequence[Item], index: int, by: int) -> tuple[Item, ...]:
    """The gap at `index` made longer or shorter; where none is there, one is put in front of what is.

    The caller sees to it that there is as much to take away.
    """
    there = items[index] if index < len(items) else None
    if isinstance(there, Gap):
        return (*items[:index], replace(there, duration=there.duration + by), *items[index + 1 :])
    assert by >= 0, "there is no gap to shorten"
    return (*items[:index], gap(by), *items[index:])


def swapped(items: Sequence[Item], index: int, item: Item) -> tuple[Item, ...]:
    """The items with another one at `index`."""
    return (*items[:index], item, *items[index + 1 :])


def with_tracks(timeline: Timeline, tracks: Mapping[int, Track]) -> Timeline:
    """The timeline with other tracks in these rows; the same object where they are the very ones it has."""
    if all(timeline.tracks[row] is track for row, track in tracks.items()):
        return timeline
    return replace(timeline, tracks=tuple(tracks.get(row, track) for row, track in enumerate(timeline.tracks)))


def change_clips(timeline: Timeline, ids: Iterable[ItemId], change: Callable[[Clip], Clip]) -> Timeline:
    """The timeline with these clips changed; `change` gives back its argument where it has nothing to do."""
    wanted = set(ids)
    tracks = {}
    for row, track in enumerate(timeline.tracks):
        indices = sorted(track.indices[item_id] for item_id in wanted if item_id in track.indices)
        items = list(track.items)
        for index in indices:
            item = items[index]
            items[index] = change(item) if isinstance(item, Clip) else item
        if indices:
            tracks[row] = with_items(timeline, track, items)
    return with_tracks(timeline, tracks)


def first_from(track: Track, frame: int) -> int | None:
    """The index of the first clip that starts at `frame` or later."""
    index = bisect_left(track.starts, frame)
    while index < len(track.items) and not isinstance(track.items[index], Clip):
        index += 1
    return index if index < len(track.items) else None


def free_before(track: Track, index: int) -> int:
    """Frames of nothing in front of an item."""
    before = track.items[index - 1] if index else None
    return before.duration if isinstance(before, Gap) else 0


def free_after(track: Track, index: int) -> int:
    """Frames of nothing behind an item; NO_LIMIT behind the last one."""
    if index == len(track.items) - 1:
        return NO_LIMIT
    after = track.items[index + 1]
    return after.duration if isinstance(after, Gap) else 0


def is_free(track: Track, range_: TimeRange) -> bool:
    """Whether no clip plays in the range."""
    index = track.index_at(range_.start)
    if index is None:
        return True
    is_gap = isinstance(track.items[index], Gap)
    return is_gap and track.range_at(index).end >= range_.end
