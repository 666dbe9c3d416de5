"""Exact time: whole frames on a rational rate, and exact seconds in media."""

from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor


@dataclass(frozen=True, slots=True, order=True)
class TimeRange:
    """Half-open: `duration` frames from `start` on, at the timeline's rate. The earlier is the less."""

    start: int
    duration: int

    @property
    def end(self) -> int:
        """The first frame after it."""
        return self.start + self.duration

    def contains(self, frame: int) -> bool:
        return self.start <= frame < self.end

    def overlaps(self, other: "TimeRange") -> bool:
        return self.start < other.end and other.start < self.end

    def intersection(self, other: "TimeRange") -> "TimeRange":
        """What both cover; of length 0 where that is nothing."""
        start = max(self.start, other.start)
        return TimeRange(start, max(0, min(self.end, other.end) - start))

    def moved(self, by: int) -> "TimeRange":
        return TimeRange(self.start + by, self.duration)


@dataclass(frozen=True, slots=True)
class MediaRange:
    """Half-open: exact seconds of a media file, from its first frame's time 0."""

    start: Fraction
    duration: Fraction

    @property
    def end(self) -> Fraction:
        return self.start + self.duration


def to_seconds(frames: int, rate: Fraction) -> Fraction:
    return frames / rate


def to_frames(seconds: Fraction, rate: Fraction) -> int:
    """The nearest whole frame; halves go up."""
    return floor(seconds * rate + Fraction(1, 2))


def whole_frames(seconds: Fraction, rate: Fraction) -> int:
    """How many frames fit in that long."""
    return floor(seconds * rate)


def covering_frames(seconds: Fraction, rate: Fraction) -> int:
    """How many frames it takes to cover that long."""
    return ceil(seconds * rate)
