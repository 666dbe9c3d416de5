"""The last known frame, found again in each new frame: where its pixels went, and how surely."""

from dataclasses import dataclass

import numpy as np

from engine.motion.flow import compose, flow, grey, reliability, sample

LOST = 0.3  # mean reliability of the flow below which two frames have nothing in common: what it finds is chance


@dataclass(frozen=True, slots=True)
class Followed:
    """For each pixel of a new frame: where it stands in the known one, a field as in engine.motion.flow, and [h, w]
    float32 how surely, 1 to 0 (nothing there is known). back: the field that leads to the frame before."""

    field: np.ndarray
    trust: np.ndarray
    back: np.ndarray

    def of(self, known: np.ndarray) -> np.ndarray:
        """The known frame [h, w, ...] as it would look now, where it is trusted."""
        return sample(known, self.field)


class Follower:
    """Goes from frame to frame, away from the known one; each step costs two flows at working size."""

    def __init__(self, known: np.ndarray) -> None:
        """known: [h, w, 3] uint8."""
        self._last = grey(known)
        self._followed: Followed | None = None

    def step(self, frame: np.ndarray) -> Followed:
        """frame: [h, w, 3] uint8 in the known frame's size and roughly its colours."""
        now = grey(frame)
        back, onward = flow(now, self._last), flow(self._last, now)
        sure = reliability(back, onward)
        if sure.mean() < LOST:
            sure = np.zeros_like(sure)
        before, self._last = self._followed, now
        if before is None:
            self._followed = Followed(back, sure, back)
        else:
            self._followed = Followed(compose(back, before.field), sure * sample(before.trust, back), back)
        return self._followed
