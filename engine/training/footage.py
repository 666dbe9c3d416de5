"""Procedural footage whose motion is known exactly: what the built-in model learns from and is measured on."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from numpy.random import Generator

from engine.training.scene import Layer, Scene
from engine.training.textures import blob, texture

HELD_OUT = 1_000_000  # seeds from here on are never trained on


@dataclass(frozen=True, slots=True)
class Path:
    """Where a layer stands at each time: centre in frame widths, log scale, angle in radians; all [time]."""

    x: np.ndarray
    y: np.ndarray
    scale: np.ndarray
    angle: np.ndarray


@dataclass(frozen=True)
class ProceduralClip:
    frames: np.ndarray  # [frame, height, width, 3] uint8 RGB
    caption: str
    scene: Scene

    @cached_property
    def flow(self) -> np.ndarray:
        """[frame, height, width, 2] float32 pixels, see Scene.flow."""
        return np.stack([self.scene.flow(frame) for frame in range(len(self.frames))])


def make_clip(seed: int, frames: int, width: int, height: int, rate: float) -> ProceduralClip:
    """A scene of one moving camera, up to two depths and moving shapes in front; the same seed gives the same clip."""
    scene = make_scene(seed, frames, width, height, rate)
    return ProceduralClip(np.stack([scene.picture(frame) for frame in range(frames)]), scene.caption, scene)


def make_scene(seed: int, frames: int, width: int, height: int, rate: float) -> Scene:
    rng = np.random.default_rng(seed)
    times = (np.arange(frames + 1) - 1) / rate  # one before the first, for the first frame's flow
    camera, words = camera_path(rng, times)
    layers = [_background(rng, camera, width, height)]
    if rng.random() < 0.35:
        layers.append(_parallax(rng, camera, width, height))
    for _ in range(int(rng.choice([0, 1, 1, 2, 3]))):
        layer, verb = _sprite(rng, camera, times, width, height)
        layers.append(layer)
        words.append(verb)
    return Scene(layers, _light(rng, times), width, height, ", ".join(words))


def camera_path(rng: Generator, times: np.ndarray) -> tuple[Path, list[str]]:
    """A pan, zoom or turn that may ease in or out, and shake; with words for what it does."""
    zeros = np.zeros_like(times)
    if rng.random() < 0.12:
        return Path(zeros, zeros, zeros, zeros), ["static camera"]
    speed = np.exp(rng.uniform(np.log(0.01), np.log(0.35)))  # frame widths a second
    heading = rng.uniform(0, 2 * np.pi)
    zoom = rng.normal(0, 0.12) if rng.random() < 0.5 else 0.0  # e-folds a second
    turn = rng.normal(0, 0.08) if rng.random() < 0.3 else 0.0  # radians a second
    travelled = _eased(rng, times)
    shake = rng.uniform(0.001, 0.006) if rng.random() < 0.3 else 0.0
    path = Path(
        speed * np.cos(heading) * travelled + shake * _wobble(rng, times),
        speed * np.sin(heading) * travelled + shake * _wobble(rng, times),
        zoom * travelled,
        turn * travelled + 0.5 * shake * _wobble(rng, times),
    )
    return path, _camera_words(speed, heading, zoom, turn, shake)


def _camera_words(speed: float, heading: float, zoom: float, turn: float, shake: float) -> list[str]:
    words = []
    if speed > 0.02:
        # The layer moves one way, so the camera goes the other.
        side = int(np.round(heading / (np.pi / 2))) % 4
        words.append(
            ("slow " if speed < 0.08 else "fast " if speed > 0.2 else "")
            + ("pan left", "tilt up", "pan right", "tilt down")[side]
        )
    if abs(zoom) > 0.03:
        words.append("zoom in" if zoom > 0 else "zoom out")
    if abs(turn) > 0.03:
        words.append("turn")
    if shake:
        words.append("handheld")
    return words or ["nearly static camera"]


def _eased(rng: Generator, times: np.ndarray) -> np.ndarray:
    """Seconds travelled at full speed: steady, or speeding up or down around some moment."""
    if rng.random() < 0.55:
        return times.copy()
    moment, width = rng.uniform(0, times[-1] + 0.1), rng.uniform(0.3, 1.5)
    ramp = np.logaddexp(0, (times - moment) / width) * width  # the integral of a logistic step in speed
    return ramp if rng.random() < 0.5 else times - ramp


def _wobble(rng: Generator, times: np.ndarray) -> np.ndarray:
    frequency, phase = rng.uniform(0.4, 3, (3, 1)), rng.uniform(0, 2 * np.pi, (3, 1))
    return np.sin(2 * np.pi * frequency * times + phase).sum(0)


def _light(rng: Generator, times: np.ndarray) -> np.ndarray:
    drift = rng.normal(0, 0.06) if rng.random() < 0.3 else 0.0
    return np.clip(1 + drift * times, 0.5, 1.5).astype(np.float32)


def _background(rng: Generator, camera: Path, width: int, height: int) -> Layer:
    """Large enough for the whole move: what leaves the canvas is reflected, far out."""
    picture = texture(rng, width * 2, height * 2)
    return Layer(picture, None, _place(camera, picture.shape, width, height, zoom=rng.uniform(1.0, 1.3)))


def _parallax(rng: Generator, camera: Path, width: int, height: int) -> Layer:
    """A nearer depth: the lower part of the picture, or scattered shapes, moving more than the background."""
    picture = texture(rng, width * 2, height * 2)
    nearer = rng.uniform(1.2, 2.2)
    path = Path(camera.x * nearer, camera.y * nearer, camera.scale * nearer, camera.angle)
    return Layer(picture, _near_mask(rng, width * 2, height * 2), _place(path, picture.shape, width, height, zoom=1.2))


def _near_mask(rng: Generator, width: int, height: int) -> np.ndarray:
    if rng.random() < 0.5:
        line = height * (0.55 + 0.15 * rng.random()) + 0.15 * height * _wobble(rng, np.linspace(0, 2, width)) / 3
        edge = np.arange(height)[:, None] - line[None]
        return np.clip(edge + 0.5, 0, 1).astype(np.float32)
    mask = np.zeros((height, width), np.float32)
    for _ in range(int(rng.integers(2, 7))):
        size = int(width * rng.uniform(0.08, 0.25))
        top, left = int(rng.integers(0, max(1, height - size))), int(rng.integers(0, width - size))
        window = mask[top : top + size, left : left + size]
        np.maximum(window, blob(rng, size)[: window.shape[0], : window.shape[1]], out=window)
    return mask


def _sprite(rng: Generator, camera: Path, times: np.ndarray, width: int, height: int) -> tuple[Layer, str]:
    """A shape on a way of its own, carried along with the camera."""
    size = int(width * np.exp(rng.uniform(np.log(0.12), np.log(0.5))))
    travelled = _eased(rng, times)
    heading, speed = rng.uniform(0, 2 * np.pi), np.exp(rng.uniform(np.log(0.02), np.log(0.4)))
    middle = times[len(times) // 2]
    sway = rng.uniform(0, 0.05) if rng.random() < 0.4 else 0.0
    ratio = height / width
    path = Path(
        camera.x + rng.uniform(-0.4, 0.4) + speed * np.cos(heading) * (travelled - middle) + sway * _wobble(rng, times),
        camera.y
        + rng.uniform(-0.4, 0.4) * ratio
        + speed * np.sin(heading) * (travelled - middle)
        + sway * _wobble(rng, times),
        camera.scale + rng.normal(0, 0.1) * times,
        camera.angle + rng.normal(0, 0.4) * times,
    )
    picture, alpha = texture(rng, size, size), blob(rng, size)
    verb = ("object moves right", "object moves down", "object moves left", "object moves up")[
        int(np.round(heading / (np.pi / 2))) % 4
    ]
    return Layer(picture, alpha, _place(path, picture.shape, width, height)), verb


def _place(path: Path, shape: tuple[int, ...], width: int, height: int, zoom: float = 1.0) -> list[np.ndarray]:
    """Matrices that put the layer's middle at the frame's middle plus the path."""
    matrices = []
    for x, y, scale, angle in zip(path.x, path.y, path.scale, path.angle, strict=True):
        factor = zoom * np.exp(scale)
        cos, sin = factor * np.cos(angle), factor * np.sin(angle)
        linear = np.array([[cos, -sin], [sin, cos]])
        centre = np.array([width / 2 + x * width, height / 2 + y * width])
        shift = centre - linear @ np.array([shape[1] / 2, shape[0] / 2])
        matrices.append(np.hstack([linear, shift[:, None]]))
    return matrices
