"""What each new frame lacks to match the clip, found by comparing it with the last known frame carried into it."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from engine.finishing.matching.anchor import level_pull
from engine.finishing.matching.colour import IDENTITY, ColourMap, fitted
from engine.finishing.matching.detail import Sharpening, Sharpness
from engine.finishing.matching.fault import CoarseFault
from engine.finishing.matching.following import Followed, Follower
from engine.finishing.matching.likeness import likeness
from engine.finishing.matching.own_change import averaged, beyond, cells, change, comparable, own_change
from engine.finishing.matching.texture import Texture, TextureMeter
from engine.finishing.pixels import coded, eight_bit, luma, unit
from engine.motion.flow import resized, sample, shrunk, working_size

RECENT = 0.8  # weight of a known frame against the one after it
OWN_FRAMES = 13  # known frames looked at
UNFAITHFUL = 2.0  # times the clip's own change from frame to frame that a generator errs by
GROWS = 1.5  # times the clip's own change from frame to frame by which an error at a place may grow
UNSEEN, UNSEEN_FROM = (
    1 / 255,
    4,
)  # what key frames' coding and the like change, and frames from a join where none sees it
ERRING, MEANT = 35 / 255, 70 / 255  # changes of colour after a join that are taken for errors, and for what is wanted
LEAST_TRUST = 0.05  # mean, below which nothing is learned from a comparison
IN_SIGHT = 0.3  # mean trust from which on as much is learned as can be
LEAST_STEP = 0.5 / 255  # a clip's own change from frame to frame, at least: rounding
USUAL, USUAL_COLOUR = 1.8, 2.7  # times the clip's own change that is still nothing unusual: of a place, of all


@dataclass(frozen=True, slots=True)
class Look:
    """What is kept of a frame to compare it by. picture: [h, w, 3] uint16 at the size at which frames are followed."""

    picture: np.ndarray
    texture: Texture


class Looker:
    """Looks at frames in order."""

    def __init__(self) -> None:
        self._meter = TextureMeter()

    def at(self, image: np.ndarray) -> Look:
        """image: [h, w, 3] float32 in 0 to 1."""
        small = shrunk(image, working_size(*image.shape[:2]))
        return Look(coded(small, np.dtype(np.uint16)), self._meter.of(luma(image)))


@dataclass(frozen=True, slots=True)
class Correction:
    """Of one new frame. lag: frames from the known one, from 1.

    remains: [h, w, 3] float32, what the colour map leaves over beside the fault seen on the last known frame. still:
    [h, w] float32, how much of that fault is still there, 0 to 1. Both in full: they have to fade out with the lag.
    Neither they nor where the known frame went are there beyond the corrector's reach.
    """

    lag: int
    colour: ColourMap
    sharpening: Sharpening
    remains: np.ndarray | None
    followed: Followed | None
    still: np.ndarray | None


class Corrector:
    """Corrections frame by frame, in order away from the known frames. Each depends on those before it alone.

    known_colour, known_gain: what the known frames as rendered are matched by. faithful: see `_faithfulness`.
    """

    def __init__(
        self, real: Sequence[Look], rendered: Sequence[Look], reach: int, original: Sequence[Look] = ()
    ) -> None:
        """Ordered towards the new frames. rendered: the last of the real ones as the generator renders them, if any.

        original: see Side.
        reach: new frames that the last known one is compared with. What comes later is treated as the last of them: too
        much has changed by then for a comparison, and a map that follows it takes the picture's own change for errors.
        """
        known, again = ([unit(look.picture) for look in looks] for looks in (real, rendered))
        self._known = known[-1]
        self._base = context_map(known[-len(again) :], again) if again else IDENTITY
        self._own = own_change(known)
        self.faithful = self._faithfulness(again[-1]) if again else 1.0
        self.known_colour = self._base
        self._fault = CoarseFault(self._known, self._base(again[-1])) if again else None
        self._pull = np.zeros(3)
        if original and again:
            leaning = change(IDENTITY, self._base, cells(again[-1]), np.ones(cells(again[-1]).shape[:2], np.float32))
            self._pull = level_pull([unit(look.picture) for look in original], known, leaning)
        self._follower = Follower(eight_bit(self._base(again[-1]) if again else self._known))
        self._colour, self._lag, self._reach = self._base, 0, reach
        self._latest: Correction | None = None
        self._remained: np.ndarray | None = None  # [h, w], how much remained at each place of the frame before
        self._sharpness = Sharpness(
            [look.texture for look in real], [look.texture for look in rendered], self._base_contrast(again)
        )

    @property
    def known_gain(self) -> np.ndarray:
        return self._sharpness.known_gain

    def next(self, look: Look) -> Correction:
        """look: at the next frame, in the known frames' size."""
        self._lag += 1
        if self._lag > self._reach and self._latest is not None:
            sharpening = self._sharpness.next(look.texture, self._contrast)
            return replace(self._latest, lag=self._lag, sharpening=sharpening, remains=None, followed=None, still=None)
        self._latest = self._compared(look)
        return self._latest

    def _compared(self, look: Look) -> Correction:
        shown = unit(look.picture)
        followed = self._follower.step(eight_bit(self._colour(shown)))
        wanted, given = cells(followed.of(self._known)), cells(shown)
        trust = comparable(cells(followed.trust), wanted, given)
        alike = likeness(given, wanted, trust)
        followed, trust = replace(followed, trust=followed.trust * alike), trust * alike
        self._learn(given, wanted, trust, float(followed.trust.mean()))
        colour = self._base.toward(self._colour, self._unusual_colour(given, trust))
        if self._lag == 1:  # nothing else has changed yet: what is wrong here is wrong from here on
            self._base = colour
        colour = colour.raised(self._pull * min(1.0, self._lag / self._reach))
        seen, still = self._fault_in(shown, followed)
        remains = self._unusual(averaged(wanted - self._colour(given) - seen, trust), followed)
        self._contrast = contrast(given, colour(given))
        sharpening = self._sharpness.next(look.texture, self._contrast)
        return Correction(self._lag, colour, sharpening, remains, followed, still)

    def _learn(self, given: np.ndarray, wanted: np.ndarray, trust: np.ndarray, sight: float) -> None:
        """sight: mean trust in where the known frame went. The less of it is in sight, the less is learned."""
        if trust.mean() > LEAST_TRUST:
            learned = fitted(given.reshape(-1, 3), wanted.reshape(-1, 3), trust.ravel(), self._colour)
            self._colour = self._colour.toward(learned, min(1.0, sight / IN_SIGHT))

    def _fault_in(self, shown: np.ndarray, followed: Followed) -> tuple[np.ndarray, np.ndarray]:
        """What of the known frame's fault is in a new one, in cells, and [h, w] how much of it."""
        if self._fault is None:
            return np.zeros_like(cells(shown)), np.zeros_like(followed.trust)
        fault, still = self._fault.shown(self.known_colour(shown), followed)
        return cells(fault * still[..., None]), still

    def _unusual_colour(self, given: np.ndarray, trust: np.ndarray) -> float:
        """The share of the fitted map's change that the clip's own does not explain."""
        found = change(self._base, self._colour, given, trust)
        unseen = UNSEEN * min(1.0, (self._lag - 1) / UNSEEN_FROM)
        unusual = float(beyond(found, USUAL_COLOUR * self.faithful * max(self._own.of_colour(self._lag), unseen)))
        return unusual * float(np.clip((MEANT - found) / (MEANT - ERRING), 0, 1))

    def _unusual(self, remains: np.ndarray, followed: Followed) -> np.ndarray:
        """What remains, as far as the clip's own change does not explain it, and as it can have come about.

        A generator's errors at a place last; what is new at a place is the picture itself that changed. So it grows no
        faster than the clip's own changes do, the less so the better the generator renders what is known.
        """
        where = cells(followed.of(self._own.where))
        own = where * np.float32(USUAL * self.faithful * self._own.of_remains(self._lag))
        size = np.sqrt((remains**2).mean(axis=-1))
        unusual = remains * beyond(size, own)[..., None]
        if self._remained is not None:
            size = np.sqrt((unusual**2).mean(axis=-1))
            most = sample(self._remained, resized(followed.back, size.shape))
            most += where * np.float32(GROWS * self._own.of_remains(1) / self.faithful**2)
            unusual *= np.minimum(1, most / np.maximum(size, 1e-6))[..., None]
        self._remained = np.sqrt((unusual**2).mean(axis=-1)).astype(np.float32)
        return unusual.astype(np.float32)

    def _faithfulness(self, again: np.ndarray) -> float:
        """1 for a generator that renders the last known frame as it is, towards 0 as it errs by more than one step."""
        off = cells(self._known) - self._base(cells(again))
        off = averaged(off, np.ones(off.shape[:2], np.float32))
        step = UNFAITHFUL * max(self._own.of_remains(1), LEAST_STEP)
        return 1 / (1 + float((off**2).mean()) / step**2)

    def _base_contrast(self, again: Sequence[np.ndarray]) -> float:
        return contrast(cells(again[-1]), self._base(cells(again[-1]))) if again else 1.0


def contrast(given: np.ndarray, matched: np.ndarray) -> float:
    """What light and shade of a picture [h, w, 3] are multiplied by."""
    return float(luma(matched).std() + 1e-3) / float(luma(given).std() + 1e-3)


def context_map(real: Sequence[np.ndarray], rendered: Sequence[np.ndarray]) -> ColourMap:
    """From known frames that the generator rendered again: the same moments, so nothing has to be followed."""
    pairs = [
        (cells(again).reshape(-1, 3), cells(own).reshape(-1, 3)) for own, again in zip(real, rendered, strict=True)
    ]
    weight = [np.full(len(again), RECENT ** (len(pairs) - 1 - index)) for index, (again, _) in enumerate(pairs)]
    again, own = (np.concatenate(side) for side in zip(*pairs, strict=True))
    return fitted(again, own, np.concatenate(weight))
