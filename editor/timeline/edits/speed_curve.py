"""The speed of a clip as a line that is drawn along it: from half as fast here to twice as fast there."""

from dataclasses import replace
from fractions import Fraction

from editor.timeline.edits.curves import Envelope
from editor.timeline.edits.timing import set_ramp
from editor.timeline.looks import Curve, Point
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind
from editor.timeline.timing import PLAIN, SpeedPoint
from editor.words import tr

SLOWEST, FASTEST = 0.1, 10.0  # times: further goes Speed/Duration
FINENESS = 1000  # parts of its media's own speed that a drawn one is rounded to


def _curve_of(clip: Clip) -> Curve:
    timing = clip.timing or PLAIN
    return Curve(float(timing.speed), tuple(Point(point.at, float(point.speed)) for point in timing.ramp))


def _with_curve(clip: Clip, curve: Curve) -> Clip:
    ramp = tuple(SpeedPoint(point.at, _exact(point.value)) for point in curve.points)
    return replace(clip, timing=replace(clip.timing or PLAIN, speed=_exact(curve.value), ramp=ramp))


def _runs_forward(timeline: Timeline, clip: Clip) -> bool:
    timing, media = clip.timing or PLAIN, timeline.media_of(clip)
    return media is not None and not media.is_still and not timing.holds and not timing.is_backward


def _apply(timeline: Timeline, clip_id: ItemId, curve: Curve) -> Timeline:
    """With what is linked to it; nothing for a clip that has no speed."""
    clip = timeline.clip(clip_id)
    if not _runs_forward(timeline, clip) or curve == _curve_of(clip):
        return timeline
    timing = _with_curve(clip, curve).timing or PLAIN
    return set_ramp(timeline, clip_id, timing.ramp, speed=timing.speed)


def _exact(speed: float) -> Fraction:
    return Fraction(round(speed * FINENESS), FINENESS)


SPEED = Envelope(tr("Speed"), TrackKind.VIDEO, SLOWEST, FASTEST, 1.0, _curve_of, _with_curve, _runs_forward, _apply)
