"""Which prediction of motion a gap gets, and what can honestly be said of it before it is made."""

from dataclasses import dataclass
from fractions import Fraction

import numpy as np

from engine.generation.gap import Gap, Motions, Predictor, onward, predicted
from engine.motion import floor
from engine.motion.backtest import back_test
from engine.motion.motion import Motion
from engine.motion.registration import UNRELATED, registration_residual
from engine.requests import BackTest, Verdict

CLEARLY = 0.2  # dB by which the model's back-test has to be ahead of the floor's to be taken
ALIKE = 0.25  # residual up to which both sides of a bridge show the same


class Floor:
    """engine.motion.floor as a predictor."""

    def continue_motion(self, context: np.ndarray, rate: float, count: int) -> Motion:
        return floor.continue_motion(context, rate, count)

    def connect(self, first: np.ndarray, second: np.ndarray, rate: float, count: int) -> tuple[Motion, Motion]:
        return floor.connect(first, second, rate, count)


@dataclass(frozen=True, slots=True)
class Choice:
    predictor: Predictor
    test: BackTest
    motions: Motions | None = None  # where choosing had to make them already


def choose(gap: Gap, model: Predictor) -> Choice:
    """The floor, or the model where it is measurably better on this very clip."""
    return (
        _choose_bridge(gap, model)
        if gap.before is not None and gap.after is not None
        else _choose_extension(gap, model)
    )


def _choose_extension(gap: Gap, model: Predictor) -> Choice:
    """Both predict the clip's own last half second."""
    context = onward(gap)[..., :3]
    classical = Floor()
    floors = back_test(context, gap.rate, classical.continue_motion)
    models = back_test(context, gap.rate, model.continue_motion)
    if models.gain > floors.gain + CLEARLY:
        return Choice(model, models)
    return Choice(classical, floors)


def _choose_bridge(gap: Gap, model: Predictor) -> Choice:
    """Both bring the two sides to the middle of the gap; the one whose sides agree better is taken."""
    assert gap.before is not None
    assert gap.after is not None
    ends = gap.before[-1, ..., :3], gap.after[0, ..., :3]
    choices: list[tuple[float, Predictor, Motions]] = []
    for predictor in (model, Floor()):
        motions = predicted(gap, predictor)
        assert motions.before is not None
        assert motions.after is not None
        choices.append((registration_residual(*ends, (motions.before, motions.after)), predictor, motions))
    residual, predictor, motions = min(choices, key=lambda choice: choice[0])
    return Choice(predictor, judged_bridge(residual, Fraction(gap.count) / gap.clips[0].video.rate), motions)


def judged_bridge(residual: float, duration: Fraction) -> BackTest:
    """The verdict on a bridge, from how unlike its two sides are where they meet."""
    if residual < ALIKE:
        return BackTest(Verdict.GOOD, "Both sides show the same and meet in the middle.", duration, 0.0)
    if residual < UNRELATED:
        return BackTest(Verdict.CHECK, "Both sides meet only in part: look at the result.", duration / 2, 0.0)
    words = "The two sides have too little in common: this becomes a moving dissolve; a real bridge needs Wan."
    return BackTest(Verdict.POOR, words, Fraction(0), 0.0)
