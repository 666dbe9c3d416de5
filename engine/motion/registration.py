"""How well a motion makes two known frames the same picture."""

import cv2
import numpy as np

from engine.motion.flow import compose, grey, inside, inverse, resized, sample
from engine.motion.motion import Motion

WINDOW = 0.025  # of the width: size of the patches compared
UNRELATED = 0.5  # unlikeness from which two frames have nothing in common


def registration_residual(first_last: np.ndarray, second_first: np.ndarray, motions: tuple[Motion, Motion]) -> float:
    """How unlike what both sides bring to the middle of the gap is: 0 the same picture, 1 unrelated.

    first_last, second_first: [h, w, 3] frames at the two ends. motions: as from `connect`, or any model's.
    """
    pictures = grey(first_last), grey(second_first)
    middle = len(motions[0].displacement) // 2
    first, second = (resized(motion.displacement[middle], pictures[0].shape) for motion in motions)
    return unlikeness(*pictures, compose(first, inverse(second)))


def unlikeness(first: np.ndarray, second: np.ndarray, field: np.ndarray) -> float:
    """1 - mean correlation of small patches of the first picture and the second brought to it, where both have it."""
    known = inside(field)
    if known.mean() < 0.1:
        return 1.0
    likeness, contrast = _patches(first, sample(second, field))
    weight = contrast * known
    return float(1 - (likeness * weight).sum() / (weight.sum() + 1e-6))


def _patches(a: np.ndarray, b: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Correlation of the patches around each pixel, [h, w], and how much there is to compare."""
    a, b = a.astype(np.float32), b.astype(np.float32)
    sigma = WINDOW * a.shape[1]

    def around(x: np.ndarray) -> np.ndarray:
        return cv2.GaussianBlur(x, (0, 0), sigma)

    mean_a, mean_b = around(a), around(b)
    spread_a, spread_b = around(a * a) - mean_a**2 + 4, around(b * b) - mean_b**2 + 4
    shared = around(a * b) - mean_a * mean_b
    return shared / np.sqrt(spread_a * spread_b), np.minimum(np.sqrt(spread_a), 40)
