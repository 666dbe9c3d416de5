"""How near predicted frames come to the true ones, each measure in one number a clip."""

from dataclasses import dataclass
from math import log, nan

import cv2
import numpy as np
from skimage.metrics import structural_similarity

from engine.finishing.joins.seam import STILL_FLOW, STILL_STEP, flow_speed, frame_steps, sharpness
from tests.benchmarks.cases import Case

COMPARE_WIDTH = 640  # pictures are compared at this width or less; sharpness at their own size
FLOW_WIDTH = 320  # motion is measured at this width and told in pixels of the compared picture
RATIOS = ("flow", "seam", "sharpness")
IDENTICAL = 60.0  # dB: what an identical frame counts as in a mean


@dataclass(frozen=True, slots=True)
class Scores:
    """One method on one clip.

    motion: px a frame at 640 wide, mean over pixels, between the flow seen in the new frames (DIS) and the exact one;
    nan where no exact flow is known. The truth's own value is the instrument's error.
    flow, sharpness: new / true. Detail is the mean absolute difference from a 1-pixel blur; it is compared with the
    true frames of the same moments, so what moves in or out of the picture counts on both sides.
    seam: step at the join / the clip's own step; on bridges the end that is further from 1.
    """

    psnr: float
    ssim: float
    motion: float
    flow: float
    seam: float
    sharpness: float
    seconds: float  # CPU seconds for the whole clip


class Yardstick:
    """A case and task made ready to score any number of methods."""

    def __init__(self, case: Case, task: str) -> None:
        """task: 'extension' or 'bridge'."""
        self._case = case
        self._bridge = task == "bridge"
        self._true = _compared(case.truth)
        self._start = _compared(case.before[-1:])
        self._end = _compared(case.after[: int(self._bridge)])
        self._true_flow = self._speed(self._true)
        self._true_sharpness = _sharpness(case.truth)
        self._own_step = _own_step(case.before)
        self._step_after = _own_step(case.after) if self._bridge else STILL_STEP

    def score(self, new: np.ndarray, seconds: float) -> Scores:
        """new: [frame, height, width, 3] uint8, as many and as large as the case's truth."""
        made = _compared(new)
        return Scores(
            psnr=psnr(self._true, made),
            ssim=ssim(self._true, made),
            motion=motion_error(self._shown(made), self._case.flow, self._case.truth.shape[2]),
            flow=self._speed(made) / self._true_flow,
            seam=self._seam(new),
            sharpness=_sharpness(new) / self._true_sharpness,
            seconds=seconds,
        )

    def _shown(self, made: np.ndarray) -> np.ndarray:
        return np.concatenate([self._start, made, self._end])

    def _speed(self, made: np.ndarray) -> float:
        return max(float(flow_speed(self._shown(made)).mean()), STILL_FLOW)

    def _seam(self, new: np.ndarray) -> float:
        jumps = [_step(self._case.before[-1], new[0]) / self._own_step]
        if self._bridge:
            jumps.append(_step(new[-1], self._case.after[0]) / self._step_after)
        return max(jumps, key=lambda jump: abs(log(jump)))


def psnr(true: np.ndarray, made: np.ndarray) -> float:
    """dB, mean over frames."""
    errors = [np.mean(cv2.absdiff(a, b).astype(np.float32) ** 2) for a, b in zip(true, made, strict=True)]
    return float(np.mean([min(IDENTICAL, 10 * np.log10(255**2 / max(error, 1e-9))) for error in errors]))


def ssim(true: np.ndarray, made: np.ndarray) -> float:
    """Of the brightness, mean over every third frame (it is the slowest measure)."""
    pairs = zip(true[::3], made[::3], strict=True)
    return float(np.mean([structural_similarity(_grey(a), _grey(b)) for a, b in pairs]))


def motion_error(shown: np.ndarray, exact: np.ndarray | None, exact_width: int) -> float:
    """shown: the last known frame, then the new ones; exact: [frame, h, w, 2] backward flow of the new ones."""
    if exact is None:
        return nan
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_MEDIUM)
    small = [_grey(frame) for frame in _at_width(shown, FLOW_WIDTH)]
    size = small[0].shape[::-1]
    errors = []
    for before, frame, flow in zip(small, small[1:], exact, strict=False):
        seen = -dis.calc(frame, before, np.zeros((*frame.shape, 2), np.float32))
        true = cv2.resize(flow, size, interpolation=cv2.INTER_AREA) * (FLOW_WIDTH / exact_width)
        errors.append(np.linalg.norm(seen - true, axis=-1).mean())
    return float(np.mean(errors)) * COMPARE_WIDTH / FLOW_WIDTH


def spread(scores: list[Scores], measure: str) -> str:
    """Mean and standard deviation; of ratios, which are skewed, the median and quartiles."""
    values = np.array([getattr(each, measure) for each in scores])
    if np.isnan(values).any():
        return "-"
    if measure in RATIOS:
        low, middle, high = np.percentile(values, (25, 50, 75))
        return f"{middle:.2f} [{low:.2f} {high:.2f}]"
    digits = 3 if measure == "ssim" else 2
    return f"{values.mean():.{digits}f} ±{values.std():.{digits}f}"


def _step(first: np.ndarray, second: np.ndarray) -> float:
    return max(float(frame_steps([first, second])[0]), STILL_STEP)


def _own_step(frames: np.ndarray) -> float:
    return max(float(np.median(frame_steps(frames))), STILL_STEP)


def _sharpness(frames: np.ndarray) -> float:
    return float(np.median([sharpness(frame) for frame in frames[::3]]))


def _compared(frames: np.ndarray) -> np.ndarray:
    return _at_width(frames, COMPARE_WIDTH)


def _at_width(frames: np.ndarray, width: int) -> np.ndarray:
    height = round(frames.shape[1] * width / frames.shape[2])
    if frames.shape[2] <= width:
        return frames
    small = [cv2.resize(frame, (width, height), interpolation=cv2.INTER_AREA) for frame in frames]
    return np.stack(small) if small else np.zeros((0, height, width, 3), np.uint8)


def _grey(frame: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
