"""The background plate: the anchor frame without its moving objects, continued beyond its borders."""

from dataclasses import dataclass

import cv2
import numpy as np

from engine.motion.camera import camera_field, camera_map
from engine.motion.flow import flow, grey, in_pixels, shrunk
from engine.motion.membrane import enlarged, light_between
from engine.motion.outpaint import ROWS, paint

BACK = (2, 4, 8, 12, 16, 24)  # frames back that are asked what they saw
MARGIN_LIMIT = 0.5  # of the picture's size on each side
BORDER = 3  # pixels at a frame's edge that coding and scaling spoil
WORN = 0.95  # brightness of an outermost line, against those inside it, below which it is spoilt
WORTHWHILE = 2e-4  # of the plate
DRIFT = 0.04  # of full scale: as much as light changes within a second; more is something else standing there
ALIKE = 0.06  # mean difference, of full scale, above which an earlier frame is not the same place


@dataclass(frozen=True, slots=True)
class Plate:
    """pixels: [H, W, C] of the clip's type. origin: (x, y) of the anchor's first pixel in it.

    seen: [h, w] float32, a quarter of its size, 1 where some frame showed it, 0 where it was made up.
    """

    pixels: np.ndarray
    origin: tuple[int, int]
    seen: np.ndarray


@dataclass(frozen=True, slots=True)
class Margins:
    """Whole pixels of plate wanted beyond each side of the anchor."""

    left: int
    top: int
    right: int
    bottom: int


def build_plate(context: np.ndarray, hidden: np.ndarray, margins: Margins) -> Plate:
    """Everything behind and around the last frame's still part.

    context: [n, H, W, C]. hidden: [H, W] bool, where a moving object stands in the last frame. First the earlier frames
    give what they saw, laid on by the camera's motion; the rest is painted in from the picture's own texture.
    """
    pixels = cv2.copyMakeBorder(
        context[-1], margins.top, margins.bottom, margins.left, margins.right, cv2.BORDER_CONSTANT
    )
    known = np.zeros(pixels.shape[:2], bool)
    inner = np.s_[margins.top : margins.top + hidden.shape[0], margins.left : margins.left + hidden.shape[1]]
    known[inner] = ~(hidden | _worn_edges(context[-1], margins))
    origin = (margins.left, margins.top)
    if not known.all():
        _lay_on_earlier(pixels, known, context, hidden, origin)
    seen = cv2.resize(known.astype(np.float32), None, fx=0.25, fy=0.25, interpolation=cv2.INTER_AREA)
    if not known.all():
        paint(pixels, known)
    _calm_edges(pixels, margins)
    return Plate(pixels, origin, seen)


def _worn_edges(anchor: np.ndarray, margins: Margins) -> np.ndarray:
    """[H, W] bool: the outermost pixels on sides that will move into view, where coding, scaling or bars darken them.

    Only where they are measurably darker: sound pixels thrown away leave a seam where the painting starts.
    """
    worn = np.zeros(anchor.shape[:2], bool)
    for turns, margin in enumerate((margins.top, margins.right, margins.bottom, margins.left)):
        side, mark = np.rot90(anchor[..., :3], turns), np.rot90(worn, turns)  # views that begin with that side
        brightness = side[: 2 * BORDER].mean(axis=(1, 2))
        if margin > BORDER and brightness[0] < WORN * brightness[BORDER:].mean():
            mark[:BORDER] = True
    return worn


def _calm_edges(pixels: np.ndarray, margins: Margins) -> None:
    """Smooth the outermost line of each painted margin: what lies beyond repeats it and must not be streaks."""
    blur = max(pixels.shape[:2]) / 40
    for line, margin in (
        (np.s_[:1], margins.top),
        (np.s_[-1:], margins.bottom),
        (np.s_[:, :1], margins.left),
        (np.s_[:, -1:], margins.right),
    ):
        if margin:
            pixels[line] = cv2.GaussianBlur(pixels[line], (0, 0), blur).reshape(pixels[line].shape)


def _lay_on_earlier(
    pixels: np.ndarray, known: np.ndarray, context: np.ndarray, hidden: np.ndarray, origin: tuple[int, int]
) -> None:
    """Fill unknown pixels from earlier frames, the nearest in time first, in place."""
    anchor, guess = grey(context[-1]), None
    still = 1 - shrunk(hidden.astype(np.float32), anchor.shape)
    for back in BACK:
        if back >= len(context) or known.all():
            return
        field = flow(anchor, grey(context[-1 - back]), guess)
        matrix = camera_map(field, still)
        guess = camera_field(matrix, field.shape[:2])
        covered = _moved(still < 0.99, field)
        _lay_on(pixels, known, context[-1 - back], covered, _to_earlier(matrix, hidden.shape, origin))


def _lay_on(
    pixels: np.ndarray, known: np.ndarray, earlier: np.ndarray, covered: np.ndarray, affine: np.ndarray
) -> None:
    """Lay one earlier frame under what is known, its light levelled to it. covered: [h, w] bool, its moving objects."""
    size = pixels.shape[1::-1]
    free = 1 - cv2.resize(covered.astype(np.uint8), earlier.shape[1::-1], interpolation=cv2.INTER_NEAREST)
    free[:BORDER], free[-BORDER:], free[:, :BORDER], free[:, -BORDER:] = 0, 0, 0, 0
    shows = cv2.warpAffine(free, affine, size, flags=cv2.INTER_NEAREST | cv2.WARP_INVERSE_MAP) > 0
    new = shows & ~known
    if new.mean() < WORTHWHILE:
        return
    flags = cv2.INTER_CUBIC | cv2.WARP_INVERSE_MAP
    laid = cv2.warpAffine(earlier, affine, size, flags=flags, borderMode=cv2.BORDER_REPLICATE)
    scale = max(1, max(known.shape) // 160)
    light, miss = light_between(pixels, laid, known & shows, scale)
    if miss > ALIKE:
        return
    top = np.iinfo(pixels.dtype).max
    for start in range(0, len(known), ROWS):
        rows = slice(start, min(start + ROWS, len(known)))
        here = new[rows]
        bend = np.clip(enlarged(light, known.shape, scale, rows).reshape(*here.shape, -1)[here], -DRIFT, DRIFT)
        pixels[rows][here] = np.clip(np.rint(laid[rows][here] + bend * top), 0, top).astype(pixels.dtype)
    known |= new


def _moved(hidden: np.ndarray, field: np.ndarray) -> np.ndarray:
    """Where the hidden region [h, w] stands after a field's motion, [h, w] bool, a little generous."""
    height, width = hidden.shape
    rows, columns = np.nonzero(hidden)
    shift = in_pixels(field)[rows, columns]
    x = np.clip(np.rint(columns + shift[:, 0]), 0, width - 1).astype(int)
    y = np.clip(np.rint(rows + shift[:, 1]), 0, height - 1).astype(int)
    moved = np.zeros(hidden.shape, np.uint8)
    moved[y, x] = 1
    return cv2.dilate(cv2.morphologyEx(moved, cv2.MORPH_CLOSE, np.ones((5, 5))), np.ones((5, 5))) > 0


def _to_earlier(matrix: np.ndarray, size: tuple[int, int], origin: tuple[int, int]) -> np.ndarray:
    """A camera map (places from the centre in frame widths) as an affine map [2, 3] from plate pixel to frame pixel."""
    centre = np.array([size[1] / 2 - 0.5, size[0] / 2 - 0.5])
    linear = matrix[:2, :2]
    offset = centre + matrix[:2, 2] * size[1] - linear @ (centre + np.array(origin))
    return np.column_stack([linear, offset])
