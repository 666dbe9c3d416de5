"""Which shifted piece of the known picture each pixel beyond its border takes.

All at a small size. Pritch et al. 2009, "Shift-map image editing"; He & Sun 2012, "Statistics of patch offsets".
"""

from dataclasses import dataclass

import cv2
import numpy as np

from engine.motion.membrane import membrane

PATCH = 9  # small pixels; what has to match along the border
SHIFTS = 24  # shifts tried in a ring
PROBES = 96  # border patches that vote for shifts
SOURCES = 2500  # patches they may match
VOTES = 8  # best matches of each
ROUNDS = 8  # of settling the seams
NEAR = 0.35  # weight of what the nearest border prefers, against the seams
LIKE = 1.0  # weight of a piece's likeness to the smooth surface's colour
FAR = 0.3  # weight of distance: texture is taken from nearby
INVALID = 1e3


@dataclass(frozen=True, slots=True)
class Canvas:
    """A picture to go on with. picture: [h, w, C] float32 in 0..1, a smooth surface where it is not known.

    sure: [h, w] bool, what is known. area: [h, w] bool, what is to be painted next, along its border.
    """

    picture: np.ndarray
    sure: np.ndarray
    area: np.ndarray


@dataclass(frozen=True, slots=True)
class Pieces:
    """The picture as it stands after each shift (dy, dx) of shifts [k, 2].

    shown: [k, h, w, C], 0 outside. valid: [k, h, w] bool, where that is known.
    """

    shifts: np.ndarray
    shown: np.ndarray
    valid: np.ndarray


def best_pieces(canvas: Canvas, rng: np.random.Generator) -> Pieces:
    """The shifted pictures that best continue the patches along the border of what is known; perhaps none."""
    shifts = _shifts(canvas.picture, canvas.sure, rng)
    shown = [_shifted(canvas.picture, shift) for shift in shifts]
    valid = [_shifted(canvas.sure, shift) for shift in shifts]
    none = np.zeros((0, *canvas.sure.shape), bool)
    return Pieces(shifts, np.stack(shown), np.stack(valid)) if len(shifts) else Pieces(shifts, none[..., None], none)


def assigned(canvas: Canvas, pieces: Pieces) -> np.ndarray:
    """The piece each small pixel of the area takes, [h, w] int: seams run where neighbouring pieces show the same."""
    miss = np.minimum(_squared(pieces.shown - canvas.picture), 0.3) + 0.3 * ~pieces.valid
    band = (canvas.sure & (cv2.dilate(canvas.area.astype(np.uint8), np.ones((9, 9))) > 0)).astype(np.float32)
    wish = np.stack([membrane(cost[..., None].astype(np.float32), band)[..., 0] for cost in miss])
    far = np.linalg.norm(pieces.shifts, axis=1) / max(canvas.sure.shape)
    unary = NEAR * wish + LIKE * miss + FAR / 10 * far[:, None, None] ** 2 + INVALID * ~pieces.valid
    return _relaxed(np.argmin(unary, axis=0), unary, canvas, pieces.shown)


