"""What can be compared of two pictures across a join, whatever their sizes and depths."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

import cv2
import numpy as np

STEP_SIZE = (640, 360)  # width, height at which steps are measured, whatever the picture's own
COLOUR_SIZE = (32, 18)  # so small that only light and colour are left, no detail
FLOW_SIZE = (320, 180)
DARK = 0.01  # linear light, 1 is white: below it a change of light is hardly seen
LUMA = np.array((0.2126, 0.7152, 0.0722), np.float32)  # BT.709
FLAT_HALF, DETAILED = 0.5, 0.3  # quantiles of detail: below, grain is looked for; above, sharpness is
NO_DETAIL, NO_GRAIN = 0.15, 0.3  # grey levels that count as none
GREY = 3.0  # CIELAB chroma that counts as none
FLAT = 2.0  # CIELAB lightness: between the bright and the dark part of a picture without contrast
TOP = 0.3  # the share of the picture that is its bright or its dark part, or its colourful one


Frames = Sequence[np.ndarray] | np.ndarray  # [height, width, 3 or more] each, uint8 or full-range uint16 RGB


@dataclass(frozen=True, slots=True)
class Look:
    """A picture at the sizes that it is compared at.

    picture: [360, 640, 3] float32 RGB in 8-bit levels. lab: [18, 32, 3] CIELAB. light: [18, 32] linear luminance, by
    the inverse of BT.709's transfer function, so its powers of two are stops of the scene. grey: [180, 320] uint8.
    """

    picture: np.ndarray
    lab: np.ndarray
    light: np.ndarray
    grey: np.ndarray


@dataclass(frozen=True, slots=True)
class Change:
    """From one look to the next.

    step: mean absolute difference, grey levels. speed: mean length of the flow (DIS), pixels at 320x180; flow: the same
    for each, [180, 320, 2]. distance: mean CIELAB distance at 32x18. shift: see whole_shift. stops: of light, the
    median. contrast, saturation: ratios.
    """

    step: float
    speed: float
    flow: np.ndarray
    distance: float
    shift: np.ndarray
    stops: float
    contrast: float
    saturation: float


def look(frame: np.ndarray) -> Look:
    """frame: [height, width, 3 or more] uint8 or full-range uint16 RGB."""
    picture = shrunk(frame, STEP_SIZE)
    lab = cv2.cvtColor(picture / np.float32(255), cv2.COLOR_RGB2LAB)
    low = cv2.resize(picture, COLOUR_SIZE, interpolation=cv2.INTER_AREA) / np.float32(255)
    grey = to_grey(shrunk(frame, FLOW_SIZE)).round().astype(np.uint8)
    return Look(picture, cv2.resize(lab, COLOUR_SIZE, interpolation=cv2.INTER_AREA), linear(low) @ LUMA, grey)


def changes(looks: Sequence[Look]) -> list[Change]:
    return [change(*pair) for pair in pairwise(looks)]


def change(first: Look, second: Look) -> Change:
    dis = cv2.DISOpticalFlow.create(cv2.DISOPTICAL_FLOW_PRESET_FAST)
    flow = dis.calc(first.grey, second.grey, np.zeros((*first.grey.shape, 2), np.float32))
    moved = second.lab - first.lab
    return Change(
        step=float(cv2.absdiff(second.picture, first.picture).mean()),
        speed=float(np.linalg.norm(flow, axis=-1).mean()),
        flow=flow,
        distance=float(np.linalg.norm(moved, axis=-1).mean()),
        shift=whole_shift(first, second),
        stops=float(np.median(np.log2((second.light + DARK) / (first.light + DARK)))),
        contrast=contrast(first.lab[..., 0], second.lab[..., 0]),
        saturation=saturation(first.lab, second.lab),
    )


def whole_shift(first: Look, second: Look) -> np.ndarray:
    """[3] CIELAB: what the whole picture does between two looks, whatever moves in it."""
    return np.median(second.lab - first.lab, axis=(0, 1))


def contrast(first: np.ndarray, second: np.ndarray) -> float:
    """How far bright and dark parts lie apart in the second picture / in the first: [h, w] lightness each.

    Of two measures the one nearer to 1, as either is led astray by another thing: places that are bright or dark in
    the first picture, between which things move; and each picture's own bright and dark parts, which may be new.
    """
    bright, dark = first >= np.quantile(first, 1 - TOP), first <= np.quantile(first, TOP)
    same_places = float(np.median(second[bright]) - np.median(second[dark]))
    before, after = (float(np.subtract(*np.quantile(each, (1 - TOP / 2, TOP / 2)))) for each in (first, second))
    return nearer_to_1(*(max(spread + FLAT, 0.1) / (before + FLAT) for spread in (same_places, after)))


def nearer_to_1(first: float, second: float) -> float:
    """Of two ratios; 1 where they lie on either side of it."""
    if (first - 1) * (second - 1) <= 0:
        return 1.0
    return min(first, second) if first > 1 else max(first, second)


def saturation(first: np.ndarray, second: np.ndarray) -> float:
    """Chroma of what is colourful in the first picture, second / first. [h, w, 3] CIELAB each."""
    before, after = (np.hypot(each[..., 1], each[..., 2]) for each in (first, second))
    colourful = before >= np.quantile(before, 1 - TOP)
    return float((np.median(after[colourful]) + GREY) / (np.median(before[colourful]) + GREY))


def texture(frames: Frames, size: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    """Detail and grain of frames shown at (width, height): [18, 32] each, grey levels, mean over the frames.

    Detail is what a 1-pixel blur takes away, grain what a 3x3 median does.
    """
    detail, grain = [], []
    for frame in frames:
        grey = to_grey(eight_bit(frame))
        if grey.shape[::-1] != size:
            grey = cv2.resize(grey, size, interpolation=cv2.INTER_CUBIC).clip(0, 255)
        whole = grey.round().astype(np.uint8)
        detail.append(_blocks(cv2.absdiff(grey, cv2.GaussianBlur(grey, (0, 0), 1.0))))
        grain.append(_blocks(cv2.absdiff(whole, cv2.medianBlur(whole, 3)).astype(np.float32)))
    return np.mean(detail, axis=0), np.mean(grain, axis=0)


def detail_ratio(own: np.ndarray, new: np.ndarray) -> float:
    """Detail of new / own, the median over where the clip has any. [18, 32] each."""
    there = own >= np.quantile(own, DETAILED)
    return float(np.median((new[there] + NO_DETAIL) / (own[there] + NO_DETAIL)))


def grain_ratio(detail: np.ndarray, own: np.ndarray, new: np.ndarray) -> float:
    """Grain of new / own, the median over where there is little detail to be taken for it. [18, 32] each."""
    flat = detail <= np.quantile(detail, FLAT_HALF)
    return float(np.median((new[flat] + NO_GRAIN) / (own[flat] + NO_GRAIN)))


def linear(coded: np.ndarray) -> np.ndarray:
    """Scene light from BT.709's code values, both 0 to 1."""
    return np.where(coded < 0.081, coded / 4.5, ((coded + 0.099) / 1.099) ** (1 / 0.45)).astype(np.float32)


def shrunk(frame: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """[height, width, 3] float32 in 8-bit levels, at (width, height)."""
    pixels = np.ascontiguousarray(frame[..., :3])
    return eight_bit(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA))


def eight_bit(frame: np.ndarray) -> np.ndarray:
    """[height, width, 3] float32, 0 to 255."""
    scale = 257 if frame.dtype == np.uint16 else 1
    return frame[..., :3].astype(np.float32) / np.float32(scale)


def to_grey(frame: np.ndarray) -> np.ndarray:
    return cv2.cvtColor(frame, cv2.COLOR_RGB2GRAY)


def _blocks(picture: np.ndarray) -> np.ndarray:
    return cv2.resize(picture, COLOUR_SIZE, interpolation=cv2.INTER_AREA)
