"""What can be seen at a join and after it, each in one figure beside the frames' own spread."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

from engine.finishing.joins.seam import colour_distance, frame_steps, sharpness

STEP_SIZE, FLOW_SIZE = (640, 360), (320, 180)  # width, height
STILL_STEP = 0.5  # grey levels: what re-encoding alone changes between the frames of a still picture
STILL_FLOW = 0.05  # pixels at 320x180: flow found in a still picture
NEAR = 8  # steps after the join that belong to it
LATER = 12  # frames after the first new one
START = 24  # frames that count as the start of the new ones
DETAIL_SIGMA = 2.0  # pixels at 640x360: finer than this is detail
FLAT_DETAIL = 0.1  # grey levels, standard deviation: a picture without detail
GREY = 2.0  # CIELAB chroma of a picture without colour
DARKEST, BRIGHTEST = 1, 254  # 8-bit values that count as clipped
TOLERATED_CLIPPING = 0.01  # share of the pixels: less is as good as none

JUMP = "jump at the join / median context step"
LARGEST = f"largest step in the next {NEAR} / median"
SMALLEST = f"smallest step in the next {NEAR} / median"
COLOUR = "low-frequency dE across the join"
COLOUR_LATER = f"the same {LATER} frames later"
FLOW, FLOW_START = "flow energy / the raw", f"flow energy / the raw, first {START}"
DETAIL, DETAIL_START = "detail's correlation with the raw", f"detail's correlation, first {START}"
SATURATION, PEAK = "saturation / the source's", "saturation, 99th percentile / the source's"
CLIPPING = "clipped pixels / the source's"
SHARPNESS = "sharpness / the source's"


@dataclass(frozen=True, slots=True)
class Figure:
    """value: what is judged; values: [n] those of single frames that it stands for."""

    value: float
    values: np.ndarray


Figures = dict[str, Figure]


def measure(context: np.ndarray, new: np.ndarray, raw: np.ndarray) -> Figures:
    """All figures of new frames after known ones, beside the same frames as the generator made them."""
    return Yardstick(context, raw).measure(new)


class Yardstick:
    """Known frames, and the new ones as generated, made ready to measure any number of finished ones.

    Steps: mean absolute difference at 640x360, 8-bit RGB, raised to what a still picture shows. Colour: CIELAB at
    32x18. Flow energy: mean squared length of the optical flow (DIS) at 320x180, between new frames only. Detail: luma
    at 640x360 less its Gaussian of 2 pixels, Pearson's r, frame by frame. Saturation: CIELAB chroma at 320x180.
    Clipped: a channel at 0, 1, 254 or 255; shares below 1 % count as 1 %. Sharpness: see engine.finishing.joins.seam.
    Over frames the mean is judged; of sharpness the median, of energy the ratio of the means.

    others: what a frame's detail may be like instead of the raw one's: the same at other moments, of late ones.
    step: the median step of the known frames, grey levels.
    """

    def __init__(self, context: np.ndarray, raw: np.ndarray, *others: np.ndarray) -> None:
        self._last = context[-1]
        self.step = max(float(np.median(frame_steps(context))), STILL_STEP)
        self._energy = np.maximum(flow_energy(raw), STILL_FLOW**2)
        self._details = [[detail(frame) for frame in frames] for frames in (raw, *others)]
        self._colours = np.mean([_colour(frame) for frame in context], axis=0)
        self._sharpness = float(np.median([_sharpness(frame) for frame in context]))

    def measure(self, new: np.ndarray) -> Figures:
        """new: as many as the generated ones, any size."""
        return {
            **self._steps(new),
            COLOUR: _single(colour_distance(self._last, new[0])),
            COLOUR_LATER: _single(colour_distance(self._last, new[min(LATER, len(new) - 1)])),
            **self._motion(new),
            **self._detail(new),
            **self._colour(new),
            SHARPNESS: self._sharp(new),
        }

    def _steps(self, new: np.ndarray) -> Figures:
        jump = max(float(frame_steps([self._last, new[0]])[0]), STILL_STEP)
        steps = np.maximum(frame_steps(new[: NEAR + 1]), STILL_STEP) / self.step
        return {
            JUMP: _single(jump / self.step),
            LARGEST: Figure(float(steps.max()), steps),
            SMALLEST: Figure(float(steps.min()), steps),
        }

    def _motion(self, new: np.ndarray) -> Figures:
        energy, own = np.maximum(flow_energy(new), STILL_FLOW**2), self._energy
        counts = {FLOW: len(own), FLOW_START: START - 1}
        return {
            name: Figure(float(energy[:count].mean() / own[:count].mean()), energy[:count] / own[:count])
            for name, count in counts.items()
        }

    def _detail(self, new: np.ndarray) -> Figures:
        frames = zip(map(detail, new), *self._details, strict=True)
        values = np.array([max(correlation(own, each) for each in others) for own, *others in frames])
        return {
            name: Figure(float(each.mean()), each) for name, each in ((DETAIL, values), (DETAIL_START, values[:START]))
        }

    def _colour(self, new: np.ndarray) -> Figures:
        ratios = np.array([_colour(frame) for frame in new]) / self._colours
        names = zip((SATURATION, PEAK, CLIPPING), ratios.T, strict=True)
        return {name: Figure(float(values.mean()), values) for name, values in names}

    def _sharp(self, new: np.ndarray) -> Figure:
        size = self._last.shape[1], self._last.shape[0]
        shown = (frame if frame.shape == self._last.shape else _enlarged(frame, size) for frame in new)
        values = np.array([_sharpness(frame) for frame in shown]) / self._sharpness
        return Figure(float(np.median(values)), values)


def flow_energy(frames: Iterable[np.ndarray]) -> np.ndarray:
    """[frame - 1] mean squared length of the optical flow between consecutive frames, square pixels at 320x180."""
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    greys = (
        cv2.resize(cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY), FLOW_SIZE, interpolation=cv2.INTER_AREA) for frame in frames
    )
    flows = (dis.calc(first, second, np.zeros((*first.shape, 2), np.float32)) for first, second in pairwise(greys))
    return np.array([float((flow**2).sum(-1).mean()) for flow in flows])


def detail(frame: np.ndarray) -> np.ndarray:
    """[360, 640] float32 grey levels: what the frame shows finer than 2 pixels at that size."""
    grey = cv2.cvtColor(_at(frame, STEP_SIZE), cv2.COLOR_RGB2GRAY).astype(np.float32)
    return grey - cv2.GaussianBlur(grey, (0, 0), DETAIL_SIGMA)


def correlation(first: np.ndarray, second: np.ndarray) -> float:
    """Pearson's r of two pictures of detail; two without any agree."""
    flat = [float(each.std()) < FLAT_DETAIL for each in (first, second)]
    if any(flat):
        return float(all(flat))
    return float(np.corrcoef(first.ravel(), second.ravel())[0, 1])


