"""How much a clip changes of itself: what a comparison with a frame some time ago cannot tell from an error."""

from collections.abc import Sequence
from dataclasses import dataclass

import cv2
import numpy as np

from engine.finishing.matching.colour import IDENTITY, ColourMap, fitted
from engine.finishing.matching.following import Follower
from engine.finishing.pixels import eight_bit, luma
from engine.motion.flow import shrunk

CELLS = 80  # across, of what is compared
SPREAD = 1.0  # cells over which what remains is averaged
FAR = 8.0  # the same, where little is trusted
LENT = 0.1  # trust that the far surroundings have everywhere
AROUND = 2.0  # cells over which a picture is even or not
EVEN = 2 / 255  # standard deviation of an even place
IN_SIGHT = 0.3  # mean trust of a picture that shows the same scene
LEAST = 0.2  # of the picture's own change that is granted to every place


@dataclass(frozen=True, slots=True)
class OwnChange:
    """colour, remains: [lag - 1] in 0 to 1, of a fitted colour map and of what remains after it, root mean square.

    where: [h, w] float32, how much more than that a place of the last known frame changes, or less.
    """

    colour: np.ndarray
    remains: np.ndarray
    where: np.ndarray

    def of_colour(self, lag: int) -> float:
        return _after(self.colour, lag)

    def of_remains(self, lag: int) -> float:
        return _after(self.remains, lag)


def own_change(known: Sequence[np.ndarray]) -> OwnChange:
    """known: [h, w, 3] float32 at working size; followed from the first to the last. One frame alone says nothing."""
    follower = Follower(eight_bit(known[0]))
    colours: list[float] = []
    sizes: list[np.ndarray] = []
    for frame in known[1:]:
        followed = follower.step(eight_bit(frame))
        wanted, given = cells(followed.of(known[0])), cells(frame)
        trust = comparable(cells(followed.trust), wanted, given)
        colour = fitted(given.reshape(-1, 3), wanted.reshape(-1, 3), trust.ravel())
        colours.append(change(IDENTITY, colour, given, trust))
        sizes.append((averaged(wanted - colour(given), trust) ** 2).mean(axis=-1))
    growing = [float(np.sqrt(size.mean())) for size in sizes]
    where = _where(sizes) if sizes else np.ones(cells(known[0]).shape[:2], np.float32)
    return OwnChange(np.maximum.accumulate(colours), np.maximum.accumulate(growing), where)


def _after(seen: np.ndarray, lag: int) -> float:
    """Beyond what was seen it is taken to go on growing evenly."""
    return float(seen[min(lag, len(seen)) - 1]) * max(1.0, lag / len(seen)) if len(seen) else 0.0


def _where(sizes: Sequence[np.ndarray]) -> np.ndarray:
    """From the squares of what remained in each frame; places move little meanwhile, against the spread."""
    mean = np.stack([size / max(float(size.mean()), 1e-9) for size in sizes]).mean(axis=0)
    return np.sqrt(blurred(mean, 2 * SPREAD)) + np.float32(LEAST)


def change(first: ColourMap, second: ColourMap, given: np.ndarray, trust: np.ndarray) -> float:
    """How far two maps lie apart on the colours of a picture, root mean square over what is trusted."""
    apart = ((second(given) - first(given)) ** 2).mean(axis=-1)
    return float(np.sqrt((apart * trust).sum() / max(float(trust.sum()), 1e-6)))


def beyond(found: float | np.ndarray, own: float | np.ndarray) -> np.ndarray:
    """The share of what was found that the clip's own change does not explain, 0 to 1 (Wiener's gain)."""
    return np.maximum(0, 1 - (own / np.maximum(found, 1e-6)) ** 2)


def comparable(trust: np.ndarray, wanted: np.ndarray, given: np.ndarray) -> np.ndarray:
    """[h, w]: how surely the colours of both can be compared, 0 to 1. Where both are even it does not matter what went
    where: flow in an even sky is a guess, its colour is not. That holds as long as the rest is in sight."""
    even = np.exp(-((uneven(wanted) + uneven(given)) / EVEN)) * min(1.0, float(trust.mean()) / IN_SIGHT)
    return np.maximum(trust, even).astype(np.float32)


def uneven(image: np.ndarray) -> np.ndarray:
    """[h, w] standard deviation round each place."""
    light = luma(image)
    return np.sqrt(np.maximum(blurred(light**2, AROUND) - blurred(light, AROUND) ** 2, 0))


def averaged(values: np.ndarray, trust: np.ndarray) -> np.ndarray:
    """Over the surroundings, by trust; what hardly anything near is trusted for comes from further round."""
    known = values * trust[..., None]
    far = blurred(known, FAR) / (blurred(trust, FAR)[..., None] + 0.05)
    return (blurred(known, SPREAD) + LENT * far) / (blurred(trust, SPREAD)[..., None] + LENT)


def blurred(image: np.ndarray, spread: float) -> np.ndarray:
    return np.asarray(cv2.GaussianBlur(image, (0, 0), spread))


def cells(image: np.ndarray) -> np.ndarray:
    """[h, w, ...] averaged down to what is compared."""
    scale = CELLS / max(image.shape[:2])
    return np.asarray(shrunk(image, (max(1, round(image.shape[0] * scale)), max(1, round(image.shape[1] * scale)))))
