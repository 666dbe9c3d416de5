"""Synthetic scenes whose every frame and motion is known exactly."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache

import cv2
import numpy as np

from engine.motion.motion import Motion


@dataclass(frozen=True, slots=True)
class Scene:
    """Rendered frames [n, H, W, 3] uint8 and, from the last context frame on, the motion of what is in front."""

    context: np.ndarray
    future: np.ndarray
    motion: Motion
    mask: np.ndarray  # [H, W] bool, the moving object in the last context frame


@cache
def texture(seed: int, height: int, width: int, softness: float = 2.0) -> np.ndarray:
    """A picture-like texture: coloured noise at several scales, [height, width, 3] float32 in 0..255."""
    rng = np.random.default_rng(seed)
    total = np.zeros((height, width, 3), np.float32)
    for sigma in (softness, softness * 4, softness * 16):
        noise = cv2.GaussianBlur(rng.standard_normal((height, width, 3)).astype(np.float32), (0, 0), sigma)
        total += noise / noise.std() * (10 + 8 * np.log2(sigma / softness + 1))
    return np.clip(128 + total, 0, 255)


def panning(
    size: tuple[int, int] = (320, 180),
    pan: tuple[float, float] = (1.5, 0.4),
    zoom: float = 1.0,
    ball: tuple[float, float] | None = (-2.0, 0.8),
    frames: tuple[int, int] = (9, 16),
) -> Scene:
    """A texture that pans and zooms, with or without a disc of another texture moving over it."""
    width, height = size
    back = texture(1, height * 3, width * 3)
    front = texture(2, height * 3, width * 3) * np.array([0.4, 0.6, 1.0], np.float32)
    steps = np.arange(-frames[0] + 1, frames[1] + 1)
    radius = height * 0.18
    start = np.array([width * 0.55, height * 0.45])
    pictures = [_draw(back, front, size, pan, zoom, ball, int(step), start, radius) for step in steps]
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    mask = (np.hypot(x - start[0], y - start[1]) < radius) if ball else np.zeros((height, width), bool)
    moved = [_displacement(size, pan, zoom, ball, mask, int(step)) for step in steps[frames[0] :]]
    video = np.stack(pictures)
    return Scene(video[: frames[0]], video[frames[0] :], Motion(np.stack(moved), "true motion"), mask)


def _draw(back, front, size, pan, zoom, ball, step, start, radius) -> np.ndarray:
    width, height = size
    centre = np.array([width, height]) / 2
    scale = zoom**step
    shift = np.array(pan) * step
    affine = np.array([[scale, 0, 0], [0, scale, 0]], np.float64)
    affine[:, 2] = centre - scale * centre + shift
    place = _margin(affine, size)
    picture = cv2.warpAffine(back, place, size, flags=cv2.INTER_CUBIC)
    if ball is not None:
        move = np.array([[1, 0, ball[0] * step], [0, 1, ball[1] * step]], np.float64)
        disc = cv2.warpAffine(front, _margin(move, size), size, flags=cv2.INTER_CUBIC)
        x, y = np.meshgrid(np.arange(width), np.arange(height))
        here = start + np.array(ball) * step
        alpha = np.clip(radius - np.hypot(x - here[0], y - here[1]) + 0.5, 0, 1)[..., None]
        picture = picture * (1 - alpha) + disc * alpha
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


def _margin(affine: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The same map for a texture with one picture's size of margin on every side."""
    moved = affine.copy()
    moved[:, 2] -= affine[:, :2] @ np.array(size)
    return moved


def _displacement(size, pan, zoom, ball, mask, step) -> np.ndarray:
    width, height = size
    x, y = np.meshgrid(np.arange(width), np.arange(height))
    points = np.stack([x, y], axis=-1).astype(np.float64)
    centre = np.array([width, height]) / 2
    moved = (points - centre) * (zoom**step - 1) + np.array(pan) * step
    if ball is not None:
        moved[mask] = np.array(ball) * step
    return (moved / np.array(size)).astype(np.float32)


def psnr(first: np.ndarray, second: np.ndarray) -> float:
    """Peak signal to noise ratio in dB of two 8-bit pictures."""
    error = np.mean((first.astype(np.float64) - second.astype(np.float64)) ** 2)
    return float(10 * np.log10(255**2 / max(error, 1e-6)))


def mean_psnr(frames: Callable | np.ndarray | list, truth: np.ndarray) -> float:
    """Mean over frames."""
    return float(np.mean([psnr(a, b) for a, b in zip(frames, truth, strict=True)]))
