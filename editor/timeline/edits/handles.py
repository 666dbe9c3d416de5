"""Handles: how much more media there is on either side of what plays."""

from collections.abc import Callable
from fractions import Fraction

from editor.timeline.model import Clip, Timeline
from editor.timeline.rational_time import whole_frames
from editor.timeline.timing import PLAIN, Timing

NO_LIMIT = 1_000_000_000  # frames: more than a year of film


def handles(timeline: Timeline, clip: Clip) -> tuple[int, int]:
    """Whole frames before and after what plays; NO_LIMIT where the media has no end (a still, nothing made yet) and
    where one frame is held.

    available  |---------------------------|
    plays           |=============|
    handles    |<-->|             |<------>|       a clip that plays backward has them the other way round
    """
    before, after = spare(timeline, clip)
    return max(0, before), max(0, after)


def spare(timeline: Timeline, clip: Clip) -> tuple[int, int]:
    """As `handles`, and below 0 where so many frames play what is outside the media."""
    available, timing = timeline.available_range(clip), clip.timing or PLAIN
    if available is None or timing.holds:
        return NO_LIMIT, NO_LIMIT
    plays, rate = timeline.source_range(clip), timeline.rate
    early, late = plays.start - available.start, available.end - plays.end
    if timing.ramp:
        return _spare_along(timing, clip.duration, early * rate, late * rate)
    if timing.speed < 0:
        early, late = late, early
    return whole_frames(early, rate / abs(timing.speed)), whole_frames(late, rate / abs(timing.speed))


def _spare_along(timing: Timing, duration: int, early: Fraction, late: Fraction) -> tuple[int, int]:
    """early, late: frames of media before and after what plays."""
    end = timing.played(duration)
    return (
        most_frames(lambda frames: -timing.played(-frames), early),
        most_frames(lambda frames: timing.played(duration + frames) - end, late),
    )


def most_frames(played: Callable[[int], Fraction], amount: Fraction) -> int:
    """The most frames that play no more than `amount`; below 0 where that is. `played` rises, and is 0 at 0."""
    step = 1
    if amount >= 0:
        while played(step) <= amount and step < NO_LIMIT:
            step *= 2
        least, most = 0, step
    else:
        while played(-step) > amount:
            step *= 2
        least, most = -step, 0
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (middle, most) if played(middle) <= amount else (least, middle)
    return min(least, NO_LIMIT)


def frame_showing(timeline: Timeline, clip: Clip, moment: Fraction) -> int | None:
    """Which of its frames, or of those in its handles, shows that moment of the file; None where one is held."""
    timing = clip.timing or PLAIN
    if timing.holds:
        return None
    amount = (moment - timeline.moment(clip, 0)) * timeline.rate
    return most_frames(timing.played, amount) if timing.ramp else round(amount / timing.speed)
