"""Where a clip's picture stands in a monitor, and what a drag of its box makes of its transform."""

from dataclasses import dataclass, replace
from math import atan2, cos, degrees, hypot, radians, sin

from PySide6.QtCore import QPointF, QRect, QSizeF, Qt

from editor.timeline.looks import LARGEST, Look, Transform
from editor.timeline.model import Clip, Timeline

SMALLEST = 0.01  # times as large as fitted
REACH, AROUND = 9.0, 28.0  # pixels about a corner: that scale, and outside the box, that turn
SNAP = 6.0  # pixels from the middle
TURN = 15.0  # degrees, with Shift


@dataclass(frozen=True, slots=True)
class Box:
    """In the monitor's pixels. half: of its width and height, before it is turned."""

    middle: QPointF
    half: QPointF
    rotation: float  # degrees, clockwise

    @property
    def corners(self) -> list[QPointF]:
        """Clockwise, from what is its upper left one when it is not turned."""
        signs = ((-1, -1), (1, -1), (1, 1), (-1, 1))
        return [self._turned(QPointF(x * self.half.x(), y * self.half.y())) + self.middle for x, y in signs]

    def contains(self, at: QPointF) -> bool:
        own = self._own(at)
        return abs(own.x()) <= self.half.x() and abs(own.y()) <= self.half.y()

    def corner_at(self, at: QPointF, reach: float) -> int | None:
        near = [index for index, corner in enumerate(self.corners) if length(at - corner) <= reach]
        return near[0] if near else None

    def _own(self, at: QPointF) -> QPointF:
        """Seen from its middle, turned back."""
        return replace(self, rotation=-self.rotation)._turned(at - self.middle)

    def _turned(self, point: QPointF) -> QPointF:
        turn = radians(self.rotation)
        return QPointF(
            point.x() * cos(turn) - point.y() * sin(turn),
            point.x() * sin(turn) + point.y() * cos(turn),
        )


def box_of(timeline: Timeline, clip: Clip, picture: QRect, frame: int) -> Box:
    """picture: where the whole canvas stands. frame: of the timeline. Of the picture before it is cropped."""
    transform = (clip.look or Look()).transform_at(frame - timeline.range_of(clip.id).start)
    canvas = QSizeF(timeline.width, timeline.height)
    media = timeline.media_of(clip)
    shown = media.picture if media is not None else None
    own = QSizeF(shown.width, shown.height) if shown is not None else canvas
    fitted = own.scaled(canvas, Qt.AspectRatioMode.KeepAspectRatio) * (picture.width() / timeline.width)
    middle = QPointF(picture.x() + picture.width() / 2, picture.y() + picture.height() / 2)
    middle += QPointF(transform.x * picture.width(), transform.y * picture.height())
    half = QPointF(fitted.width(), fitted.height()) * (transform.scale / 2)
    return Box(middle, half, transform.rotation)


def moved(start: Transform, by: QPointF, picture: QRect, along: bool, snaps: bool) -> Transform:
    """by: pixels. along: one way only, the farther. snaps: to the canvas' middle where it is near."""
    if along:
        by = QPointF(by.x(), 0) if abs(by.x()) >= abs(by.y()) else QPointF(0, by.y())
    x, y = start.x + by.x() / picture.width(), start.y + by.y() / picture.height()
    if snaps:
        x = 0.0 if abs(x) * picture.width() <= SNAP else x
        y = 0.0 if abs(y) * picture.height() <= SNAP else y
    return replace(start, x=x, y=y)


def scaled(start: Transform, middle: QPointF, was: QPointF, now: QPointF) -> Transform:
    """As much larger as the corner is farther from the middle."""
    grown = start.scale * length(now - middle) / max(1.0, length(was - middle))
    return replace(start, scale=max(SMALLEST, min(grown, LARGEST)))


def turned(start: Transform, middle: QPointF, was: QPointF, now: QPointF, steps: bool) -> Transform:
    """By the angle about the middle, the shorter way. steps: to whole fifteens of degrees."""
    by = (angle(now - middle) - angle(was - middle) + 180) % 360 - 180
    rotation = start.rotation + by
    return replace(start, rotation=round(rotation / TURN) * TURN if steps else round(rotation, 1))


def length(way: QPointF) -> float:
    return hypot(way.x(), way.y())


def angle(way: QPointF) -> float:
    """Degrees, clockwise from the right."""
    return degrees(atan2(way.y(), way.x()))
