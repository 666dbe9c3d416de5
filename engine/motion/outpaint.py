"""Painting what no frame showed: pieces of the picture's own texture, moved whole and joined where they agree.

Ring by ring outwards, each ring is put together from a few shifts of what is there already. All choices are made at a
small size; the pieces are copied at full size, so texture stays as sharp as it was.
"""

from dataclasses import dataclass, replace

import cv2
import numpy as np

from engine.motion.membrane import enlarged, membrane, shrunk_known
from engine.motion.piece_light import levelled, spread
from engine.motion.shiftmap import Canvas, assigned, best_pieces, chosen

ACROSS = 160  # small pixels along the longer side
MOST_RINGS = 60  # a bound; a margin of half the picture takes about ten
RING = 6  # small pixels painted before the next look: thin strips of texture can go on into themselves
ROWS = 128  # full-size rows worked on at a time, which bounds the memory


@dataclass(frozen=True, slots=True)
class _Ring:
    """One step outwards, all at small size.

    area: [h, w] bool, what is painted. labels: [h, w] the shift each pixel takes, of shifts [k, 2] (dy, dx).
    light: [h, w, C] what is added, full scale 1. texture: [h, w, C] the result within the area.
    """

    area: np.ndarray
    labels: np.ndarray
    shifts: np.ndarray
    light: np.ndarray
    texture: np.ndarray


@dataclass(frozen=True, slots=True)
class _Page:
    """What is painted on, at full size. pixels: [H, W, C]. known: [H, W] bool. scale: full-size pixels a small one."""

    pixels: np.ndarray
    known: np.ndarray
    scale: int

    def enlarged(
        self, small: np.ndarray, rows: slice, columns: slice = slice(None), how: int = cv2.INTER_LINEAR
    ) -> np.ndarray:
        return enlarged(small, self.known.shape, self.scale, rows, how)[:, columns]

    @property
    def white(self) -> int:
        return int(np.iinfo(self.pixels.dtype).max)


def paint(pixels: np.ndarray, known: np.ndarray) -> None:
    """Fill the unknown pixels in place with content from the known ones. Deterministic.

    pixels: [H, W, C] uint8 or uint16. known: [H, W] bool, all true afterwards. Nothing happens when nothing is known.
    """
    scale = max(1, -(-max(known.shape) // ACROSS))
    picture, weight = shrunk_known(pixels, known, scale)
    smooth = membrane(picture, weight)
    sure = weight > 0.98
    picture = np.where(sure[..., None], picture, smooth)
    rng = np.random.default_rng(0)
    for _ in range(MOST_RINGS):
        around = cv2.dilate(sure.astype(np.uint8), np.ones((2 * RING + 1, 2 * RING + 1))) > 0
        ring = _ring(Canvas(picture, sure, around & ~sure), rng)
        if ring is None:
            break
        _copy(_Page(pixels, known, scale), ring)
        picture, sure = np.where(ring.area[..., None], ring.texture, picture), sure | ring.area
    _fill(_Page(pixels, known, scale), membrane(picture, sure.astype(np.float32)))


def _ring(canvas: Canvas, rng: np.random.Generator) -> _Ring | None:
    """What to paint next within the canvas's area; None when nothing can be."""
    pieces = best_pieces(canvas, rng)
    if len(pieces.shifts) == 0 or not canvas.area.any():
        return None
    labels = assigned(canvas, pieces)
    canvas = replace(canvas, area=canvas.area & chosen(pieces.valid, labels))
    if not canvas.area.any():
        return None
    labels = spread(labels, canvas.area)
    light = levelled(canvas, pieces, labels)
    return _Ring(canvas.area, labels, pieces.shifts, light, np.clip(chosen(pieces.shown, labels) + light, 0, 1))


def _copy(page: _Page, ring: _Ring) -> None:
    """Copy a ring's pieces at full size, feathered over about one small pixel, in place; `known` grows by them."""
    used = np.unique(ring.labels[ring.area])
    shares = {k: cv2.GaussianBlur((ring.labels == k).astype(np.float32), (0, 0), 0.5) for k in used.tolist()}
    source = replace(page, known=page.known.copy())
    rows = np.flatnonzero(ring.area.any(axis=1))
    for top in range(rows[0] * page.scale, min((rows[-1] + 1) * page.scale, len(page.known)), ROWS):
        strip = slice(top, min(top + ROWS, len(page.known)))
        wanted = page.enlarged(ring.area.astype(np.float32), strip, how=cv2.INTER_NEAREST) > 0
        wanted &= ~source.known[strip]
        columns = _extent(wanted)
        if columns is None:
            continue
        part = strip, columns
        texture, there = _put_together(source, ring, shares, part)
        new = wanted[:, columns] & there
        light = page.enlarged(ring.light, *part).reshape(texture.shape) * page.white
        result = np.clip(np.rint(texture[new] + light[new]), 0, page.white)
        page.pixels[part][new] = result.astype(page.pixels.dtype)
        page.known[part] |= new


def _put_together(
    source: _Page, ring: _Ring, shares: dict[int, np.ndarray], part: tuple[slice, slice]
) -> tuple[np.ndarray, np.ndarray]:
    """A part's texture [h, w, C] float32 out of the pieces by their shares, and where there is any, [h, w] bool."""
    size = part[0].stop - part[0].start, part[1].stop - part[1].start
    total = np.zeros((*size, source.pixels.shape[2]), np.float32)
    mass = np.zeros(size, np.float32)
    for k, share in shares.items():
        weight = source.enlarged(share, *part)
        across = _extent(weight > 0)
        if across is None or weight.max() < 1e-3:
            continue
        columns = slice(part[1].start + across.start, part[1].start + across.stop)
        texture, there = _taken(source, (part[0], columns), ring.shifts[k] * source.scale)
        weight = weight[:, across] * there
        mass[:, across] += weight
        total[:, across] += weight[..., None] * texture
    return total / np.maximum(mass, 1e-3)[..., None], mass > 1e-3


def _taken(page: _Page, part: tuple[slice, slice], shift: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The pixels of a part of the picture after a shift, and where they are known; 0 outside the picture."""
    pixels, known = page.pixels, page.known
    height, width = part[0].stop - part[0].start, part[1].stop - part[1].start
    texture = np.zeros((height, width, pixels.shape[2]), pixels.dtype)
    there = np.zeros((height, width), bool)
    top, left = part[0].start + int(shift[0]), part[1].start + int(shift[1])
    rows = slice(max(0, top), max(0, min(len(known), top + height)))
    columns = slice(max(0, left), max(0, min(known.shape[1], left + width)))
    if rows.start < rows.stop and columns.start < columns.stop:
        into = slice(rows.start - top, rows.stop - top), slice(columns.start - left, columns.stop - left)
        texture[into], there[into] = pixels[rows, columns], known[rows, columns]
    return texture, there


def _fill(page: _Page, smooth: np.ndarray) -> None:
    """Whatever is left takes the smooth surface's colour."""
    for start in range(0, len(page.known), ROWS):
        strip = slice(start, min(start + ROWS, len(page.known)))
        rest = ~page.known[strip]
        if rest.any():
            colour = page.enlarged(smooth, strip).reshape(*rest.shape, -1)
            page.pixels[strip][rest] = np.rint(np.clip(colour[rest], 0, 1) * page.white).astype(page.pixels.dtype)
    page.known[:] = True


def _extent(wanted: np.ndarray) -> slice | None:
    columns = np.flatnonzero(wanted.any(axis=0))
    return slice(int(columns[0]), int(columns[-1]) + 1) if len(columns) else None
