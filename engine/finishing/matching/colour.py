"""How colours are brought from what a generator rendered to what was filmed: a tone curve per channel plus a matrix."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np

KNOTS = 9  # of a tone curve, evenly from black to white
BENT = 1e-2  # weight of smoothness, against data that counts 1 in all
HELD = 1e-4  # weight of the map known before
ROUNDS = 5  # of setting outliers aside
TYPICAL = 2 / 255  # a misfit that is never an outlier
EXTREMES = 0.001, 0.999  # quantiles of a clip's colours
LEAST_AREA = 0.01  # of the pairs, that has to speak for a change of level
CELLS = 12  # per channel: how finely colours are told apart when each gets its say


@dataclass(frozen=True)
class ColourMap:
    """out_c = curve_c(in_c) + sum over the other channels o of mix[c, o] * (in_o - in_c), for RGB from 0 to 1.

    curves: [3, KNOTS], each channel's value at evenly spaced knots. mix: [3, 3] with an empty diagonal; as it weighs
    differences, greys go through the curves alone. Both are linear in the parameters, so maps can be averaged.
    """

    curves: np.ndarray
    mix: np.ndarray

    def __call__(self, image: np.ndarray) -> np.ndarray:
        """[h, w, 3] float32 of any values: outside 0 to 1 the curves go on straight. Not clipped."""
        turned = cv2.transform(np.ascontiguousarray(image, np.float32), self._matrix)
        return turned + self._bends(image)

    def toward(self, other: "ColourMap", share: float) -> "ColourMap":
        """This map at 0, the other one at 1."""
        return ColourMap(self.curves + share * (other.curves - self.curves), self.mix + share * (other.mix - self.mix))

    def raised(self, level: np.ndarray) -> "ColourMap":
        """level: [3], added to each channel."""
        return ColourMap(self.curves + level[:, None], self.mix)

    @cached_property
    def is_identity(self) -> bool:
        return not (np.any(self.mix) or np.any(self.curves - np.linspace(0, 1, KNOTS)))

    @cached_property
    def _matrix(self) -> np.ndarray:
        """What is linear in the map: cross-talk, and each curve's chord from black to white."""
        chord = np.diag(self.curves[:, -1] - self.curves[:, 0] - self.mix.sum(axis=1)) + self.mix
        return np.column_stack([chord, self.curves[:, 0]]).astype(np.float32)

    @cached_property
    def _table(self) -> np.ndarray:
        """[1, 1024, 3] float32: how far each curve bends from its chord."""
        at, knots = np.linspace(0, 1, 1024), np.linspace(0, 1, KNOTS)
        bends = [np.interp(at, knots, curve - curve[0] - knots * (curve[-1] - curve[0])) for curve in self.curves]
        return np.stack(bends, axis=-1)[None].astype(np.float32)

    def _bends(self, image: np.ndarray) -> np.ndarray:
        place, table = np.clip(image * np.float32(1023), 0, 1023), self._table
        row = np.zeros(place.shape[:2], np.float32)
        bent = [cv2.remap(table[:, :, c], np.ascontiguousarray(place[..., c]), row, cv2.INTER_LINEAR) for c in range(3)]
        return cv2.merge(bent)


@dataclass(frozen=True, slots=True)
class Reach:
    """How dark and how bright the clip is, [3] each in 0 to 1: a colour map must not clip where the clip does not."""

    lowest: np.ndarray
    highest: np.ndarray

    @staticmethod
    def of(pictures: Sequence[np.ndarray]) -> "Reach":
        """pictures: [h, w, 3] in 0 to 1."""
        colours = np.concatenate([picture.reshape(-1, 3) for picture in pictures])
        return Reach(*np.quantile(colours, EXTREMES, axis=0).astype(np.float32))

    def keep(self, mapped: np.ndarray, image: np.ndarray, faithful: float) -> None:
        """Bends what lies beyond the clip's own extremes so that it comes near black and white and does not reach
        them: half way to black at most; in place, [h, w, 3].

        mapped: what a map made of the image. faithful: 1 where what the image itself has beyond them is believed, as a
        clip comes to darker and brighter things; 0 where it is not.
        """
        for channel in range(3):
            values, given = mapped[..., channel], image[..., channel]
            lowest, highest = self.lowest[channel], self.highest[channel]
            _bend(values, given, lowest, -lowest / 2, faithful)
            _bend(values, given, highest, 1 - highest, faithful)


