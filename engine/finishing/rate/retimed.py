"""One frame at a join retimed: the first new one, where it stands still or has left one out."""

from collections.abc import Iterable, Iterator
from itertools import chain, islice, pairwise

import numpy as np

from engine.finishing.rate.between import Between, reduced
from engine.motion.flow import flow, grey, length, reliability, sample, working_size
from engine.motion.past import textured

STEPS = 3  # of the known frames that say how fast they move
STILL = 0.1 / 320  # widths a frame: slower than this a stall does not show
STEADY = 0.4  # the known steps may differ by this share of their mean; else nothing can be said of the next one
STALLS = 0.3  # share of the clip's own step below which the first one stalls
GOES_ON = 0.6  # share of it that the second step has at least
SKIPS = (1.7, 2.5)  # times the clip's own step when one was left out
AS_USUAL = 1.4  # times the clip's own step that the second one has then at most


def first_retimed(frames: Iterable[np.ndarray], context: np.ndarray) -> Iterator[np.ndarray]:
    """The same frames, the first made anew half way from the last known one to the second where its step is far off.

    That is where it shows what the last known frame shows and the second goes on, and where it went twice as far as
    the clip's own frames go and the second goes on as they do.

    frames: [h, w, 3 or 4] each, one size and type, leading away from `context`: [n, H, W, 3 or 4], the known frames up
    to the first of them, any size and depth. Speed is measured by flow along the way that the clip's own last frames
    went, so colours may differ. With fewer than 3 known frames, or where they hardly or unsteadily move, nothing is
    changed.
    """
    coming = iter(frames)
    start = list(islice(coming, 2))
    if len(start) == 2 and len(context) > 2:
        start[0] = _first(start[0], start[1], context[-STEPS - 1 :])
    return chain(start, coming)


def _first(first: np.ndarray, second: np.ndarray, known: np.ndarray) -> np.ndarray:
    steps = _paces(first, second, known)
    if steps is None:
        return first
    across, onward = steps
    half = (across + onward) / 2
    if across < STALLS and onward > GOES_ON:
        return Between.of(first, second).at((half - across) / onward)
    if SKIPS[0] < across < SKIPS[1] and GOES_ON < onward < AS_USUAL:
        return Between.of(known[-1], first).of_second(half / across)
    return first


def _paces(first: np.ndarray, second: np.ndarray, known: np.ndarray) -> tuple[float, float] | None:
    """The step to the first new frame, and the one to the second, in steps of the known frames; None: no telling."""
    height, width = known.shape[1:3]
    size = working_size(height, width)
    *greys, new, newer = (grey(reduced(frame, size)) for frame in (*known, first, second))
    own = [-flow(later, earlier) for earlier, later in pairwise(greys)]
    speeds = np.array([length(field).mean() for field in own])
    if speeds.min() < STILL or np.ptp(speeds) > STEADY * speeds.mean():
        return None
    there, onward = flow(greys[-1], new), flow(new, newer)
    trust = textured(greys[-1]) * reliability(there, flow(new, greys[-1]))
    return _along(there, own[-1], trust), _along(sample(onward, there), own[-1], trust)


def _along(field: np.ndarray, own: np.ndarray, trust: np.ndarray) -> float:
    """How far a field goes the way of another, as a share of that."""
    return float((trust[..., None] * field * own).sum() / max((trust[..., None] * own * own).sum(), 1e-12))
