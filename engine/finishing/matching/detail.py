"""Fine detail: how much of it new frames lack, and the clip's own carried into them."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.finishing.matching.following import Followed
from engine.finishing.matching.texture import Bands, Texture
from engine.finishing.pixels import luma, warped

MOST, LEAST = 2.0, 0.5  # what a band may be multiplied by
SETTLING = 0.8  # of what was found so far, against the present frame
USUAL = 0.25  # logarithm of what a clip's detail changes by, at key frames for one, without anything being wrong
SOFT = 0.3  # lack (as a logarithm) of fine detail from which on the clip's own is taken in full
GRAIN_LEAST = 0.2 / 255  # that is worth adding


@dataclass(frozen=True, slots=True)
class Sharpening:
    """gain: [2], what fine and coarse detail of a frame are multiplied by. soft: 0 to 1, how much it needs the clip's
    own detail. grain: what is added, rms of the fine band in 0 to 1."""

    gain: np.ndarray
    soft: float
    grain: float


class Sharpness:
    """What new frames lack in detail and grain, frame by frame in order away from the known ones."""

    def __init__(self, own: Sequence[Texture], again: Sequence[Texture], contrast: float) -> None:
        """Of known frames, in order, and of the same as rendered, if they are.

        contrast: what the colour map of the known frames multiplies rendered ones by.
        """
        sizes = np.array([texture.drawn for texture in own])
        self._own, self._usual = np.median(sizes, axis=0), np.maximum(USUAL, 2 * np.log(sizes).std(axis=0))
        self._base = np.zeros(2)  # what is lacking in frames of the same moments: there nothing else has changed
        if again:
            self._base = np.log(self._own / (contrast * np.median([texture.drawn for texture in again], axis=0)))
        self._lack = self._base
        self._grain = _median_grain(own)
        self._given_grain = contrast * _median_grain(again) if len(again) > 1 else self._grain

    @property
    def known_gain(self) -> np.ndarray:
        """[2], what fine and coarse detail of known frames as rendered are multiplied by."""
        return _gain(self._base)

    def next(self, texture: Texture, contrast: float) -> Sharpening:
        """texture: of the frame as generated. contrast: what its own colour map multiplies it by."""
        self._lack = SETTLING * self._lack + (1 - SETTLING) * np.log(self._own / (texture.drawn * contrast))
        further = self._lack - self._base
        lack = self._base + further * np.maximum(0, 1 - (self._usual / np.maximum(np.abs(further), 1e-6)) ** 2)
        gain = _gain(lack)
        return Sharpening(gain, float(np.clip(lack[0] / SOFT, 0, 1)), self._missing_grain(texture, contrast * gain[0]))

    def _missing_grain(self, texture: Texture, factor: float) -> float:
        if texture.grain is not None:
            self._given_grain = SETTLING * self._given_grain + (1 - SETTLING) * factor * float(texture.grain[0])
        missing = float(np.sqrt(max(0.0, self._grain**2 - self._given_grain**2)))
        return missing if missing > GRAIN_LEAST else 0.0


def _gain(lack: np.ndarray) -> np.ndarray:
    return np.clip(np.exp(lack), LEAST, MOST)


def _median_grain(measured: Sequence[Texture]) -> float:
    found = [float(texture.grain[0]) for texture in measured if texture.grain is not None]
    return float(np.median(found)) if found else 0.0


class OwnDetail:
    """The detail of the last known frame, which goes where the frame is followed to: of use where the generator renders
    no known frame, so nobody knows what it is wrong with."""

    def __init__(self, known: np.ndarray) -> None:
        """known: [h, w, 3] in 0 to 1."""
        bands = Bands.of(luma(known))
        self._detail = bands.fine + bands.coarse

    def carried(self, followed: Followed) -> tuple[np.ndarray, np.ndarray]:
        """Detail and trust, [h, w] each, in the new frame."""
        height, width = self._detail.shape
        trust = cv2.resize(followed.trust, (width, height))
        return warped(self._detail, followed.field), trust


def sharpened(image: np.ndarray, gain: np.ndarray, own: tuple[np.ndarray, np.ndarray] | None) -> np.ndarray:
    """A picture [h, w, 3] in 0 to 1 with its detail multiplied band by band, or replaced.

    own: the clip's detail and how much of it is taken instead, [h, w] each.
    """
    if own is None and np.all(gain == 1):
        return image
    bands = Bands.of(luma(image))
    fine, coarse = (np.float32(each - 1) for each in gain)
    added = fine * bands.fine + coarse * bands.coarse
    if own is not None:
        detail, share = own
        added += share * (detail - bands.fine - bands.coarse - added)
    return image + added[..., None]
