"""Layers laid over each other into one picture."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np

from editor.render.layers import Layer, Shot
from editor.render.placement import Place, Size

FULL = 255


@dataclass(frozen=True, slots=True)
class Placed:
    """A picture at its place on the canvas: [height, width, 3 or 4] uint8, straight alpha in the fourth channel."""

    pixels: np.ndarray
    place: Place
    opaque: bool
    damaged: bool = False  # the last good picture of its file, in the place of one that cannot be decoded

    def covers(self, size: Size) -> bool:
        return self.opaque and self.place.covers(size)


class Pictures(Protocol):
    """Where the pictures of shots come from."""

    channels: int  # of what is composed: 3 for RGB, 4 for BGRA

    def placed(self, shot: Shot, size: Size) -> Placed: ...


Part = tuple[Placed, float]  # a picture, and how much of it is seen


def compose(layers: Sequence[Layer], size: Size, pictures: Pictures) -> np.ndarray:
    """[height, width, channels] uint8, black where nothing is. What is covered altogether is not even decoded.

    One shot that covers the canvas is given as it is, bit for bit; so the result is not to be written into.
    """
    seen: list[list[Part]] = []
    for layer in reversed(layers):
        seen.append([(pictures.placed(shot, size), part) for shot, part in layer.shots])
        if all(placed.covers(size) for placed, _ in seen[-1]):
            break
    if len(seen) == 1 and len(seen[0]) == 1 and seen[0][0][0].covers(size):
        return seen[0][0][0].pixels
    canvas = black(size, pictures.channels)
    for parts in reversed(seen):
        lay(parts, canvas)
    return canvas


def black(size: Size, channels: int) -> np.ndarray:
    canvas = np.zeros((size[1], size[0], channels), np.uint8)
    canvas[..., 3:] = FULL
    return canvas


def lay(parts: Sequence[Part], canvas: np.ndarray) -> None:
    """Over what is on the canvas; of a dissolve each shot by itself, then mixed."""
    (first, _), *others = parts
    if not others:
        over(first, canvas)
        return
    ((second, part),) = others
    if first.opaque and second.opaque and first.place == second.place:
        canvas[first.place.window] = mixed(first.pixels, second.pixels, part)
        return
    other = canvas.copy()
    over(first, canvas)
    over(second, other)
    canvas[:] = mixed(canvas, other, part)


def over(placed: Placed, canvas: np.ndarray) -> None:
    """In whole numbers, rounded: x / 255 is (x + 128 + (x + 128 >> 8)) >> 8 for all x up to 255 * 255."""
    if placed.opaque:
        canvas[placed.place.window] = placed.pixels
        return
    below = canvas[placed.place.window][..., :3]
    alpha = placed.pixels[..., 3:].astype(np.uint16)
    total = placed.pixels[..., :3] * alpha
    total += below * (FULL - alpha)
    total += 128
    total += total >> 8
    total >>= 8
    below[:] = total


def mixed(one: np.ndarray, other: np.ndarray, part: float) -> np.ndarray:
    """So much of the other; rounded."""
    import cv2  # here, since most frames do without it

    return cv2.addWeighted(one, 1 - part, other, part, 0)
