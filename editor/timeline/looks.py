"""How a clip looks and sounds on the timeline: values laid over its media, which is never changed.

Points of a curve stand at frames of their clip, its first one being 0; trimming a clip moves them along, so that those
outside it come back with what was cut off.
"""

from bisect import bisect_right
from dataclasses import dataclass, replace
from fractions import Fraction

FULL = 1.0  # opacity
QUIET, LOUDEST = -60.0, 24.0  # dB of volume; the first is silence
LARGEST = 100.0  # times as large as fitted
MOTIONS = ("x", "y", "scale", "rotation")  # what of a transform may change along a clip


@dataclass(frozen=True, slots=True)
class Point:
    at: int  # frame of the clip
    value: float


@dataclass(frozen=True, slots=True)
class Curve:
    """One value, or points with straight lines between them and levels outside; sampled only where it is used."""

    value: float  # where there are no points
    points: tuple[Point, ...] = ()  # in order of time, no two at one frame

    def at(self, frame: float) -> float:
        """The value at a frame of the clip, or between two."""
        if not self.points:
            return self.value
        index = bisect_right(self.points, frame, key=lambda point: point.at)
        if index == 0 or index == len(self.points):
            return self.points[max(0, index - 1)].value
        left, right = self.points[index - 1], self.points[index]
        return left.value + (right.value - left.value) * (frame - left.at) / (right.at - left.at)

    def moved(self, frames: int) -> "Curve":
        """All points so many frames later."""
        if not self.points or not frames:
            return self
        return replace(self, points=tuple(Point(point.at + frames, point.value) for point in self.points))

    def stretched(self, by: Fraction) -> "Curve":
        """All points so many times as far from the clip's first frame; of those that meet at one frame the last."""
        if not self.points or by == 1:
            return self
        places = {round(point.at * by): point.value for point in self.points}
        return replace(self, points=tuple(Point(at, value) for at, value in places.items()))


@dataclass(frozen=True, slots=True)
class Transform:
    """Where a picture stands on the canvas, after it was fitted into it."""

    x: float = 0.0  # of the canvas' width, that its middle is right of the canvas' middle
    y: float = 0.0  # of the canvas' height, downward
    scale: float = 1.0  # 1 = as fitted
    rotation: float = 0.0  # degrees, clockwise
    flip_x: bool = False  # mirrored left to right
    flip_y: bool = False


@dataclass(frozen=True, slots=True)
class MotionPoint:
    """Where a picture stands at one frame of its clip; the numbers are a transform's."""

    at: int  # frame of the clip
    x: float = 0.0
    y: float = 0.0
    scale: float = 1.0
    rotation: float = 0.0
    smooth: bool = False  # whether it comes to rest there, rather than going on at once


@dataclass(frozen=True, slots=True)
class Crop:
    """What is cut off a picture's sides, as parts of its width and height; 0..1, opposite ones less than 1 together."""

    left: float = 0.0
    top: float = 0.0
    right: float = 0.0
    bottom: float = 0.0


@dataclass(frozen=True, slots=True)
class Grade:
    """Basic colour, in this order: exposure, temperature and tint, contrast, saturation, then the look-up table."""

    exposure: float = 0.0  # stops
    contrast: float = 1.0
    saturation: float = 1.0
    temperature: float = 0.0  # -1 bluer .. 1 warmer
    tint: float = 0.0  # -1 greener .. 1 more magenta
    lut: str = ""  # path of a .cube file
    lut_part: float = 1.0  # how much of what it does, 0..1


@dataclass(frozen=True, slots=True)
class Look:
    """Of a clip on a picture track."""

    opacity: Curve = Curve(FULL)  # 0..1
    transform: Transform = Transform()
    crop: Crop = Crop()
    grade: Grade = Grade()
    motion: tuple[MotionPoint, ...] = ()  # in order of time; where there are any, they say where the picture stands

    def transform_at(self, frame: float) -> Transform:
        """At a frame of the clip, or between two."""
        if not self.motion:
            return self.transform
        index = bisect_right(self.motion, frame, key=lambda point: point.at)
        left, right = self.motion[max(0, index - 1)], self.motion[min(index, len(self.motion) - 1)]
        part = 0.0 if left is right or frame <= left.at else _part_of_way(left, right, frame)
        between = {name: (1 - part) * getattr(left, name) + part * getattr(right, name) for name in MOTIONS}
        return replace(self.transform, **between)

    def moved(self, frames: int) -> "Look":
        opacity = self.opacity.moved(frames)
        if opacity is self.opacity and (not self.motion or not frames):
            return self
        return replace(self, opacity=opacity, motion=tuple(replace(each, at=each.at + frames) for each in self.motion))

    def stretched(self, by: Fraction) -> "Look":
        """As `Curve.stretched`."""
        places = {round(point.at * by): point for point in self.motion}
        motion = tuple(replace(point, at=at) for at, point in places.items())
        return replace(self, opacity=self.opacity.stretched(by), motion=motion)


def _part_of_way(left: MotionPoint, right: MotionPoint, frame: float) -> float:
    """0 at the left one, 1 at the right one: Hermite's cubic, which is straight where neither is smooth."""
    part = (frame - left.at) / (right.at - left.at)
    leaves, comes = float(not left.smooth), float(not right.smooth)  # how fast, of the way's own speed
    rest = 1 - part
    return part * part * (3 - 2 * part) + leaves * part * rest * rest - comes * part * part * rest


@dataclass(frozen=True, slots=True)
class Level:
    """Of a clip on a sound track."""

    volume: Curve = Curve(0.0)  # dB
    pan: Curve = Curve(0.0)  # -1 left .. 1 right

    def moved(self, frames: int) -> "Level":
        volume, pan = self.volume.moved(frames), self.pan.moved(frames)
        same = volume is self.volume and pan is self.pan
        return self if same else replace(self, volume=volume, pan=pan)

    def stretched(self, by: Fraction) -> "Level":
        return replace(self, volume=self.volume.stretched(by), pan=self.pan.stretched(by))
