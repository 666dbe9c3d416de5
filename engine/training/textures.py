"""Surfaces that never existed: colour pictures for the procedural scenes."""

from collections.abc import Callable

import cv2
import numpy as np
from numpy.random import Generator

Texture = np.ndarray  # [height, width, 3], 0 to 255 RGB


def palette(rng: Generator, count: int) -> np.ndarray:
    """[count, 3] colours of one mood: spread in lightness, less in hue, as most places are."""
    base, light = rng.uniform(40, 215) + rng.normal(0, 22, 3), rng.uniform(20, 70)
    return np.clip(base + rng.normal(0, 18, (count, 3)) + rng.normal(0, light, (count, 1)), 0, 255).astype(np.float32)


def fractal(rng: Generator, width: int, height: int, roughness: float | None = None) -> np.ndarray:
    """[height, width] noise of all sizes, 0 to 1; roughness is the amplitude kept from one octave to the next."""
    keep = rng.uniform(0.4, 0.75) if roughness is None else roughness
    total = np.zeros((height, width), np.float32)
    cells, amplitude = 3, 1.0
    longer = max(width, height)
    while cells < longer:
        grid = rng.random((max(2, cells * height // longer), max(2, cells * width // longer)), dtype=np.float32)
        total += amplitude * cv2.resize(grid, (width, height), interpolation=cv2.INTER_CUBIC)
        cells, amplitude = cells * 2, amplitude * keep
    low, high = np.percentile(total[::4, ::4], (1, 99))
    return np.clip((total - low) / max(high - low, 1e-6), 0, 1)


def clouds(rng: Generator, width: int, height: int) -> Texture:
    return _graded(fractal(rng, width, height), palette(rng, 4))


def leaves(rng: Generator, width: int, height: int) -> Texture:
    """Dead leaves: overlapping shapes whose sizes follow a power law, as in photographs."""
    picture = np.full((height, width, 3), palette(rng, 1)[0], np.float32)
    colours = palette(rng, 12)
    sizes = np.sort(0.02 * width * rng.random(220) ** -0.55)[::-1]  # large ones first, so small ones stay visible
    for size in np.minimum(sizes, 0.35 * width):
        centre = (int(rng.integers(0, width)), int(rng.integers(0, height)))
        axes = (max(1, int(size)), max(1, int(size * rng.uniform(0.25, 1))))
        colour = np.clip(colours[rng.integers(12)] + rng.normal(0, 12), 0, 255)
        cv2.ellipse(picture, centre, axes, float(rng.uniform(0, 180)), 0, 360, colour.tolist(), -1, cv2.LINE_AA)
    return _shaded(rng, picture, 0.35)


def cells(rng: Generator, width: int, height: int) -> Texture:
    """Voronoi cells: stones, tiles, cracked earth."""
    seeds = np.full((height, width), 255, np.uint8)
    count = int(rng.integers(30, 250))
    seeds[rng.integers(0, height, count), rng.integers(0, width, count)] = 0
    distance, labels = cv2.distanceTransformWithLabels(
        seeds, cv2.DIST_L2, cv2.DIST_MASK_5, labelType=cv2.DIST_LABEL_PIXEL
    )
    colours = palette(rng, 9)
    picture = colours[rng.integers(0, 9, int(labels.max()) + 1)][labels]
    rim = np.clip(1.15 - distance / max(float(distance.max()), 1.0), 0.35, 1)[..., None]
    return _shaded(rng, picture * rim, 0.25)


def stripes(rng: Generator, width: int, height: int) -> Texture:
    """Bent bands: planks, waves, fabric."""
    angle, period = rng.uniform(0, np.pi), rng.uniform(0.04, 0.3) * width
    y, x = np.mgrid[0:height, 0:width].astype(np.float32)
    bend = fractal(rng, width, height, 0.4) * rng.uniform(0, 3)
    phase = (x * np.cos(angle) + y * np.sin(angle)) * (2 * np.pi / period) + 2 * bend
    return _shaded(rng, _graded(0.5 + 0.5 * np.sin(phase), palette(rng, 3)), 0.4)


def landscape(rng: Generator, width: int, height: int) -> Texture:
    """A sky over a ground, with a jagged horizon."""
    sky = _graded(
        np.clip(fractal(rng, width, height, 0.5) * 0.5 + np.linspace(0, 0.5, height)[:, None], 0, 1), palette(rng, 3)
    )
    ground = [clouds, leaves, cells][rng.integers(3)](rng, width, height)
    line = height * rng.uniform(0.35, 0.65) + height * rng.uniform(0.02, 0.2) * (fractal(rng, width, 2, 0.35)[0] - 0.5)
    return np.where(np.arange(height)[:, None, None] > line[None, :, None], ground, sky).astype(np.float32)


TEXTURES: tuple[Callable[[Generator, int, int], Texture], ...] = (
    clouds,
    leaves,
    leaves,
    cells,
    stripes,
    landscape,
    landscape,
)


def texture(rng: Generator, width: int, height: int) -> Texture:
    """Any of them as uint8, with fine grain so that no region is quite flat."""
    picture = TEXTURES[rng.integers(len(TEXTURES))](rng, width, height)
    grain = cv2.resize(
        rng.normal(0, rng.uniform(1, 7), (height // 2, width // 2, 1)).astype(np.float32), (width, height)
    )
    return np.clip(picture + grain[..., None], 0, 255).astype(np.uint8)


def blob(rng: Generator, size: int) -> np.ndarray:
    """[size, size] float32 alpha of a compact shape with a soft edge: circle, polygon, star or leaf."""
    corners = int(rng.integers(3, 24))
    angles = (
        np.sort(rng.uniform(0, 2 * np.pi, corners)) if rng.random() < 0.5 else np.linspace(0, 2 * np.pi, corners, False)
    )
    radii = size * 0.45 * rng.uniform(rng.uniform(0.4, 1), 1, corners)
    points = size / 2 + radii[:, None] * np.stack([np.cos(angles), np.sin(angles) * rng.uniform(0.4, 1)], 1)
    alpha = np.zeros((size, size), np.float32)
    cv2.fillPoly(alpha, [points.astype(np.int32)], 1.0, cv2.LINE_AA)
    return cv2.GaussianBlur(alpha, (3, 3), 0)


def _graded(value: np.ndarray, colours: np.ndarray) -> Texture:
    """Values 0 to 1 to colours along the palette."""
    stops = np.linspace(0, 1, len(colours))
    return np.stack([np.interp(value, stops, colours[:, c]) for c in range(3)], -1).astype(np.float32)


def _shaded(rng: Generator, picture: np.ndarray, depth: float) -> Texture:
    height, width = picture.shape[:2]
    return (picture * (1 - depth + depth * fractal(rng, width, height)[..., None])).astype(np.float32)
