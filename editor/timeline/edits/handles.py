"""Handles: how much more media there is on either side of what plays."""

from editor.timeline.model import Clip, Timeline
from editor.timeline.rational_time import whole_frames

NO_LIMIT = 1_000_000_000  # frames: more than a year of film


def handles(timeline: Timeline, clip: Clip) -> tuple[int, int]:
    """Whole frames before and after what plays; NO_LIMIT where the media has no end (a still, nothing made yet).

    available  |---------------------------|
    plays           |=============|
    handles    |<-->|             |<------>|
    """
    available = timeline.available_range(clip)
    if available is None:
        return NO_LIMIT, NO_LIMIT
    plays = timeline.source_range(clip)
    before = whole_frames(plays.start - available.start, timeline.rate)
    after = whole_frames(available.end - plays.end, timeline.rate)
    return max(0, before), max(0, after)
