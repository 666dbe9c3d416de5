"""Motion points: where a picture stands along its clip, set at frames and moved through in between."""

from collections.abc import Callable, Iterable
from dataclasses import replace

from editor.timeline.edits.aim import find_clip
from editor.timeline.edits.looks import change_look
from editor.timeline.errors import EditError
from editor.timeline.looks import MOTIONS, Look, MotionPoint, Transform
from editor.timeline.model import Clip, ItemId, Timeline
from editor.words import tr


def motion_of(clip: Clip) -> tuple[MotionPoint, ...]:
    return clip.look.motion if clip.look is not None else ()


def with_motion_point(look: Look, at: int, transform: Transform) -> Look:
    """In the place of one there; smooth as that was, or as those around it are."""
    there = [point for point in look.motion if point.at == at] or list(look.motion)
    smooth = bool(there) and all(point.smooth for point in there)
    values = {name: getattr(transform, name) for name in MOTIONS}
    others = [point for point in look.motion if point.at != at]
    points = sorted((*others, MotionPoint(at, **values, smooth=smooth)), key=lambda point: point.at)
    return replace(look, motion=tuple(points))


def without_motion_point(look: Look, at: int) -> Look:
    """After the last one the picture stands all along as it did there."""
    left = tuple(point for point in look.motion if point.at != at)
    return replace(look, motion=left) if left else replace(look, motion=(), transform=look.transform_at(at))


def changed_at(look: Look, at: int, change: Callable[[Look], Look]) -> Look:
    """What a change makes of a look as it is at a frame: where its picture moves, that is set by a point there."""
    if not look.motion:
        return change(look)
    stands = replace(look, transform=look.transform_at(at))
    after = change(stands)
    if after.motion is not look.motion:
        return after
    own = replace(after.transform, **{name: getattr(look.transform, name) for name in MOTIONS})
    if all(getattr(after.transform, name) == getattr(stands.transform, name) for name in MOTIONS):
        return replace(after, transform=own)
    return with_motion_point(replace(after, transform=own), at, after.transform)


def add_motion_point(timeline: Timeline, clip_id: ItemId, at: int) -> Timeline:
    """Where the picture stands then anyway. Raises EditError on a locked track, and outside the clip."""
    clip = find_clip(timeline, clip_id)[2]
    if not 0 <= at < clip.duration:
        raise EditError(tr("That frame is none of the clip's."), tr("Choose a place within the clip."))
    return change_look(timeline, [clip_id], lambda look: with_motion_point(look, at, look.transform_at(at)))


def remove_motion_point(timeline: Timeline, clip_id: ItemId, at: int) -> Timeline:
    """Nothing where it is gone. Raises EditError on a locked track."""
    find_clip(timeline, clip_id)
    return change_look(timeline, [clip_id], lambda look: without_motion_point(look, at))


def move_motion_point(timeline: Timeline, clip_id: ItemId, at: int, to: int) -> Timeline:
    """As far as its neighbours and the clip let it. Raises EditError where there is none, and on a locked track."""
    least, most = motion_limits(find_clip(timeline, clip_id)[2], at)
    moved = max(least, min(to, most))

    def change(look: Look) -> Look:
        return replace(look, motion=tuple(replace(p, at=moved) if p.at == at else p for p in look.motion))

    return change_look(timeline, [clip_id], change)


def motion_limits(clip: Clip, at: int) -> tuple[int, int]:
    """The first and the last frame of the clip that the point at `at` can be moved to. Raises EditError."""
    places = [point.at for point in motion_of(clip)]
    if at not in places:
        raise EditError(tr("This point is not there any more."), tr("Select another one."))
    earlier = max((place + 1 for place in places if place < at), default=0)
    later = min((place - 1 for place in places if place > at), default=clip.duration - 1)
    return max(0, earlier), min(clip.duration - 1, later)


def set_motion_smooth(timeline: Timeline, ids: Iterable[ItemId], on: bool) -> Timeline:
    """Whether pictures come to rest at each of their points. Raises EditError on a locked track."""

    def change(look: Look) -> Look:
        return replace(look, motion=tuple(replace(point, smooth=on) for point in look.motion))

    return change_look(timeline, ids, change)


def push_picture(timeline: Timeline, clip_id: ItemId, grown: float) -> Timeline:
    """The picture grows to so many times its size from the clip's first frame to its last; below 1 it shrinks to what
    it is, from as many times larger.

    Its points are replaced. Raises EditError on a locked track.
    """
    last = find_clip(timeline, clip_id)[2].duration - 1

    def change(look: Look) -> Look:
        stands = look.transform_at(0)
        larger = replace(stands, scale=stands.scale * max(grown, 1 / grown))
        first, end = (stands, larger) if grown > 1 else (larger, stands)
        begun = with_motion_point(replace(look, motion=()), 0, first)
        return with_motion_point(begun, last, end) if last > 0 else begun

    return change_look(timeline, [clip_id], change)
