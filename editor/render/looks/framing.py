"""A picture cropped, turned, scaled and moved on the canvas; whole pixels stay whole wherever that can be."""

from dataclasses import replace
from math import ceil, cos, floor, radians, sin

import numpy as np

from editor.render.compose import FULL, Placed
from editor.render.placement import Place, Size
from editor.timeline.looks import Crop, Transform

QUARTER = 90  # degrees
NEAR = 1 / 256  # pixels: no more than the eighth bit of a colour
Box = tuple[float, float, float, float]  # left, top, right, bottom


def framed(placed: Placed, crop: Crop, transform: Transform, size: Size, drawn: float | None = None) -> Placed:
    """What of it is seen on a canvas of that size.

    placed: scaled already (its place is where it would stand unmoved, also beyond the canvas), though perhaps of fewer
    pixels than its place has. drawn: the scale it was made at, of one that moves, which stands exactly where it should;
    None = it is as large as it should be, and goes to the nearest pixel.
    """
    pixels, box = cropped(placed, crop)
    x, y = (size[0] / 2, size[1] / 2) if drawn else middle_of(placed.place)
    middle = x + transform.x * size[0], y + transform.y * size[1]
    if drawn:
        box = exactly(box, placed.place, drawn, transform.scale, size)
    pixels, box = flipped(pixels, box, transform)
    turns, rest = divmod(transform.rotation, QUARTER)
    pixels, box = turned(pixels, box, int(turns) % 4)
    whole = pixels.shape[1] == round(box[2] - box[0]) and pixels.shape[0] == round(box[3] - box[1])
    if rest == 0 and whole and (drawn is None or is_on_pixels(box, middle)):
        return moved(placed, pixels, box, middle, size)
    return warped(placed, pixels, box, middle, rest, size, is_edged=rest != 0 or drawn is not None)


def middle_of(place: Place) -> tuple[float, float]:
    return place.left + place.width / 2, place.top + place.height / 2


def exactly(box: Box, place: Place, drawn: float, scale: float, size: Size) -> Box:
    """Of a picture made at one scale where it stands at another: what its place was rounded by is made up for."""
    across, down = (scale * fitted(made, drawn, whole) / made for made, whole in zip(place.size, size, strict=True))
    return box[0] * across, box[1] * down, box[2] * across, box[3] * down


def fitted(made: int, drawn: float, whole: int) -> float:
    """A side before it was scaled and rounded: it is the canvas' own, or in whole pixels, as far as can be told."""
    side = made / drawn
    if abs(side - whole) <= 0.5 / drawn:
        return whole
    return round(side) if drawn >= 1 else side


def is_on_pixels(box: Box, middle: tuple[float, float]) -> bool:
    """Whether its edges lie between pixels of the canvas, as near as can be seen."""
    edges = [side + middle[index % 2] for index, side in enumerate(box)]
    return all(abs(edge - round(edge)) < NEAR for edge in edges)


def cropped(placed: Placed, crop: Crop) -> tuple[np.ndarray, Box]:
    """The pixels left, one at least, and where they stand seen from the whole picture's middle."""
    height, width = placed.pixels.shape[:2]
    left, top = min(round(crop.left * width), width - 1), min(round(crop.top * height), height - 1)
    right = max(width - round(crop.right * width), left + 1)
    bottom = max(height - round(crop.bottom * height), top + 1)
    across, down = placed.place.width / width, placed.place.height / height
    x, y = placed.place.width / 2, placed.place.height / 2
    box = left * across - x, top * down - y, right * across - x, bottom * down - y
    return placed.pixels[top:bottom, left:right], box


def flipped(pixels: np.ndarray, box: Box, transform: Transform) -> tuple[np.ndarray, Box]:
    left, top, right, bottom = box
    if transform.flip_x:
        pixels, left, right = pixels[:, ::-1], -right, -left
    if transform.flip_y:
        pixels, top, bottom = pixels[::-1], -bottom, -top
    return pixels, (left, top, right, bottom)


