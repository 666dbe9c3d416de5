"""One side of new frames: what it takes to match them to it, frame by frame, and the doing of it."""

import cv2
import numpy as np

from engine.finishing.matching.canvas import Canvas
from engine.finishing.matching.colour import IDENTITY, ColourMap, Reach
from engine.finishing.matching.correction import OWN_FRAMES, Correction, Corrector, Look, Looker
from engine.finishing.matching.detail import OwnDetail, sharpened
from engine.finishing.matching.fault import Fault
from engine.finishing.pixels import unit
from engine.motion.cuts import after_last_cut
from engine.requests import Finish


class Matching:
    def __init__(
        self,
        canvas: Canvas,
        real: np.ndarray,
        rendered: np.ndarray | None,
        original: np.ndarray | None,
        passed: int,
        settings: Finish,
        fade: int,
    ) -> None:
        """real, rendered, original, passed: as in Side, but ordered towards the new frames. fade: frames after which a
        join is past."""
        shot = after_last_cut(real[..., :3])[-OWN_FRAMES:]
        again = () if rendered is None else rendered[-len(shot) :]
        own = _looks(canvas, shot)
        begun = () if original is None else original[-OWN_FRAMES:]
        self._corrector = Corrector(own, _looks(canvas, again), fade, _looks(canvas, begun))
        self._reach = Reach.of([unit(look.picture) for look in own])
        last = unit(canvas.crop(shot[-1]))
        self._own = OwnDetail(last) if rendered is None else None
        self._fault = None if rendered is None else self._fault_of(last, canvas.inside(rendered[-1]))
        self._settings, self._fade, self._passed = settings, fade, passed

    def _fault_of(self, known: np.ndarray, rendered: np.ndarray) -> Fault:
        matched = self._corrector.known_colour(rendered)
        return Fault(known, matched, sharpened(matched, self._corrector.known_gain, None))

    def next(self, look: Look) -> Correction:
        """Of the next frame away from the known ones."""
        return self._corrector.next(look)

    def laid_on(self, image: np.ndarray, correction: Correction) -> np.ndarray:
        """image: [h, w, 3] float32 as generated; the same object where nothing has to be done."""
        colour = IDENTITY.toward(correction.colour, self._settings.colour)
        matched = image if colour.is_identity else self._mapped(image, colour)
        fade = self._left(correction.lag)
        sharp = self._sharpened(matched, correction, fade)
        return self._joined(matched, sharp, correction, np.float32(fade * self._settings.seam))

    def _left(self, lag: int) -> float:
        """How much of what remains at the join is shown still: it fades once, over all windows that follow a clip."""
        begun = self._share(self._passed + 1)
        return self._share(self._passed + lag) / begun if begun else 0.0

    def _share(self, lag: int) -> float:
        return float(np.cos(np.pi / 2 * min(1.0, (lag - 1) / self._fade)) ** 2) if lag <= self._fade else 0.0

    def grain_for(self, correction: Correction) -> float:
        """rms, in 0 to 1."""
        return correction.sharpening.grain * self._settings.grain

    def _mapped(self, image: np.ndarray, colour: ColourMap) -> np.ndarray:
        mapped = colour(image)
        self._reach.keep(mapped, image, self._corrector.faithful)
        return mapped

    def _joined(self, matched: np.ndarray, sharp: np.ndarray, found: Correction, share: np.float32) -> np.ndarray:
        """The sharpened picture with what remains at the join. matched: the same, not sharpened."""
        if found.remains is None or found.followed is None or found.still is None or not share:
            return sharp
        if np.any(found.remains):
            sharp = sharp + cv2.resize(found.remains * share, sharp.shape[1::-1], interpolation=cv2.INTER_CUBIC)
        if self._fault is not None and found.still.any():
            sharp = sharp + self._fault.shown(matched, found.followed, found.still) * share
        return sharp

    def _sharpened(self, image: np.ndarray, correction: Correction, fade: float) -> np.ndarray:
        found = correction.sharpening
        own, most = None, fade * self._settings.detail * found.soft
        if self._own is not None and correction.followed is not None and most > 0:
            detail, trust = self._own.carried(correction.followed)
            own = detail, trust * np.float32(most)
        return sharpened(image, found.gain**self._settings.detail, own)


def _looks(canvas: Canvas, frames: np.ndarray | tuple[()]) -> list[Look]:
    looker = Looker()
    return [looker.at(canvas.inside(frame)) for frame in frames]