def chroma(frame: np.ndarray) -> np.ndarray:
    """[180, 320] CIELAB chroma."""
    lab = cv2.cvtColor(_at(frame, FLOW_SIZE).astype(np.float32) / np.float32(255), cv2.COLOR_RGB2LAB)
    return cv2.magnitude(lab[..., 1], lab[..., 2])


def clipped(frame: np.ndarray) -> float:
    """Share of the pixels with a channel at its end."""
    between = cv2.inRange(frame, (DARKEST + 1,) * 3, (BRIGHTEST - 1,) * 3)
    return 1 - cv2.countNonZero(between) / between.size


def _colour(frame: np.ndarray) -> tuple[float, float, float]:
    """Mean and 99th percentile of its chroma, share that is clipped; raised to what counts as none."""
    colours = chroma(frame)
    strongest = float(np.percentile(colours, 99))
    return max(float(colours.mean()), GREY), max(strongest, GREY), max(clipped(frame), TOLERATED_CLIPPING)


def _sharpness(frame: np.ndarray) -> float:
    return max(sharpness(frame), FLAT_DETAIL)


def _enlarged(frame: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return cv2.resize(frame, size, interpolation=cv2.INTER_CUBIC)


def _at(frame: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return cv2.resize(frame, size, interpolation=cv2.INTER_AREA)


def _single(value: float) -> Figure:
    return Figure(value, np.array([value]))
