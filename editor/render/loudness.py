"""How loud a voice is at each sample: its fades, its volume and where it stands between left and right."""

import numpy as np

from editor.render.voices import Voice
from editor.timeline.looks import QUIET, Curve, Level


def gains(voice: Voice, first: int, last: int) -> np.ndarray:
    """[last - first, 1 or 2] float32: what its samples are multiplied by, of both channels or of each."""
    faded = fades(voice, first, last)[:, None]
    if voice.level is None:
        return faded
    frames = (np.arange(first, last) - voice.origin) / voice.per_frame
    return (faded * levels(voice.level, frames)).astype(np.float32)


def fades(voice: Voice, first: int, last: int) -> np.ndarray:
    """[last - first] float32, 0..1."""
    at = np.arange(first, last) + 0.5
    came, goes = at - voice.start + voice.risen, voice.end - at + voice.falls
    rising = _slope(came / voice.fade_in, voice.power_in) if voice.fade_in else np.ones_like(at)
    falling = _slope(goes / voice.fade_out, voice.power_out) if voice.fade_out else np.ones_like(at)
    whole = np.minimum(rising, falling)
    if voice.edge_in:
        whole = np.minimum(whole, _slope((at - voice.start) / voice.edge_in, False))
    if voice.edge_out:
        whole = np.minimum(whole, _slope((voice.end - at) / voice.edge_out, False))
    return whole.astype(np.float32)


def levels(level: Level, frames: np.ndarray) -> np.ndarray:
    """[frame, 1 or 2]: volume and pan at frames of the clip, also between them."""
    loud = amplitudes(sampled(level.volume, frames))[:, None]
    if not level.pan.points and not level.pan.value:
        return loud
    return loud * balance(sampled(level.pan, frames))


def sampled(curve: Curve, frames: np.ndarray) -> np.ndarray:
    """Straight lines between its points, level outside them: what `Curve.at` says, for many frames at once."""
    if not curve.points:
        return np.full(len(frames), curve.value)
    return np.interp(frames, [point.at for point in curve.points], [point.value for point in curve.points])


def amplitudes(decibels: np.ndarray) -> np.ndarray:
    """The quietest is silence."""
    return np.where(decibels > QUIET, 10.0 ** (decibels / 20), 0.0)


def balance(pan: np.ndarray) -> np.ndarray:
    """[sample, 2] of pan [sample], -1 left..1 right: constant power, and nothing is changed in the middle."""
    angle = (pan + 1) * (np.pi / 4)
    return np.sqrt(2) * np.stack([np.cos(angle), np.sin(angle)], axis=1)


def _slope(part: np.ndarray, power: bool) -> np.ndarray:
    part = part.clip(0, 1)
    return np.sin(part * (np.pi / 2)) if power else part
