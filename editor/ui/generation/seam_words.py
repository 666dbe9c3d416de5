"""What is shown of a join: the engine's own words with their lamps; of an older take, the numbers it has."""

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeVar

from editor.timeline.model import Join, Made, Task
from editor.ui.widgets.lamp import Level
from editor.words import tr
from engine.requests import End, Remedy, Verdict

SPOKEN = {  # what the back-test stands behind, as it says it itself
    Fraction(1, 8): tr("an eighth of a second"),
    Fraction(1, 4): tr("a quarter of a second"),
    Fraction(1, 2): tr("half a second"),
    Fraction(3, 4): tr("three quarters of a second"),
    Fraction(1): tr("a second"),
    Fraction(3, 2): tr("a second and a half"),
    Fraction(2): tr("2 seconds"),
}
Kind = TypeVar("Kind", Remedy, End)
LevelOrNone = Level | Literal[""]
WORST: tuple[LevelOrNone, ...] = ("", "ok", "warn", "bad")
NOT_MEASURED = tr("The join was not measured")
NOT_JUDGED = tr("The join was measured, not judged")  # by a version that left the verdict to the window


@dataclass(frozen=True, slots=True)
class SeamRow:
    label: str
    value: str
    lamp: LevelOrNone


@dataclass(frozen=True, slots=True)
class SeamPart:
    """One join. name: which one, where there are two."""

    name: str
    words: str
    lamp: LevelOrNone
    rows: tuple[SeamRow, ...]


@dataclass(frozen=True, slots=True)
class SeamVerdict:
    """words, lamp, remedy, end: of the join, or of a bridge's worse one; lamp "" where there is no verdict."""

    words: str
    lamp: LevelOrNone
    parts: tuple[SeamPart, ...]
    remedy: Remedy | None = None
    end: End = End.START


@dataclass(frozen=True, slots=True)
class RemedyWords:
    """On its button."""

    label: str
    tip: str
    icon: str


REMEDIES = {
    Remedy.ANOTHER_TAKE: RemedyWords(tr("Another take"), tr("One more take, with a new seed"), "ph.arrows-clockwise"),
    Remedy.MORE_CONTEXT: RemedyWords(
        tr("More context"), tr("One more take that is shown more of the known frames"), "ph.film-strip"
    ),
    Remedy.MORE_FREEDOM: RemedyWords(
        tr("More freedom"), tr("One more take in which the known frames may give way more"), "ph.waves"
    ),
    Remedy.FEWER_FRAMES: RemedyWords(
        tr("Fewer frames"), tr("Trim the clip to what the test on the clip's past stands behind"), "ph.scissors"
    ),
    Remedy.MATCH: RemedyWords(tr("Match to clip"), tr("One more take, matched to the clip in full"), "ph.palette"),
}


def seam_verdict(made: Made) -> SeamVerdict:
    if not made.joins:
        rows = tuple(row for name, number in made.seam if (row := _number_row(name, number)))
        return SeamVerdict(NOT_JUDGED if rows else NOT_MEASURED, "", (SeamPart("", "", "", rows),) if rows else ())
    parts = tuple(_part(join, len(made.joins) > 1) for join in made.joins)
    at = max(range(len(parts)), key=lambda index: WORST.index(parts[index].lamp))
    worst = made.joins[at]
    return SeamVerdict(worst.words, parts[at].lamp, parts, _one_of(Remedy, worst.remedy), _end(worst, made))


def back_test_lamp(made: Made) -> LevelOrNone:
    """Of the test made before; "" where there was none."""
    return lamp_of(made.verdict)


def lamp_of(verdict: str) -> LevelOrNone:
    lamps = dict(zip((Verdict.GOOD, Verdict.CHECK, Verdict.POOR), WORST[1:], strict=True))
    return lamps[Verdict(verdict)] if verdict in list(Verdict) else ""


def spoken(seconds: Fraction) -> str:
    """half a second; 0.6 seconds"""
    return SPOKEN.get(seconds) or tr("{number:.1f} seconds", number=float(seconds))


def provenance(made: Made) -> str:
    """Who made it: "Longtake built-in model, seed 7"."""
    return tr("{model}, seed {seed}", model=made.model, seed=made.seed)


def _part(join: Join, has_other: bool) -> SeamPart:
    name = (tr("Out of the bridge") if join.end == End.END else tr("Into the bridge")) if has_other else ""
    rows = tuple(SeamRow(each.label, each.value, lamp_of(each.verdict)) for each in join.measures)
    return SeamPart(name, join.words, lamp_of(join.verdict), rows)


def _end(join: Join, made: Made) -> End:
    usual = End.END if made.generation.task is Task.BEFORE else End.START
    return _one_of(End, join.end) or usual


def _one_of(kinds: type[Kind], value: str) -> Kind | None:
    """None for what another version may have written."""
    return next((kind for kind in kinds if kind.value == value), None)


def _number_row(name: str, number: float) -> SeamRow | None:
    """Of one of engine.finishing.joins.seam's numbers, where it is one that was shown."""
    if name not in NUMBERS:
        return None
    label, value = NUMBERS[name]
    return SeamRow(label, value(number), "")


def _times(ratio: float) -> str:
    return tr("{ratio:.1f} times the clip's own", ratio=ratio)


def _sharpness(ratio: float) -> str:
    change = round(abs(ratio - 1) * 100)
    return f"{change} % {'softer' if ratio < 1 else 'sharper'}" if change else tr("As the clip's own")


NUMBERS: dict[str, tuple[str, Callable[[float], str]]] = {
    "jump": (tr("At the join"), lambda jump: tr("{times} step", times=_times(jump))),
    "colour": (tr("Colour"), lambda distance: tr("{distance:.1f} ΔE apart", distance=distance)),
    "flow": (tr("Motion"), _times),
    "sharpness": (tr("Sharpness"), _sharpness),
    "largest_after": (tr("After it"), lambda largest: tr("Largest step {times}", times=_times(largest))),
}