def turned(pixels: np.ndarray, box: Box, turns: int) -> tuple[np.ndarray, Box]:
    """By quarters, clockwise, about the middle."""
    for _ in range(turns):
        pixels, box = np.rot90(pixels, -1), (-box[3], box[0], -box[1], box[2])
    return pixels, box


def moved(placed: Placed, pixels: np.ndarray, box: Box, middle: tuple[float, float], size: Size) -> Placed:
    """To the nearest whole pixel; not one of them is changed."""
    left, top = round(middle[0] + box[0]), round(middle[1] + box[1])
    height, width = pixels.shape[:2]
    place = seen((left, top, left + width, top + height), size)
    window = pixels[place.top - top : place.top - top + place.height, place.left - left :][:, : place.width]
    return replace(placed, pixels=np.ascontiguousarray(window), place=place)


def seen(box: Box, size: Size) -> Place:
    """What of a box lies on the canvas; nothing of it is a place without width or height."""
    left, top = (min(max(floor(edge), 0), most) for edge, most in zip(box[:2], size, strict=True))
    right, bottom = (min(max(ceil(edge), 0), most) for edge, most in zip(box[2:], size, strict=True))
    return Place(left, top, max(right - left, 0), max(bottom - top, 0))


def warped(
    placed: Placed, pixels: np.ndarray, box: Box, middle: tuple[float, float], degrees: float, size: Size,
    is_edged: bool,
) -> Placed:  # fmt: skip
    """Turned by degrees, or larger than it has pixels. is_edged: its edges are smooth, where they are seen."""
    matrix = onto_canvas(pixels, box, middle, degrees)
    height, width = pixels.shape[:2]
    corners = matrix @ np.array([[0, width, 0, width], [0, 0, height, height], [1, 1, 1, 1]], np.float64)
    place = seen((*corners.min(1), *corners.max(1)), size)
    if not place.width or not place.height:
        return replace(placed, pixels=pixels[:0, :0], place=place)
    # cv2 counts from the middles of pixels, not from their edges
    matrix[:, 2] += matrix[:, :2] @ (0.5, 0.5) - 0.5 - np.array([place.left, place.top])
    fills = degrees == 0 and place.covers(size) and (corners.min(1) <= 0).all() and (corners.max(1) >= size).all()
    return resampled(placed, np.ascontiguousarray(pixels), matrix, place, is_edged=is_edged and not fills)


def onto_canvas(pixels: np.ndarray, box: Box, middle: tuple[float, float], degrees: float) -> np.ndarray:
    """[2, 3]: from the edges of pixels to the canvas."""
    height, width = pixels.shape[:2]
    turn = np.array([[cos(radians(degrees)), -sin(radians(degrees))], [sin(radians(degrees)), cos(radians(degrees))]])
    scale = np.diag([(box[2] - box[0]) / width, (box[3] - box[1]) / height])
    shift = turn @ np.array(box[:2]) + np.array(middle)
    return np.column_stack([turn @ scale, shift])


def resampled(placed: Placed, pixels: np.ndarray, matrix: np.ndarray, place: Place, is_edged: bool) -> Placed:
    import cv2  # here, since most frames do without it

    fine = cv2.INTER_CUBIC if pixels.shape[2] == 3 else cv2.INTER_LINEAR  # a preview is wanted soon
    picture = cv2.warpAffine(pixels, matrix, place.size, flags=fine, borderMode=cv2.BORDER_REPLICATE)
    if not is_edged:
        return replace(placed, pixels=picture, place=place)
    mask = np.full(pixels.shape[:2], FULL, np.uint8) if placed.opaque else np.ascontiguousarray(pixels[..., 3])
    alpha = cv2.warpAffine(mask, matrix, place.size, flags=cv2.INTER_LINEAR)
    if picture.shape[2] == 3:
        picture = cv2.cvtColor(picture, cv2.COLOR_RGB2RGBA)
    cv2.insertChannel(alpha, picture, 3)
    return replace(placed, pixels=picture, place=place, opaque=False)
