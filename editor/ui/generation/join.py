"""How a generated clip joins, in one lamp: the worse of the join's measures and of the test on the clip's past."""

from dataclasses import dataclass
from fractions import Fraction

from editor.timeline.model import Made, Task
from editor.ui.generation.seam_words import (
    WORST,
    LevelOrNone,
    SeamPart,
    SeamVerdict,
    back_test_lamp,
    seam_verdict,
    spoken,
)
from editor.words import tr
from engine.requests import End, Remedy


@dataclass(frozen=True, slots=True)
class JoinVerdict:
    """The lamp of the clip, of its take and of the heading. `tested`: words and lamp are the test's.

    remedy: the one thing that would help, if anything would. end: which of the joins the words are about.
    """

    words: str
    lamp: LevelOrNone  # "" where nothing was measured or told
    tested: bool
    parts: tuple[SeamPart, ...]
    remedy: Remedy | None = None
    end: End = End.START


def join_verdict(made: Made, reach: Fraction | None = None) -> JoinVerdict:
    """A good test does not make a join good that was not measured, nor frames that lie beyond what it stands behind.

    reach: see remedies.reach_of; None where it does not matter how far the clip goes.
    """
    measured, test = seam_verdict(made), back_test_lamp(made)
    beyond = test == "ok" and is_beyond(made, reach)
    lamp: LevelOrNone = "warn" if beyond else test
    remedy = _remedy(made, measured, is_beyond(made, reach))
    if lamp in ("", "ok") or WORST.index(lamp) <= WORST.index(measured.lamp):
        return JoinVerdict(measured.words, measured.lamp, False, measured.parts, remedy, measured.end)
    words = _beyond(made) if beyond else _doubtful(made, lamp)
    return JoinVerdict(words, lamp, True, measured.parts, remedy, measured.end)


def is_beyond(made: Made, reach: Fraction | None) -> bool:
    return made.believable is not None and reach is not None and reach > made.believable


def _remedy(made: Made, measured: SeamVerdict, beyond: bool) -> Remedy | None:
    """The join's own; else fewer frames, where the clip goes on beyond what the test stands behind."""
    if measured.remedy is Remedy.FEWER_FRAMES and not beyond:
        return None
    can_be_shorter = made.generation.task is not Task.BRIDGE and bool(made.believable)
    return measured.remedy or (Remedy.FEWER_FRAMES if beyond and can_be_shorter else None)


def _beyond(made: Made) -> str:
    return (
        tr("Good for {length}, then look", length=spoken(made.believable))
        if made.believable
        else tr("Look at the new frames")
    )


def _doubtful(made: Made, lamp: LevelOrNone) -> str:
    if made.generation.task is Task.BRIDGE:
        return tr("This bridge needs Wan") if lamp == "bad" else tr("Look at the bridge")
    return tr("This motion needs Wan") if lamp == "bad" else tr("Look at the motion")
