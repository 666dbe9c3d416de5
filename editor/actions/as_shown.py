"""What of its file a clip shows beside a cut, frame by frame, where it does not play as it was filmed.

They are counted as often as the picture changes: at half speed every frame of the file once, so that new ones come at
half its rate, as its own do; never more often than the timeline shows one.
"""

from collections.abc import Iterator
from fractions import Fraction
from itertools import count, islice
from math import ceil, floor

from editor.actions.given import rate_of
from editor.actions.meeting import shown_from
from editor.actions.model_view import FEWEST, READ_SECONDS
from editor.timeline.model import Clip, Media, Shown, Stretch, Task, Timeline
from editor.timeline.rational_time import MediaRange
from editor.timeline.timing import PLAIN

SLOWEST = Fraction(1)  # frames a second: one that is held for longer is taken more than once
FINEST = 1001  # of a rate's denominator, as rates of films have it


def stretch_as_shown(timeline: Timeline, clip: Clip, media: Media, task: Task) -> Stretch:
    """Up to the clip's end, or from its start on: what it plays, and as far as its file goes on beyond that.

    task: AFTER the clip, or BEFORE it.
    """
    rate = _rate(timeline, clip, media, task)
    each = timeline.rate / rate  # frames of the timeline from one to the next
    begins = _first(timeline, clip, media, each) if task is Task.BEFORE else _last(timeline, clip, media, each)
    late = -begins if task is Task.BEFORE else begins + each - clip.duration
    steps = _moments(timeline, clip, media, begins, each if task is Task.BEFORE else -each)
    moments = list(islice(steps, max(FEWEST, int(READ_SECONDS * rate) + 1)))  # no more of them is ever read
    start, end = min(moments), max(moments) + 1 / rate_of(media)
    in_order = tuple(moments if task is Task.BEFORE else moments[::-1])
    shown = Shown(in_order, rate.limit_denominator(FINEST), late / timeline.rate)
    return Stretch(media.id, MediaRange(start, min(end, media.duration) - start), shown)


def _rate(timeline: Timeline, clip: Clip, media: Media, task: Task) -> Fraction:
    """How many frames a second are shown at that edge; of a freeze as many as the file has."""
    timing = clip.timing or PLAIN
    speed = abs(timing.speed_at(0 if task is Task.BEFORE else clip.duration)) or 1
    return min(timeline.rate, max(SLOWEST, speed * rate_of(media)))


def _moments(timeline: Timeline, clip: Clip, media: Media, begins: Fraction, step: Fraction) -> Iterator[Fraction]:
    """From that frame of the clip on, the moments at which the shown frames begin; beyond it as far as the file goes,
    which rounding may have a clip play a little beyond."""
    last = max(Fraction(0), media.duration - 1 / rate_of(media))
    for number in count():
        frame = begins + number * step
        moment = timeline.moment(clip, frame)
        if number and not 0 <= frame < clip.duration and not 0 <= moment < media.duration:
            return
        yield shown_from(media, min(max(moment, Fraction(0)), last))


def _last(timeline: Timeline, clip: Clip, media: Media, each: Fraction) -> Fraction:
    """Where on the clip its last shown frame begins; no more than `each` before its end, for what would follow."""
    last = clip.duration - 1
    held = (tick for tick in count(last, -1) if last - tick >= each or not _alike(timeline, clip, media, tick, last))
    return max(Fraction(next(held) + 1), clip.duration - each)


def _first(timeline: Timeline, clip: Clip, media: Media, each: Fraction) -> Fraction:
    """Where its first shown frame would begin, which a cut may show the rest of only: 0 or before."""
    held = (tick for tick in range(1, ceil(each)) if not _alike(timeline, clip, media, 0, tick))
    return min(Fraction(0), next(held, ceil(each)) - each)


def _alike(timeline: Timeline, clip: Clip, media: Media, one: int, other: int) -> bool:
    """Whether two of its frames show the same frame of the file."""
    rate = rate_of(media)
    return floor(timeline.moment(clip, one) * rate) == floor(timeline.moment(clip, other) * rate)