def chosen(of_each: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """Of fields [k, h, w, ...], each pixel's own."""
    return np.take_along_axis(of_each, labels.reshape(1, *labels.shape, *(1,) * (of_each.ndim - 3)), axis=0)[0]


def _shifts(picture: np.ndarray, sure: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The shifts (dy, dx) [k, 2] that best continue the patches along the border of what is known."""
    half = PATCH // 2
    border = sure & (cv2.erode(sure.astype(np.uint8), np.ones((3, 3)), borderValue=1) == 0)
    border[:half], border[-half:], border[:, :half], border[:, -half:] = False, False, False, False
    inner = cv2.erode(sure.astype(np.uint8), np.ones((PATCH, PATCH)), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    targets, sources = np.argwhere(border), np.argwhere(inner)
    if len(targets) == 0 or len(sources) <= VOTES:
        return np.zeros((0, 2), int)
    targets = rng.permutation(targets)[:PROBES]
    sources = rng.permutation(sources)[:SOURCES]
    votes = sources[_nearest(picture, sure, targets, sources)] - targets[:, None]
    return _most_voted(votes, sure.shape)


def _nearest(picture: np.ndarray, sure: np.ndarray, targets: np.ndarray, sources: np.ndarray) -> np.ndarray:
    """For each target patch the indices [t, VOTES] of the source patches most like its known part."""
    around = np.arange(PATCH) - PATCH // 2
    rows, columns = (grid.ravel() for grid in np.meshgrid(around, around, indexing="ij"))
    weight = sure.astype(np.float32)[targets[:, :1] + rows, targets[:, 1:] + columns][..., None]
    wanted = picture[targets[:, :1] + rows, targets[:, 1:] + columns]
    have = picture[sources[:, :1] + rows, sources[:, 1:] + columns].reshape(len(sources), -1)
    weights = np.broadcast_to(weight, wanted.shape).reshape(len(targets), -1)
    cost = weights @ (have**2).T - 2 * (weights * wanted.reshape(len(targets), -1)) @ have.T
    far = np.hypot(*(targets[:, None, axis] - sources[None, :, axis] for axis in (0, 1)))
    cost += FAR / 10 * weights.sum(1, keepdims=True) * (far / max(sure.shape)) ** 2 + INVALID * (far < PATCH / 2)
    best = np.argpartition(cost, VOTES, axis=1)[:, :VOTES]
    order = np.argsort(np.take_along_axis(cost, best, axis=1), axis=1, kind="stable")
    return np.take_along_axis(best, order, axis=1)


def _most_voted(votes: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The most frequent shifts of [t, k, 2], neighbours counted together; the best-placed match counts most."""
    histogram = np.zeros((2 * size[0] + 1, 2 * size[1] + 1), np.float32)
    for rank in range(votes.shape[1]):
        np.add.at(histogram, (votes[:, rank, 0] + size[0], votes[:, rank, 1] + size[1]), 1 / (rank + 1))
    histogram = np.asarray(cv2.GaussianBlur(histogram, (0, 0), 1.0))
    chosen = []
    for _ in range(SHIFTS):
        peak = np.unravel_index(int(np.argmax(histogram)), histogram.shape)
        if histogram[peak] <= 0:
            break
        chosen.append((peak[0] - size[0], peak[1] - size[1]))
        cv2.circle(histogram, (int(peak[1]), int(peak[0])), 2, 0, cv2.FILLED)
    return np.array(chosen, int).reshape(-1, 2)


@dataclass(frozen=True, slots=True)
class _Flat:
    """The canvas as lists of pixels with one pixel of frame around it, so that every neighbour exists.

    picture: [p, C], views: [k, p, C], costs: [k, p], fixed, inside: [p] bool. stride: from a pixel to the one below.
    """

    picture: np.ndarray
    views: np.ndarray
    costs: np.ndarray
    fixed: np.ndarray
    inside: np.ndarray
    stride: int

    @classmethod
    def of(cls, canvas: Canvas, shown: np.ndarray, unary: np.ndarray) -> "_Flat":
        fixed, inside = (np.pad(field, 1).ravel() for field in (canvas.sure, canvas.area))
        colours, count = canvas.picture.shape[2], len(shown)
        picture = np.pad(canvas.picture, ((1, 1), (1, 1), (0, 0))).reshape(-1, colours)
        views = np.pad(shown, ((0, 0), (1, 1), (1, 1), (0, 0))).reshape(count, -1, colours)
        costs = np.pad(unary, ((0, 0), (1, 1), (1, 1))).reshape(count, -1)
        return cls(picture, views, costs, fixed, inside, canvas.sure.shape[1] + 2)


def _relaxed(labels: np.ndarray, unary: np.ndarray, canvas: Canvas, shown: np.ndarray) -> np.ndarray:
    """Iterated conditional modes on a checkerboard; known neighbours never change, outer ones do not count."""
    flat, label = _Flat.of(canvas, shown, unary), np.pad(labels, 1).ravel()
    place = np.flatnonzero(flat.inside)
    odd = (place // flat.stride + place % flat.stride) % 2
    for turn in range(ROUNDS):
        here = place[odd == turn % 2]
        cost = flat.costs[:, here].copy()
        for step in (-1, 1, -flat.stride, flat.stride):
            counts = flat.fixed[here + step] | flat.inside[here + step]
            cost += _seam(label, flat, here, here + step) * counts
        label[here] = np.argmin(cost, axis=0)
    return label.reshape(-1, flat.stride)[1:-1, 1:-1]


def _seam(label: np.ndarray, flat: _Flat, here: np.ndarray, beside: np.ndarray) -> np.ndarray:
    """What each shift at `here` would cost at the seam to the pixel `beside` as it is now, [k, pixels]."""
    kept = flat.fixed[beside]
    theirs_beside = np.where(kept[:, None], flat.picture[beside], flat.views[label[beside], beside])
    at_beside = _squared(flat.views[:, beside] - theirs_beside)
    at_here = _squared(flat.views[:, here] - flat.views[label[beside], here])
    return at_beside + np.where(kept, at_beside, at_here)


def _squared(difference: np.ndarray) -> np.ndarray:
    return np.einsum("...c,...c->...", difference, difference)


def _shifted(picture: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """picture[y + dy, x + dx], 0 outside."""
    moved = np.zeros_like(picture)
    pairs = []
    for extent, step in zip(picture.shape[:2], shift.tolist(), strict=True):
        low = max(0, -step)
        high = max(low, min(extent, extent - step))
        pairs.append((slice(low, high), slice(low + step, high + step)))
    moved[pairs[0][0], pairs[1][0]] = picture[pairs[0][1], pairs[1][1]]
    return moved
