"""How a join measures, in words a person can check by looking."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from math import inf
from typing import Literal

from editor.timeline.model import Made
from editor.ui.widgets.lamp import Level
from engine.requests import Verdict

# Bounds of "holds" and of "needs a look", beyond which it "shows". They are estimates,
# not measured with viewers; a colour difference of 2.3 is commonly taken for the smallest one that is seen.
COLOUR = (2.3, 5.0)  # CIELAB distance
EVEN = (1.5, 2.5)  # times the clip's own step
HOLDS_STILL = 0.4  # a step so much smaller looks like a frame shown twice
SPEED = (1.4, 2.0)  # times the clip's own, or one over it
SHARPNESS = (1.15, 1.4)
SPOKEN = {  # what the back-test stands behind, as it says it itself
    Fraction(1, 8): "an eighth of a second",
    Fraction(1, 4): "a quarter of a second",
    Fraction(1, 2): "half a second",
    Fraction(3, 4): "three quarters of a second",
    Fraction(1): "a second",
    Fraction(3, 2): "a second and a half",
    Fraction(2): "2 seconds",
}
LevelOrNone = Level | Literal[""]
LEVELS: tuple[Level, ...] = ("ok", "warn", "bad")


@dataclass(frozen=True, slots=True)
class SeamRow:
    label: str
    value: str
    lamp: Level


@dataclass(frozen=True, slots=True)
class SeamVerdict:
    """lamp: the worst of the rows, "" where nothing was measured."""

    words: str
    lamp: LevelOrNone
    rows: tuple[SeamRow, ...]


def seam_verdict(made: Made) -> SeamVerdict:
    """Of the join, or of a bridge's worse one."""
    numbers = dict(made.seam)
    if "colour" in numbers:  # what the clip's own motion changes from frame to frame is not the join's
        numbers["colour"] = max(0.0, numbers["colour"] - numbers.get("own_colour", 0.0))
    rows = tuple(row(numbers[name]) for name, row in MEASURED.items() if name in numbers)
    if not rows:
        return SeamVerdict("The join was not measured", "", ())
    worst = max(rows, key=lambda row: LEVELS.index(row.lamp))
    return SeamVerdict("The join holds" if worst.lamp == "ok" else SHOWN[worst.label], worst.lamp, rows)


def back_test_lamp(made: Made) -> LevelOrNone:
    """Of the test made before; "" where there was none."""
    return lamp_of(made.verdict)


def lamp_of(verdict: str) -> LevelOrNone:
    lamps = dict(zip((Verdict.GOOD, Verdict.CHECK, Verdict.POOR), LEVELS, strict=True))
    return lamps[Verdict(verdict)] if verdict in list(Verdict) else ""


def spoken(seconds: Fraction) -> str:
    """half a second; 0.6 seconds"""
    return SPOKEN.get(seconds) or f"{float(seconds):.1f} seconds"


def provenance(made: Made) -> str:
    """Who made it: "Longtake built-in model, seed 7"."""
    return f"{made.model}, seed {made.seed}"


def _step(jump: float) -> SeamRow:
    if jump < HOLDS_STILL:
        return SeamRow("At the join", f"Hesitates: {jump:.1f} times the clip's own step", "warn")
    words = "as even as the clip's own" if jump <= EVEN[0] else f"{jump:.1f} times the clip's own step"
    return SeamRow("At the join", words[0].upper() + words[1:], _level(jump, EVEN))


def _after(largest: float) -> SeamRow:
    return SeamRow("After it", f"Largest step {largest:.1f} times the clip's own", _level(largest, EVEN))


def _colour(distance: float) -> SeamRow:
    seen = {"ok": "not visible", "warn": "faintly visible", "bad": "visible"}[_level(distance, COLOUR)]
    return SeamRow("Colour", f"{distance:.1f} ΔE apart, {seen}", _level(distance, COLOUR))


def _motion(ratio: float) -> SeamRow:
    return SeamRow("Motion", f"{ratio:.1f} times the clip's own", _level(_either_way(ratio), SPEED))


def _sharpness(ratio: float) -> SeamRow:
    lamp = _level(_either_way(ratio), SHARPNESS)
    change = round(abs(ratio - 1) * 100)
    if not change:
        return SeamRow("Sharpness", "As the clip's own", lamp)
    seen = {"ok": ", not visible", "warn": "", "bad": ", visible"}[lamp]
    return SeamRow("Sharpness", f"{change} % {'softer' if ratio < 1 else 'sharper'}{seen}", lamp)


MEASURED: dict[str, Callable[[float], SeamRow]] = {  # engine.finishing.seam's names
    "jump": _step,
    "colour": _colour,
    "flow": _motion,
    "sharpness": _sharpness,
    "largest_after": _after,
}
SHOWN = {  # what the worst row says of the whole join
    "At the join": "The step at the join is uneven",
    "Colour": "Colour changes at the join",
    "Motion": "Motion changes speed at the join",
    "Sharpness": "Sharpness changes at the join",
    "After it": "The picture jumps after the join",
}


def _level(value: float, bounds: tuple[float, float]) -> Level:
    return LEVELS[sum(value > bound for bound in bounds)]


def _either_way(ratio: float) -> float:
    """How far from 1, as a factor: half and twice are as far."""
    return max(ratio, 1 / ratio) if ratio > 0 else inf
