"""Joins whose verdict is known: the clip's own next frames, and faults planted in them."""

from collections.abc import Callable
from functools import partial

import cv2
import numpy as np

KNOWN, NEW = 13, 9  # frames on either side of the join
AHEAD = 2 * NEW  # true frames that a fault may be made of
BLUR = 2.0  # pixels at 1280 wide
FADE = 24  # frames

Fault = Callable[[np.ndarray, np.ndarray], np.ndarray]  # the known frames, the true ones that follow, -> the new ones


def true(_: np.ndarray, following: np.ndarray) -> np.ndarray:
    return following[:NEW]


def held(known: np.ndarray, _: np.ndarray) -> np.ndarray:
    return np.repeat(known[-1:], NEW, axis=0)


def held_with_grain(known: np.ndarray, following: np.ndarray) -> np.ndarray:
    """Not even the same frame twice, yet nothing moves."""
    grain = np.random.default_rng(1).normal(0, 0.6, (NEW, *known.shape[1:3], 1))
    return rounded(held(known, following) + grain)


def blurred(_: np.ndarray, following: np.ndarray) -> np.ndarray:
    sigma = BLUR * following.shape[2] / 1280
    return np.stack([cv2.GaussianBlur(frame, (0, 0), sigma) for frame in following[:NEW]])


def cross_faded(known: np.ndarray, following: np.ndarray, frames: int = FADE) -> np.ndarray:
    """The last known frame dissolves into the true ones."""
    share = (np.arange(1, NEW + 1) / (frames + 1)).clip(0, 1)[:, None, None, None]
    return rounded((1 - share) * known[-1] + share * following[:NEW])


def at_double_speed(_: np.ndarray, following: np.ndarray) -> np.ndarray:
    return following[1 : 2 * NEW : 2]


def at_half_speed(known: np.ndarray, following: np.ndarray) -> np.ndarray:
    """Every second frame is the mean of its neighbours."""
    shown = np.concatenate([known[-1:], following])
    return np.stack([rounded((shown[at // 2] + shown[(at + 1) // 2].astype(float)) / 2) for at in range(1, NEW + 1)])


def stuttering(_: np.ndarray, following: np.ndarray) -> np.ndarray:
    return following[np.arange(NEW) // 2 * 2 + 1]


def starting_late(known: np.ndarray, following: np.ndarray) -> np.ndarray:
    """The last known frame once more, then it goes on."""
    return np.concatenate([known[-1:], following[: NEW - 1]])


def flashing(_: np.ndarray, following: np.ndarray) -> np.ndarray:
    frames = following[:NEW].copy()
    frames[4] = brighter(0.5, frames[4])
    return frames


def of_another_shot(_: np.ndarray, following: np.ndarray) -> np.ndarray:
    """Upside down and mirrored: as bright and as sharp, and not what was there."""
    return np.ascontiguousarray(following[:NEW, ::-1, ::-1])


def recoloured(change: Callable[[np.ndarray], np.ndarray], _: np.ndarray, following: np.ndarray) -> np.ndarray:
    return np.stack([change(frame) for frame in following[:NEW]])


def brighter(stops: float, frame: np.ndarray) -> np.ndarray:
    """Through BT.709's transfer function, about: a power of 1 / 0.45."""
    return rounded(255 * np.clip((frame / 255) ** (1 / 0.45) * 2**stops, 0, 1) ** 0.45)


def tinted(a: float, b: float, frame: np.ndarray) -> np.ndarray:
    lab = cv2.cvtColor(frame.astype(np.float32) / 255, cv2.COLOR_RGB2LAB) + np.array((0, a, b), np.float32)
    return rounded(255 * cv2.cvtColor(lab, cv2.COLOR_LAB2RGB))


def more_contrast(factor: float, frame: np.ndarray) -> np.ndarray:
    middle = frame.mean()
    return rounded((frame - middle) * factor + middle)


def rounded(frames: np.ndarray) -> np.ndarray:
    return frames.clip(0, 255).round().astype(np.uint8)


FAULTS: dict[str, Fault] = {
    "holds the last frame": held,
    "the same, with grain": held_with_grain,
    "blurred": blurred,
    "cross-faded over a second": cross_faded,
    "cross-faded over 8 frames": partial(cross_faded, frames=8),
    "starts a frame late": starting_late,
    "stutters": stuttering,
    "flashes": flashing,
    "of another shot": of_another_shot,
    "0.3 stop brighter": partial(recoloured, partial(brighter, 0.3)),
    "0.3 stop darker": partial(recoloured, partial(brighter, -0.3)),
    "5 dE bluer": partial(recoloured, partial(tinted, -3, -4)),
    "contrast 1.25": partial(recoloured, partial(more_contrast, 1.25)),
    "twice as fast": at_double_speed,
    "half as fast": at_half_speed,
}
OF_SPEED = ("twice as fast", "half as fast")  # told only where the clip's own speed is steady
