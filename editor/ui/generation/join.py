"""How a generated clip joins, in one lamp: the worse of the join's measures and of the test on the clip's past."""

from dataclasses import dataclass

from editor.timeline.model import Made, Task
from editor.ui.generation.seam_words import LevelOrNone, SeamRow, back_test_lamp, seam_verdict

WORST: tuple[LevelOrNone, ...] = ("", "ok", "warn", "bad")


@dataclass(frozen=True, slots=True)
class JoinVerdict:
    """The lamp of the clip, of its take and of the heading. `tested`: words and lamp are the test's."""

    words: str
    lamp: LevelOrNone  # "" where nothing was measured or told
    tested: bool
    rows: tuple[SeamRow, ...]


def join_verdict(made: Made) -> JoinVerdict:
    """A good test does not make a join good that was not measured."""
    measured, test = seam_verdict(made), back_test_lamp(made)
    if test in ("", "ok") or WORST.index(test) <= WORST.index(measured.lamp):
        return JoinVerdict(measured.words, measured.lamp, False, measured.rows)
    what = "bridge" if made.generation.task is Task.BRIDGE else "motion"
    words = f"This {what} needs Wan" if test == "bad" else f"Look at the {what}"
    return JoinVerdict(words, test, True, measured.rows)
