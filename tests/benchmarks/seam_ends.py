"""Damaged new frames before a clip's start, and in the gap between two clips, after finishing."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.finishing.finish import Side, finish
from tests.benchmarks.seam_damage import as_pusa_does, curves, everywhere, gain, half_size
from tests.benchmarks.seam_figures import Yardstick
from tests.benchmarks.seam_footage import Continuation, filled_gaps
from tests.benchmarks.seam_recovery import told
from tests.benchmarks.seam_table import Line

Change = Callable[[np.ndarray], np.ndarray]  # one frame [h, w, 3] uint8 to another
DARKER, BRIGHTER = 0.85, 1.15  # gains at either end of a gap


@dataclass(frozen=True, slots=True)
class Gap:
    """The same new frames twice, as they go on from what is before and, in reverse, from what is after."""

    forwards: Continuation
    backwards: Continuation


def ends(folder: Path, quick: bool) -> list[Line]:
    """One line a fault and kind of place."""
    lines = []
    for truth, after in filled_gaps(folder, quick):
        gap = Gap(truth, reversed_in_time(truth, after))
        for name, damage in list(DAMAGES.items())[:: 3 if quick else 1]:
            damaged = damage(gap)
            lines.append(_told(f"{name}, bridge", truth.name, list(_wrong(gap, bridged(damaged)))))
            lines.append(_told(f"{name}, before", truth.name, list(_wrong(gap, led_in(damaged)))[1:]))
    return lines


def reversed_in_time(truth: Continuation, after: np.ndarray) -> Continuation:
    return replace(truth, context=after[::-1], rendered=after[::-1], generated=truth.generated[::-1])


def bridged(gap: Gap) -> np.ndarray:
    forwards = gap.forwards
    before = Side(forwards.context, forwards.rendered)
    return _finished(gap, before)


def led_in(gap: Gap) -> np.ndarray:
    """As new frames before the clip's start."""
    return _finished(gap, None)


def growing(gap: Gap) -> Gap:
    """Too dark where it begins, too bright where it ends, evenly between."""
    factors = np.linspace(DARKER, BRIGHTER, len(gap.forwards.generated))
    pairs = zip(factors, gap.forwards.generated, strict=True)
    frames = np.stack([gain(float(factor), frame) for factor, frame in pairs])
    forwards = everywhere(lambda frame: gain(DARKER, frame), gap.forwards)
    backwards = everywhere(lambda frame: gain(BRIGHTER, frame), gap.backwards)
    return Gap(replace(forwards, generated=frames), replace(backwards, generated=frames[::-1]))


def both(change: Change) -> Callable[[Gap], Gap]:
    return lambda gap: Gap(everywhere(change, gap.forwards), everywhere(change, gap.backwards))


DAMAGES: dict[str, Callable[[Gap], Gap]] = {
    "gain 0.85 growing to 1.15": growing,
    "curves per channel": both(curves),
    "half size": both(half_size),
    "contrast, colour, gain, blur": both(as_pusa_does),
}


def _finished(gap: Gap, before: Side | None) -> np.ndarray:
    forwards, backwards = gap.forwards, gap.backwards
    assert backwards.rendered is not None
    after = Side(backwards.context[::-1], backwards.rendered[::-1])
    frames = forwards.generated
    return np.stack(list(finish(lambda: iter(frames), len(frames), forwards.rate, before, after)))


def _wrong(gap: Gap, made: np.ndarray) -> Iterator[tuple[str, ...]]:
    """At the join before and at the one after, seen in reverse."""
    for truth, shown in ((gap.forwards, made), (gap.backwards, made[::-1])):
        yardstick = Yardstick(truth.context, truth.generated)
        yield told(yardstick.measure(truth.generated), yardstick.measure(shown), yardstick.step)


def _told(name: str, case: str, wrong: list[tuple[str, ...]]) -> Line:
    good = sum(not each for each in wrong)
    failing = "".join(f"\n{'':11}{'; '.join(each)}" for each in wrong if each)
    return Line(
        name, f"{good} of {len(wrong)} joins recovered in {case}{failing}", {"wrong": wrong}, good == len(wrong)
    )
