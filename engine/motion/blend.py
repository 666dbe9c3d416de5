"""Two pictures of one moment, each carried there from its own side of a gap, made one without double exposure."""

from dataclasses import dataclass

import cv2
import numpy as np

SMALL = 4  # weights are found at a quarter of the size
SAME = 10 / 255  # mean difference up to which both sides clearly show the same
CONTRAST_SHARE = 0.35  # and this share of the local contrast: fine texture never lines up perfectly
SWITCH = 0.12  # half the share of the gap in which a place that differs changes sides
SEEN_LEAD = 0.3  # share of the gap by which the side that really saw a place comes earlier or stays longer
STEEP = 3.0  # fine detail changes sides this much faster than light and colour, so that it is never averaged for long


@dataclass(frozen=True, slots=True)
class View:
    """picture: [H, W, C]. seen: [H/4, W/4] float32, 1 where it was really seen, 0 where it was made up."""

    picture: np.ndarray
    seen: np.ndarray


def small_size(size: tuple[int, int]) -> tuple[int, int]:
    """(width, height) for cv2 of the size at which weights live, for a picture of (height, width)."""
    return max(1, size[1] // SMALL), max(1, size[0] // SMALL)


def agreement(before: View, after: View) -> np.ndarray:
    """[h, w] float32 at small size, 1 where both show the same, towards 0 where they differ."""
    return _agreement(_shrunk(before.picture), _shrunk(after.picture))


def blended(before: View, after: View, time: float, *, dissolve: bool) -> np.ndarray:
    """One frame [H, W, C] of both, `time` in 0..1 of the way from the first to the second.

    dissolve: the sides have nothing in common, so one fades plainly into the other.
    """
    low = [_shrunk(view.picture) for view in (before, after)]
    if dissolve:
        even = np.full(low[0].shape[:2], _smooth(time), np.float32)
        return _mixed(before.picture, after.picture, even, even, low)
    alike = _agreement(*low)
    middle = 0.5 - SEEN_LEAD * cv2.GaussianBlur(after.seen - before.seen, (0, 0), 2)
    switched = _smooth(np.clip((time - middle) / (2 * SWITCH) + 0.5, 0, 1))
    wanted = (alike * time + (1 - alike) * switched).astype(np.float32)
    share = np.asarray(cv2.GaussianBlur(wanted, (0, 0), 1.5), np.float32)
    detail = np.clip((share - 0.5) * STEEP + 0.5, 0, 1)
    return _mixed(before.picture, after.picture, share, detail, low)


def _mixed(
    before: np.ndarray, after: np.ndarray, share: np.ndarray, detail: np.ndarray, low: list[np.ndarray]
) -> np.ndarray:
    """Detail by one weight, light and colour by another, both [h, w] at small size."""
    size, top = before.shape[1::-1], np.iinfo(before.dtype).max
    weight = cv2.resize(detail, size).reshape(*before.shape[:2], 1)
    mix: np.ndarray = before + weight * (after.astype(np.float32) - before)
    slow = (share - detail)[..., None] * (low[1] - low[0]) * np.float32(top)
    mix = mix + cv2.resize(slow, size).reshape(mix.shape)
    return np.clip(np.rint(mix), 0, top).astype(before.dtype)


def _agreement(before: np.ndarray, after: np.ndarray) -> np.ndarray:
    difference = cv2.GaussianBlur(np.abs(before - after).mean(axis=2), (0, 0), 2)
    contrast = cv2.GaussianBlur(np.abs(before - cv2.GaussianBlur(before, (0, 0), 3)).mean(axis=2), (0, 0), 3)
    return np.exp(-((difference / (SAME + CONTRAST_SHARE * contrast)) ** 2))


def _shrunk(picture: np.ndarray) -> np.ndarray:
    small = cv2.resize(picture, small_size(picture.shape[:2]), interpolation=cv2.INTER_AREA)
    return small.astype(np.float32) / np.iinfo(picture.dtype).max


def _smooth(time: float | np.ndarray) -> float | np.ndarray:
    return time * time * (3 - 2 * time)
