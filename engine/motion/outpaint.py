"""Painting what no frame showed: large pieces of the picture's own texture, moved whole and joined where they agree.

The picture is cut into a few shifts of itself (Pritch et al. 2009, "Shift-map image editing"; He & Sun 2012, "Statistics
of patch offsets"): found and fitted at a small size, copied at full size, so texture stays as sharp as it was.
"""

import cv2
import numpy as np

ACROSS = 160  # small pixels along the longer side
PATCH = 9  # small pixels; what has to match along the border
SOURCES = 4000  # patches they may match
SHIFTS = 28  # shifts tried
VOTES = 12  # best matches of each
PROBES = 160  # border patches that vote for shifts
ROUNDS = 12
NEAR = 0.35  # weight of what the nearest border prefers
INVALID = 1e3


def paint(pixels: np.ndarray, known: np.ndarray) -> None:
    """Fill the unknown pixels in place with content from the known ones. Deterministic.

    pixels: [H, W, C] uint8 or uint16. known: [H, W] bool. Nothing happens when nothing is known.
    """
    scale = max(1, -(-max(known.shape) // ACROSS))
    small, weight = _shrink(pixels, known, scale)
    sure = weight > 0.98
    smooth = membrane(small, weight)
    top = np.iinfo(pixels.dtype).max
    pixels[~known] = np.rint(np.clip(_enlarge(smooth, known.shape, scale)[~known], 0, 1) * top).astype(pixels.dtype)
    shifts = _shifts(small, sure)
    if len(shifts) == 0:
        return
    labels = _assign(np.where(sure[..., None], small, smooth), sure, shifts)
    _copy(pixels, known, labels, shifts, scale)


def membrane(values: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """The smooth surface through the weighted samples, by push and pull over halved sizes.

    values: [h, w, c] float32. weight: [h, w] float32 in 0..1. Returns [h, w, c] float32.
    """
    if min(weight.shape) <= 2:
        total = max(float(weight.sum()), 1e-6)
        return np.broadcast_to((values * weight[..., None]).sum((0, 1)) / total, values.shape).astype(np.float32)
    size = (-(-weight.shape[1] // 2), -(-weight.shape[0] // 2))
    mass = cv2.resize(weight, size, interpolation=cv2.INTER_AREA)
    total = cv2.resize(values * weight[..., None], size, interpolation=cv2.INTER_AREA).reshape(*size[::-1], -1)
    coarse = membrane(total / np.maximum(mass, 1e-6)[..., None], np.minimum(mass * 2, 1))
    wide = cv2.resize(coarse, weight.shape[::-1], interpolation=cv2.INTER_LINEAR).reshape(values.shape)
    return values * weight[..., None] + wide * (1 - weight[..., None])


def _shrink(pixels: np.ndarray, known: np.ndarray, scale: int) -> tuple[np.ndarray, np.ndarray]:
    """Small picture [h, w, C] float32 in 0..1 averaged over known pixels, and the known share of each small pixel."""
    height, width = -(-known.shape[0] // scale) * scale, -(-known.shape[1] // scale) * scale
    pad = (0, height - known.shape[0], 0, width - known.shape[1], cv2.BORDER_REPLICATE)
    size = (width // scale, height // scale)
    whole = cv2.copyMakeBorder(known.astype(np.float32), *pad)
    weight = cv2.resize(whole, size, interpolation=cv2.INTER_AREA)
    visible = cv2.copyMakeBorder(pixels * known[..., None].astype(pixels.dtype), *pad)
    total = cv2.resize(visible, size, interpolation=cv2.INTER_AREA).astype(np.float32) / np.iinfo(pixels.dtype).max
    return total / np.maximum(weight, 1e-3)[..., None], weight


def _shifts(small: np.ndarray, sure: np.ndarray) -> np.ndarray:
    """The shifts (dy, dx) [k, 2] that best continue the patches along the border of what is known."""
    half = PATCH // 2
    border = sure & (cv2.erode(sure.astype(np.uint8), np.ones((3, 3)), borderValue=1) == 0)
    border[:half], border[-half:], border[:, :half], border[:, -half:] = False, False, False, False
    inner = cv2.erode(sure.astype(np.uint8), np.ones((PATCH, PATCH)), borderType=cv2.BORDER_CONSTANT, borderValue=0)
    targets, sources = np.argwhere(border), np.argwhere(inner)
    if len(targets) == 0 or len(sources) <= VOTES:
        return np.zeros((0, 2), int)
    targets = targets[:: max(1, len(targets) // PROBES)]
    sources = sources[:: max(1, len(sources) // SOURCES)]
    return _most_voted(sources[_nearest(small, sure, targets, sources)] - targets[:, None], sure.shape)


def _nearest(small: np.ndarray, sure: np.ndarray, targets: np.ndarray, sources: np.ndarray) -> np.ndarray:
    """For each target patch the indices [t, VOTES] of the source patches most like its known part."""
    half = PATCH // 2
    around = np.arange(-half, half + 1)
    rows, columns = (grid.ravel() for grid in np.meshgrid(around, around, indexing="ij"))
    weight = sure.astype(np.float32)[targets[:, :1] + rows, targets[:, 1:] + columns][..., None]
    wanted = small[targets[:, :1] + rows, targets[:, 1:] + columns]
    have = small[sources[:, :1] + rows, sources[:, 1:] + columns].reshape(len(sources), -1)
    weights = np.broadcast_to(weight, wanted.shape).reshape(len(targets), -1)
    cost = weights @ (have**2).T - 2 * (weights * wanted.reshape(len(targets), -1)) @ have.T
    far = np.hypot(*(targets[:, None, axis] - sources[None, :, axis] for axis in (0, 1)))
    cost += 0.02 * weights.sum(1, keepdims=True) * (far / max(small.shape)) ** 2 + INVALID * (far < PATCH)
    best = np.argpartition(cost, VOTES, axis=1)[:, :VOTES]
    order = np.argsort(np.take_along_axis(cost, best, axis=1), axis=1, kind="stable")
    return np.take_along_axis(best, order, axis=1)


def _most_voted(votes: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """The most frequent shifts of [t, k, 2], neighbours counted together; the best-placed match counts most."""
    histogram = np.zeros((2 * size[0] + 1, 2 * size[1] + 1), np.float32)
    for rank in range(votes.shape[1]):
        np.add.at(histogram, (votes[:, rank, 0] + size[0], votes[:, rank, 1] + size[1]), 1 / (rank + 1))
    histogram = cv2.GaussianBlur(histogram, (0, 0), 1.0)
    chosen = []
    for _ in range(SHIFTS):
        peak = np.unravel_index(int(np.argmax(histogram)), histogram.shape)
        if histogram[peak] <= 0:
            break
        chosen.append((peak[0] - size[0], peak[1] - size[1]))
        cv2.circle(histogram, (int(peak[1]), int(peak[0])), 3, 0, cv2.FILLED)
    return np.array(chosen, int).reshape(-1, 2)


def _assign(small: np.ndarray, sure: np.ndarray, shifts: np.ndarray) -> np.ndarray:
    """The shift each small pixel takes, [h, w] int: seams run where neighbouring shifts show nearly the same."""
    shown = np.stack([_shifted(small, shift) for shift in shifts])
    valid = np.stack([_shifted(sure.astype(np.float32)[..., None], shift)[..., 0] > 0.5 for shift in shifts])
    miss = np.minimum(_squared(shown - small), 0.3) + 0.3 * ~valid
    band = (sure & (cv2.erode(sure.astype(np.uint8), np.ones((9, 9)), borderValue=1) == 0)).astype(np.float32)
    wish = np.stack([membrane(cost[..., None].astype(np.float32), band)[..., 0] for cost in miss])
    unary = NEAR * wish + INVALID * ~valid
    labels = np.argmin(unary, axis=0)
    if not valid.any(axis=0)[~sure].all():
        labels = _nearest_valid(labels, valid)
    return _relax(labels, unary, shown, small, sure)


def _relax(
    labels: np.ndarray, unary: np.ndarray, shown: np.ndarray, small: np.ndarray, sure: np.ndarray
) -> np.ndarray:
    """Iterated conditional modes on a checkerboard; known pixels count as neighbours that never change.

    Works on flat lists of the unknown pixels; a frame of one pixel around the picture makes every neighbour exist.
    """
    height, width = sure.shape
    framed = [np.pad(field, 1) for field in (labels, sure)]
    label, fixed = framed[0].ravel(), framed[1].ravel()
    real = np.pad(np.ones(sure.shape, bool), 1).ravel()
    picture = np.pad(small, ((1, 1), (1, 1), (0, 0))).reshape(-1, small.shape[2])
    views = np.pad(shown, ((0, 0), (1, 1), (1, 1), (0, 0))).reshape(len(shown), -1, small.shape[2])
    costs = np.pad(unary, ((0, 0), (1, 1), (1, 1))).reshape(len(shown), -1)
    place = np.flatnonzero(real & ~fixed)
    odd = (place // (width + 2) + place % (width + 2)) % 2
    for turn in range(ROUNDS):
        here = place[odd == turn % 2]
        cost = costs[:, here].copy()
        for step in (-1, 1, -width - 2, width + 2):
            cost += _seam(label, views, picture, fixed, here, here + step) * real[here + step]
        label[here] = np.argmin(cost, axis=0)
    return label.reshape(height + 2, width + 2)[1:-1, 1:-1]


def _seam(
    label: np.ndarray, views: np.ndarray, picture: np.ndarray, fixed: np.ndarray, here: np.ndarray, beside: np.ndarray
) -> np.ndarray:
    """What each shift at `here` would cost at the seam to the pixel `beside` as it is now, [k, pixels]."""
    kept = fixed[beside][:, None]
    theirs_beside = np.where(kept, picture[beside], views[label[beside], beside])
    at_beside = _squared(views[:, beside] - theirs_beside)
    at_here = _squared(views[:, here] - views[label[beside], here])
    return at_beside + np.where(kept[:, 0], at_beside, at_here)


def _squared(difference: np.ndarray) -> np.ndarray:
    return np.einsum("...c,...c->...", difference, difference)


def _nearest_valid(labels: np.ndarray, valid: np.ndarray) -> np.ndarray:
    """Where no shift leads to known picture, the label of the nearest pixel that has one."""
    some = valid.any(axis=0)
    _, where = cv2.distanceTransformWithLabels(
        (~some).astype(np.uint8), cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL
    )
    of_label = np.zeros(where.max() + 1, int)
    of_label[where[some]] = labels[some]
    return of_label[where]


def _shifted(picture: np.ndarray, shift: np.ndarray) -> np.ndarray:
    """picture[y + dy, x + dx], 0 outside."""
    moved = np.zeros_like(picture)
    target, source = _overlap(picture.shape[:2], shift)
    moved[target] = picture[source]
    return moved


def _overlap(size: tuple[int, int], shift: np.ndarray) -> tuple[tuple[slice, slice], tuple[slice, slice]]:
    pairs = []
    for extent, step in zip(size, shift.tolist(), strict=True):
        low, high = max(0, -step), min(extent, extent - step)
        high = max(low, high)
        pairs.append((slice(low, high), slice(low + step, high + step)))
    return (pairs[0][0], pairs[1][0]), (pairs[0][1], pairs[1][1])


def _enlarge(small: np.ndarray, size: tuple[int, int], scale: int) -> np.ndarray:
    big = cv2.resize(small, None, fx=scale, fy=scale, interpolation=cv2.INTER_LINEAR)
    return big[: size[0], : size[1]]


def _copy(pixels: np.ndarray, known: np.ndarray, labels: np.ndarray, shifts: np.ndarray, scale: int) -> None:
    """Copy each shift's pieces at full size, feathered over about one small pixel, their colour levelled to the border."""
    total = np.zeros(pixels.shape, np.float32)
    mass = np.zeros(known.shape, np.float32)
    for index in np.unique(labels[cv2.dilate((_enlargeable(known, scale)).astype(np.uint8), np.ones((5, 5))) > 0]):
        piece = cv2.GaussianBlur((labels == index).astype(np.float32), (0, 0), 0.6)
        share = _enlarge(piece, known.shape, scale)
        target, source = _overlap(known.shape, shifts[index] * scale)
        usable = share[target] * known[source]
        total[target] += usable[..., None] * pixels[source]
        mass[target] += usable
    top = np.iinfo(pixels.dtype).max
    drawn = mass > 1e-3
    texture = np.clip(np.rint(total / np.maximum(mass, 1e-3)[..., None]), 0, top).astype(pixels.dtype)
    bend, _ = level(pixels, texture, known & drawn)
    unknown = ~known & drawn
    pixels[unknown] = np.clip(np.rint(texture[unknown] + bend[unknown] * top), 0, top).astype(pixels.dtype)


def _enlargeable(known: np.ndarray, scale: int) -> np.ndarray:
    """The small pixels that hold anything unknown."""
    height, width = -(-known.shape[0] // scale), -(-known.shape[1] // scale)
    unknown = np.zeros((height * scale, width * scale), bool)
    unknown[: known.shape[0], : known.shape[1]] = ~known
    return unknown.reshape(height, scale, width, scale).any(axis=(1, 3))


def level(pixels: np.ndarray, texture: np.ndarray, both: np.ndarray) -> tuple[np.ndarray, float]:
    """The slow difference in light between two pictures where both are known, carried on smoothly everywhere.

    pixels, texture: [H, W, C] of one scale. both: [H, W] bool. Returns the difference [H, W, C] float32 in 0..1 of full scale
    to add to the texture, and the mean absolute difference that remains; infinite when nothing is shared.
    """
    scale = max(1, -(-max(both.shape) // ACROSS))
    top = np.iinfo(pixels.dtype).max
    first, weight = _shrink(pixels, both, scale)
    second, _ = _shrink(texture, both, scale)
    if not both.any():
        return np.zeros(texture.shape, np.float32), np.inf
    bend = membrane(first - second, weight)
    return _enlarge(bend, both.shape, scale), float(np.average(np.abs(first - second).mean(axis=2), weights=weight))
