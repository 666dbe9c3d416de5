"""What did not fit into memory, once more as something that does."""

import asyncio
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import generating
from editor.actions.requesting import Wishes
from editor.actions.smaller import retry_smaller, shorten
from editor.jobs import JobRow, JobState
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId
from engine.requests import Plan, Request, Room
from tests.editor.ui.generation.fake_jobs import FakeJobs, plan_of
from tests.editor.ui.generation.scene import BIRD, SURF, a_session, a_timeline
from tests.engine.fakes import some_room


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    return a_session(a_timeline(tmp_path), tmp_path, jobs)


def failed(session: Session, jobs: FakeJobs, frames: int = 48, lacked_memory: bool = True) -> JobRow:
    """surf was to be extended."""
    generating.extend_after(session, SURF, frames, Wishes(seed=7))
    jobs.put(replace(jobs.rows[-1], state=JobState.FAILED, error="Too large.", lacked_memory=lacked_memory))
    return jobs.rows[-1]


def fits_below(seconds: Fraction) -> object:
    def plan(request: Request) -> Plan:
        room: Room = replace(some_room(request.model), fits=request.duration < seconds)  # type: ignore[union-attr]
        return plan_of(request, room)

    return plan


def test_it_is_as_much_shorter_as_fits_what_follows_moves_up_and_undo_brings_it_back(
    session: Session, jobs: FakeJobs
) -> None:
    row, before = failed(session, jobs), session.document.timeline
    jobs.plans = fits_below(Fraction(1))  # type: ignore[assignment]
    asyncio.run(retry_smaller(session, row))
    clip = session.document.timeline.clip(ItemId(row.clip_id))
    assert clip.generation is not None
    assert (clip.duration, clip.generation.frames, jobs.retried) == (12, 12, [row.id])
    assert session.document.timeline.range_of(BIRD).start == before.range_of(BIRD).start - 36
    session.document.undo_stack.undo()
    assert session.document.timeline is before


def test_where_no_length_fits_the_model_that_needs_nothing_makes_it(session: Session, jobs: FakeJobs) -> None:
    row = failed(session, jobs)
    jobs.plans = fits_below(Fraction(0))  # type: ignore[assignment]
    asyncio.run(retry_smaller(session, row))
    assert jobs.rows[-1].request.model != row.request.model
    assert jobs.retried == []


def test_only_want_of_memory_is_helped_by_less(session: Session, jobs: FakeJobs) -> None:
    with pytest.raises(EditError, match="not for want of memory"):
        asyncio.run(retry_smaller(session, failed(session, jobs, lacked_memory=False)))
    row = failed(session, jobs)
    session.document.undo_stack.setIndex(0)
    with pytest.raises(EditError, match="not on the timeline any more"):
        asyncio.run(retry_smaller(session, row))


def test_a_clip_that_was_trimmed_shorter_keeps_its_length(session: Session, jobs: FakeJobs) -> None:
    row = failed(session, jobs, frames=8)
    shorten(session, ItemId(row.clip_id), Fraction(1, 100))
    assert session.document.timeline.clip(ItemId(row.clip_id)).duration == 1
