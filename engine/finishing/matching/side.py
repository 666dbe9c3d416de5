"""One side of new frames: what it takes to match them to it, frame by frame, and the doing of it."""

import cv2
import numpy as np

from engine.finishing.matching.canvas import Canvas
from engine.finishing.matching.colour import IDENTITY, ColourMap, Reach
from engine.finishing.matching.correction import OWN_FRAMES, Correction, Corrector, Look, Looker
from engine.finishing.matching.detail import OwnDetail, sharpened
from engine.finishing.matching.pixels import unit
from engine.motion.cuts import after_last_cut
from engine.requests import Finish


class Matching:
    def __init__(
        self,
        canvas: Canvas,
        real: np.ndarray,
        rendered: np.ndarray | None,
        original: np.ndarray | None,
        settings: Finish,
        fade: int,
    ) -> None:
        """real, rendered, original: as in Side, but ordered towards the new frames. fade: frames after which a join is
        past."""
        shot = after_last_cut(real[..., :3])[-OWN_FRAMES:]
        again = () if rendered is None else rendered[-len(shot) :]
        own = _looks(canvas, shot)
        begun = () if original is None else original[-OWN_FRAMES:]
        self._corrector = Corrector(own, _looks(canvas, again), fade, _looks(canvas, begun))
        self._reach = Reach.of([unit(look.picture) for look in own])
        self._own = OwnDetail(canvas.crop(shot[-1]))
        self._settings, self._fade = settings, fade

    def next(self, look: Look) -> Correction:
        """Of the next frame away from the known ones."""
        return self._corrector.next(look)

    def laid_on(self, image: np.ndarray, correction: Correction) -> np.ndarray:
        """image: [h, w, 3] float32 as generated; the same object where nothing has to be done."""
        colour = IDENTITY.toward(correction.colour, self._settings.colour)
        matched = image if colour.is_identity else self._mapped(image, colour)
        fade = float(np.cos(np.pi / 2 * min(1.0, (correction.lag - 1) / self._fade)) ** 2)
        remains = correction.remains
        if remains is not None and self._settings.seam and np.any(remains):
            remains = remains * np.float32(fade * self._settings.seam)
            matched = matched + cv2.resize(remains, image.shape[1::-1], interpolation=cv2.INTER_CUBIC)
        return self._sharpened(matched, correction, fade)

    def grain_for(self, correction: Correction) -> float:
        """rms, in 0 to 1."""
        return correction.sharpening.grain * self._settings.grain

    def _mapped(self, image: np.ndarray, colour: ColourMap) -> np.ndarray:
        mapped = colour(image)
        self._reach.keep(mapped)
        return mapped

    def _sharpened(self, image: np.ndarray, correction: Correction, fade: float) -> np.ndarray:
        found = correction.sharpening
        own, most = None, fade * self._settings.detail * found.soft
        if correction.followed is not None and most > 0:
            detail, trust = self._own.carried(correction.followed)
            own = detail, trust * np.float32(most)
        return sharpened(image, found.gain**self._settings.detail, own)


def _looks(canvas: Canvas, frames: np.ndarray | tuple[()]) -> list[Look]:
    looker = Looker()
    return [looker.at(canvas.inside(frame)) for frame in frames]
