"""Painting what no frame showed: pieces of the picture's own texture, moved whole and joined where they agree.

Ring by ring outwards, each ring is put together from a few shifts of what is there already (Pritch et al. 2009,
"Shift-map image editing"; He & Sun 2012, "Statistics of patch offsets"). All choices are made at a small size; the
pieces are copied at full size, so texture stays as sharp as it was.
"""

from dataclasses import dataclass

import cv2
import numpy as np
from scipy.sparse import csc_matrix, diags
from scipy.sparse.linalg import splu

from engine.motion.membrane import enlarged, membrane, shrunk_known

ACROSS = 160  # small pixels along the longer side
MOST_RINGS = 60  # a bound; a margin of half the picture takes about ten
RING = 6  # small pixels painted before the next look: thin strips of texture can go on into themselves
PATCH = 9  # small pixels; what has to match along the border
SHIFTS = 24  # shifts tried in a ring
PROBES = 96  # border patches that vote for shifts
SOURCES = 2500  # patches they may match
VOTES = 8  # best matches of each
ROUNDS = 8  # of settling the seams
NEAR = 0.35  # weight of what the nearest border prefers, against the seams
FAR = 0.3  # weight of distance: texture is taken from nearby
PULL = 0.02  # of a neighbour's: towards the pieces' own light, so that colours do not drift away outwards
LIGHT_LIMIT = 0.25  # of full scale: how far a piece's light is bent to fit
ROWS = 128  # full-size rows worked on at a time, which bounds the memory
INVALID = 1e3


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
        ring = _ring(picture, sure, around & ~sure, rng)
        if ring is None:
            break
        _copy(pixels, known, ring, scale)
        picture, sure = np.where(ring.area[..., None], ring.texture, picture), sure | ring.area
    _fill(pixels, known, membrane(picture, sure.astype(np.float32)), scale)


def _ring(picture: np.ndarray, sure: np.ndarray, area: np.ndarray, rng: np.random.Generator) -> _Ring | None:
    """What to paint next within an area along the border of what is known; None when nothing can be."""
    shifts = _shifts(picture, sure, rng)
    if len(shifts) == 0 or not area.any():
        return None
    shown = np.stack([_shifted(picture, shift) for shift in shifts])
    valid = np.stack([_shifted(sure, shift) for shift in shifts])
    labels = _assign(picture, sure, area, shown, valid, shifts)
    area = area & _chosen(valid, labels)
    if not area.any():
        return None
    labels = _spread(labels, area)
    light = _light(picture, sure, area, shown, valid, labels)
    return _Ring(area, labels, shifts, light, np.clip(_chosen(shown, labels) + light, 0, 1))


def _chosen(of_each: np.ndarray, labels: np.ndarray) -> np.ndarray:
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


def _assign(
    picture: np.ndarray, sure: np.ndarray, ring: np.ndarray, shown: np.ndarray, valid: np.ndarray, shifts: np.ndarray
) -> np.ndarray:
    """The shift each small pixel of the ring takes, [h, w] int: seams run where neighbouring shifts show the same."""
    miss = np.minimum(_squared(shown - picture), 0.3) + 0.3 * ~valid
    band = (sure & (cv2.dilate(ring.astype(np.uint8), np.ones((9, 9))) > 0)).astype(np.float32)
    wish = np.stack([membrane(cost[..., None].astype(np.float32), band)[..., 0] for cost in miss])
    far = np.linalg.norm(shifts, axis=1) / max(sure.shape)
    unary = NEAR * wish + FAR / 10 * far[:, None, None] ** 2 + INVALID * ~valid
    return _relax(np.argmin(unary, axis=0), unary, shown, picture, sure, ring)


