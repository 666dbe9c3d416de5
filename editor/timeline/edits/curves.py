"""Envelopes: how loud a clip is, where its sound stands and how opaque it is, point by point."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from itertools import pairwise

from editor.timeline.edits.aim import find_clip, find_clips
from editor.timeline.edits.looks import with_level, with_look
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.looks import LOUDEST, QUIET, Curve, Level, Look, Point
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind
from editor.words import tr


@dataclass(frozen=True, slots=True)
class Envelope:
    """One value of a clip that may change along it."""

    name: str  # "Volume", as undo steps call it
    kind: TrackKind  # of the tracks whose clips have it
    low: float
    high: float
    rest: float  # where nobody has touched it
    curve_of: Callable[[Clip], Curve]
    with_curve: Callable[[Clip, Curve], Clip]
    is_on: Callable[[Timeline, Clip], bool] = lambda timeline, clip: True  # whether a clip of that kind has it
    apply: Callable[[Timeline, ItemId, Curve], Timeline] | None = None  # where it changes more than the clip itself

    def within(self, value: float) -> float:
        return max(self.low, min(value, self.high))


def _with_opacity(clip: Clip, curve: Curve) -> Clip:
    return with_look(clip, replace(clip.look or Look(), opacity=curve))


VOLUME = Envelope(
    tr("Volume"),
    TrackKind.AUDIO,
    QUIET,
    LOUDEST,
    0.0,
    lambda clip: (clip.level or Level()).volume,
    lambda clip, curve: with_level(clip, replace(clip.level or Level(), volume=curve)),
)
PAN = Envelope(
    tr("Pan"),
    TrackKind.AUDIO,
    -1.0,
    1.0,
    0.0,
    lambda clip: (clip.level or Level()).pan,
    lambda clip, curve: with_level(clip, replace(clip.level or Level(), pan=curve)),
)
OPACITY = Envelope(
    tr("Opacity"), TrackKind.VIDEO, 0.0, 1.0, 1.0, lambda clip: (clip.look or Look()).opacity, _with_opacity
)


def change_curve(
    timeline: Timeline, ids: Iterable[ItemId], envelope: Envelope, change: Callable[[Curve], Curve]
) -> Timeline:
    """The clips that have such an envelope with another one; the others stay. Raises EditError on a locked track."""
    found = find_clips(timeline, ids)
    wanted = [clip_id for clip_id, (row, _) in found.items() if timeline.tracks[row].kind is envelope.kind]
    if envelope.apply is not None:
        for clip_id in wanted:
            timeline = envelope.apply(timeline, clip_id, change(envelope.curve_of(timeline.clip(clip_id))))
        return timeline

    def changed(clip: Clip) -> Clip:
        curve = change(envelope.curve_of(clip))
        return clip if curve == envelope.curve_of(clip) else envelope.with_curve(clip, curve)

    return change_clips(timeline, wanted, changed)


def set_value(timeline: Timeline, ids: Iterable[ItemId], envelope: Envelope, value: float) -> Timeline:
    """One value all along, whatever points there were. Raises EditError on a locked track."""
    return change_curve(timeline, ids, envelope, lambda curve: Curve(envelope.within(value)))


def shift_values(timeline: Timeline, ids: Iterable[ItemId], envelope: Envelope, by: float) -> Timeline:
    """Everything so much higher, or below 0 lower, as far as it goes. Raises EditError on a locked track."""
    return change_curve(timeline, ids, envelope, lambda curve: shifted(curve, envelope, by))


def add_point(timeline: Timeline, clip_id: ItemId, envelope: Envelope, at: int, value: float | None = None) -> Timeline:
    """A point at a frame of the clip, in the place of one there. value: None = where the line goes anyway.

    Raises EditError on a locked track, and outside the clip.
    """
    clip = find_clip(timeline, clip_id)[2]
    if not 0 <= at <= clip.duration:
        raise EditError(tr("That frame is none of the clip's."), tr("Choose a place within the clip."))

    def change(curve: Curve) -> Curve:
        point = Point(at, envelope.within(curve.at(at) if value is None else value))
        others = [other for other in curve.points if other.at != at]
        return replace(curve, points=tuple(sorted((*others, point), key=lambda each: each.at)))

    return change_curve(timeline, [clip_id], envelope, change)


def move_point(timeline: Timeline, clip_id: ItemId, envelope: Envelope, at: int, to: int, value: float) -> Timeline:
    """The point at a frame to another one and another value, as far as its neighbours and the clip let it.

    Raises EditError where there is none, and on a locked track.
    """
    clip = find_clip(timeline, clip_id)[2]
    curve = envelope.curve_of(clip)
    least, most = point_limits(clip, envelope, at)
    moved = Point(max(least, min(to, most)), envelope.within(value))
    points = tuple(moved if point.at == at else point for point in curve.points)
    return change_curve(timeline, [clip_id], envelope, lambda curve: replace(curve, points=points))


def point_limits(clip: Clip, envelope: Envelope, at: int) -> tuple[int, int]:
    """The first and the last frame of the clip that the point at `at` can be moved to. Raises EditError."""
    places = [point.at for point in envelope.curve_of(clip).points]
    if at not in places:
        raise EditError(tr("This point is not there any more."), tr("Select another one."))
    earlier = max((place + 1 for place in places if place < at), default=0)
    later = min((place - 1 for place in places if place > at), default=clip.duration)
    return max(0, earlier), min(clip.duration, later)


def remove_point(timeline: Timeline, clip_id: ItemId, envelope: Envelope, at: int) -> Timeline:
    """Nothing where it is gone; after the last one its value is that of all of the clip. Raises EditError on a locked
    track."""
    find_clip(timeline, clip_id)

    def change(curve: Curve) -> Curve:
        points = tuple(point for point in curve.points if point.at != at)
        return replace(curve, points=points) if points or not curve.points else Curve(curve.points[0].value)

    return change_curve(timeline, [clip_id], envelope, change)


def raise_line(timeline: Timeline, clip_id: ItemId, envelope: Envelope, at: float, by: float) -> Timeline:
    """The line at a frame of the clip so much higher: the two points it goes between, or all where there are none.

    Raises EditError on a locked track.
    """
    find_clip(timeline, clip_id)

    def change(curve: Curve) -> Curve:
        if not curve.points:
            return Curve(envelope.within(curve.value + by))
        held = _around(curve, at)
        lifted = (
            Point(point.at, envelope.within(point.value + by)) if point.at in held else point for point in curve.points
        )
        return replace(curve, points=tuple(lifted))

    return change_curve(timeline, [clip_id], envelope, change)


def shifted(curve: Curve, envelope: Envelope, by: float) -> Curve:
    points = tuple(Point(point.at, envelope.within(point.value + by)) for point in curve.points)
    return Curve(envelope.within(curve.value + by), points)


def _around(curve: Curve, at: float) -> set[int]:
    """The frames of the points on both sides, or of the outermost one."""
    first, last = curve.points[0], curve.points[-1]
    if at <= first.at:
        return {first.at}
    pairs = pairwise(curve.points)
    return next(({left.at, right.at} for left, right in pairs if left.at <= at < right.at), {last.at})
