"""Timing: how fast clips play their media, backward or along a curve; picture and linked sound together."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import ceil

from editor.timeline.edits.aim import party
from editor.timeline.edits.retiming import retime_each, within_media
from editor.timeline.edits.track_items import change_clips
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline
from editor.timeline.timing import FASTEST, PLAIN, SpeedPoint, Timing
from editor.words import tr

SLOWEST = Fraction(1, 100)


def set_speed(
    timeline: Timeline,
    ids: Iterable[ItemId],
    speed: Fraction,
    *,
    ripple: bool = False,
    keeps_pitch: bool = True,
    linked: bool = True,
) -> Timeline:
    """Let clips play what they play at another speed, so that they last longer or less; below 0 backward.

        |   A   |  B  |   ->   | A |   |  B  |        twice as fast
        |   A   |  B  |   ->   | A |  B  |            with `ripple`, on every sync-locked track
        |   A   |  B  |   ->   |   A   |  B  |        half as fast: as far as there is room
        |   A   |  B  |   ->   |       A       |  B  |        with `ripple`

    What is linked to a clip keeps in sync with it, and every overlap its length. Raises EditError for a speed that
    cannot be, where all are stills or without a take, on a locked track, and where another track is in the way.
    """
    _refuse_speed(speed)

    def retimed(timeline: Timeline, clip: Clip) -> Clip:
        return _at_speed(timeline, clip, Timing(speed, keeps_pitch=keeps_pitch))

    return retime_each(timeline, ids, retimed, ripple, linked)


def reverse(timeline: Timeline, ids: Iterable[ItemId], linked: bool = True) -> Timeline:
    """Let clips play what they play from its end to its start; those that do so already, forward again.

    Raises EditError as `set_speed` does, and for a speed curve and for a held frame.
    """
    return retime_each(timeline, ids, _reversed, False, linked)


def set_ramp(
    timeline: Timeline,
    clip_id: ItemId,
    ramp: Sequence[SpeedPoint],
    linked: bool = True,
    speed: Fraction | None = None,
) -> Timeline:
    """Let a clip play along a speed curve; without points at its own speed again. It stays as long as it is, or as its
    media lasts.

    ramp: at frames of the clip, in order of time. speed: its own from now on; None = as it was. Raises EditError as
    `set_speed` does, and for a clip that plays backward or holds a frame.
    """
    if speed is not None:
        _refuse_speed(speed)
    _refuse_ramp(ramp)

    def retimed(timeline: Timeline, clip: Clip) -> Clip:
        timing = clip.timing or PLAIN
        if timing.holds or timing.is_backward:
            raise EditError(
                tr("“{name}” does not play forward.", name=clip.name), tr("Give it a speed above 0 % first.")
            )
        own = timing.speed if speed is None else speed
        return replace(clip, timing=_normal(replace(timing, ramp=tuple(ramp), speed=own)))

    return retime_each(timeline, [clip_id], retimed, False, linked)


def set_keeps_pitch(timeline: Timeline, clip_id: ItemId, on: bool, linked: bool = True) -> Timeline:
    """Whether sound at another speed sounds as high as it was; of the clip and what is linked to it.

    Raises EditError on a locked track.
    """

    def change(clip: Clip) -> Clip:
        return clip if clip.timing is None else replace(clip, timing=replace(clip.timing, keeps_pitch=on))

    return change_clips(timeline, party(timeline, clip_id, linked), change)


def with_timing(timeline: Timeline, clip: Clip, timing: Timing | None) -> Clip:
    """A clip that plays what it plays in another way: as long as it is, or as its media lasts then."""
    return within_media(timeline, _begun(timeline, clip, timing or PLAIN), clip.duration)[1]


def _refuse_speed(speed: Fraction) -> None:
    if not SLOWEST <= abs(speed) <= FASTEST:
        raise EditError(
            tr("A clip plays at {number:.0%} to {fastest:.0%} of its speed.", number=float(SLOWEST), fastest=FASTEST),
            tr("Type a speed between them, or freeze the clip."),
        )


def _refuse_ramp(ramp: Sequence[SpeedPoint]) -> None:
    for point in ramp:
        _refuse_speed(point.speed)
    if any(left.at >= right.at for left, right in pairwise(ramp)) or any(point.speed < 0 for point in ramp):
        raise EditError(tr("The points of a speed curve follow each other, and run forward."), tr("Move them apart."))


def _at_speed(timeline: Timeline, clip: Clip, timing: Timing) -> Clip:
    """It plays the same media, to a part of a frame."""
    before, plays = clip.timing or PLAIN, timeline.source_range(clip)
    frames = clip.duration if before.holds else max(1, ceil(plays.duration * timeline.rate / abs(timing.speed)))
    retimed = replace(_begun(timeline, clip, timing), duration=frames)
    by = Fraction(frames, clip.duration)
    return replace(retimed, look=clip.look and clip.look.stretched(by), level=clip.level and clip.level.stretched(by))


def _begun(timeline: Timeline, clip: Clip, timing: Timing) -> Clip:
    """From the start of what it plays; backward, from its end."""
    plays, taken = timeline.source_range(clip), clip.take.start if clip.take else Fraction(0)
    start = plays.end + timing.speed / timeline.rate if timing.is_backward else plays.start
    return replace(clip, source_start=start - taken, timing=_normal(timing))


def _reversed(timeline: Timeline, clip: Clip) -> Clip:
    timing = clip.timing or PLAIN
    if timing.holds or timing.ramp:
        what = tr("holds one frame") if timing.holds else tr("plays along a speed curve")
        raise EditError(f"“{clip.name}” {what}.", tr("Give it one speed first (Ctrl+R)."))
    return _at_speed(timeline, clip, replace(timing, speed=-timing.speed))


def _normal(timing: Timing) -> Timing | None:
    """A clip that plays as fast as its media says nothing of it."""
    return None if timing.speed == 1 and not timing.ramp else timing
