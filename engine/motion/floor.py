"""The classical floor: motion continued or connected by measuring alone, nothing learned."""

import numpy as np

from engine.motion.camera import camera_field, camera_map
from engine.motion.cuts import after_last_cut
from engine.motion.flow import (
    compose,
    filled,
    flow,
    grey,
    inverse,
    pixel_centres,
    reliability,
    resized,
    sample,
    working_size,
)
from engine.motion.letterbox import Rect, picture_area
from engine.motion.motion import Motion
from engine.motion.past import LOOK_BACK, MOST_STEPS, Past, look_back, textured
from engine.motion.registration import UNRELATED, unlikeness

SETTLE = 0.5  # seconds in which each side's own speed gives way to the connection's

CONTINUED = "camera and object motion, continued"
CONNECTED = "camera and object motion, measured between both clips"


def continue_motion(context: np.ndarray, rate: float, count: int) -> Motion:
    """Where the last frame's pixels go in the next `count` frames.

    context: [n, h, w, 3] uint8 or uint16, RGB in playing order, `rate` frames a second; only the last second after the last
    hard cut is looked at. Camera motion goes on, objects' own motion dies out. A single frame stays as it is.
    """
    shot = after_last_cut(_recent(context, rate))
    area = picture_area(shot)
    past = look_back(shot[:, area.rows, area.columns], rate)
    return Motion(_around(past.continued(rate, count), area, context.shape[1:3]), CONTINUED)


def connect(first: np.ndarray, second: np.ndarray, rate: float, count: int) -> tuple[Motion, Motion]:
    """Where the last pixels of `first` and the first pixels of `second` stand in the `count` frames of the gap between.

    first, second: [n, h, w, 3] of one size, RGB in playing order. Both motions are in playing order of the gap: the first
    one's pixels reach the second's first frame one step after its last, the second one's stand at home there. Speed is each
    clip's own at each end. Where the clips have nothing in common, each side only goes on with its own motion.
    """
    before, after = after_last_cut(_recent(first, rate)), after_last_cut(_recent(second[::-1], rate))
    area = _common(picture_area(before), picture_area(after))
    pasts = [look_back(shot[:, area.rows, area.columns], rate) for shot in (before, after)]
    ends = [grey(shot[-1, area.rows, area.columns]) for shot in (before, after)]
    there, back, found = _registered(ends, pasts, rate, count + 1)
    size = first.shape[1:3]
    if not found:
        forward, backward = pasts[0].continued(rate, count), pasts[1].continued(rate, count)[::-1]
        return Motion(_around(forward, area, size), CONTINUED), Motion(_around(backward, area, size), CONTINUED)
    speeds = [past.continued(rate, 1)[0] for past in pasts]
    forward = _paths(there, speeds[0], -sample(speeds[1], there), rate, count)
    backward = _paths(back, speeds[1], -sample(speeds[0], back), rate, count)[::-1]
    return Motion(_around(forward, area, size), CONNECTED), Motion(_around(backward, area, size), CONNECTED)


def _recent(context: np.ndarray, rate: float) -> np.ndarray:
    return context[-min(MOST_STEPS, max(2, round(LOOK_BACK * rate))) - 1 :]


def _registered(
    ends: list[np.ndarray], pasts: list[Past], rate: float, steps: int
) -> tuple[np.ndarray, np.ndarray, bool]:
    """Fields from the first end to the second and back, and whether the two pictures belong together."""
    still = np.zeros((*ends[0].shape, 2), np.float32)
    onward = pasts[0].continued(rate, steps)[-1]
    home = inverse(pasts[1].continued(rate, steps)[-1])
    guesses = [still, onward, home]
    fields = [flow(*ends, guess=guess) for guess in guesses]
    misses = [unlikeness(*ends, field) for field in fields]
    there = fields[int(np.argmin(misses))]
    back = flow(ends[1], ends[0], guess=inverse(there))
    return (
        _completed(there, back, ends[0]),
        _completed(back, there, ends[1]),
        min(misses) < UNRELATED,
    )


def _completed(field: np.ndarray, back: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """The field with what cannot be seen at the other end moved along with the camera and its surroundings."""
    trust = reliability(field, back) * textured(picture)
    camera = camera_field(camera_map(field, trust), picture.shape)
    return camera + filled(field - camera, trust)


def _paths(whole: np.ndarray, start: np.ndarray, end: np.ndarray, rate: float, count: int) -> np.ndarray:
    """[count, h, w, 2] on the way to the displacement `whole` in count + 1 steps, with the given speeds at both ends."""
    steps = count + 1
    even = whole / np.float32(steps)
    settle = min(steps, SETTLE * rate)
    paths = [
        even * np.float32(k) + (start - even) * _lead(k, settle) - (end - even) * _lead(steps - k, settle)
        for k in range(1, steps)
    ]
    return np.stack(paths)


def _lead(step: int, settle: float) -> np.float32:
    """How far a unit of extra speed has led after some steps, when it is given back by `settle` steps (a cubic)."""
    return np.float32(step * max(0.0, 1 - step / settle) ** 2)


def _common(one: Rect, other: Rect) -> Rect:
    """The picture both clips have."""
    return Rect(
        max(one.left, other.left), max(one.top, other.top), min(one.right, other.right), min(one.bottom, other.bottom)
    )


def _around(paths: np.ndarray, area: Rect, shape: tuple[int, int]) -> np.ndarray:
    """Displacements of the picture area [n, h, w, 2] as displacements of the whole frame, going on evenly into the bars."""
    if area.covers(*shape):
        return paths
    size = working_size(*shape)
    scale = np.float32((area.width / shape[1], area.height / shape[0]))
    origin = np.float32((area.left / shape[1], area.top / shape[0]))
    inside = (pixel_centres(*size) - origin) / scale - pixel_centres(*size)
    return np.stack([sample(resized(path, size), inside) * scale for path in paths])
