"""The sample project's shots: hills at dusk that a camera passes, and balloons that rise above them."""

from fractions import Fraction

import cv2
import numpy as np
from numpy.random import Generator, default_rng

from engine.media.info import VideoInfo
from engine.training.scene import Layer, Scene
from engine.training.textures import fractal

SIZE = VideoInfo(1280, 720, Fraction(24))
WIDE = 1.6  # of the frame's width that is drawn, so that the camera can travel
WICKER = (58, 42, 34)
BALLOONS = (
    ((196, 74, 58), (240, 214, 168)),
    ((58, 116, 150), (238, 230, 206)),
    ((226, 160, 62), (128, 60, 84)),
)
FLEET = (
    (200, 110, 330, 0.5, -0.7),
    (330, 560, 200, 0.9, -0.5),
    (140, 980, 420, 0.3, -0.9),
)  # width, place, way a frame
DUSK = ((38, 50, 92), (92, 110, 156), (206, 150, 136), (248, 204, 150), (250, 216, 170))  # from above to below
Colour = tuple[int, int, int]


def hills(frames: int) -> Scene:
    """The camera travels to the right; what is near passes faster."""
    rng = default_rng(3)
    wide = round(WIDE * SIZE.width)
    haze = [((120, 128, 168), 330, 70), ((76, 92, 122), 420, 110), ((40, 58, 66), 530, 90), ((18, 30, 30), 640, 70)]
    layers = [Layer(sky(rng, wide, (840, 330)), None, sliding(frames, 0.25))]
    for speed, (colour, line, height) in zip((0.6, 1.1, 1.9, 3.2), haze, strict=True):
        layers.append(Layer(*ridge(rng, wide, colour, line, height), sliding(frames, speed)))
    return Scene(layers, np.ones(frames + 1), SIZE.width, SIZE.height, "hills at dusk")


def above(frames: int) -> Scene:
    """The camera stands; three balloons rise before the hills."""
    rng = default_rng(11)
    wide = round(WIDE * SIZE.width)
    layers = [Layer(sky(rng, wide, (360, 420)), None, sliding(frames, 0.15))]
    for speed, colour, line, height in ((0.3, (122, 124, 160), 520, 60), (0.6, (46, 62, 76), 620, 90)):
        layers.append(Layer(*ridge(rng, wide, colour, line, height), sliding(frames, speed)))
    for number, (size, left, top, right, down) in enumerate(FLEET):
        drifting = [np.array([[1.0, 0, left + right * at], [0, 1, top + down * at]]) for at in range(frames + 1)]
        layers.append(Layer(*balloon(rng, size, number), drifting))
    return Scene(layers, np.ones(frames + 1), SIZE.width, SIZE.height, "balloons at dusk")


def sliding(frames: int, speed: float) -> list[np.ndarray]:
    """speed: pixels a frame, to the left."""
    return [np.array([[1.0, 0, -speed * at], [0, 1, 0]]) for at in range(frames + 1)]


def sky(rng: Generator, wide: int, sun: tuple[int, int]) -> np.ndarray:
    """[height, wide, 3] uint8: from night above to the last light, clouds lit from below, and the sun."""
    down = np.linspace(0, 1, SIZE.height)[:, None]
    base = np.stack([np.interp(down, (0, 0.3, 0.5, 0.62, 1), tones) for tones in np.transpose(DUSK)], -1)
    clouds = cv2.resize(fractal(rng, wide // 4, SIZE.height, 0.55), (wide, SIZE.height), interpolation=cv2.INTER_CUBIC)
    veil = 0.55 * np.clip(clouds - 0.45, 0, 1) * (1 - np.abs(down - 0.35))
    lit = _mixed(base, (255, 196, 168), veil)
    y, x = np.mgrid[0 : SIZE.height, 0:wide].astype(np.float32)
    away = np.hypot(x - sun[0], y - sun[1])
    glow = np.exp(-away / 160) * 0.55 + np.clip(46.5 - away, 0, 1)
    return _grained(rng, _mixed(lit, (255, 240, 210), np.clip(glow, 0, 1)), 1.0)


def ridge(rng: Generator, wide: int, colour: Colour, line: int, height: int) -> tuple[np.ndarray, np.ndarray]:
    """Picture and alpha of hills whose outline stands about `line` pixels from above, in the haze of their distance."""
    tall = SIZE.height
    outline = line + height * (fractal(rng, wide, 2, 0.42)[0] - 0.5) * 2
    under = np.arange(tall, dtype=np.float32)[:, None] - outline[None, :]
    woods = fractal(rng, wide, tall, 0.72)[..., None] - 0.5
    mist = np.clip(under / 260, 0, 1)[..., None]
    picture = np.array(colour) * (1 + 0.55 * woods) * (1 - 0.25 * mist) + np.array((206, 170, 160)) * 0.22 * mist
    return _grained(rng, picture, 1.5), np.clip(under + 0.5, 0, 1).astype(np.float32)


def balloon(rng: Generator, size: int, number: int) -> tuple[np.ndarray, np.ndarray]:
    """Picture and alpha of a balloon so wide: gores in two colours, round by its shade, with its basket."""
    tall = round(1.4 * size)
    y, x = np.mgrid[0:tall, 0:size].astype(np.float32)
    across, down = 2 * x / size - 1, y / size
    width = envelope(down)
    hung = basket(across, down, size)[..., None]
    gores = np.sin(8 * np.arcsin(np.clip(across / np.maximum(width, 0.05), -1, 1)) + np.pi / 2)
    first, second = (np.array(each) for each in BALLOONS[number])
    mixed = np.clip(0.5 + gores * size / 60, 0, 1)[..., None]
    shade = np.clip((0.72 + 0.38 * across) * (1.05 - 0.3 * down), 0.35, 1.12)[..., None]
    picture = np.where(hung, WICKER, (first * mixed + second * (1 - mixed)) * shade)
    shape = np.clip((0.96 * width - np.abs(across)) * size / 2 + 0.5, 0, 1)
    return _grained(rng, picture, 1.5), cv2.GaussianBlur(np.maximum(shape, hung[..., 0]).astype(np.float32), (3, 3), 0)


def envelope(down: np.ndarray) -> np.ndarray:
    """How wide it is, 0 to 1, at so many of its widths below its top: round above, straight to its mouth below."""
    round_above = np.sqrt(np.clip(1 - ((down - 0.5) / 0.5) ** 2, 0, 1))
    straight = np.where(down < 0.55, round_above, np.clip(1.36 - 0.66 * down, 0, 1))
    return np.where(down > 1, 0, np.minimum(straight, round_above + 0.22))


def basket(across: np.ndarray, down: np.ndarray, size: int) -> np.ndarray:
    """Where it and its ropes are."""
    wicker = (np.abs(across) < 0.1) & (down > 1.12) & (down < 1.26)
    spread = 0.09 + 1.0 * (1.12 - down)
    return wicker | ((np.abs(np.abs(across) - spread) < 2 / size) & (down > 0.98) & (down < 1.12))


def _mixed(picture: np.ndarray, colour: Colour, share: np.ndarray) -> np.ndarray:
    """share: of the colour, [height, width]."""
    return picture * (1 - share[..., None]) + np.array(colour) * share[..., None]


def _grained(rng: Generator, picture: np.ndarray, amount: float) -> np.ndarray:
    """uint8, with fine grain, so that no region is quite flat."""
    tall, wide = picture.shape[:2]
    grain = cv2.resize(rng.normal(0, amount, (tall // 2, wide // 2)).astype(np.float32), (wide, tall))
    return np.clip(picture + grain[..., None], 0, 255).astype(np.uint8)
