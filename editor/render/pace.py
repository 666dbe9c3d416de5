"""Pace: which sample of a file is heard at a sample of the timeline, in a clip that is not as fast as its media."""

from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from editor.timeline.model import Clip, Timeline
from editor.timeline.timing import Timing

if TYPE_CHECKING:
    import numpy as np

FASTEST_HEARD = 16  # times: beyond it there is only chirping


@dataclass(frozen=True, slots=True)
class Pace:
    """Halves of a clip that was cut have the same one: it counts from the timeline's frame 0, not from the clip's."""

    timing: Timing
    base: int  # the file's sample at the timeline's sample 0
    per_frame: Fraction  # samples

    @property
    def is_backward(self) -> bool:
        return self.timing.is_backward

    @property
    def is_stretched(self) -> bool:
        """Whether its sound is to sound as high as it was, and would not by itself."""
        return self.timing.keeps_pitch and (bool(self.timing.ramp) or abs(self.timing.speed) != 1)

    def positions(self, at: "np.ndarray") -> "np.ndarray":
        """[n] float64 of the timeline's samples [n]: those of the file, also between two."""
        if not self.timing.ramp:
            return self.base + at * float(self.timing.speed)
        frame = float(self.per_frame)
        return self.base + _played(self.timing, at / frame) * frame


def pace_of(timeline: Timeline, clip: Clip, start: int) -> Pace | None:
    """start: of the clip, in frames. None for a clip as fast as its media, and one that is not heard."""
    if clip.timing is None or not is_heard(clip):
        return None
    timing, per_frame = clip.timing.moved(start), timeline.sample_rate / timeline.rate
    frames = timeline.moment(clip, 0) * timeline.rate - timing.played(start)
    if not timing.is_backward:
        return Pace(timing, round(frames * per_frame), per_frame)
    return Pace(timing, round((frames - timing.speed) * per_frame) - 1, per_frame)  # from its first frame's end


def is_heard(clip: Clip) -> bool:
    """Sound that is held makes none."""
    timing = clip.timing
    return timing is None or (not timing.holds and (bool(timing.ramp) or abs(timing.speed) <= FASTEST_HEARD))


def _played(timing: Timing, frames: "np.ndarray") -> "np.ndarray":
    """What `Timing.played` says, for many frames and parts of frames at once."""
    import numpy as np

    ramp = timing.ramp
    places = np.array([float(point.at) for point in ramp])
    speeds = np.array([float(point.speed) for point in ramp])
    sums = np.array([float(timing.played(point.at)) for point in ramp])
    steeper = [float((right.speed - left.speed) / (right.at - left.at)) for left, right in pairwise(ramp)]
    index = (np.searchsorted(places, frames, side="right") - 1).clip(0)
    since = frames - places[index]
    slope = np.where(since >= 0, np.array([*steeper, 0.0])[index], 0.0)
    return sums[index] + since * (speeds[index] + since * slope / 2)
