"""Which moment of a clip is shown when, at a speed that may change."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from math import expm1, log1p

from engine.errors import RequestError
from engine.requests import SpeedPoint

SLOWEST, FASTEST = Fraction(1, 20), Fraction(20)
MOST_FRAMES = 1000  # a second


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of the source over which speed changes evenly with the source's time, or not at all."""

    start: Fraction  # seconds of the source
    end: Fraction
    speed: Fraction  # at its start
    slope: Fraction  # by which speed rises in a second of the source
    shown: Fraction  # seconds after the film's start at which it begins

    @property
    def last_speed(self) -> Fraction:
        return self.speed + self.slope * (self.end - self.start)

    @property
    def lasts(self) -> Fraction:
        """Seconds of the film. Exact where speed is constant; elsewhere the integral of 1 / speed, to 1e-15 or so."""
        length = self.end - self.start
        if not self.slope:
            return length / self.speed
        return Fraction(log1p(self.slope * length / self.speed) / float(self.slope))

    def moment(self, time: Fraction) -> Fraction:
        """Of the source, at a time of the film within this piece: the inverse of that integral."""
        since = time - self.shown
        if not self.slope:
            return self.start + since * self.speed
        passed = Fraction(expm1(self.slope * since) * float(self.speed / self.slope))
        return self.start + min(passed, self.end - self.start)


def pieces(speed: Sequence[SpeedPoint], start: Fraction, end: Fraction) -> tuple[Piece, ...]:
    """Of the source's stretch from `start` to `end`, seconds from its file's first frame as the points are."""
    inside = [point.at for point in speed if start < point.at < end]
    found: list[Piece] = []
    shown = Fraction(0)
    for since, until in pairwise([start, *inside, end]):
        first, last = _speed_at(speed, since), _speed_at(speed, until)
        found.append(Piece(since, until, first, (last - first) / (until - since), shown))
        shown += found[-1].lasts
    return tuple(found)


def seconds(course: Sequence[Piece]) -> Fraction:
    """Of the film."""
    return course[-1].shown + course[-1].lasts


def moments(course: Sequence[Piece], rate: Fraction, count: int) -> Iterator[Fraction]:
    """Of the source, one for each of `count` frames of the film, never falling."""
    index = 0
    for frame in range(count):
        time = frame / rate
        while index + 1 < len(course) and time >= course[index + 1].shown:
            index += 1
        yield course[index].moment(time)


def steady(course: Sequence[Piece]) -> bool:
    """One speed from start to end."""
    return all(piece.speed == course[0].speed and not piece.slope for piece in course)


def as_filmed(speed: Sequence[SpeedPoint]) -> bool:
    return all(point.speed == 1 for point in speed)


def checked(speed: Sequence[SpeedPoint]) -> tuple[SpeedPoint, ...]:
    """Raises RequestError, saying which point cannot be."""
    if not speed:
        raise RequestError("The speed has no point at all.", do="Give one, such as 0.25.")
    for point in speed:
        if not SLOWEST <= point.speed <= FASTEST:
            raise RequestError(
                f"A speed of {float(point.speed):g} cannot be made.",
                do=f"Choose one between {float(SLOWEST):g} (20 times slower) and {float(FASTEST):g} (20 times faster).",
            )
    for one, other in pairwise(speed):
        if one.at >= other.at:
            raise RequestError(
                f"The speed at {float(other.at):g} s comes after that at {float(one.at):g} s.",
                do="Give the points in the order of their times, each time once.",
            )
    return tuple(speed)


def checked_rate(rate: Fraction) -> Fraction:
    """Raises RequestError."""
    if not 1 <= rate <= MOST_FRAMES:
        raise RequestError(
            f"{float(rate):g} frames a second cannot be made.", do=f"Give a rate between 1 and {MOST_FRAMES}."
        )
    return rate


def _speed_at(speed: Sequence[SpeedPoint], time: Fraction) -> Fraction:
    if time <= speed[0].at:
        return speed[0].speed
    for one, other in pairwise(speed):
        if time <= other.at:
            return one.speed + (other.speed - one.speed) * (time - one.at) / (other.at - one.at)
    return speed[-1].speed
