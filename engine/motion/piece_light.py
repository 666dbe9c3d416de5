"""The light that shifted pieces of a picture need, so that neither their seams nor their border show."""

import cv2
import numpy as np
from scipy.sparse import csc_matrix, diags
from scipy.sparse.linalg import splu

from engine.motion.shiftmap import Canvas, Pieces, chosen

PULL = 0.04  # of a neighbour's: towards the smooth surface's light, so that colours do not drift away outwards
LIGHT_LIMIT = 0.25  # of full scale: how far a piece's light is bent to fit


def levelled(canvas: Canvas, pieces: Pieces, labels: np.ndarray) -> np.ndarray:
    """What to add to the pieces, [h, w, C], so that light neither jumps at their seams nor where they meet the known.

    The area keeps its pieces' gradients, averaged across seams, takes the known picture's values where it begins, and
    is drawn towards the smooth surface that the canvas holds within the area (a screened Poisson equation).
    """
    texture = chosen(pieces.shown, labels)
    border = canvas.sure & (cv2.dilate(canvas.area.astype(np.uint8), np.ones((3, 3))) > 0)
    border &= chosen(pieces.valid, labels)
    light = np.where((border | canvas.area)[..., None], canvas.picture - texture, 0).astype(np.float32)
    if border.any():
        light[canvas.area] = _solved(light, border, canvas.area, pieces.shown, labels)
    return spread(np.clip(light, -LIGHT_LIMIT, LIGHT_LIMIT), border | canvas.area)


def spread(values: np.ndarray, region: np.ndarray) -> np.ndarray:
    """A region's values carried on to every pixel from the nearest one of the region."""
    outside = (~region).astype(np.uint8)
    _, where = cv2.distanceTransformWithLabels(outside, cv2.DIST_L2, 5, labelType=cv2.DIST_LABEL_PIXEL)
    by_number = np.zeros((where.max() + 1, *values.shape[2:]), values.dtype)
    by_number[where[region]] = values[region]
    return by_number[where]


def _solved(
    light: np.ndarray, border: np.ndarray, ring: np.ndarray, shown: np.ndarray, labels: np.ndarray
) -> np.ndarray:
    """The ring's light [pixels, C], as even as the seams' steps allow: on the border `light`, elsewhere drawn to it."""
    number = np.full(ring.shape, -1)
    number[ring] = np.arange(ring.sum())
    counted = np.full(ring.sum(), PULL)
    right = PULL * light[ring].astype(np.float64)
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
