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
    opacity: float = 1.0  # of all of it

    @property
    def hides(self) -> bool:
        """Nothing below it is seen through it."""
        return self.opaque and self.opacity == 1

    def covers(self, size: Size) -> bool:
        return self.hides and self.place.covers(size)


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
    if first.hides and second.hides and first.place == second.place and first.pixels.size:
        canvas[first.place.window] = mixed(first.pixels, second.pixels, part)
        return
    other = canvas.copy()
    over(first, canvas)
    over(second, other)
    canvas[:] = mixed(canvas, other, part)


def over(placed: Placed, canvas: np.ndarray) -> None:
    if not placed.pixels.size:  # it was moved off the canvas
        return
    below = canvas[placed.place.window]
    if placed.hides:
        below[:] = placed.pixels
    elif placed.opaque:
        below[:] = mixed(below, placed.pixels, placed.opacity)
    else:
        blend(placed, below)


def blend(placed: Placed, below: np.ndarray) -> None:
    """By its alpha; rounded."""
    import cv2  # here, since most frames do without it

    above, alpha = placed.pixels, placed.pixels[..., 3].astype(np.float32)
    if placed.opacity < 1:
        alpha *= placed.opacity
    if below.shape[2] == 3:
        above = cv2.cvtColor(above, cv2.COLOR_RGBA2RGB)
    # of FULL and not of 1: OpenCV adds 1e-5 to what it divides by, which would round some the other way
    below[:] = cv2.blendLinear(above, np.ascontiguousarray(below), alpha, FULL - alpha)
    below[..., 3:] = FULL


def mixed(one: np.ndarray, other: np.ndarray, part: float) -> np.ndarray:
    """So much of the other; rounded."""
    import cv2  # here, since most frames do without it

    return cv2.addWeighted(one, 1 - part, other, part, 0)
