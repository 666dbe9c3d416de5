"""The classical floor: motion continued or connected by measuring alone, nothing learned."""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from engine.motion.camera import camera_field, camera_map
from engine.motion.cuts import after_last_cut
from engine.motion.flow import (
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

Ends = tuple[np.ndarray, np.ndarray]  # grey pictures

CONTINUED = "camera and object motion, continued"
CONNECTED = "camera and object motion, measured between both clips"


def continue_motion(context: np.ndarray, rate: float, count: int) -> Motion:
    """Where the last frame's pixels go in the next `count` frames.

    context: [n, h, w, 3] uint8 or uint16, RGB in playing order, `rate` frames a second; only the last second after the
    last hard cut is looked at. Camera motion goes on, objects' own motion dies out. A single frame stays as it is.
    """
    shot = after_last_cut(_recent(context, rate))
    area = picture_area(shot)
    past = look_back(shot[:, area.rows, area.columns], rate)
    return Motion(around(past.continued(rate, count), area, context.shape[1:3]), CONTINUED)


@dataclass(frozen=True, slots=True)
class Guide:
    """A way through a gap that somebody else predicted.

    path(before, after) is [count + 1, h, w, 2]: where the last pixels of `before` stand at each frame of the gap and at
    the first one after it. Both clips come without bars, cut to one shot and in playing order.
    """

    path: Callable[[np.ndarray, np.ndarray], np.ndarray]
    maker: str


def connect(
    first: np.ndarray, second: np.ndarray, rate: float, count: int, guide: Guide | None = None
) -> tuple[Motion, Motion]:
    """Where the last pixels of `first` and the first pixels of `second` stand in the `count` frames between.

    first, second: [n, h, w, 3] of one size, RGB in playing order. Both motions are in playing order of the gap: the
    first one's pixels reach the second's first frame one step after its last, the second one's stand at home there.
    Speed is each clip's own at each end. Where the clips have nothing in common, each side only goes on by
    itself. With a guide its path is followed instead, set right by what is measured where the ends can be compared.
    """
    before, after = after_last_cut(_recent(first, rate)), after_last_cut(_recent(second[::-1], rate))
    area = common(picture_area(before), picture_area(after))
    before, after = (shot[:, area.rows, area.columns] for shot in (before, after))
    pasts = [look_back(shot, rate) for shot in (before, after)]
    ends = grey(before[-1]), grey(after[-1])
    guided = None if guide is None else _on_grid(guide.path(before, after[::-1]), ends[0].shape)
    there, back, found = _registered(ends, pasts, rate, count + 1, guided)
    if not found:
        forward, backward = pasts[0].continued(rate, count), pasts[1].continued(rate, count)[::-1]
    elif guided is not None:
        forward, backward = _led(guided, there, back)
    else:
        speeds = [past.continued(rate, 1)[0] for past in pasts]
        forward = _paths(there, speeds[0], -sample(speeds[1], there), rate, count)
        backward = _paths(back, speeds[1], -sample(speeds[0], back), rate, count)[::-1]
    maker = CONTINUED if not found else CONNECTED if guide is None else guide.maker
    forward, backward = (around(paths, area, first.shape[1:3]) for paths in (forward, backward))
    return Motion(forward, maker), Motion(backward, maker)


def _led(guided: np.ndarray, there: np.ndarray, back: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """A guide's path from both ends, what it misses at the far end of each spread over the gap.

    The second side follows the guide's own way back, which is smooth, and so stands exactly at home when it arrives.
    """
    shares = np.linspace(0, 1, len(guided) + 1, dtype=np.float32)[1:-1]
    home = inverse(guided[-1])
    forward = [path + share * (there - guided[-1]) for path, share in zip(guided[:-1], shares, strict=True)]
    returning = [home + sample(path, home) for path in guided[:-1]]
    backward = [path + (1 - share) * (back - home) for path, share in zip(returning, shares, strict=True)]
    return np.stack(forward), np.stack(backward)


def _on_grid(paths: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    return np.stack([resized(path, size) for path in paths])


def _recent(context: np.ndarray, rate: float) -> np.ndarray:
    return context[-min(MOST_STEPS, max(2, round(LOOK_BACK * rate))) - 1 :]


def _registered(
    ends: Ends, pasts: list[Past], rate: float, steps: int, guided: np.ndarray | None
) -> tuple[np.ndarray, np.ndarray, bool]:
    """Fields from the first end to the second and back, and whether the two pictures belong together."""
    still = np.zeros((*ends[0].shape, 2), np.float32)
    onward = pasts[0].continued(rate, steps)[-1]
    home = inverse(pasts[1].continued(rate, steps)[-1])
    guesses = [still, onward, home, *(() if guided is None else guided[-1:])]
    there, back, missed = min((_tried(ends, guess) for guess in guesses), key=lambda tried: tried[2])
    return there, back, missed < UNRELATED


def _tried(ends: Ends, guess: np.ndarray) -> tuple[np.ndarray, np.ndarray, float]:
    """Fields there and back found from a guess, and how unlike the ends remain: only what returns counts as found."""
    there = flow(ends[0], ends[1], guess)
    back = flow(ends[1], ends[0], inverse(there))
    completed = _completed(there, back, ends[0])
    return completed, _completed(back, there, ends[1]), unlikeness(*ends, completed)


def _completed(field: np.ndarray, back: np.ndarray, picture: np.ndarray) -> np.ndarray:
    """The field with what cannot be seen at the other end moved along with the camera and its surroundings."""
    trust = reliability(field, back) * textured(picture)
    camera = camera_field(camera_map(field, trust), picture.shape)
    return camera + filled(field - camera, trust)


def _paths(whole: np.ndarray, start: np.ndarray, end: np.ndarray, rate: float, count: int) -> np.ndarray:
    """[count, h, w, 2] on the way to the displacement `whole` in count + 1 steps, with given speeds at both ends."""
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


def common(one: Rect, other: Rect) -> Rect:
    """The picture both clips have."""
    return Rect(
        max(one.left, other.left), max(one.top, other.top), min(one.right, other.right), min(one.bottom, other.bottom)
    )


def around(paths: np.ndarray, area: Rect, shape: tuple[int, int]) -> np.ndarray:
    """Displacements of the picture area [n, h, w, 2] as displacements of the whole frame, going on into the bars."""
    if area.covers(*shape):
        return paths
    size = working_size(*shape)
    scale = np.array((area.width / shape[1], area.height / shape[0]), np.float32)
    origin = np.array((area.left / shape[1], area.top / shape[0]), np.float32)
    inside = (pixel_centres(*size) - origin) / scale - pixel_centres(*size)
    return np.stack([sample(resized(path, size), inside) * scale for path in paths])
