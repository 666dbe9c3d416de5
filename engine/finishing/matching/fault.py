"""What is wrong with the last known frame as the generator renders it, when all else is matched.

It is the one error that is seen before anything new is shown: lost detail, clipped light. It goes where
that frame goes, as far as the new frames are still like its rendering; where they are not, nobody knows.
"""

import cv2
import numpy as np

from engine.finishing.matching.following import Followed
from engine.finishing.matching.own_change import beyond, blurred, cells
from engine.finishing.pixels import luma, warped
from engine.motion.flow import shrunk, working_size

AROUND = 1.0  # cells over which likeness is judged
ROUNDING = 0.3 / 255


class CoarseFault:
    """As far as it is seen at the size at which frames are followed."""

    def __init__(self, known: np.ndarray, rendered: np.ndarray) -> None:
        """[h, w, 3] each; rendered: with the colours matched."""
        self._fault, self._rendered = known - rendered, rendered

    def shown(self, image: np.ndarray, followed: Followed) -> tuple[np.ndarray, np.ndarray]:
        """The fault [h, w, 3] where it went, and [h, w] how much of it is still there, 1 to 0.

        image: a new frame, colours matched in the same way.
        """
        fault, rendered = followed.of(self._fault), followed.of(self._rendered)
        share = _share((fault**2).mean(axis=-1), ((image - rendered) ** 2).mean(axis=-1))
        return fault, share * followed.trust


class Fault:
    """All of it, of a picture that is sharpened, too: the coarse fault in colour, and the rest in light alone."""

    def __init__(self, known: np.ndarray, rendered: np.ndarray, sharpened: np.ndarray) -> None:
        """[H, W, 3] each; rendered: with the colours matched. sharpened: and detail."""
        self._size = working_size(*known.shape[:2])
        self._coarse = shrunk(known - sharpened, self._size)
        own, again, sharp = (self._fine(image) for image in (known, rendered, sharpened))
        self._fine_ones = np.dstack([own - again, again, own - sharp])

    def shown(self, image: np.ndarray, followed: Followed, share: np.ndarray) -> np.ndarray:
        """[H, W, 3], to be added. image: a new frame, colours matched. share: of the coarse fault, see there."""
        fault, detail, sharp_fault = cv2.split(warped(self._fine_ones, followed.field))
        fine_share = _share(fault**2, (self._fine(image) - detail) ** 2) * cv2.resize(followed.trust, fault.shape[::-1])
        coarse = cv2.resize(followed.of(self._coarse) * share[..., None], fault.shape[::-1])
        return coarse + (sharp_fault * fine_share)[..., None]

    def _fine(self, image: np.ndarray) -> np.ndarray:
        light = luma(image)
        return light - cv2.resize(shrunk(light, self._size), light.shape[::-1])


def _share(fault: np.ndarray, differing: np.ndarray) -> np.ndarray:
    """[h, w], from the squares of both: 1 where a new frame is like what was rendered, 0 where it differs from that by
    as much as that from the truth."""
    size, other = (np.sqrt(blurred(cells(square), AROUND)) for square in (fault, differing))
    return cv2.resize(beyond(size, other + np.float32(ROUNDING)), fault.shape[::-1])
