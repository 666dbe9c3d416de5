"""Fine detail and grain of a picture, measured."""

from dataclasses import dataclass

import cv2
import numpy as np

FINE, COARSE = 1.0, 4.0  # pixels of a picture 1280 wide: what is finer than that is in a band
REFERENCE_WIDTH = 1280
BLOCK = 8  # pixels, of what grain is measured in
FLAT = 0.2  # the share of blocks, the flattest, that shows grain and nothing else
FLATTEST = 1.1  # how much more grain all blocks have than the flattest of them, by chance
LEFT = 0.3  # share of a picture's detail, at least, that is no grain
LEAST = 1e-5


@dataclass(frozen=True, slots=True)
class Bands:
    """The luma of a picture [h, w] in two bands of detail; the rest is left out."""

    fine: np.ndarray
    coarse: np.ndarray

    @staticmethod
    def of(light: np.ndarray) -> "Bands":
        scale = max(0.5, max(light.shape) / REFERENCE_WIDTH)
        softer = cv2.GaussianBlur(light, (0, 0), FINE * scale)
        softest = cv2.GaussianBlur(softer, (0, 0), float(np.sqrt(COARSE**2 - FINE**2)) * scale)
        return Bands(light - softer, softer - softest)

    @property
    def size(self) -> np.ndarray:
        """[2] root mean square of each."""
        return np.array([max(cv2.norm(band) / np.sqrt(band.size), LEAST) for band in (self.fine, self.coarse)])


@dataclass(frozen=True, slots=True)
class Texture:
    """What a frame's bands measure, [2] each. grain: against the frame before; None for the first."""

    size: np.ndarray
    grain: np.ndarray | None

    @property
    def drawn(self) -> np.ndarray:
        """The size of what is no grain: that is in the bands, too, but nothing to sharpen."""
        noise = 0.0 if self.grain is None else self.grain
        return np.sqrt(np.maximum(self.size**2 - noise**2, (LEFT * self.size) ** 2))


class TextureMeter:
    """Measures frame after frame, in playing order or against it."""

    def __init__(self) -> None:
        self._last: Bands | None = None

    def of(self, light: np.ndarray) -> Texture:
        """light: [h, w] luma in 0 to 1."""
        bands, last = Bands.of(light), self._last
        self._last = bands
        if last is None:
            return Texture(bands.size, None)
        return Texture(bands.size, np.array([living(last.fine, bands.fine), living(last.coarse, bands.coarse)]))


def living(first: np.ndarray, second: np.ndarray) -> float:
    """Noise that changes from frame to frame, rms: in the flattest blocks, where motion does not show."""
    change = cv2.subtract(second, first) ** 2
    height, width = (max(1, side // BLOCK) for side in change.shape)
    blocks = cv2.resize(change, (width, height), interpolation=cv2.INTER_AREA)
    return float(FLATTEST * np.sqrt(np.quantile(blocks, FLAT) / 2))
