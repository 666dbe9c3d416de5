"""Fading: how much of a clip its fades leave at each moment, and what becomes of them where it is cut."""

from dataclasses import replace
from fractions import Fraction

from editor.timeline.model import Clip


def faded(clip: Clip, at: Fraction | int) -> Fraction:
    """How much of the clip its fades leave, 0..1. at: frames after its start, also between two."""
    came = _risen(at + clip.fade_in_cut, clip.fade_in, clip.fade_in_cut)
    goes = _risen(clip.duration - at + clip.fade_out_cut, clip.fade_out, clip.fade_out_cut)
    return min(came, goes)


def as_left_part(clip: Clip, frames: int) -> Clip:
    """Its first `frames` frames, as they fade in the whole of it."""
    lost = clip.duration - frames
    left = max(0, clip.fade_out - lost)
    return replace(clip, duration=frames, fade_out=left, fade_out_cut=clip.fade_out_cut + lost if left else 0)


def fading_on(clip: Clip, frames: int) -> Clip:
    """With the fade at its start as one that has gone on for `frames` frames when the clip begins."""
    left = max(0, clip.fade_in - frames)
    return replace(clip, fade_in=left, fade_in_cut=clip.fade_in_cut + frames if left else 0)


def without_fade_in(clip: Clip) -> Clip:
    return replace(clip, fade_in=0, fade_in_cut=0)


def without_fade_out(clip: Clip) -> Clip:
    return replace(clip, fade_out=0, fade_out_cut=0)


def without_fades(clip: Clip) -> Clip:
    return without_fade_out(without_fade_in(clip))


def _risen(at: Fraction | int, frames: int, cut: int) -> Fraction:
    """at: frames after the beginning of all of the fade."""
    return max(Fraction(0), min(Fraction(at) / (frames + cut), Fraction(1))) if frames else Fraction(1)
