"""Where a plan's columns and values stand under their clip, in the lane's own pixels."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from PySide6.QtCore import QPointF, QRectF

from editor.actions.noise_lane import Column, Part, columns_of
from editor.timeline.model import Clip, ItemId, Timeline
from editor.ui.timeline.viewport import Viewport
from engine.requests import Plan

HEIGHT = 184
ABOVE, BELOW = 18, 26  # pixels around the plot
PLOT = HEIGHT - ABOVE - BELOW


@dataclass(frozen=True, slots=True)
class Shape:
    """spans: left and right of each column. joins: where known frames meet new ones."""

    columns: tuple[Column, ...]
    spans: tuple[tuple[float, float], ...]

    def at(self, x: float) -> int | None:
        """The place of the column there."""
        return next((place for place, (left, right) in enumerate(self.spans) if left <= x < right), None)

    def point(self, place: int, value: float) -> QPointF:
        left, right = self.spans[place]
        return QPointF((left + right) / 2, y_of(value))

    def step(self, place: int, value: float) -> QRectF:
        """From Keep up to a value."""
        left, right = self.spans[place]
        return QRectF(left, y_of(value), right - left, y_of(0) - y_of(value))

    @property
    def joins(self) -> tuple[float, ...]:
        pairs = zip(self.columns, self.columns[1:], self.spans[1:], strict=False)
        return tuple(span[0] for one, other, span in pairs if (one.part is Part.SEEN) is not (other.part is Part.SEEN))


def shape_of(timeline: Timeline, clip_id: ItemId, plan: Plan, viewport: Viewport) -> Shape:
    clip, start, columns = timeline.clip(clip_id), timeline.range_of(clip_id).start, columns_of(plan)

    def x(frame: int) -> float:
        return float(place_of(timeline, clip, start, frame, plan.rate)) * viewport.scale - viewport.origin

    return Shape(columns, tuple((x(each.start), x(each.stop)) for each in columns))


def place_of(timeline: Timeline, clip: Clip, start: int, frame: int, rate: Fraction) -> Fraction:
    """Where on the timeline a frame of the clip's takes stands; frame: counted from the first new one."""
    return start + (frame / rate - clip.source_start) * timeline.rate


def y_of(value: float) -> float:
    return ABOVE + (1 - value) * PLOT


def frames_in_words(columns: Sequence[Column], place: int) -> str:
    """34–37: counted from the first frame that the model is shown."""
    column, zero = columns[place], columns[0].start
    first, last = column.start - zero + 1, column.stop - zero
    return f"{first}–{last}" if last > first else str(first)


def group_size(columns: Sequence[Column]) -> int:
    """How many frames one point holds; the first one may hold fewer."""
    return max(column.stop - column.start for column in columns)