def _relax(
    labels: np.ndarray,
    unary: np.ndarray,
    shown: np.ndarray,
    picture: np.ndarray,
    sure: np.ndarray,
    ring: np.ndarray,
) -> np.ndarray:
    """Iterated conditional modes on a checkerboard; known neighbours never change, outer ones do not count.

    Works on flat lists of the ring's pixels; a frame of one pixel around the picture makes every neighbour exist.
    """
    height, width = sure.shape
    label, fixed, inside = (np.pad(field, 1).ravel() for field in (labels, sure, ring))
    flat = np.pad(picture, ((1, 1), (1, 1), (0, 0))).reshape(-1, picture.shape[2])
    views = np.pad(shown, ((0, 0), (1, 1), (1, 1), (0, 0))).reshape(len(shown), -1, picture.shape[2])
    costs = np.pad(unary, ((0, 0), (1, 1), (1, 1))).reshape(len(shown), -1)
    place = np.flatnonzero(inside)
    odd = (place // (width + 2) + place % (width + 2)) % 2
    for turn in range(ROUNDS):
        here = place[odd == turn % 2]
        cost = costs[:, here].copy()
        for step in (-1, 1, -width - 2, width + 2):
            counts = fixed[here + step] | inside[here + step]
            cost += _seam(label, views, flat, fixed, here, here + step) * counts
        label[here] = np.argmin(cost, axis=0)
    return label.reshape(height + 2, width + 2)[1:-1, 1:-1]


def _seam(
    label: np.ndarray, views: np.ndarray, picture: np.ndarray, fixed: np.ndarray, here: np.ndarray, beside: np.ndarray
) -> np.ndarray:
    """What each shift at `here` would cost at the seam to the pixel `beside` as it is now, [k, pixels]."""
    kept = fixed[beside]
    theirs_beside = np.where(kept[:, None], picture[beside], views[label[beside], beside])
    at_beside = _squared(views[:, beside] - theirs_beside)
    at_here = _squared(views[:, here] - views[label[beside], here])
    return at_beside + np.where(kept, at_beside, at_here)


def _spread(values: np.ndarray, region: np.ndarray) -> np.ndarray:
    """A region's values carried on to every pixel from the nearest one of the region."""
    outside = (~region).astype(np.uint8)
    _, where = cv2.distanceTransformWithLabels(outside, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    by_number = np.zeros((where.max() + 1, *values.shape[2:]), values.dtype)
    by_number[where[region]] = values[region]
    return by_number[where]


def _light(
    picture: np.ndarray, sure: np.ndarray, ring: np.ndarray, shown: np.ndarray, valid: np.ndarray, labels: np.ndarray
) -> np.ndarray:
    """What to add to the pieces so that light neither jumps at their seams nor where they meet the known (Poisson).

    The ring keeps its pieces' gradients, averaged across seams, and takes the known picture's values where it begins.
    """
    texture = _chosen(shown, labels)
    border = sure & (cv2.dilate(ring.astype(np.uint8), np.ones((3, 3))) > 0)
    border &= _chosen(valid, labels)
    light = np.where(border[..., None], picture - texture, 0).astype(np.float32)
    if border.any():
        light[ring] = _solved(light, border, ring, shown, labels)
    return _spread(np.clip(light, -LIGHT_LIMIT, LIGHT_LIMIT), border | ring)


def _solved(
    light: np.ndarray, border: np.ndarray, ring: np.ndarray, shown: np.ndarray, labels: np.ndarray
) -> np.ndarray:
    """The ring's light [pixels, C]: as even as the seams' steps allow, equal to `light` on the border."""
    number = np.full(ring.shape, -1)
    number[ring] = np.arange(ring.sum())
    counted = np.full(ring.sum(), PULL)
    right = np.zeros((len(counted), light.shape[2]))
    pairs = []
    for axis in (0, 1):
        for near, far in (_pair(axis), _pair(axis)[::-1]):
            here, beside = ring[near], ring[far]
            step = _step(shown, labels, near, far)
            touching, along = here & border[far], here & beside
            np.add.at(counted, number[near][here & (beside | border[far])], 1)
            np.add.at(right, number[near][touching], light[far][touching])
            np.add.at(right, number[near][along], step[along])
            pairs.append(np.stack([number[near][along], number[far][along]]))
    rows, columns = np.concatenate(pairs, axis=1)
    system = csc_matrix((-np.ones(len(rows)), (rows, columns)), shape=(len(counted),) * 2) + diags(counted)
    return splu(system.tocsc()).solve(right)


def _pair(axis: int) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    """Every pixel that has a next one along an axis, and that next one."""
    first, second = [slice(None)] * 2, [slice(None)] * 2
    first[axis], second[axis] = slice(None, -1), slice(1, None)
    return (first[0], first[1]), (second[0], second[1])


def _step(shown: np.ndarray, labels: np.ndarray, near: tuple[slice, slice], far: tuple[slice, slice]) -> np.ndarray:
    """How much more light `near` needs than `far` because their pieces do not meet; 0 where they are the same piece."""
    mine, theirs = labels[near][None, ..., None], labels[far][None, ..., None]
    at_near = [np.take_along_axis(shown[(slice(None), *near)], who, axis=0)[0] for who in (mine, theirs)]
    at_far = [np.take_along_axis(shown[(slice(None), *far)], who, axis=0)[0] for who in (mine, theirs)]
    return 0.5 * ((at_near[1] - at_near[0]) + (at_far[1] - at_far[0]))


def _copy(pixels: np.ndarray, known: np.ndarray, what: _Ring, scale: int) -> None:
    """Copy a ring's pieces at full size, feathered over about one small pixel, in place; `known` grows by them."""
    used = np.unique(what.labels[what.area])
    shares = {k: cv2.GaussianBlur((what.labels == k).astype(np.float32), (0, 0), 0.5) for k in used.tolist()}
    original, source_known = pixels, known.copy()
    rows = np.flatnonzero(what.area.any(axis=1))
    for top in range(rows[0] * scale, min((rows[-1] + 1) * scale, len(known)), ROWS):
        strip = slice(top, min(top + ROWS, len(known)))
        wanted = enlarged(what.area.astype(np.float32), known.shape, scale, strip, cv2.INTER_NEAREST) > 0
        wanted &= ~source_known[strip]
        columns = _extent(wanted)
        if columns is None:
            continue
        _copy_part(original, source_known, known, (strip, columns), wanted[:, columns], shares, what, scale)


def _copy_part(
    pixels: np.ndarray,
    source_known: np.ndarray,
    known: np.ndarray,
    part: tuple[slice, slice],
    wanted: np.ndarray,
    shares: dict[int, np.ndarray],
    what: _Ring,
    scale: int,
) -> None:
    total = np.zeros((*wanted.shape, pixels.shape[2]), np.float32)
    mass = np.zeros(wanted.shape, np.float32)
    for k, share in shares.items():
        weight = enlarged(share, known.shape, scale, part[0])[:, part[1]]
        if weight.max() < 1e-3:
            continue
        texture, there = _taken(pixels, source_known, part, what.shifts[k] * scale)
        mass += weight * there
        total += (weight * there)[..., None] * texture
    top = np.iinfo(pixels.dtype).max
    light = enlarged(what.light, known.shape, scale, part[0])[:, part[1]].reshape(total.shape) * top
    new = wanted & (mass > 1e-3)
    result = total[new] / mass[new][:, None] + light[new]
    pixels[part][new] = np.clip(np.rint(result), 0, top).astype(pixels.dtype)
    known[part] |= new


def _taken(
    pixels: np.ndarray, known: np.ndarray, part: tuple[slice, slice], shift: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """The pixels of a part of the picture after a shift, and where they are known; 0 outside the picture."""
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


def _fill(pixels: np.ndarray, known: np.ndarray, smooth: np.ndarray, scale: int) -> None:
    """Whatever is left takes the smooth surface's colour."""
    top = np.iinfo(pixels.dtype).max
    for start in range(0, len(known), ROWS):
        strip = slice(start, min(start + ROWS, len(known)))
        rest = ~known[strip]
        if rest.any():
            colour = enlarged(smooth, known.shape, scale, strip).reshape(*rest.shape, -1)
            pixels[strip][rest] = np.rint(np.clip(colour[rest], 0, 1) * top).astype(pixels.dtype)
    known[:] = True


def _extent(wanted: np.ndarray) -> slice | None:
    columns = np.flatnonzero(wanted.any(axis=0))
    return slice(int(columns[0]), int(columns[-1]) + 1) if len(columns) else None


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
