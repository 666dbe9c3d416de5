"""The part of a frame that is picture: what new frames are brought to, and what surrounds them in the clip."""

from dataclasses import dataclass

import numpy as np

from engine.finishing.pixels import coded, scaled, unit
from engine.motion.letterbox import Rect, picture_area


@dataclass(frozen=True, slots=True)
class Canvas:
    """known: [H, W, 3 or 4] uint8 or uint16, a frame of the clip; its bars outside `area` stay as they are."""

    known: np.ndarray
    area: Rect

    @staticmethod
    def of(frames: np.ndarray, nearest: int) -> "Canvas":
        """frames: the clip's own, [n, H, W, C]. nearest: the index of the one beside the new frames."""
        return Canvas(frames[nearest], picture_area(frames[..., :3]))

    def crop(self, frames: np.ndarray) -> np.ndarray:
        """[..., H, W, C] without bars."""
        return frames[..., self.area.rows, self.area.columns, :]

    def inside(self, frame: np.ndarray) -> np.ndarray:
        """The picture of a frame [h, w, 3 or more] of any size and depth: [h, w, 3] float32 in 0 to 1 at the clip's."""
        return self.crop(scaled(unit(frame), *self.known.shape[:2]))

    def framed(self, image: np.ndarray, generated: np.ndarray) -> np.ndarray:
        """As a frame of the clip. generated: the frame it was made of, whose transparency is kept where it has any."""
        frame = self.known.copy()
        self.crop(frame)[..., :3] = coded(image, frame.dtype)
        if frame.shape[-1] == 4 and generated.shape[-1] == 4:
            frame[..., 3] = coded(scaled(_alpha(generated), *frame.shape[:2]), frame.dtype)
        return frame

    def holds(self, frame: np.ndarray) -> bool:
        """Whether a frame is already one like the clip's own."""
        height, width = self.known.shape[:2]
        return frame.shape == self.known.shape and frame.dtype == self.known.dtype and self.area.covers(height, width)


def _alpha(frame: np.ndarray) -> np.ndarray:
    return np.multiply(frame[..., 3], np.float32(1 / np.iinfo(frame.dtype).max), dtype=np.float32)
