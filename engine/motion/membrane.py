"""Smooth surfaces through scattered samples: how light and colour go on where nothing is known."""

import cv2
import numpy as np


def membrane(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The smooth surface through the weighted samples, by push and pull over halved sizes.

    values: [h, w, c] float32, c at most 4. weight: [h, w] float32 in 0..1. Returns [h, w, c] float32.
    """
    if min(weight.shape) <= 2:
        total = max(float(weight.sum()), 1e-6)
        return np.broadcast_to((values * weight[..., None]).sum((0, 1)) / total, values.shape).astype(np.float32)
    size = (-(-weight.shape[1] // 2), -(-weight.shape[0] // 2))
    mass = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    total = cv2.resize(values * weight[..., None], size, interpolation=cv2.INTER_AREA).reshape(*size[::-1], -1)
    coarse = membrane(total / np.maximum(mass, 1e-6)[..., None], np.minimum(mass * 2, 1))
    wide = cv2.resize(coarse, weight.shape[::-1], interpolation=cv2.INTER_LINEAR).reshape(values.shape)
    return values * weight[..., None] + wide * (1 - weight[..., None])


def shrunk_known(pixels: np.ndarray, known: np.ndarray, scale: int) -> tuple[np.ndarray, np.ndarray]:
    """A picture averaged down by a whole factor over its known pixels only.

    pixels: [H, W, C] uint8 or uint16. known: [H, W] bool. Returns [h, w, C] float32 in 0..1 and each small pixel's
    known share [h, w] float32.
    """
    height, width = -(-known.shape[0] // scale) * scale, -(-known.shape[1] // scale) * scale
    pad = (0, height - known.shape[0], 0, width - known.shape[1])
    size = (width // scale, height // scale)
    whole = cv2.copyMakeBorder(known.view(np.uint8) * np.uint8(255), *pad, cv2.BORDER_REPLICATE)
    weight = cv2.resize(whole, size, interpolation=cv2.INTER_AREA).astype(np.float32) / 255
    visible = cv2.copyMakeBorder(pixels * known[..., None], *pad, cv2.BORDER_REPLICATE)
    total = cv2.resize(visible, size, interpolation=cv2.INTER_AREA).astype(np.float32) / np.iinfo(pixels.dtype).max
    return total / np.maximum(weight, 1e-3)[..., None], weight


def enlarged(
    small: np.ndarray, size: tuple[int, int], scale: int, rows: slice, interpolation: int = cv2.INTER_LINEAR
) -> np.ndarray:
    """Rows of a small picture enlarged by a whole factor to (height, width), without making the rest."""
    first = max(0, rows.start // scale - 1)
    last = min(len(small), -(-rows.stop // scale) + 1)
    big = cv2.resize(small[first:last], None, fx=scale, fy=scale, interpolation=interpolation)
    return big[rows.start - first * scale : rows.stop - first * scale, : size[1]]


def light_between(first: np.ndarray, second: np.ndarray, both: np.ndarray, scale: int) -> tuple[np.ndarray, float]:
    """The slow difference in light from the second picture to the first, carried on smoothly everywhere.

    first, second: [H, W, C] of one scale. both: [H, W] bool, where both are known. Returns the small difference
    [h, w, C] in full scale 1, to be `enlarged`, and the mean absolute difference over what both show; infinite when
    that is nothing.
    """
    one, weight = shrunk_known(first, both, scale)
    other, _ = shrunk_known(second, both, scale)
    difference = one - other
    if weight.sum() < 1:
        return np.zeros_like(one), np.inf
    return membrane(difference, weight), float(np.average(np.abs(difference).mean(axis=2), weights=weight))
