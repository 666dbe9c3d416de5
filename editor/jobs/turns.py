"""Whose turn it is: the order of what waits, and how long it will be until each begins."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from editor.jobs.row import JobRow
from engine.worker import JobState

Expected = Callable[[JobRow], float | None]  # seconds that a job will take; None = nobody knows


def in_order(rows: Iterable[JobRow]) -> list[JobRow]:
    """As they are shown: what runs, what waits in its turn, then what has ended, the last one first."""
    rows = list(rows)
    ended = sorted((row for row in rows if row.state.is_final), key=lambda row: -(row.ended or row.created))
    return [row for state in (JobState.RUNNING, JobState.QUEUED) for row in rows if row.state is state] + ended


def moved(waiting: Sequence[str], job_id: str, to: int) -> list[str]:
    """waiting: ids in turn. to: the place in it from 0, as near as there is one."""
    others = [each for each in waiting if each != job_id]
    place = max(0, min(to, len(others)))
    return [*others[:place], job_id, *others[place:]]


def rearranged(ids: Iterable[str], waiting: Sequence[str]) -> list[str]:
    """All ids, with those that wait in this order at the places they have among the others."""
    turn, those = iter(waiting), set(waiting)
    return [next(turn) if each in those else each for each in ids]


def waits(rows: Iterable[JobRow], expected: Expected) -> Iterator[tuple[JobRow, float | None]]:
    """Each that waits, and the seconds until it begins; None from the first one on of which that is not known.

    One that is held has none, and the others do not wait for it.
    """
    left: float | None = 0.0
    for row in in_order(rows):
        if row.state is JobState.RUNNING:
            told = row.progress.seconds_left if row.progress is not None else None
            left = expected(row) if told is None else told
        elif row.state is JobState.QUEUED and row.held:
            yield row, None
        elif row.state is JobState.QUEUED:
            yield row, left
            own = expected(row)
            left = None if left is None or own is None else left + own
