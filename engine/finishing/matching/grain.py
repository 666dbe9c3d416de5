"""Film grain: noise that is new in every frame, always the same for the same frame."""

import cv2
import numpy as np

from engine.finishing.matching.texture import Bands

SPARE = 64  # pixels the plate is larger than a frame
LARGEST, SMALLEST = 2.0, 0.6  # pixels: the blurs whose difference is the grain's size


class Grain:
    def __init__(self, height: int, width: int) -> None:
        self._height, self._width = height, width
        noise = np.random.default_rng(0).standard_normal((height + SPARE, width + SPARE)).astype(np.float32)
        plate = cv2.GaussianBlur(noise, (0, 0), SMALLEST) - cv2.GaussianBlur(noise, (0, 0), LARGEST)
        self._plate = plate / np.float32(Bands.of(plate).size[0])

    def of(self, frame: int) -> np.ndarray:
        """[h, w, 1] float32, rms of its fine band 1."""
        top, left = np.random.default_rng(frame).integers(0, SPARE, 2)
        return self._plate[top : top + self._height, left : left + self._width, None]
