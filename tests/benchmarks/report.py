"""The tables of a run, and what it set out to reach: met or missed."""

from dataclasses import dataclass
from itertools import groupby

import numpy as np

from engine.motion.backtest import LEAST_GAIN
from tests.benchmarks.measures import Scores, spread
from tests.benchmarks.methods import OURS, SHIPPED

COLUMNS = ("psnr", "ssim", "motion", "flow", "seam", "sharpness", "seconds")
HEADINGS = ("PSNR dB", "SSIM", "motion px", "flow / true", "seam", "sharpness / true", "CPU s")
TOLERATED_SOFTNESS = 0.15  # of the source's sharpness, either way
AGREEING = 0.8  # of the verdicts
LONGEST = 20.0  # wall seconds for 2 s of 720p on 2 cores


@dataclass(frozen=True, slots=True)
class Result:
    set: str
    task: str
    case: str
    method: str
    scores: Scores


@dataclass(frozen=True, slots=True)
class Judged:
    """A back-test's verdict beside the gain on the second it had not seen, dB of PSNR over holding the last frame."""

    case: str
    verdict: str
    expected: float
    gain: float

    @property
    def agrees(self) -> bool:
        """'good' and 'check' promise more than a held frame, 'poor' promises nothing more; a gain too small to matter
        contradicts neither."""
        return abs(self.gain) < LEAST_GAIN or (self.verdict != "poor") == (self.gain > 0)


def tables(results: list[Result]) -> str:
    """One table a set and task; mean ± standard deviation, ratios as median [quartiles]."""
    return "\n\n".join(_table(key, list(group)) for key, group in groupby(_sorted(results), key=_set_and_task))


def goals(results: list[Result], judged: list[Judged], extending: float | None) -> str:
    """Each goal in a line; a goal whose numbers were not measured says so."""
    lines = ["Goals"]
    for method in _present(results, OURS):
        lines += [_beats(results, method, other) for other in _present(results, ("hold last", "cross-fade"))]
        lines += [_softness(results, method)]
    lines += [_moves_better(results), _agreement(judged), _speed(extending)]
    return "\n".join(lines)


def _table(key: tuple[str, str], results: list[Result]) -> str:
    cases = len({result.case for result in results})
    lines = [f"{key[0]} {key[1]}, n = {cases}", f"{'':12}" + "".join(f"{heading:>19}" for heading in HEADINGS)]
    for method in dict.fromkeys(result.method for result in results):
        scores = [result.scores for result in results if result.method == method]
        lines.append(f"{method:12}" + "".join(f"{spread(scores, column):>19}" for column in COLUMNS))
    return "\n".join(lines)


def _beats(results: list[Result], method: str, other: str) -> str:
    gains = {}
    for key, group in groupby(_sorted(results), key=_set_and_task):
        own = list(group)
        if {method, other} <= {result.method for result in own}:
            gains[key] = _mean(own, method, "psnr") - _mean(own, other, "psnr")
    if not gains:
        return _unmeasured(f"{method} better than {other}")
    told = ", ".join(f"{' '.join(key)} {gain:+.2f} dB" for key, gain in gains.items())
    return _line(all(gain > 0 for gain in gains.values()), f"{method} better than {other} in every set: {told}")


def _moves_better(results: list[Result]) -> str:
    """Mean over the sets whose motion is known."""
    goal = "motion nearer the truth than DIS, mean over sets"
    known = [result for result in results if not np.isnan(result.scores.motion)]
    sets = [list(group) for _, group in groupby(_sorted(known), key=_set_and_task)]
    errors = {
        method: float(np.mean([_mean(each, method, "motion") for each in sets]))
        for method in _present(known, ("DIS", *OURS))
    }
    if "DIS" not in errors or len(errors) < 2:
        return _unmeasured(goal)
    met = min(error for name, error in errors.items() if name != "DIS") < errors["DIS"]
    return _line(met, f"{goal}: {', '.join(f'{method} {error:.2f} px' for method, error in errors.items())}")


def _softness(results: list[Result], method: str) -> str:
    values = [result.scores.sharpness for result in results if result.method == method]
    middle = float(np.median(values))
    met = abs(middle - 1) <= TOLERATED_SOFTNESS
    within = sum(abs(value - 1) <= TOLERATED_SOFTNESS for value in values)
    return _line(
        met, f"{method} as sharp as the source within 15 %: median {middle:.2f}; {within} of {len(values)} clips"
    )


def _agreement(judged: list[Judged]) -> str:
    if not judged:
        return _unmeasured("verdict agrees with what came")
    agreeing = sum(each.agrees for each in judged)
    lines = [_line(agreeing >= AGREEING * len(judged), _agreed(judged, agreeing))]
    for each in judged:
        mark = " " if each.agrees else "!"
        lines.append(
            f"    {mark} {each.verdict:6} expected {each.expected:+5.1f} dB, came {each.gain:+5.1f} dB  {each.case}"
        )
    return "\n".join(lines)


def _agreed(judged: list[Judged], agreeing: int) -> str:
    rule = f"'good' or 'check' where it then gained over holding the last frame, 'poor' where not, {LEAST_GAIN} dB free"
    strictly = sum((each.verdict != "poor") == (each.gain > 0) for each in judged)
    return f"verdict on {SHIPPED} agrees, {rule}: {agreeing} of {len(judged)} (none free: {strictly})"


def _speed(extending: float | None) -> str:
    if extending is None:
        return _unmeasured("2 s of 720p in 20 s")
    return _line(extending <= LONGEST, f"2 s of 720p in 20 s, command line and film included: {extending:.1f} s")


def _line(met: bool, told: str) -> str:
    return f"  {'met   ' if met else 'MISSED'} {told}"


def _unmeasured(goal: str) -> str:
    return f"  ?      {goal}: not measured"


def _mean(results: list[Result], method: str, measure: str) -> float:
    return float(np.mean([getattr(result.scores, measure) for result in results if result.method == method]))


def _present(results: list[Result], names: tuple[str, ...]) -> list[str]:
    there = {result.method for result in results}
    return [name for name in names if name in there]


def _sorted(results: list[Result]) -> list[Result]:
    """By set and task; within them the order stays."""
    return sorted(results, key=_set_and_task)


def _set_and_task(result: Result) -> tuple[str, str]:
    return result.set, result.task
