"""How a generated clip joins, in one lamp: the worse of the join's measures and of the test on the clip's past."""

from dataclasses import dataclass
from fractions import Fraction

from editor.timeline.model import Clip, Made, Task, Timeline
from editor.ui.generation.seam_words import LevelOrNone, SeamRow, back_test_lamp, seam_verdict, spoken

WORST: tuple[LevelOrNone, ...] = ("", "ok", "warn", "bad")


@dataclass(frozen=True, slots=True)
class JoinVerdict:
    """The lamp of the clip, of its take and of the heading. `tested`: words and lamp are the test's."""

    words: str
    lamp: LevelOrNone  # "" where nothing was measured or told
    tested: bool
    rows: tuple[SeamRow, ...]


def join_verdict(made: Made, reach: Fraction | None = None) -> JoinVerdict:
    """A good test does not make a join good that was not measured, nor frames that lie beyond what it stands behind.

    reach: see reach_of; None where it does not matter how far the clip goes.
    """
    measured, test = seam_verdict(made), back_test_lamp(made)
    beyond = test == "ok" and is_beyond(made, reach)
    lamp: LevelOrNone = "warn" if beyond else test
    if lamp in ("", "ok") or WORST.index(lamp) <= WORST.index(measured.lamp):
        return JoinVerdict(measured.words, measured.lamp, False, measured.rows)
    return JoinVerdict(_beyond(made) if beyond else _doubtful(made, lamp), lamp, True, measured.rows)


def reach_of(timeline: Timeline, clip: Clip) -> Fraction:
    """How far from the cut the new frames go that a generated clip plays, in seconds: a trim may bring it closer."""
    generation, rate = clip.generation, timeline.rate
    if generation is not None and generation.task is Task.BEFORE:
        return generation.frames / rate - clip.source_start
    return clip.source_start + clip.duration / rate


def is_beyond(made: Made, reach: Fraction | None) -> bool:
    return made.believable is not None and reach is not None and reach > made.believable


def _beyond(made: Made) -> str:
    return f"Good for {spoken(made.believable)}, then look" if made.believable else "Look at the new frames"


def _doubtful(made: Made, lamp: LevelOrNone) -> str:
    what = "bridge" if made.generation.task is Task.BRIDGE else "motion"
    return f"This {what} needs Wan" if lamp == "bad" else f"Look at the {what}"
