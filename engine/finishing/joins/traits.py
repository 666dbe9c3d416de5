"""What a join's numbers say, trait by trait: how far off each is, and in which words that is told.

The bounds were set on true continuations of filmed, animated and procedural clips, so that nearly all of them read as
good, and on faults planted in the same clips: tests/benchmarks/verdicts.py prints both.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import atan2, hypot, log2, pi

from engine.finishing.joins.seam import Seam
from engine.requests import Remedy, Verdict

EVEN = 1.25  # times the clip's own step: as even as that
HESITATES = 0.6  # times it: less is too little, where it is also less than the clip ever moved
TURNED = 0.8  # difference of cosines: the motion runs back
SOFTER_SOON, SOFTER_AT_ONCE = 0.4, 0.18  # octaves of detail: what codecs and moving things make of it
SHARPER = 1.4  # times that, before more of it stands out: what comes into focus is no fault
WITHIN = -0.25  # of pace.speed_jump: so far within what it varies by itself, the speed did not change at the join
HUES = ("redder", "warmer", "yellower", "greener", "greener", "cooler", "bluer", "pinker")  # by eighths of a turn


class Kind(StrEnum):
    """Of what can be off; it decides what helps."""

    LIGHT = "light"
    DETAIL = "detail"
    STILLNESS = "stillness"
    MOTION = "motion"
    LATER = "later"


HELPS: dict[Kind, tuple[Remedy, ...]] = {  # the first that can be had
    Kind.LIGHT: (Remedy.MATCH, Remedy.MORE_CONTEXT, Remedy.ANOTHER_TAKE),
    Kind.DETAIL: (Remedy.MATCH, Remedy.ANOTHER_TAKE),
    Kind.STILLNESS: (Remedy.MORE_FREEDOM, Remedy.ANOTHER_TAKE),
    Kind.MOTION: (Remedy.MORE_CONTEXT, Remedy.ANOTHER_TAKE),
    Kind.LATER: (Remedy.FEWER_FRAMES, Remedy.ANOTHER_TAKE),
}


@dataclass(frozen=True, slots=True)
class Trait:
    """off: how far, in the bounds' own unit. bounds: beyond the first it needs a look, beyond the second it shows.

    value: what is measured. fault: what that is for the whole join; it begins a sentence that says where. always: told
    also where it never was off. leads_away: it is what a bridge has to do, as its other end meets another clip.
    """

    label: str
    kind: Kind
    off: Callable[[Seam], float]
    bounds: tuple[float, float]
    value: Callable[[Seam], str]
    fault: Callable[[Seam], str]
    always: bool = False
    leads_away: bool = False

    def excess(self, seam: Seam) -> float:
        """1 is the first bound."""
        return self.off(seam) / self.bounds[0]

    def verdict(self, seam: Seam) -> Verdict:
        off = self.off(seam)
        return (Verdict.GOOD, Verdict.CHECK, Verdict.POOR)[sum(off > bound for bound in self.bounds)]


def octaves(ratio: float) -> float:
    """How far from 1, as a power of two: half and twice are as far."""
    return abs(log2(max(ratio, 1e-6)))


def share(ratio: float, less: str, more: str) -> str:
    """20 % softer; As the clip's own"""
    change = round(abs(ratio - 1) * 100)
    return f"{change} % {less if ratio < 1 else more}" if change else "As the clip's own"


def times(ratio: float) -> str:
    return f"{ratio:.1f} times the clip's own"


def colour_left(seam: Seam) -> float:
    """CIELAB distance across the join that the clip's own motion does not account for."""
    return max(0.0, seam.colour - seam.own_colour)


def _colour(seam: Seam) -> float:
    """Of the whole picture, or of parts of it that a larger step than usual does not account for either."""
    parts = seam.colour - seam.own_colour * max(1.0, seam.jump)
    return max(hypot(seam.green_red, seam.blue_yellow), parts / 1.5)


def hue(seam: Seam) -> str:
    """Which way the whole picture's colour goes: "bluer", "redder"."""
    return HUES[round(atan2(seam.blue_yellow, seam.green_red) / (pi / 4)) % 8]


def stops(seam: Seam) -> str:
    digits = 1 if abs(seam.brightness) >= 0.095 else 2
    amount = f"{abs(seam.brightness):.{digits}f}"
    return "As the clip's own" if float(amount) == 0 else f"{amount} stop {_darker(seam)}"


def _darker(seam: Seam) -> str:
    return "brighter" if seam.brightness > 0 else "darker"


def _uneven(seam: Seam) -> float:
    """Above the largest step of the clip, or below its smallest: octaves. Nothing to compare with is not uneven."""
    if seam.known < 3:
        return 0.0
    above = log2(seam.jump / max(seam.own_largest, EVEN))
    below = -log2(seam.hesitation) if seam.jump < HESITATES else 0.0
    return max(above, below)


