"""Which parts of the last known frame move on their own, cut out along the picture's edges."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.motion.camera import camera_field, camera_map
from engine.motion.flow import WORKING_WIDTH, flow, grey, length, reliability, sample, shrunk
from engine.motion.sheet import affine_field, fit_affine

GAPS = (1, 2, 4)  # frames back: slow objects show over more of them
MOVES = 0.8 / WORKING_WIDTH  # frame widths off the camera's motion that count as moving on its own
STANDS_OUT = 4.0  # and times the typical mismatch
SMALLEST = 0.002  # of the picture
LARGEST = 0.5  # above this the "object" is the scene
MOST_LAYERS = 3
FOLLOWS = 0.8  # share of an object that must follow its own motion rather than the camera's
LEAKS = 0.25  # share of its surroundings that may do so too
DECIDES = 2.0  # of 255: mismatch that one motion leaves above twice the other's where a pixel is surely the other's
WINDOW = 5  # working pixels over which mismatch is averaged
OUTLINED = 0.6  # share of an object's outline that must show in the picture
SHOWS = 8.0  # of 255: difference of colour across an outline that shows
SEED = 7  # grabCut clusters colours from random starts


@dataclass(frozen=True, slots=True)
class PastMotion:
    """How the last frame's pixels stood a few frames earlier, measured.

    fields: one [h, w, 2] per gap, fractions of the frame; cameras: the camera's part of each; trust: [h, w] each.
    """

    gaps: tuple[int, ...]
    fields: tuple[np.ndarray, ...]
    cameras: tuple[np.ndarray, ...]
    trust: tuple[np.ndarray, ...]


def past_motion(context: np.ndarray, gaps: tuple[int, ...] = GAPS) -> PastMotion:
    """Measured from the last frame of the context [n, H, W, 3] back over those gaps that it has."""
    have = tuple(gap for gap in gaps if gap < len(context))
    anchor = grey(context[-1])
    fields, cameras, trusts = [], [], []
    for gap in have:
        earlier = grey(context[-1 - gap])
        field = flow(anchor, earlier)
        trust = reliability(field, flow(earlier, anchor))
        fields.append(field)
        trusts.append(trust)
        cameras.append(camera_field(camera_map(field, trust), field.shape[:2]))
    return PastMotion(have, tuple(fields), tuple(cameras), tuple(trusts))


def separate(context: np.ndarray, past: PastMotion) -> list[np.ndarray]:
    """Masks of what moves on its own in the last frame, one per object, the largest (taken as farthest) first.

    context: [n, H, W, C]. Each mask is [h, w] float32 in 0..1 at the working size of `past`, whole (no holes) and
    soft at the edge. Empty where all motion is the camera's, or where what moves has no clear outline (water, leaves).
    """
    if not past.fields:
        return []
    moving = _moving(past)
    if moving.mean() > LARGEST:
        return []
    small = [_eight_bit(shrunk(context[-1 - gap][..., :3], moving.shape)) for gap in (0, *past.gaps)]
    regions = [_along_edges(region, past, small) for region in _components(moving)]
    whole = [part for region in regions for part in _components(region)[:1]]
    objects = [mask for mask in whole if _outlined(mask, small[0]) and _stands_apart(mask, past)]
    return [cv2.GaussianBlur(mask.astype(np.float32), (0, 0), 0.7) for mask in objects[:MOST_LAYERS]]


def refine(mask: np.ndarray, frame: np.ndarray) -> np.ndarray:
    """A small mask enlarged to a frame's size so that its edge follows the picture's (guided filter, He & Sun 2015).

    mask: [h, w] float32. frame: [H, W, 3 or 4] uint8 or uint16. Returns alpha [H, W] float32 in 0..1.
    """
    size = (frame.shape[1], frame.shape[0])
    guide = cv2.cvtColor(frame[..., :3], cv2.COLOR_RGB2GRAY).astype(np.float32) / np.iinfo(frame.dtype).max
    small = shrunk(guide, mask.shape)
    box, kernel = cv2.blur, (5, 5)
    mean_guide, mean_mask = box(small, kernel), box(mask, kernel)
    slope = (box(small * mask, kernel) - mean_guide * mean_mask) / (box(small * small, kernel) - mean_guide**2 + 1e-4)
    offset = mean_mask - slope * mean_guide
    alpha = cv2.resize(box(slope, kernel), size) * guide + cv2.resize(box(offset, kernel), size)
    near = cv2.resize(cv2.dilate(mask, np.ones((3, 3))), size)
    return np.clip((np.clip(alpha, 0, 1) * np.clip(near * 2, 0, 1) - 0.1) / 0.8, 0, 1)


def _moving(past: PastMotion) -> np.ndarray:
    """[h, w] bool: where the motion clearly departs from the camera's; generous at the edges."""
    moving = np.zeros(past.fields[0].shape[:2], bool)
    for field, camera, trust in zip(past.fields, past.cameras, past.trust, strict=True):
        off = length(field - camera)
        moving |= (off > max(MOVES, STANDS_OUT * float(np.median(off)))) & (trust > 0.3)
    return cv2.morphologyEx(moving.astype(np.uint8), cv2.MORPH_CLOSE, _disc(5)) > 0


