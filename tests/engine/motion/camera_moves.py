"""Small clips of a textured plane under a moving camera, exactly known and made in milliseconds."""

from functools import cache

import cv2
import numpy as np

HEIGHT, WIDTH = 144, 256


@cache
def plane(seed: int = 0, height: int = 480, width: int = 800) -> np.ndarray:
    """A picture-like texture, [height, width, 3] uint8."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width, 3), np.float32)
    for scale in (2, 5, 12, 40):
        coarse = rng.standard_normal((height // scale + 2, width // scale + 2, 3)).astype(np.float32)
        total += cv2.resize(coarse, (width, height), interpolation=cv2.INTER_CUBIC) * np.float32(scale**0.6)
    return np.clip(128 + total * (42 / total.std()), 0, 255).astype(np.uint8)


def filmed(places: np.ndarray, zoom: np.ndarray | None = None, seed: int = 0) -> np.ndarray:
    """[n, HEIGHT, WIDTH, 3] uint8: the plane seen from each place [n, 2] (pixels from its middle), zoomed by [n]."""
    zooms = np.ones(len(places)) if zoom is None else zoom
    return np.stack([_seen(plane(seed), place, float(scale)) for place, scale in zip(places, zooms, strict=True)])


def pan(count: int, speed: tuple[float, float] = (2.0, 0.5), seed: int = 0) -> np.ndarray:
    """A camera moving over the plane at an even speed, in pixels per frame; the picture moves the other way."""
    return filmed((np.arange(count)[:, None] - count / 2) * np.array(speed), seed=seed)


def with_square(frames: np.ndarray, speed: float, size: int = 44) -> np.ndarray:
    """The same frames with a textured square crossing them to the right at its own speed."""
    filled = frames.copy()
    for index, frame in enumerate(filled):
        left = round(30 + speed * index)
        frame[50 : 50 + size, left : left + size] = plane(7)[:size, : frame.shape[1] - left][:, :size]
    return filled


def _seen(picture: np.ndarray, place: np.ndarray, scale: float) -> np.ndarray:
    middle = np.array(picture.shape[1::-1]) / 2 + place
    view = np.array([[1 / scale, 0, 0], [0, 1 / scale, 0]])
    view[:, 2] = middle - np.array((WIDTH, HEIGHT)) / 2 / scale
    return cv2.warpAffine(picture, view, (WIDTH, HEIGHT), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
