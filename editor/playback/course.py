"""The way of the playhead while it plays: which frame, and which sound, after how many seconds."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from math import ceil, floor

from editor.render.voices import sample_at
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange

SOON = 1e-6  # seconds: a clock read just before a frame's time means that frame


@dataclass(frozen=True, slots=True)
class Course:
    """Frames go by in ticks of the timeline's rate; at other speeds a tick is more or fewer frames, or backward."""

    start: int  # frame
    speed: float
    span: TimeRange  # it ends, or turns round, where this does
    loop: bool
    rate: Fraction
    around: TimeRange | None = None  # played again and again in place of the marked range

    def tick(self, seconds: float) -> int:
        """How many ticks have gone by."""
        return floor((seconds + SOON) * self.rate)

    def seconds(self, tick: int) -> float:
        return float(tick / self.rate)

    def frame(self, tick: int) -> int | None:
        """None when it is over."""
        frame = self.start + int(tick * self.speed)
        if self.span.contains(frame):
            return frame
        if not self.loop or not self.span.duration:
            return None
        return self.span.start + (frame - self.span.start) % self.span.duration

    @property
    def is_mute(self) -> bool:
        """At parts of a speed nothing is heard."""
        return not self.speed or self.speed != round(self.speed)

    @property
    def last(self) -> int:
        """Where it stops."""
        return max(self.span.end - 1, self.span.start) if self.speed > 0 else self.span.start

    def coming(self, tick: int, count: int) -> list[int]:
        """The frames of the next ticks, each once, the next one first."""
        frames = (self.frame(each) for each in range(tick, tick + count))
        return list(dict.fromkeys(frame for frame in frames if frame is not None))

    def samples(self, timeline: Timeline, done: int, count: int) -> Iterator[tuple[int | None, int]]:
        """Where on the timeline the samples [done, done + count) of this course are: first sample, count.

        At twice the speed, each of them stands for two of the timeline; backward, they end before the sample that is
        told, and the last one is the first. None stands for silence: where it `is_mute`, and after the end.
        """
        if self.is_mute:
            yield None, count
            return
        if self.speed < 0:
            yield from self._samples_backward(timeline, done, count)
            return
        times = round(self.speed)
        first, end = sample_at(timeline, self.span.start), sample_at(timeline, self.span.end)
        while count:
            at = sample_at(timeline, self.start) + done * times
            if self.loop and at >= end > first:
                at = first + (at - first) % (end - first)
            length = min(count, ceil((end - at) / times)) if at < end else count
            yield (at if at < end else None), length
            done, count = done + length, count - length

    def _samples_backward(self, timeline: Timeline, done: int, count: int) -> Iterator[tuple[int | None, int]]:
        times = -round(self.speed)
        first, end = sample_at(timeline, self.span.start), sample_at(timeline, self.span.end)
        while count:
            at = sample_at(timeline, self.start + 1) - done * times
            if self.loop and at <= first < end:
                at = end - (first - at) % (end - first)
            length = min(count, ceil((at - first) / times)) if at > first else count
            yield (at if at > first else None), length
            done, count = done + length, count - length


def course_from(timeline: Timeline, frame: int, speed: float, loop: bool, around: TimeRange | None = None) -> Course:
    """From `frame` on; from the other end where it stands at the one it would go to, or outside."""
    span = span_of(timeline, loop, around)
    course = Course(frame, speed, span, loop, timeline.rate, around)
    if span.contains(frame) and (loop or frame != course.last):
        return course
    return replace(course, start=span.start if speed > 0 else span.end - 1)


def span_of(timeline: Timeline, loop: bool, around: TimeRange | None = None) -> TimeRange:
    """What is played: everything once, or the marked range again and again, or in its place what lies `around`."""
    inside = around.intersection(TimeRange(0, timeline.duration)) if loop and around is not None else None
    if inside is not None and inside.duration:
        return inside
    if loop:
        first = timeline.mark_in or 0
        end = timeline.duration if timeline.mark_out is None else min(timeline.mark_out, timeline.duration)
        if first < end:
            return TimeRange(first, end - first)
    return TimeRange(0, timeline.duration)
