"""How long a job will take, told from those that were run: rather too long than too short."""

import statistics
from collections.abc import Sequence
from itertools import combinations

from editor.job_store import Run

PER_TAKE = 15.0  # megapixels of new picture that cost as much as what is done once for each take; measured
ALIKE = 5  # runs of about the same size that are asked for their pace


def expected(runs: Sequence[Run], megapixels: float, takes: int) -> float | None:
    """Seconds for so many takes of so many megapixels of new picture each; None until there was a run.

    Every run has a part that is the same for all (the clip is read and tested) and one that grows with the work. A
    median line through the runs tells both. Where it is drawn too low, runs of about that size tell better: it is
    never shorter than by their pace.
    """
    if not runs:
        return None
    timed = [(work_of(run.megapixels, run.takes), run.seconds) for run in runs]
    work = work_of(megapixels, takes)
    return max(_on_the_line(timed, work), _at_the_pace(timed, work))


def work_of(megapixels: float, takes: int) -> float:
    """In megapixels."""
    return takes * (megapixels + PER_TAKE)


def _on_the_line(timed: Sequence[tuple[float, float]], work: float) -> float:
    """The line whose slope is the median of all slopes between two runs (Theil and Sen): a few odd ones do no harm.

    timed: work and seconds of each run.
    """
    slopes = [
        (later - sooner) / (more - less) for (less, sooner), (more, later) in combinations(timed, 2) if more != less
    ]
    slope = max(0.0, statistics.median(slopes)) if slopes else 0.0
    return statistics.median(seconds - slope * done for done, seconds in timed) + slope * work


def _at_the_pace(timed: Sequence[tuple[float, float]], work: float) -> float:
    """As fast as those that are nearest in size: the pace of much larger ones leaves out what is the same for all."""
    nearest = sorted(timed, key=lambda run: abs(run[0] - work))[:ALIKE]
    return work * statistics.median(seconds / done for done, seconds in nearest)
