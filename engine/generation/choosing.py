"""Which prediction of motion a gap gets, and what can honestly be said of it before it is made."""

from dataclasses import dataclass, replace
from fractions import Fraction

import numpy as np

from engine.generation.gap import Gap, Motions, Predictor, onward, predicted, seen
from engine.motion import floor
from engine.motion.backtest import back_test
from engine.motion.motion import Motion
from engine.motion.registration import UNRELATED, registration_residual
from engine.progress import Report
from engine.requests import BackTest, Verdict

CLEARLY = 0.2  # dB by which the model's back-test has to be ahead of the floor's to be taken
CLOSER = 0.03  # by which the residual of the model's bridge has to be below the floor's to be taken
HALF_LIFE = 0.5  # seconds in which a motion that is not to be trusted halves its speed
TESTING = "Testing the motion"
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
    model_test: BackTest  # the model's own, whichever was chosen
    motions: Motions | None = None  # where choosing had to make them already


def choose(gap: Gap, model: Predictor, tested: Predictor | None = None, report: Report | None = None) -> Choice:
    """The floor, or the model where it is measurably better on this very clip.

    tested: the model as the back-test of an extension sees it, where it cannot be as it will run.
    """
    gap = seen(gap)
    if gap.before is not None and gap.after is not None:
        return _choose_bridge(gap, model, report or Report())
    return _choose_extension(gap, model, tested or model, report or Report())


def _choose_extension(gap: Gap, model: Predictor, tested: Predictor, report: Report) -> Choice:
    """Both predict the clip's own last half second."""
    context, rate = onward(gap)[..., :3], float(gap.rate)
    classical = Floor()
    report(TESTING, 0, 2)
    floors = back_test(context, rate, classical.continue_motion)
    report(TESTING, 1, 2)
    models = back_test(context, rate, tested.continue_motion)
    report(TESTING, 2, 2)
    if models.gain > floors.gain + CLEARLY:
        return Choice(model, models, models)
    return Choice(classical, floors, models)


def _choose_bridge(gap: Gap, model: Predictor, report: Report) -> Choice:
    """Both bring the two sides to the middle of the gap; the model's is taken where its sides clearly agree better."""
    assert gap.before is not None
    assert gap.after is not None
    ends = gap.before[-1, ..., :3], gap.after[0, ..., :3]
    choices: list[tuple[float, Predictor, Motions]] = []
    for done, predictor in enumerate((model, Floor())):
        report(TESTING, done, 2)
        motions = predicted(gap, predictor)
        assert motions.before is not None
        assert motions.after is not None
        choices.append((registration_residual(*ends, (motions.before, motions.after)), predictor, motions))
    (of_model, *_), (of_floor, *_) = choices
    residual, predictor, motions = choices[0] if of_model < of_floor - CLOSER else choices[1]
    model_test = judged_bridge(of_model, gap.duration)
    return Choice(predictor, judged_bridge(residual, gap.duration), model_test, motions)


def decided(gap: Gap, choice: Choice) -> Motions:
    """The chosen motion, which settles where the back-test cannot stand behind it any more."""
    if choice.motions is not None:
        return choice.motions
    trusted = choice.test.verdict is Verdict.GOOD
    return predicted(gap, choice.predictor if trusted else Settling(choice.predictor, choice.test.believable))


@dataclass(frozen=True, slots=True)
class Settling:
    """A predictor whose continued motion slows down after a while instead of going wrong at full speed."""

    predictor: Predictor
    after: Fraction  # seconds

    def continue_motion(self, context: np.ndarray, rate: float, count: int) -> Motion:
        motion = self.predictor.continue_motion(context, rate, count)
        return replace(motion, displacement=settled(motion.displacement, rate * float(self.after), rate * HALF_LIFE))

    def connect(self, first: np.ndarray, second: np.ndarray, rate: float, count: int) -> tuple[Motion, Motion]:
        return self.predictor.connect(first, second, rate, count)


def settled(displacement: np.ndarray, after: float, half_life: float) -> np.ndarray:
    """[n, h, w, 2] along the same way, its speed halving every `half_life` frames once `after` frames are past."""
    frames = np.arange(1, len(displacement) + 1)
    late = np.maximum(frames - after, 0)
    travelled = np.minimum(frames, after) + half_life / np.log(2) * (1 - 0.5 ** (late / half_life))
    way = np.concatenate([np.zeros_like(displacement[:1]), displacement])
    below = np.floor(travelled).astype(int)
    share = (travelled - below).astype(np.float32)[:, None, None, None]
    return (1 - share) * way[below] + share * way[np.minimum(below + 1, len(displacement))]


def judged_bridge(residual: float, duration: Fraction) -> BackTest:
    """The verdict on a bridge, from how unlike its two sides are where they meet."""
    if residual < ALIKE:
        return BackTest(Verdict.GOOD, "Both sides show the same and meet in the middle.", duration, 0.0)
    if residual < UNRELATED:
        return BackTest(Verdict.CHECK, "Both sides meet only in part: look at the result.", duration / 2, 0.0)
    words = "The two sides have too little in common: this becomes a moving dissolve; a real bridge needs Wan."
    return BackTest(Verdict.POOR, words, Fraction(0), 0.0)
