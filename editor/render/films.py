"""Open media files that give the picture shown at a moment: quick ones for the preview, exact ones for export."""

from fractions import Fraction
from pathlib import Path
from typing import Protocol

import numpy as np

from editor.render.compose import Placed
from editor.render.inspected import inspected
from editor.render.placement import Place, Size, fit
from engine.media.decoder import Decoder
from engine.media.info import VideoInfo

NEXT = Fraction(1, 4)  # seconds that are decoded about as soon as a key frame
LOOK = (16, 16)  # pixels: a picture that is only asked whether it is damaged


class Film(Protocol):
    """One open file, for one thread at a time. Going on from `last` is quick, jumping is not."""

    last: Fraction  # the moment asked for last, in seconds

    def placed(self, time: Fraction, size: Size) -> Placed: ...

    def close(self) -> None: ...


class PreviewFilm:
    """BGRA, scaled where it is decoded."""

    def __init__(self, path: Path) -> None:
        """Raises what Decoder raises."""
        self._decoder = Decoder(path, inspected(path))
        self.last = Fraction(0)
        self._goes_on = False  # the file is read from `last` on; not after a key frame alone

    def placed(self, time: Fraction, size: Size) -> Placed:
        self.last, self._goes_on = time, True
        place = placing(self._decoder.video, size)
        return Placed(self._decoder.picture(time, place.size).image, place, not self._decoder.video.alpha)

    def near(self, time: Fraction, size: Size) -> Placed:
        """A picture from about that moment, soon; what comes next in the file is exact."""
        if self._goes_on and 0 <= time - self.last <= NEXT:
            return self.placed(time, size)
        self.last, self._goes_on = time, False
        place = placing(self._decoder.video, size)
        return Placed(self._decoder.keyframe_picture(time, place.size).image, place, not self._decoder.video.alpha)

    def close(self) -> None:
        self._decoder.close()


class ExactFilm:
    """RGB, the very frames that engine.media.read gives; scaled only where the canvas has another size."""

    def __init__(self, path: Path) -> None:
        """Raises what Decoder raises."""
        self._decoder = Decoder(path, inspected(path))
        self.last = Fraction(0)

    def placed(self, time: Fraction, size: Size) -> Placed:
        self.last = time
        pixels = eight_bits(self._decoder.frame(time).image)
        place = placing(self._decoder.video, size)
        damaged = self._decoder.picture(time, LOOK).damaged
        return Placed(scaled(pixels, place.size), place, pixels.shape[2] == 3, damaged)

    def close(self) -> None:
        self._decoder.close()


def placing(video: VideoInfo, size: Size) -> Place:
    return fit((video.width, video.height), size, video.sample_aspect)


def scaled(pixels: np.ndarray, size: Size) -> np.ndarray:
    height, width = pixels.shape[:2]
    if (width, height) == size:
        return pixels
    import cv2  # here, since the preview does without it

    return cv2.resize(pixels, size, interpolation=cv2.INTER_AREA if size[0] < width else cv2.INTER_CUBIC)


def eight_bits(pixels: np.ndarray) -> np.ndarray:
    """From 16 bits rounded; 8 bits as they are."""
    return pixels if pixels.dtype == np.uint8 else ((pixels.astype(np.uint32) + 128) // 257).astype(np.uint8)
