"""Whether two pictures show the same."""

import numpy as np

from engine.finishing.pixels import luma

UNLIKE, ALIKE = 0.2, 0.6  # correlation of two pictures that have nothing to do with one another, and that do
LEAST_CONTRAST = 0.1  # of the other's: so much is left of any picture that is still the same
ROUNDING = 1 / 255


def likeness(given: np.ndarray, wanted: np.ndarray, trust: np.ndarray) -> np.float32:
    """0 for pictures [h, w, 3] that have nothing in common, where they are trusted, to 1: by their lights' correlation.

    Flow finds something in any two pictures: in a black one and whatever comes after it, or across a cut.
    """
    weight = trust / max(float(trust.sum()), 1e-6)
    first, second = luma(given), luma(wanted)
    first, second = first - (weight * first).sum(), second - (weight * second).sum()
    spreads = [float(np.sqrt((weight * light**2).sum())) for light in (first, second)]
    both = spreads[0] * max(spreads[1], LEAST_CONTRAST * spreads[0])
    found = (float((weight * first * second).sum()) + ROUNDING**2) / (both + ROUNDING**2)
    return np.float32(np.clip((found - UNLIKE) / (ALIKE - UNLIKE), 0, 1))
