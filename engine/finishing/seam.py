"""How a join looks: the new frames beside the clip's own, in numbers."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from engine.errors import RequestError

STEP_SIZE = (640, 360)  # width, height at which steps are measured, whatever the picture's own
COLOUR_SIZE = (32, 18)  # so small that only light and colour are left, no detail
FLOW_SIZE = (320, 180)
NEAR = 8  # steps after the join that belong to it
STILL_STEP = 0.5  # grey levels: what re-encoding alone changes between the frames of a still picture
STILL_FLOW = 0.05  # pixels at FLOW_SIZE: flow found in a still picture
FLAT = 1.0  # grey levels of large-scale contrast: a flat picture


@dataclass(frozen=True, slots=True)
class Seam:
    """A join measured against the clip's own motion; 1 is a perfect ratio, 0 a perfect colour difference.

    jump: the step across the join / the median step of the context.
    largest_after: the largest of the next 8 steps / the median step of the context.
    colour: CIELAB distance across the join at 32x18 pixels, mean.
    own_colour: the same between the context's own frames, median: what motion alone makes of it.
    sharpness: new / context, at equal large-scale contrast, so gain alone does not count as detail.
    flow: mean optical flow per frame, new / context. 0.5 is half the speed.
    context_step: the median step of the context, grey levels.
    """

    jump: float
    largest_after: float
    colour: float
    own_colour: float
    sharpness: float
    flow: float
    context_step: float


def measure_seam(context: np.ndarray, new: np.ndarray) -> Seam:
    """Measure the join between context and new, in playing order.

    context, new: [frame, height, width, 3 or more] uint8 or full-range uint16 RGB; sizes may differ. Only the first
    9 frames of new are looked at. For the join at the end of new frames pass both reversed in time.
    Ratios are of values raised to what a still picture shows (STILL_STEP, STILL_FLOW): an unmoving clip continued
    unmoving reads 1, never 0 / 0, and a jump in it still reads as one.
    Raises RequestError if either side is empty.
    """
    if not len(context) or not len(new):
        raise RequestError(
            "A join needs at least one frame on either side to be measured.", do="Give a context and new frames."
        )
    near = new[: NEAR + 1]
    own = _median(frame_steps(context))
    jump = float(frame_steps([context[-1], near[0]])[0])
    return Seam(
        jump=_ratio(jump, own, STILL_STEP),
        largest_after=_ratio(float(max(frame_steps(near), default=own)), own, STILL_STEP),
        colour=colour_distance(context[-1], near[0]),
        own_colour=_median(colour_distance(*pair) for pair in pairwise(context[-NEAR - 1 :])),
        sharpness=_sharpness_ratio(context[-NEAR - 1 :], near),
        flow=_flow_ratio(context[-NEAR - 1 :], near),
        context_step=own,
    )


def frame_steps(frames: Iterable[np.ndarray]) -> np.ndarray:
    """Mean absolute difference of consecutive frames in 8-bit grey levels at 640x360, RGB; [frame - 1].

    frames: [height, width, 3 or more] each, uint8 or full-range uint16, any size; read once, two held at a time.
    """
    steps: list[float] = []
    before = None
    for frame in frames:
        after = _small(frame, STEP_SIZE)
        if before is not None:
            steps.append(float(cv2.absdiff(after, before).mean()))
        before = after
    return np.asarray(steps)


def colour_distance(first: np.ndarray, second: np.ndarray) -> float:
    """Mean CIELAB distance (dE 1976) of two RGB frames once detail is averaged away."""
    distance = _low_lab(first) - _low_lab(second)
    return float(np.linalg.norm(distance, axis=-1).mean())


def sharpness(frame: np.ndarray) -> float:
    """Fine detail of an RGB frame at its own size: mean absolute difference, in grey levels, from a 1-pixel blur.

    The mean absolute value is used, not the Laplacian's variance: that one follows the few strongest edges, so an
    object entering or leaving the picture changes it more than a loss of focus does.
    """
    grey = _grey(_eight_bit(frame))
    return float(cv2.absdiff(grey, cv2.GaussianBlur(grey, (0, 0), 1.0)).mean())


def flow_speed(frames: Iterable[np.ndarray]) -> np.ndarray:
    """Mean length of the optical flow (DIS) between consecutive RGB frames, pixels at 320x180; [frame - 1]."""
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    speeds: list[float] = []
    before = None
    for frame in frames:
        after = _grey(_small(frame, FLOW_SIZE)).round().astype(np.uint8)
        if before is not None:
            speeds.append(
                float(np.linalg.norm(dis.calc(before, after, np.zeros((*after.shape, 2), np.float32)), axis=-1).mean())
            )
        before = after
    return np.asarray(speeds)


def _sharpness_ratio(context: np.ndarray, new: np.ndarray) -> float:
    height, width = context.shape[1:3]
    shown = (cv2.resize(frame, (width, height), interpolation=cv2.INTER_CUBIC) for frame in new)
    return _median([_relative_sharpness(frame) for frame in shown]) / _median(
        [_relative_sharpness(frame) for frame in context]
    )


def _relative_sharpness(frame: np.ndarray) -> float:
    contrast = float(_grey(_small(frame, COLOUR_SIZE)).std())
    return max(sharpness(frame), 1e-3) / max(contrast, FLAT)


def _flow_ratio(context: np.ndarray, new: np.ndarray) -> float:
    """1 where either side is a single frame: there is no speed to compare."""
    if len(context) < 2 or len(new) < 2:
        return 1.0
    return _ratio(_median(flow_speed(new)), _median(flow_speed(context)), STILL_FLOW)


def _ratio(value: float, own: float, still: float) -> float:
    return max(value, still) / max(own, still)


def _median(values: Iterable[float]) -> float:
    values = np.asarray(list(values))
    return float(np.median(values)) if len(values) else 0.0


def _low_lab(frame: np.ndarray) -> np.ndarray:
    lab = cv2.cvtColor(_small(frame, STEP_SIZE) / np.float32(255), cv2.COLOR_RGB2LAB)
    return cv2.resize(lab, COLOUR_SIZE, interpolation=cv2.INTER_AREA)


def _small(frame: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    pixels = np.ascontiguousarray(frame[..., :3])
    return _eight_bit(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def _eight_bit(frame: np.ndarray) -> np.ndarray:
    """[height, width, 3] float32, 0 to 255."""
    scale = 257 if frame.dtype == np.uint16 else 1
    return frame[..., :3].astype(np.float32) / np.float32(scale)


def _grey(frame: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)
