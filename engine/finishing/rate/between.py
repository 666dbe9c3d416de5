"""The picture at a moment between two frames, made of both along the motion between them."""

from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

from engine.finishing.pixels import eight_bit, unit, warped
from engine.motion.flow import flow, grey, inside, inverse, length, reliability, resized, sample, shrunk, working_size

FLOW_WIDTH = 480  # measured: 0.2 dB better than 320, 640 only 0.1 dB more
ROUNDS = 6  # of the search for what comes to stand at a pixel
FOUND = 0.5  # pixels of the flow's grid within which it has been found
WINDOW = 1.0  # pixels of half that grid over which both sides are compared
SAME = 10.0  # of 255: difference up to which both sides clearly show the same
CONTRAST_SHARE = 0.35  # and this share of the local contrast: fine texture never lines up perfectly
DOUBT = 4.0  # of 255: difference by which one motion is worse than another
SWITCH = 0.2  # share of the way in which a place that differs changes sides
LOST = 0.3  # mean reliability of the flow below which the frames have nothing in common, unless they are alike:
UNLIKE = 5.0  # of 255: mean difference along the flow; a flat sky's flow is a guess that does no harm


MEAN = np.full((1, 3), 1 / 3, np.float32)  # of three channels, as cv2.transform takes it


@dataclass(frozen=True)
class Between:
    """Two frames [H, W, 3 or 4] of one size and type, and the flow [h, w, 2] there and back.

    Of type uint8, full-range uint16 or float in 0 to 1.
    """

    first: np.ndarray
    second: np.ndarray
    there: np.ndarray
    back: np.ndarray

    @staticmethod
    def of(first: np.ndarray, second: np.ndarray) -> "Between":
        return Between(first, second, *flows(first, second))

    def at(self, share: float) -> np.ndarray:
        """The picture `share`, in 0..1, of the way from the first to the second.

        Where both show a place it is mixed of them; where one does not, or they differ, it is of the one that saw it
        and is nearer, so nothing is seen twice. Where the flow fails altogether it is the nearer frame as it is.
        """
        if self._lost:
            return self.first if share < 0.5 else self.second
        one, other = self._sides(share)
        field = _chosen(one, other, [self._mismatch(side.field, share) for side in (one, other)])
        weight = self._weight(one, other, field, share)
        first, second = warped(self.first, -share * field), warped(self.second, (1 - share) * field)
        return _mixed(first, second, cv2.resize(weight, self.first.shape[1::-1]))

    def of_second(self, share: float) -> np.ndarray:
        """The same of the second frame's pixels alone: where the first has other colours, or another size."""
        if self._lost:
            return self.second
        return warped(self.second, (1 - share) * self._sides(share)[1].field)

    def _sides(self, share: float) -> tuple["_Side", "_Side"]:
        return _Side.of(self.there, share, self._trusts[0]), _Side.of(-self.back, share - 1, self._trusts[1])

    @cached_property
    def _trusts(self) -> tuple[np.ndarray, np.ndarray]:
        """[h, w] each: how far the flow from the first frame, and from the second, returns to where it came from."""
        return reliability(self.there, self.back), reliability(self.back, self.there)

    @cached_property
    def _lost(self) -> bool:
        return float(self._trusts[0].mean()) < LOST and float(self._mismatch(self.there, 0.0).mean()) > UNLIKE

    @cached_property
    def _small(self) -> tuple[np.ndarray, np.ndarray]:
        """Both at half the flow's size, [h/2, w/2, 3] float32 of 255."""
        size = _half(self.there.shape[:2])
        first, second = (np.float32(255) * unit(shrunk(frame, size)) for frame in (self.first, self.second))
        return first, second

    @cached_property
    def _allowed(self) -> np.ndarray:
        """[h/2, w/2]: of 255, by how much both may differ and still show the same."""
        fine = cv2.absdiff(self._small[0], cv2.GaussianBlur(self._small[0], (0, 0), 1.5))
        return SAME + CONTRAST_SHARE * cv2.GaussianBlur(cv2.transform(fine, MEAN), (0, 0), 1.5)

    def _mismatch(self, field: np.ndarray, share: float) -> np.ndarray:
        """[h/2, w/2]: of 255, how far both differ where a field [h, w, 2] brings them together."""
        small = resized(field, _half(field.shape[:2]))
        difference = cv2.absdiff(sample(self._small[0], -share * small), sample(self._small[1], (1 - share) * small))
        return cv2.GaussianBlur(cv2.transform(difference, MEAN), (0, 0), WINDOW)

    def _weight(self, one: "_Side", other: "_Side", field: np.ndarray, share: float) -> np.ndarray:
        """[h, w]: how much of each pixel is the second frame's."""
        seen = one.seen * inside(-share * field), other.seen * inside((1 - share) * field)
        shares = (1 - share) * seen[0] + 1e-3, share * seen[1] + 1e-3
        mixed = shares[1] / (shares[0] + shares[1])
        switched = np.clip((share + 0.5 * (seen[1] - seen[0]) - 0.5) / SWITCH + 0.5, 0, 1)
        alike = np.exp(-np.square(self._mismatch(field, share) / self._allowed))
        weight = switched + cv2.resize(alike, switched.shape[::-1]) * (mixed - switched)
        return cv2.GaussianBlur(weight.astype(np.float32), (0, 0), 1.0)