def _step(seam: Seam) -> str:
    if seam.known < 3:
        return "Too few known frames to tell"
    if seam.jump < HESITATES and seam.hesitation < 1:
        return f"Hesitates: {seam.jump:.1f} times the clip's own step"
    if seam.jump <= EVEN:
        return "As even as the clip's own"
    own = ", as some of its own" if seam.jump <= seam.own_largest else ""
    return f"{seam.jump:.1f} times the clip's own step{own}"


def _colour_value(seam: Seam) -> str:
    if colour_left(seam) < 0.05:
        return "As the clip's own"
    turned = hypot(seam.green_red, seam.blue_yellow) > max(1.0, 0.5 * colour_left(seam))
    return f"{colour_left(seam):.1f} ΔE {hue(seam) if turned else 'apart'}"


def _speed(seam: Seam) -> float:
    """1: beyond what the clip's own speed varies by."""
    at_once = min(seam.speed_jump / 0.35, abs(seam.speed_step) / 0.45)
    lasting = min(abs(seam.speed_change) / 4.0, abs(seam.speed_step) / 0.55)
    return max(at_once, lasting if seam.speed_jump > WITHIN else 0.0, seam.turn / TURNED)


def _speed_fault(seam: Seam) -> str:
    if seam.turn > TURNED:
        return "The motion runs back"
    faster = seam.speed_change > 0 or (seam.speed_change == 0 and seam.flow > 1)
    return "The motion is faster" if faster else "The motion is slower"


def _frozen(seam: Seam) -> float:
    """1: at once it moves so much less, or a frame is shown twice."""
    return max(log2(seam.freeze) / 1.2, log2(seam.stall) / 1.3)


def _sharp(seam: Seam) -> float:
    """1: in the frames after the join, or at once at it."""
    return max(_softer(seam.sharpness, SOFTER_SOON), _softer(seam.focus, SOFTER_AT_ONCE))


def _softer(ratio: float, bound: float) -> float:
    return octaves(ratio) / (bound if ratio < 1 else SHARPER * bound)


def sharpness(seam: Seam) -> str:
    """Whichever of the two stands out more."""
    at_once = _softer(seam.focus, SOFTER_AT_ONCE) > _softer(seam.sharpness, SOFTER_SOON)
    return share(seam.focus if at_once else seam.sharpness, "softer", "sharper")


TRAITS = (
    Trait("Brightness", Kind.LIGHT, lambda seam: abs(seam.brightness), (0.08, 0.25), stops,
          stops, always=True),
    Trait("Contrast", Kind.LIGHT, lambda seam: octaves(seam.contrast), (0.2, 0.35),
          lambda seam: share(seam.contrast, "lower", "higher"),
          lambda seam: f"Contrast {share(seam.contrast, 'lower', 'higher')}"),
    Trait("Colour", Kind.LIGHT, _colour, (1.1, 3.0), _colour_value, _colour_value, always=True),
    Trait("Saturation", Kind.LIGHT, lambda seam: octaves(seam.saturation), (0.2, 0.4),
          lambda seam: share(seam.saturation, "less", "more"),
          lambda seam: f"{share(seam.saturation, 'less', 'more')} saturated"),
    Trait("Stillness", Kind.STILLNESS, _frozen, (1.55, 2.5), lambda seam: "It does not move on",
          lambda seam: "The picture stands still"),
    Trait("At the join", Kind.MOTION, _uneven, (0.55, 1.4), _step,
          lambda seam: "The picture hesitates" if seam.jump < 1 else "The picture jumps", always=True),
    Trait("Motion", Kind.MOTION, _speed, (1.0, 2.0), lambda seam: times(seam.flow), _speed_fault, always=True),
    Trait("Sharpness", Kind.DETAIL, _sharp, (1.0, 2.2), sharpness, sharpness, always=True),
    Trait("Grain", Kind.DETAIL, lambda seam: octaves(seam.grain), (0.7, 1.2),
          lambda seam: share(seam.grain, "less", "more"),
          lambda seam: f"{share(seam.grain, 'less', 'more')} grain"),
    Trait("After it", Kind.LATER, lambda seam: log2(seam.later_jump), (1.9, 2.8),
          lambda seam: f"Largest step {times(seam.largest_after)}",
          lambda seam: "The picture jumps again soon"),
    Trait("Flicker", Kind.LATER, lambda seam: seam.flicker, (1.5, 4.0), lambda seam: f"{seam.flicker:.1f} ΔE at once",
          lambda seam: "The light flickers soon"),
    Trait("Drift", Kind.LATER, lambda seam: seam.drift, (5.5, 9.0), lambda seam: f"{seam.drift:.1f} ΔE in 8 frames",
          lambda seam: f"Colour drifts by {seam.drift:.1f} ΔE", leads_away=True),
)  # fmt: skip
