"""Continuations that hide the join by giving up the film: each has to fail the table."""

from collections.abc import Callable

import cv2
import numpy as np

from tests.benchmarks.seam_figures import measure
from tests.benchmarks.seam_footage import Continuation
from tests.benchmarks.seam_table import Line, missed, numbers

FADE = FROZEN = 24  # frames
BLUR = 2.0  # pixels at 1280 wide

Make = Callable[[Continuation, np.ndarray], np.ndarray]  # and its finished frames


def controls(continuation: Continuation, finished: np.ndarray) -> list[Line]:
    """One line each: the goals it misses."""
    return [_judged(name, continuation, make(continuation, finished)) for name, make in CONTROLS.items()]


def hold_last(continuation: Continuation, _: np.ndarray) -> np.ndarray:
    return np.repeat(continuation.context[-1:], len(continuation.generated), axis=0)


def raw(continuation: Continuation, _: np.ndarray) -> np.ndarray:
    return continuation.generated


def blurred(continuation: Continuation, finished: np.ndarray) -> np.ndarray:
    sigma = BLUR * continuation.context.shape[2] / 1280
    return np.stack([cv2.GaussianBlur(frame, (0, 0), sigma) for frame in finished])


def cross_faded(continuation: Continuation, _: np.ndarray) -> np.ndarray:
    """The last known frame dissolves into the new ones as they were generated."""
    return _dissolved(continuation.context[-1], continuation.generated)


def melted(continuation: Continuation, finished: np.ndarray) -> np.ndarray:
    """The last known frame dissolves into the finished ones: no jump and the right colours, but it ghosts."""
    return _dissolved(continuation.context[-1], finished)


def frozen_then_jumping(continuation: Continuation, finished: np.ndarray) -> np.ndarray:
    """Held for a second; then it goes on as if it had not been."""
    held = min(FROZEN, len(finished) - 1)
    return np.concatenate([np.repeat(continuation.context[-1:], held, axis=0), finished[held:]])


def hesitating(_: Continuation, finished: np.ndarray) -> np.ndarray:
    """Every second frame is shown twice instead of the next."""
    return finished[np.arange(len(finished)) // 2 * 2]


CONTROLS: dict[str, Make] = {
    "raw": raw,
    "hold last": hold_last,
    "blurred": blurred,
    "cross-faded": cross_faded,
    "finished, but melted in": melted,
    "frozen, then jumping": frozen_then_jumping,
    "finished, but hesitating": hesitating,
}


def _judged(name: str, continuation: Continuation, new: np.ndarray) -> Line:
    figures = measure(continuation.context, new, continuation.generated)
    fails = missed(figures)
    told = "; ".join(f"{goal} {figures[goal].value:.2f}" for goal in fails)
    return Line(name, f"fails {len(fails)}: {told}", {"fails": fails, **numbers(figures)}, bool(fails))


def _dissolved(still: np.ndarray, frames: np.ndarray) -> np.ndarray:
    shares = np.minimum(1, np.arange(1, len(frames) + 1) / (FADE + 1))
    pairs = zip(shares, frames, strict=True)
    return np.stack([cv2.addWeighted(still, 1 - float(share), frame, float(share), 0) for share, frame in pairs])