@dataclass(frozen=True, slots=True)
class _Side:
    """What one frame says of a moment between: the whole motion [h, w, 2] of what stands at each pixel then, how far
    that is known, and whether the frame has it at all, both [h, w] in 0..1."""

    field: np.ndarray
    trust: np.ndarray
    seen: np.ndarray

    @staticmethod
    def of(field: np.ndarray, share: float, trust: np.ndarray) -> "_Side":
        """field: the whole motion of each pixel of the frame; share: how much of it lies before the moment."""
        way = share * field
        origin = resized(inverse(resized(way, _half(way.shape[:2])), ROUNDS), way.shape[:2])
        origin = -sample(way, origin)
        missed = length(origin + sample(way, origin)) * way.shape[1]
        seen = (missed < FOUND) * inside(origin)
        return _Side(sample(field, origin), sample(trust, origin) * seen, seen)


def flows(first: np.ndarray, second: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """From the first to the second and back, [h, w, 2] in fractions of the frame; their sizes may differ."""
    height, width = second.shape[:2]
    size = working_size(height, width, FLOW_WIDTH)
    one, other = (grey(reduced(frame, size)) for frame in (first, second))
    return flow(one, other), flow(other, one)


def reduced(frame: np.ndarray, size: tuple[int, int]) -> np.ndarray:
    """[height, width, 3] uint8 of a frame [H, W, 3 or 4] of any type: what flow is measured on."""
    return eight_bit(unit(shrunk(frame, size)))


def _chosen(one: _Side, other: _Side, mismatch: list[np.ndarray]) -> np.ndarray:
    """Of two fields, at each pixel the one that is trusted more and brings the frames together better."""
    size = one.field.shape[1::-1]
    fit = [np.exp(-cv2.resize(each, size) / DOUBT) for each in mismatch]
    first, second = ((side.trust + 1e-3) * each for side, each in zip((one, other), fit, strict=True))
    share = second**2 / np.maximum(first**2 + second**2, 1e-20)
    return one.field + share[..., None] * (other.field - one.field)


def _mixed(first: np.ndarray, second: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """weight [H, W]: how much of each pixel is the second's."""
    if first.dtype in (np.uint8, np.float32):
        return np.asarray(cv2.blendLinear(first, second, 1 - weight, weight))
    mix = first + weight[..., None] * (second.astype(np.float32) - first)
    return (np.rint(mix) if first.dtype.kind == "u" else mix).astype(first.dtype)


def _half(size: tuple[int, int]) -> tuple[int, int]:
    return size[0] // 2, size[1] // 2
