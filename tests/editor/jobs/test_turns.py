"""Whose turn it is."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

from editor.jobs import JobRow, JobState
from editor.jobs.turns import in_order, moved, rearranged, waits
from engine.progress import Progress
from engine.requests import ExtendRequest, Outputs, Source

REQUEST = ExtendRequest(Source(Path("surf.mp4")), Fraction(2), Outputs(Path("takes")))


def row(job_id: str, state: JobState = JobState.QUEUED, **values: object) -> JobRow:
    return replace(JobRow(job_id, job_id, job_id, "model", REQUEST, 0.0), state=state, **values)


def running(left: float | None) -> JobRow:
    return row("runs", JobState.RUNNING, progress=Progress("Painting", 1, 4, left))


def test_what_runs_stands_above_what_waits_and_that_above_what_has_ended_last() -> None:
    ended = [row("first", JobState.DONE, ended=1.0), row("last", JobState.FAILED, ended=2.0)]
    shown = in_order([*ended, row("a"), running(None), row("b")])
    assert [each.id for each in shown] == ["runs", "a", "b", "last", "first"]


def test_a_place_beyond_the_ends_is_the_end() -> None:
    assert moved(["a", "b", "c"], "b", 0) == ["b", "a", "c"]
    assert moved(["a", "b", "c"], "a", 9) == ["b", "c", "a"]
    assert moved(["a", "b", "c"], "c", -4) == ["c", "a", "b"]


def test_what_does_not_wait_keeps_its_place() -> None:
    assert rearranged(["done", "a", "runs", "b"], ["b", "a"]) == ["done", "b", "runs", "a"]


def test_each_starts_when_those_before_it_will_have_ended() -> None:
    times = [(each.id, until) for each, until in waits([running(48.0), row("a"), row("b")], lambda each: 100.0)]
    assert times == [("a", 48.0), ("b", 148.0)]


def test_behind_a_job_of_which_nothing_is_known_nobody_knows_when_it_starts() -> None:
    known = {"runs": None, "a": None, "b": 5.0}
    told = {each.id: until for each, until in waits([running(9.0), row("a"), row("b")], lambda e: known[e.id])}
    assert told == {"a": 9.0, "b": None}
    assert [until for _, until in waits([running(None), row("a")], lambda each: known[each.id])] == [None]
