"""The report of a join: a verdict in words, what was off and what became of it, and the one thing that would help."""

from collections.abc import Collection, Sequence
from dataclasses import asdict

import numpy as np

from engine.finishing.joins.seam import Seam, known_side, seam_beside
from engine.finishing.joins.traits import HELPS, TRAITS, Trait
from engine.requests import End, Join, Measure, Remedy, Verdict

WORST = (Verdict.GOOD, Verdict.CHECK, Verdict.POOR)
HOLDS = "The join holds"


def join_report(
    end: End,
    context: np.ndarray,
    generated: np.ndarray,
    finished: np.ndarray,
    remedies: Collection[Remedy] = tuple(Remedy),
    bridge: bool = False,
) -> Join:
    """How new frames meet the clip's own at one end of them.

    context: [frame, height, width, 3 or more] the clip's own frames, ordered towards the join; from the last cut on.
    generated, finished: the new frames nearest to it, ordered away from it, as they were generated (of any size and
    depth) and as they are; the first 9 are looked at. All are uint8 or full-range uint16 RGB.
    remedies: those that can be had. bridge: see told. Raises RequestError where any of them is empty.
    """
    known = known_side(context)
    now = seam_beside(known, finished)
    before = now if generated is finished else seam_beside(known, generated)
    return told(end, before, now, remedies, bridge)


def told(
    end: End, generated: Seam, finished: Seam, remedies: Collection[Remedy] = tuple(Remedy), bridge: bool = False
) -> Join:
    """What is said of these numbers: of the new frames as they were generated, and of them as they are.

    bridge: their other end meets another clip, so where their colour drifts to is not held against them.
    """
    traits = [trait for trait in TRAITS if not (bridge and trait.leads_away)]
    worst = _worst(traits, finished)
    return Join(
        end=end,
        verdict=worst.verdict(finished) if worst else Verdict.GOOD,
        words=_words(end, worst, finished, _worst(traits, generated), generated),
        remedy=next((remedy for remedy in HELPS[worst.kind] if remedy in remedies), None) if worst else None,
        measures=tuple(_measure(trait, generated, finished) for trait in _worth_telling(traits, generated, finished)),
        numbers=asdict(finished),
        generated=asdict(generated),
    )


def _words(end: End, worst: Trait | None, finished: Seam, mended: Trait | None, generated: Seam) -> str:
    """The worst of what is off; where nothing is, the worst of what was."""
    where = "after the cut" if end is End.START else "before the cut"
    if worst is not None:
        return f"{worst.fault(finished)} {where}"
    return HOLDS if mended is None else f"{mended.fault(generated)} {where}: matched"


def _worst(traits: Sequence[Trait], seam: Seam) -> Trait | None:
    """The trait that is furthest beyond its bound, if any is; what shows comes before what needs a look."""
    worst = max(traits, key=lambda trait: (WORST.index(trait.verdict(seam)), trait.excess(seam)))
    return worst if worst.verdict(seam) is not Verdict.GOOD else None


def _worth_telling(traits: Sequence[Trait], generated: Seam, finished: Seam) -> list[Trait]:
    """Those that are always told, and what is or was off."""
    seams = (generated, finished)
    return [trait for trait in traits if trait.always or any(trait.verdict(seam) is not Verdict.GOOD for seam in seams)]


def _measure(trait: Trait, generated: Seam, finished: Seam) -> Measure:
    value = trait.value(finished)
    if trait.verdict(generated) is not Verdict.GOOD and trait.value(generated) != value:
        value = f"{trait.value(generated)} → {value[0].lower()}{value[1:]}"
    return Measure(trait.label, value, trait.verdict(finished))
