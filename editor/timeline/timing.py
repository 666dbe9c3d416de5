"""How fast a clip plays its media: at one speed, backward, not at all (a freeze), or along a curve."""

import itertools
from dataclasses import dataclass, replace
from fractions import Fraction

FASTEST = 100
ONE = Fraction(1)


@dataclass(frozen=True, slots=True)
class SpeedPoint:
    at: int  # frame of the clip, its first one being 0; trimming moves it along
    speed: Fraction  # above 0


@dataclass(frozen=True, slots=True)
class Timing:
    """speed: media seconds for each second of the timeline; below 0 backward, 0 holds one picture.

    ramp: instead of `speed`, in straight lines from point to point and level outside them.
    """

    speed: Fraction = ONE
    ramp: tuple[SpeedPoint, ...] = ()  # in order of time
    keeps_pitch: bool = True  # sound sounds as high as it was

    @property
    def holds(self) -> bool:
        """Whether it is a freeze."""
        return not self.ramp and self.speed == 0

    @property
    def is_backward(self) -> bool:
        return not self.ramp and self.speed < 0

    def played(self, frame: Fraction | int) -> Fraction:
        """What has played at the start of that frame of the clip, in frames of media: exact, and below 0 before it."""
        if not self.ramp:
            return frame * self.speed
        return self._summed(frame) - self._summed(0)

    def speed_at(self, frame: Fraction | int) -> Fraction:
        ramp = self.ramp
        if not ramp:
            return self.speed
        if frame <= ramp[0].at:
            return ramp[0].speed
        for left, right in itertools.pairwise(ramp):
            if frame < right.at:
                return left.speed + (right.speed - left.speed) * Fraction(frame - left.at) / (right.at - left.at)
        return ramp[-1].speed

    def moved(self, frames: int) -> "Timing":
        """All points so many frames later."""
        if not self.ramp or not frames:
            return self
        return replace(self, ramp=tuple(SpeedPoint(point.at + frames, point.speed) for point in self.ramp))

    def stretched(self, by: Fraction) -> "Timing":
        """All points so many times as far from the clip's first frame; of those that meet at one frame the last."""
        if not self.ramp or by == 1:
            return self
        places = {round(point.at * by): point.speed for point in self.ramp}
        return replace(self, ramp=tuple(SpeedPoint(at, speed) for at, speed in places.items()))

    def _summed(self, frame: Fraction | int) -> Fraction:
        """From the ramp's first point on."""
        ramp = self.ramp
        if frame <= ramp[0].at:
            return (frame - ramp[0].at) * ramp[0].speed
        total = Fraction(0)
        for left, right in itertools.pairwise(ramp):
            end = min(frame, right.at)
            total += (end - left.at) * (left.speed + self.speed_at(end)) / 2
            if frame <= right.at:
                return total
        return total + (frame - ramp[-1].at) * ramp[-1].speed


PLAIN = Timing()