def _along_edges(region: np.ndarray, past: PastMotion, pictures: list[np.ndarray]) -> np.ndarray:
    """A roughly moving region grown or shrunk to the edges of the picture, [h, w] bool.

    What follows the region's own motion better than the camera's is surely inside, what follows the camera's better is
    surely outside; colour decides the rest (grabCut, Rother et al. 2004).
    """
    core = cv2.erode(region.astype(np.uint8), _disc(5)).astype(np.float32)
    core = core if core.sum() > 20 else region.astype(np.float32)
    size = (region.shape[1], region.shape[0])
    own = fit_affine(np.stack(past.fields), core, size)
    objects = [affine_field(affine, region.shape) for affine in own]
    behind, front = _mismatch(pictures, past.cameras), _mismatch(pictures, objects)
    near = cv2.dilate(region.astype(np.uint8), _disc(9)) > 0
    follows = near & (behind > 2 * front + DECIDES)
    labels = np.where(follows | (region & (core > 0)), cv2.GC_PR_FGD, cv2.GC_PR_BGD).astype(np.uint8)
    labels[cv2.erode(follows.astype(np.uint8), np.ones((WINDOW, WINDOW))) > 0] = cv2.GC_FGD
    labels[~near | (front > 2 * behind + DECIDES)] = cv2.GC_BGD
    return _grown(pictures[0], labels)


def _grown(picture: np.ndarray, labels: np.ndarray) -> np.ndarray:
    """grabCut on the surroundings of what may be inside."""
    possible = labels != cv2.GC_BGD
    if not (labels == cv2.GC_FGD).any():
        return np.zeros(labels.shape, bool)
    x, y, width, height = cv2.boundingRect(possible.astype(np.uint8))
    margin = 8 + max(width, height) // 3
    part = np.s_[max(0, y - margin) : y + height + margin, max(0, x - margin) : x + width + margin]
    cut, whole = labels[part].copy(), (0, 0, 0, 0)
    cv2.setRNGSeed(SEED)
    models = np.zeros((1, 65)), np.zeros((1, 65))
    cv2.grabCut(np.ascontiguousarray(picture[part]), cut, whole, models[0], models[1], 2, cv2.GC_INIT_WITH_MASK)
    grown = np.zeros(labels.shape, bool)
    grown[part] = (cut == cv2.GC_FGD) | (cut == cv2.GC_PR_FGD)
    return grown


def _mismatch(pictures: list[np.ndarray], fields: Sequence[np.ndarray]) -> np.ndarray:
    """How badly the last picture agrees with the earlier ones under a motion, [h, w] float32, of 255."""
    total = np.zeros(pictures[0].shape[:2], np.float32)
    for earlier, field in zip(pictures[1:], fields, strict=True):
        total += cv2.absdiff(pictures[0], sample(earlier, field)).mean(axis=2, dtype=np.float32)
    return cv2.blur(total / len(fields), (WINDOW, WINDOW))


def _components(region: np.ndarray) -> list[np.ndarray]:
    """Connected parts without holes, largest first, specks left out."""
    tidy = cv2.morphologyEx(region.astype(np.uint8), cv2.MORPH_OPEN, _disc(3))
    tidy = cv2.morphologyEx(tidy, cv2.MORPH_CLOSE, _disc(5))
    outlines, _ = cv2.findContours(tidy, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    whole = [cv2.drawContours(np.zeros_like(tidy), [line], -1, 1, cv2.FILLED) > 0 for line in outlines]
    large = [mask for mask in whole if mask.mean() >= SMALLEST]
    return sorted(large, key=lambda mask: -int(mask.sum()))


def _outlined(mask: np.ndarray, picture: np.ndarray) -> bool:
    """Whether the picture has an edge along most of the outline; a piece cut out of water or of a body has not."""
    body = mask.astype(np.float32)
    edge = (cv2.dilate(body, _disc(3)) > 0) & ~(cv2.erode(body, _disc(3)) > 0)
    sides = []
    for side in (cv2.erode(body, _disc(3)), 1 - cv2.dilate(body, _disc(3))):
        mass = cv2.blur(side, (9, 9))[..., None]
        sides.append(cv2.blur(picture * side[..., None], (9, 9)) / np.maximum(mass, 1e-3))
    difference = np.abs(sides[0] - sides[1]).max(axis=2)
    return bool(np.mean(difference[edge] > SHOWS) > OUTLINED)


def _stands_apart(mask: np.ndarray, past: PastMotion) -> bool:
    """Whether a region moves as one and its surroundings do not move along."""
    body = mask.astype(np.uint8)
    inside = cv2.erode(body, _disc(5)) > 0
    ring = (cv2.dilate(body, _disc(19)) > 0) & (cv2.dilate(body, _disc(7)) == 0)
    own = fit_affine(np.stack(past.fields), inside.astype(np.float32), mask.shape[::-1])
    verdicts = []
    for field, camera, trust, affine in zip(past.fields, past.cameras, past.trust, own, strict=True):
        to_own, to_camera = length(field - affine_field(affine, mask.shape)), length(field - camera)
        surely = trust * (to_camera + to_own > MOVES)
        verdicts.append((_share(to_own < to_camera, surely * inside), _share(to_own < to_camera, surely * ring)))
    within, leaking = np.median(np.array(verdicts), axis=0)
    return within > FOLLOWS and leaking < LEAKS


def _share(condition: np.ndarray, weight: np.ndarray) -> float:
    total = float(weight.sum())
    return float((condition * weight).sum()) / total if total > 10 else 0.0


def _disc(diameter: int) -> np.ndarray:
    return cv2.getStructuringElement(cv2.MORPH_ELLIPSE, (diameter, diameter))


def _eight_bit(picture: np.ndarray) -> np.ndarray:
    return picture if picture.dtype == np.uint8 else (picture >> 8).astype(np.uint8)
