"""A generator that leans a little further in every window, and what finishing leaves of that after twenty."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np

from engine.finishing.joins.seam import colour_distance
from engine.finishing.pixels import coded
from engine.motion.letterbox import picture_area
from tests.benchmarks.seam_damage import to_lab
from tests.benchmarks.seam_figures import STILL_FLOW, flow_energy
from tests.benchmarks.seam_footage import KNOWN, NEW, Continuation, finished, rate_of, read, small
from tests.benchmarks.seam_table import Line, spread

WINDOWS, QUICK_WINDOWS = 20, 5
LEAN = 1.0  # dE a window
HELD = 2.0  # dE from the truth, of any frame
KEPT = 0.8  # of the true flow energy
PLAIN = 5.0  # CIELAB contrast below which a picture says little about how far contrast was changed
# File; frames of its first shot, or up to where that fades; the ways it is tried.
SHOTS = (
    ("surf.mp4", 192, ("warmer", "brighter", "more saturated")),
    ("planes_failing_audio.mp4", 180, ("any way", "not at all")),
)

Lean = Callable[[np.ndarray], np.ndarray]  # CIELAB [..., 3] to the same, 1 dE off on average


@dataclass(frozen=True, slots=True)
class Rolled:
    """distances: [window, frame] dE from the truth at 32x18; energy: new / true, of all windows together."""

    distances: np.ndarray
    energy: float


def rolling(folder: Path, quick: bool) -> list[Line]:
    """One line a direction and shot, with finishing and, beside it, without."""
    windows = QUICK_WINDOWS if quick else WINDOWS
    lines = []
    for file, count, names in SHOTS[:1] if quick else SHOTS:
        rate, shot = rate_of(folder / file), small(read(folder / file, count))
        truth = to_and_fro(shot, KNOWN + windows * NEW)
        for name in names[:1] if quick else names:
            raw = roll(truth[:, ::4, ::4], rate, LEANS[name], as_generated)  # small: it is only shown beside
            lines.append(_told(f"{Path(file).stem}, {name}", raw, roll(truth, rate, LEANS[name], finished)))
    return lines


def roll(
    truth: np.ndarray, rate: Fraction, lean: Callable[[int], Lean], finish: Callable[[Continuation], np.ndarray]
) -> Rolled:
    """Each window goes on from the frames that were finished before it."""
    given, original = truth[:KNOWN], truth[:KNOWN]
    distances, energies = [], []
    for window, seen, true in _windows(truth):
        leaning = generated(given, seen, true, rate, lean(window), original)
        made = finish(replace(leaning, passed=window * NEW))
        distances.append([colour_distance(*pair) for pair in zip(made, true, strict=True)])
        energies.append([max(float(flow_energy(frames).mean()), STILL_FLOW**2) for frames in (made, true)])
        given = np.concatenate([given, made])[-KNOWN:]
    made_energy, true_energy = np.array(energies).sum(0)
    return Rolled(np.array(distances), float(made_energy / true_energy))


def generated(
    given: np.ndarray, seen: np.ndarray, true: np.ndarray, rate: Fraction, lean: Lean, original: np.ndarray
) -> Continuation:
    """What it makes of the frames it was given: the true motion in the light it was given, leaning.

    given: the context; seen: the true frames of the same moments; true: those of the new ones. As a model does, it
    makes numbers that are not rounded: whole code values alone would lean by 0.7 to 1.2 dE, depending on the picture.
    """
    area = picture_area(original)
    light = _light_of(*(frames[:, area.rows, area.columns] for frames in (seen, given)))
    rendered = np.stack([_shown(lean(to_lab(frame))) for frame in given])
    new = np.stack([_shown(lean(light(to_lab(frame)))) for frame in true])
    return Continuation("rolling", rate, given, rendered, new, original)


def _shown(lab: np.ndarray) -> np.ndarray:
    """[h, w, 3] float32 in 0 to 1."""
    return np.clip(cv2.cvtColor(lab.astype(np.float32), cv2.COLOR_LAB2RGB), 0, 1)


def as_generated(continuation: Continuation) -> np.ndarray:
    return coded(continuation.generated, np.dtype(np.uint8))


def to_and_fro(shot: np.ndarray, count: int) -> np.ndarray:
    """[count] frames of a shot played forwards, backwards and so on: no cut anywhere."""
    turn = 2 * (len(shot) - 1)
    places = np.arange(count) % turn
    return shot[np.minimum(places, turn - places)]


def _windows(truth: np.ndarray) -> Iterator[tuple[int, np.ndarray, np.ndarray]]:
    for window, start in enumerate(range(KNOWN, len(truth) - NEW + 1, NEW)):
        yield window, truth[start - KNOWN : start], truth[start : start + NEW]


def _light_of(true: np.ndarray, given: np.ndarray) -> Lean:
    """The mean and contrast of each CIELAB channel, from the true frames to the given ones."""
    labs = [np.stack([to_lab(frame[::4, ::4]) for frame in frames]) for frames in (true, given)]
    (middle, width), (to_middle, to_width) = ((lab.mean((0, 1, 2)), lab.std((0, 1, 2)) + PLAIN) for lab in labs)
    return lambda lab: (lab - middle) * (to_width / width) + to_middle


def _moving(direction: np.ndarray) -> Lean:
    shift = (LEAN * direction / np.linalg.norm(direction)).astype(np.float32)
    return lambda lab: lab + shift


def _more_saturated(lab: np.ndarray) -> np.ndarray:
    chroma = max(float(np.linalg.norm(lab[..., 1:], axis=-1).mean()), LEAN)
    return lab * np.array([1, 1 + LEAN / chroma, 1 + LEAN / chroma], np.float32)


def _direction(window: int) -> np.ndarray:
    return np.random.default_rng(window).normal(size=3)


# What a generator does to colour in its n-th window.
LEANS: dict[str, Callable[[int], Lean]] = {
    "warmer": lambda _: _moving(np.array([0, 0.35, 0.94])),
    "brighter": lambda _: _moving(np.array([1.0, 0, 0])),
    "more saturated": lambda _: _more_saturated,
    "any way": lambda window: _moving(_direction(window)),
    "not at all": lambda _: lambda lab: lab,  # what finishing itself makes of twenty windows
}


def _told(name: str, raw: Rolled, made: Rolled) -> Line:
    worst, last = float(made.distances.max()), float(made.distances[-1].mean())
    told = (
        f"dE {spread(made.distances.ravel())} frames, last window {last:.2f} "
        f"(as generated {raw.distances[-1].mean():.1f}); "
        f"flow energy {made.energy:.2f} of the truth's"
    )
    numbers: dict[str, object] = {"dE": made.distances.tolist(), "raw dE": raw.distances.tolist(), "flow": made.energy}
    return Line(name, told, numbers, worst <= HELD and made.energy >= KEPT)
