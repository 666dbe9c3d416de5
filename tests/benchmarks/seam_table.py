"""The benchmark's tables: what was measured, in how many cases, and which promises are met."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from tests.benchmarks import seam_figures as of
from tests.benchmarks.seam_figures import Figure, Figures

LABEL_WIDTH, CELL_WIDTH = 44, 34


@dataclass(frozen=True, slots=True)
class Goal:
    """Half or wholly bounded; both bounds count as reached."""

    low: float = -np.inf
    high: float = np.inf

    def met(self, value: float) -> bool:
        return bool(self.low <= value <= self.high)

    def __str__(self) -> str:
        if np.isinf(self.low):
            return f"<= {self.high:g}"
        return f">= {self.low:g}" if np.isinf(self.high) else f"{self.low:g} to {self.high:g}"


GOALS = {
    of.JUMP: Goal(0.6, 1.25),
    of.LARGEST: Goal(high=1.5),
    of.SMALLEST: Goal(low=0.4),  # a frame shown twice has 0.15 here
    of.COLOUR: Goal(high=1.0),
    of.COLOUR_LATER: Goal(high=3.5),
    of.FLOW: Goal(low=0.8),
    of.FLOW_START: Goal(low=0.8),
    of.DETAIL: Goal(low=0.9),
    of.DETAIL_START: Goal(low=0.9),
    of.SATURATION: Goal(high=1.05),
    of.PEAK: Goal(high=1.05),
    of.CLIPPING: Goal(high=1.05),
    of.SHARPNESS: Goal(0.8, 1.25),
}


@dataclass(frozen=True, slots=True)
class Line:
    """One finding: what was measured, as it is printed, and whether it holds; None: nothing is promised of it."""

    name: str
    told: str
    numbers: dict[str, object]
    met: bool | None = None

    def __str__(self) -> str:
        mark = {True: "met", False: "MISSED", None: ""}[self.met]
        return f"  {mark:7}{self.name:{LABEL_WIDTH}}{self.told}"


def compared(raw: Figures, finished: Figures) -> list[Line]:
    """The table of goals, one line a figure: as generated, finished, what is promised."""
    return [_compared(name, raw[name], finished[name], goal) for name, goal in GOALS.items()]


def heading() -> str:
    return f"  {'':7}{'':{LABEL_WIDTH}}{'raw':{CELL_WIDTH}}{'finished':{CELL_WIDTH}}goal"


def missed(figures: Figures) -> list[str]:
    """The goals these figures do not reach."""
    return [name for name, goal in GOALS.items() if not goal.met(figures[name].value)]


def spread(values: Sequence[float] | np.ndarray, digits: int = 2) -> str:
    """Median, least and most, and of how many."""
    if not len(values):
        return "n = 0"
    low, middle, high = (f"{value:.{digits}f}" for value in np.percentile(values, (0, 50, 100)))
    return f"{middle} [{low} {high}] n = {len(values)}"


def told(figure: Figure) -> str:
    """What is judged, and where it stands for several frames their median, least and most."""
    return f"{figure.value:.2f}" + (f"  {spread(figure.values)}" if len(figure.values) > 1 else "")


def numbers(figures: Figures) -> dict[str, object]:
    return {name: {"value": figure.value, "values": figure.values.tolist()} for name, figure in figures.items()}


def _compared(name: str, raw: Figure, finished: Figure, goal: Goal) -> Line:
    cells = f"{told(raw):{CELL_WIDTH}}{told(finished):{CELL_WIDTH}}{goal}"
    values: dict[str, object] = {"goal": str(goal), **numbers({"raw": raw, "finished": finished})}
    return Line(name, cells, values, goal.met(finished.value))
