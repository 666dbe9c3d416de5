"""The back-test: how well a prediction of a clip's own last frames comes out, and how long it can be believed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine.motion.camera import camera_field, camera_map
from engine.motion.cuts import after_last_cut
from engine.motion.flow import inverse, length, resized, sample, shrunk, working_size
from engine.motion.letterbox import picture_area
from engine.motion.motion import Motion
from engine.requests import BackTest, Verdict

Predict = Callable[[np.ndarray, float, int], Motion]
Render = Callable[[np.ndarray, Motion], Iterable[np.ndarray]]

HELD_OUT = 0.5  # seconds predicted from what is before them
FEWEST = 2  # frames to be held out, and to predict from
STILL = 36.0  # dB: so alike are frames of a picture that hardly moves
GOOD_GAIN = 1.5  # dB over holding the last frame from which a prediction is worth showing
FAIR_GAIN = 0.5  # from which it is worth a look
LAST = 3  # frames of a trial that tell how it would go on
LEAST_GAIN = 0.3  # dB: below this, holding the last frame is as good
LONGEST = 4  # times the tested stretch: what a test may vouch for
STEPS = [Fraction(1, 8), Fraction(1, 4), Fraction(1, 2), Fraction(3, 4), Fraction(1), Fraction(3, 2), Fraction(2)]
SPOKEN = {
    Fraction(1, 8): "an eighth of a second",
    Fraction(1, 4): "a quarter of a second",
    Fraction(1, 2): "half a second",
    Fraction(3, 4): "three quarters of a second",
    Fraction(1): "a second",
    Fraction(3, 2): "a second and a half",
    Fraction(2): "2 seconds",
}


def warped(context: np.ndarray, motion: Motion) -> Iterable[np.ndarray]:
    """The last frame moved along, the border going on outside: enough to measure by."""
    size = context.shape[1:3]
    for displacement in motion.displacement:
        yield sample(context[-1], resized(inverse(displacement), size))


@dataclass(frozen=True, slots=True)
class Trial:
    """One prediction of known frames; per frame, gains: dB over holding the last one, and likeness: PSNR of holding."""

    gains: np.ndarray
    likeness: np.ndarray
    camera: bool  # whether one camera move explains nearly all of what was predicted


def back_test(context: np.ndarray, rate: float, predict: Predict, render: Render = warped) -> BackTest:
    """Predict the clip's last half second (of a short one, a third) from what is before it and compare with the truth;
    once more a quarter of a second earlier, where there is enough before it: a single half second can be lucky.

    context: [n, h, w, 3] uint8 or uint16, RGB in playing order; a hard cut begins it anew. predict(frames, rate, count)
    and render(frames, motion) are given frames at working size.
    """
    shot = after_last_cut(context)
    held = min(round(HELD_OUT * rate), len(shot) // 3)
    if held < FEWEST:
        return _untested()
    shot = _small(shot)
    earlier = shot[: len(shot) - held // 2]
    shots = [shot, earlier] if len(earlier) >= 2 * held else [shot]
    trials = [_trial(each[:-held], each[-held:], rate, predict, render) for each in shots]
    gains = np.mean([trial.gains for trial in trials], axis=0)
    return _judged(gains, np.mean([trial.likeness for trial in trials], axis=0), rate, trials[0].camera)


def _trial(known: np.ndarray, truth: np.ndarray, rate: float, predict: Predict, render: Render) -> Trial:
    motion = predict(known, rate, len(truth))
    errors = _errors(render(known, motion), truth)
    holding = _errors([known[-1]] * len(truth), truth)
    return Trial(_decibels(holding / errors), _decibels(1 / holding), _is_camera(motion))


def _untested() -> BackTest:
    return BackTest(Verdict.CHECK, "Too few frames to test the motion on: look at the result.", STEPS[1], 0.0)


def _small(shot: np.ndarray) -> np.ndarray:
    """The picture without its bars at working size."""
    area = picture_area(shot)
    inner = shot[:, area.rows, area.columns]
    size = working_size(*inner.shape[1:3])
    return np.stack([shrunk(frame, size) for frame in inner])


def _errors(frames: Iterable[np.ndarray], truth: np.ndarray) -> np.ndarray:
    """Root mean square error of each frame, 0 to 1, never quite 0."""
    scale = np.iinfo(truth.dtype).max
    pairs = zip(frames, truth, strict=True)
    errors = [np.sqrt(np.mean(np.square(a.astype(np.float32) - b.astype(np.float32)))) / scale for a, b in pairs]
    return np.maximum(errors, 1e-3)


def _decibels(ratio: np.ndarray) -> np.ndarray:
    return 20 * np.log10(ratio)


def _judged(gains: np.ndarray, likeness: np.ndarray, rate: float, camera: bool) -> BackTest:
    """gains: dB over holding, of each frame; likeness: PSNR of holding, of each frame."""
    gain = float(gains.mean())
    still = float(likeness.mean()) > STILL
    believable = _believable(gains, rate) if not (still and gain > -LEAST_GAIN) else _rounded(LONGEST * HELD_OUT)
    if still and gain > -LEAST_GAIN:
        verdict, words = Verdict.GOOD, "The picture hardly moves: believable for about {}."
    elif gain >= GOOD_GAIN and believable >= Fraction(1, 2):
        verdict = Verdict.GOOD
        words = "Steady camera move: believable for about {}." if camera else "Steady motion: believable for about {}."
    elif gain >= FAIR_GAIN and gains[-LAST:].mean() >= LEAST_GAIN and believable >= Fraction(1, 4):
        verdict, words = (
            Verdict.CHECK,
            "The motion can be followed in part: believable for about {}; look at the result.",
        )
    else:
        verdict = Verdict.POOR
        words = "The motion changes faster than this model can follow: believable for about {}; this motion needs Wan."
    return BackTest(verdict, words.format(SPOKEN[believable]), believable, gain)


def _believable(gains: np.ndarray, rate: float) -> Fraction:
    """Seconds until the gain's trend reaches nothing, or until it first stays there."""
    ages = np.arange(1, len(gains) + 1)
    settled = np.minimum.accumulate(np.convolve(gains, np.ones(min(3, len(gains))) / min(3, len(gains)), "same"))
    lost = settled < LEAST_GAIN
    if lost.any():
        return _rounded(float(np.argmax(lost)) / rate)
    slope, height = np.polyfit(ages, gains, 1)
    reach = (LEAST_GAIN - height) / slope if slope < 0 else np.inf
    return _rounded(min(reach, LONGEST * len(gains)) / rate)


def _rounded(seconds: float) -> Fraction:
    """The longest stretch we have words for that is not (much) longer."""
    return max((step for step in STEPS if step <= seconds * 1.1), default=STEPS[0])


def _is_camera(motion: Motion) -> bool:
    """Whether one camera move explains nearly all of it."""
    last = motion.displacement[-1]
    size = last.shape[:2]
    rest = last - camera_field(camera_map(last, np.ones(size, np.float32)), size)
    return float(length(rest).mean()) < 0.1 * float(length(last).mean()) + 1e-4
