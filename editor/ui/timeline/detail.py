"""What of a track is worth drawing one by one, and what is too narrow and drawn as one."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from editor.timeline.model import Track
from editor.timeline.rational_time import TimeRange


class Run(NamedTuple):  # made by the hundred for a repaint: a frozen dataclass takes four times as long
    """Items `first` up to, not including, `last`: one that is wide enough, or several that are not."""

    first: int
    last: int
    start: int  # frame
    end: int  # the first frame after it

    @property
    def is_single(self) -> bool:
        return self.last - self.first == 1

    @property
    def range(self) -> TimeRange:
        return TimeRange(self.start, self.end - self.start)


def between(track: Track, range: TimeRange) -> tuple[int, int]:
    """The first item that touches the range, and the first after it that does not. O(log n)."""
    first = max(0, bisect_right(track.starts, range.start) - 1)
    return first, bisect_left(track.starts, range.end, lo=first)


def runs(track: Track, range: TimeRange, least: int) -> Iterator[Run]:
    """What to draw; items shorter than `least` frames are merged. Costs what is drawn, not what is there."""
    index, last = between(track, range)
    items, starts = track.items, track.starts
    while index < last:
        start, duration = starts[index], items[index].duration
        if duration >= least:
            yield Run(index, index + 1, start, start + duration)
            index += 1
        else:
            end = _end_of_run(track, index, last, least)
            yield Run(index, end, start, starts[end] if end < len(items) else track.duration)
            index = end


def _end_of_run(track: Track, index: int, last: int, least: int) -> int:
    """Leaps over what starts within `least` frames: of those only the last one can be long."""
    while index < last and track.items[index].duration < least:
        leap = bisect_left(track.starts, track.starts[index] + least, lo=index + 1, hi=last)
        index = leap - 1 if leap - 1 > index and track.items[leap - 1].duration >= least else leap
    return index