def _bend(values: np.ndarray, given: np.ndarray, edge: np.float32, room: np.float32, faithful: float) -> None:
    """`room` beyond the edge is approached, not crossed; room is negative below it. What was `given` is a limit too."""
    side = np.sign(room)
    beyond = (values - edge) * side > 0
    if room and beyond.any():
        crossed, granted = ((each[beyond] - edge) * side for each in (values, given))
        most = abs(room) * (1 - np.exp(-crossed / abs(room)))
        granted = np.float32(faithful) * np.maximum(granted, 0)
        values[beyond] = edge + side * np.minimum(crossed, np.maximum(most, granted))


IDENTITY = ColourMap(np.tile(np.linspace(0, 1, KNOTS), (3, 1)), np.zeros((3, 3)))


def fitted(rendered: np.ndarray, real: np.ndarray, weight: np.ndarray, known: ColourMap = IDENTITY) -> ColourMap:
    """The map that brings `rendered` to `real`, drawn to the map that is `known` as far as the data do not speak.

    rendered, real: [n, 3] float, the same places; weight: [n], 1 for a pair to be believed fully. Pairs that do not
    fit the others (something moved, something is new) count less: iteratively reweighted least squares. A rare colour
    counts more than its share of the picture, or the largest area alone would decide.
    """
    trust = weight * _evenness(rendered) / len(weight)
    counted = trust
    features = [_features(rendered, channel) for channel in range(3)]
    held = _held()
    for _ in range(ROUNDS):
        solved = [_solved(features[c], real[:, c], counted, _parameters(known, c), held) for c in range(3)]
        missed = np.stack([real[:, c] - features[c] @ solved[c] for c in range(3)], axis=-1)
        misfit = np.sqrt((missed**2).mean(axis=-1))
        scale = 2 * max(1.4826 * _weighted_median(misfit, trust), TYPICAL)
        sound = 1 / (1 + (misfit / scale) ** 2) ** 2  # Geman and McClure's weight
        counted = trust * sound
    return _levelled(_map(solved), missed, weight * sound)


def _levelled(found: ColourMap, missed: np.ndarray, weight: np.ndarray) -> ColourMap:
    """Of no error on average over the area: what the say of rare colours leaves there adds up from window to window."""
    level = weight @ missed / (weight.sum() + LEAST_AREA * len(weight))
    return found.raised(level)


def _evenness(colours: np.ndarray) -> np.ndarray:
    """[n], mean 1: what each pair counts so that a colour with ten times the area has about three times the say."""
    cell = np.clip((colours * CELLS).astype(int), 0, CELLS - 1) @ (CELLS * CELLS, CELLS, 1)
    weight = 1 / np.sqrt(np.bincount(cell, minlength=CELLS**3)[cell])
    return weight / weight.mean()


def _features(colours: np.ndarray, channel: int) -> np.ndarray:
    """[n, KNOTS + 2]: a hat function for each knot, and the difference to each other channel."""
    place = np.clip(colours[:, channel], 0, 1) * (KNOTS - 1)
    hats = np.maximum(0, 1 - np.abs(place[:, None] - np.arange(KNOTS)))
    return np.column_stack([hats, colours[:, _others(channel)] - colours[:, [channel]]]).astype(np.float64)


def _others(channel: int) -> list[int]:
    return [other for other in range(3) if other != channel]


def _held() -> np.ndarray:
    """What holds the parameters to the known ones: curves bend little against them, and stay near."""
    bend = np.diff(np.eye(KNOTS), 2, axis=0)
    held = HELD * np.eye(KNOTS + 2)
    held[:KNOTS, :KNOTS] += BENT * bend.T @ bend
    return held


def _parameters(known: ColourMap, channel: int) -> np.ndarray:
    return np.concatenate([known.curves[channel], known.mix[channel, _others(channel)]])


def _solved(
    features: np.ndarray, wanted: np.ndarray, weight: np.ndarray, known: np.ndarray, held: np.ndarray
) -> np.ndarray:
    weighted = features * weight[:, None]
    return known + np.linalg.solve(features.T @ weighted + held, weighted.T @ (wanted - features @ known))


def _map(solved: list[np.ndarray]) -> ColourMap:
    mix = np.zeros((3, 3))
    for channel, parameters in enumerate(solved):
        mix[channel, _others(channel)] = parameters[KNOTS:]
    return ColourMap(np.stack([parameters[:KNOTS] for parameters in solved]), mix)


def _weighted_median(values: np.ndarray, weight: np.ndarray) -> float:
    order = np.argsort(values)
    reached = np.cumsum(weight[order])
    return float(values[order][np.searchsorted(reached, reached[-1] / 2)])
