"""Damaged continuations after finishing, beside the undamaged ones."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import cv2
import numpy as np

from engine.finishing.joins.seam import colour_distance
from tests.benchmarks import seam_figures as of
from tests.benchmarks.seam_damage import DAMAGES
from tests.benchmarks.seam_figures import STILL_STEP, Figures, Yardstick
from tests.benchmarks.seam_footage import Continuation, at_two_thirds, finished, true_continuations
from tests.benchmarks.seam_table import Line, spread

WITHIN = 1.5  # times the undamaged figure, or one such part of it
# Added to what a figure may be, because the true one may be near 0: dE that nobody sees, grey levels of re-encoding.
COLOUR_FLOOR, STEP_FLOOR = 0.3, STILL_STEP
UNTOUCHED = 0.5  # grey levels a perfect continuation may change by, mean of each frame
SHARED = 0.5  # of a true step: a frame shown twice leaves one step for two, and only that frame may be made anew
DIFFERENCES = (of.COLOUR, of.COLOUR_LATER)
NOT_MORE = (of.LARGEST, of.CLIPPING, *DIFFERENCES)  # less of these is no fault
NOT_LESS = (of.SMALLEST, of.FLOW, of.FLOW_START, of.DETAIL, of.DETAIL_START)
RESAMPLED = "2/3 of the rate, by repetition"


@dataclass(frozen=True, slots=True)
class Trial:
    """A fault to recover from: the true continuation, its figures, the damaged one, and what it is measured with.

    share: of a true step, the least that can be reached.
    """

    damage: str
    truth: Continuation
    true: Figures
    damaged: Continuation
    yardstick: Yardstick
    share: float = 1.0


@dataclass(frozen=True, slots=True)
class Recovered:
    """One fault in one continuation.

    wrong: the figures that are not within 1.5 times the undamaged ones, as generated and finished.
    colour: dE from the true frames at 32x18, mean over frames, as generated and finished.
    """

    damage: str
    case: str
    raw_wrong: tuple[str, ...]
    wrong: tuple[str, ...]
    raw_colour: float
    colour: float


def recovery(folder: Path, quick: bool) -> list[Line]:
    """One line a fault."""
    done = [_recovered(trial) for trial in _trials(folder, quick)]
    return [_told(name, [each for each in done if each.damage == name]) for name in _names(done)]


def untouched(folder: Path, quick: bool) -> list[Line]:
    """One line with the context rendered as it is, one for a generator that renders none."""
    perfect = list(true_continuations(folder, quick))
    blind = [replace(each, rendered=None) for each in perfect]
    return [_unchanged("perfect", perfect), _unchanged("perfect, and no context rendered", blind)]


def wrong(true: Figures, figures: Figures, step: float, share: float = 1.0) -> list[str]:
    """The figures that are not within 1.5 times the true continuation's, either way where either way is a fault.

    step: the median step of the known frames, grey levels. share: of a true step, the least that can be reached.
    """
    floors = {of.JUMP: STEP_FLOOR / step, of.LARGEST: STEP_FLOOR / step}
    floors |= dict.fromkeys(DIFFERENCES, COLOUR_FLOOR)
    shares = dict.fromkeys((of.JUMP, of.SMALLEST), share)
    return [
        name
        for name, figure in figures.items()
        if (name not in NOT_MORE and figure.value < true[name].value * shares.get(name, 1.0) / WITHIN)
        or (name not in NOT_LESS and figure.value > true[name].value * WITHIN + floors.get(name, 0.0))
    ]


def told(true: Figures, figures: Figures, step: float, share: float = 1.0) -> tuple[str, ...]:
    """What is wrong, each with its value and the true one."""
    names = wrong(true, figures, step, share)
    return tuple(f"{name} {figures[name].value:.2f} (true {true[name].value:.2f})" for name in names)


def _trials(folder: Path, quick: bool) -> Iterator[Trial]:
    for truth in true_continuations(folder, quick):
        yardstick = Yardstick(truth.context, truth.generated)
        true = yardstick.measure(truth.generated)
        for damage in DAMAGES[::3] if quick else DAMAGES:
            damaged = damage.apply(truth)
            if damage.late:
                either = Yardstick(truth.context, truth.generated, damaged.generated)
                yield Trial(damage.name, truth, true, damaged, either, SHARED)
            else:
                yield Trial(damage.name, truth, true, damaged, yardstick)
    for truth, shown, earlier in at_two_thirds(folder, quick):
        yardstick = Yardstick(truth.context, truth.generated, shown, earlier)
        true = yardstick.measure(truth.generated)
        yield Trial(RESAMPLED, truth, true, replace(truth, generated=shown), yardstick)


def _recovered(trial: Trial) -> Recovered:
    truth, yardstick = trial.truth, trial.yardstick
    size = truth.context.shape[2], truth.context.shape[1]
    raw = np.stack([cv2.resize(frame, size, interpolation=cv2.INTER_CUBIC) for frame in trial.damaged.generated])
    shown = raw, finished(trial.damaged)
    before, after = (told(trial.true, yardstick.measure(frames), yardstick.step, trial.share) for frames in shown)
    colours = [_distance(truth.generated, frames) for frames in shown]
    return Recovered(trial.damage, truth.name, before, after, colours[0], colours[1])


def _told(name: str, done: list[Recovered]) -> Line:
    good, before = (
        sum(not each for each in column) for column in zip(*((r.wrong, r.raw_wrong) for r in done), strict=True)
    )
    colours = f"dE from the truth {spread([r.raw_colour for r in done], 1)} -> {spread([r.colour for r in done], 1)}"
    failing = "".join(f"\n{'':11}{r.case}: {'; '.join(r.wrong)}" for r in done if r.wrong)
    told = f"recovered {good} of {len(done)} ({before} as generated); {colours}{failing}"
    numbers: dict[str, object] = {
        r.case: {"wrong": r.wrong, "raw_wrong": r.raw_wrong, "dE": (r.raw_colour, r.colour)} for r in done
    }
    return Line(name, told, numbers, good == len(done))


def _unchanged(name: str, continuations: list[Continuation]) -> Line:
    changes = {each.name: _changes(each.generated, finished(each)) for each in continuations}
    values = np.concatenate(list(changes.values()))
    too_far = [f"\n{'':11}{case}: {spread(each)}" for case, each in changes.items() if each.max() > UNTOUCHED]
    text = f"a frame changes by {spread(values)} grey levels, in {len(changes)} continuations{''.join(too_far)}"
    return Line(name, text, {case: each.tolist() for case, each in changes.items()}, not too_far)


def _changes(first: np.ndarray, second: np.ndarray) -> np.ndarray:
    """[frame] mean absolute difference, grey levels."""
    return np.array([float(cv2.absdiff(*pair).mean()) for pair in zip(first, second, strict=True)])


def _distance(first: np.ndarray, second: np.ndarray) -> float:
    return float(np.mean([colour_distance(*pair) for pair in zip(first, second, strict=True)]))


def _names(done: list[Recovered]) -> list[str]:
    return list(dict.fromkeys(each.damage for each in done))
