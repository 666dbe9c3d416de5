"""Open media files that give the picture shown at a moment; those of the export, which are exact."""

from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np

from editor.render.compose import Placed
from editor.render.inspected import inspected
from editor.render.placement import Place, Size, fit
from engine.media.decoder import Decoder, Stored
from engine.media.info import VideoInfo
from engine.media.tone_mapping import mapped_array

LOOK = (16, 16)  # pixels: a picture that is only asked whether it is damaged


class Film(Protocol):
    """One open file, for one thread at a time. Going on from `last` is quick, jumping is not."""

    last: Fraction  # the moment asked for last, in seconds

    def placed(self, time: Fraction, size: Size, scale: float = 1.0) -> Placed:
        """scale: times as large as fitted; it may reach beyond the canvas then, and have fewer pixels than place."""
        ...

    def holds(self, time: Fraction) -> bool:
        """Whether the picture at that moment is there without decoding."""
        ...

    def close(self) -> None: ...


class ExactFilm:
    """RGB, the very frames that engine.media.read gives; scaled only where the canvas has another size."""

    def __init__(self, path: Path) -> None:
        """Raises what Decoder raises."""
        self._decoder = Decoder(path, inspected(path))
        self.last = Fraction(0)

    def placed(self, time: Fraction, size: Size, scale: float = 1.0) -> Placed:
        self.last = time
        pixels = eight_bits(mapped_array(self._decoder.frame(time).image, self._decoder.video.colour))
        place, wanted = placing(self._decoder.video, size, scale)
        damaged = self._decoder.picture(time, LOOK).damaged
        return Placed(scaled(pixels, wanted), place, pixels.shape[2] == 3, damaged)

    def stored(self, time: Fraction) -> Stored:
        """As it is decoded, in the file's own code."""
        self.last = time
        return self._decoder.stored(time)

    def holds(self, time: Fraction) -> bool:
        return self._decoder.holds(time)

    def close(self) -> None:
        self._decoder.close()


def placing(video: VideoInfo, size: Size, scale: float = 1.0) -> tuple[Place, Size]:
    """Where it stands, and of how many pixels: no more than the file has, where it is enlarged beyond being fitted."""
    fitted = fit((video.width, video.height), size, video.sample_aspect)
    if scale == 1:
        return fitted, fitted.size
    place = fitted.scaled(scale)
    if scale < 1 or place.height <= video.height:
        return place, place.size
    return place, fitted.size if fitted.height > video.height else (video.width, video.height)


def scaled(pixels: np.ndarray, size: Size) -> np.ndarray:
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels
    import cv2  # here, since the preview does without it

    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if size[0] < width else cv2.INTER_CUBIC)


def eight_bits(pixels: np.ndarray) -> np.ndarray:
    """From 16 bits rounded; 8 bits as they are."""
    return pixels if pixels.dtype == np.uint8 else ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)
