"""What keeps a long row of windows at the colours it began with: errors too small to be seen at any join add up."""

from collections.abc import Sequence

import numpy as np

from engine.finishing.matching.likeness import likeness
from engine.finishing.matching.own_change import cells

UNSEEN = 1.5 / 255  # a difference in level that does not matter yet
USUAL = 3.0  # times the clip's own change of level that is nothing unusual
MOST = 6 / 255  # of a difference that is undone in one window: no more than that is an error that has added up


def level_pull(original: Sequence[np.ndarray], known: Sequence[np.ndarray], leaning: float) -> np.ndarray:
    """[3], to be added to each channel of the window's last frames so that they keep the first window's level.

    original, known: [h, w, 3] in 0 to 1 at working size, the frames that the first window began with, and the finished
    ones that this window begins with. 0 as far as the clip's own changes of level explain the difference, and where
    both show something else: then nothing can be said of their colours. leaning: how far off the generator's colours
    are in this window: no more is undone than what may have come of that.
    """
    first, now = (np.array([picture.mean(axis=(0, 1)) for picture in row]) for row in (original, known))
    own = UNSEEN + USUAL * np.maximum(np.ptp(first, axis=0), np.ptp(now, axis=0))
    off = now.mean(axis=0) - first.mean(axis=0)
    excess = off * np.maximum(0, 1 - (own / np.maximum(np.abs(off), 1e-9)) ** 2)
    begun, come = cells(original[-1]), cells(known[-1])
    alike = likeness(come, begun, np.ones(begun.shape[:2], np.float32))
    most = min(MOST, leaning)
    return -np.clip(excess, -most, most) * alike
