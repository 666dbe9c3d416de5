"""How many frames a model looks at: chosen for what is asked for next, and for what was asked for already."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import generating
from editor.actions.context import change_context, next_sights, remember_context, sights_of, warning
from editor.actions.remembering import remembered
from editor.actions.requesting import Wishes
from editor.jobs import JobState
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Purpose, Task
from editor.timeline.timing import Timing
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, a_session, a_timeline

Change = Callable[[Clip], Clip]


class Queue(FakeJobs):
    """That can also forget."""

    def forget(self, job_id: str) -> None:
        self.rows = tuple(row for row in self.rows if row.id != job_id)


@pytest.fixture
def jobs(qtbot: QtBot) -> Queue:
    return Queue()


@pytest.fixture
def session(tmp_path: Path, jobs: Queue) -> Session:
    return a_session(a_timeline(tmp_path), tmp_path, jobs)


def asked_for(session: Session) -> ItemId:
    made = generating.extend_after(session, SURF, 48, Wishes())
    assert made is not None
    return made


def test_what_was_chosen_is_asked_for_next_time(session: Session) -> None:
    remember_context(session, Task.AFTER, 5)
    assert remembered(session.settings, Task.AFTER).wishes.context == 5
    assert remembered(session.settings, Task.BEFORE).wishes.context is None
    assert next_sights(session, SURF, Task.AFTER).now.asked == 5


def test_a_job_that_waits_is_asked_for_anew_as_one_undo_step(session: Session, jobs: Queue) -> None:
    made = asked_for(session)
    change_context(session, made, 9)
    (row,) = jobs.rows
    assert row.request.context.frames == 9  # type: ignore[union-attr]
    assert (row.clip_id, row.state) == (made, JobState.QUEUED)
    assert session.document.undo_stack.undoText() == "Context"
    generation = session.document.timeline.clip(made).generation
    assert generation is not None
    assert generation.context == 9
    session.document.undo_stack.undo()
    assert session.document.timeline.clip(made).is_pending


def test_one_that_runs_is_left_alone(session: Session, jobs: Queue) -> None:
    made = asked_for(session)
    jobs.become(jobs.rows[0].id, JobState.RUNNING)
    with pytest.raises(EditError, match="being made already"):
        change_context(session, made, 9)


def test_one_that_failed_is_not_made_by_itself(session: Session, jobs: Queue) -> None:
    made = asked_for(session)
    jobs.become(jobs.rows[0].id, JobState.FAILED)
    change_context(session, made, 9)
    assert jobs.rows == (), "what is asked for now is made when it is asked for"
    generating.retry(session, made)
    assert jobs.rows[0].request.context.frames == 9  # type: ignore[union-attr]


def test_a_bridge_looks_at_both_of_its_sides(session: Session) -> None:
    made = generating.bridge(session, SURF, BIRD, 68, Wishes())
    sights = sights_of(session.document.timeline, session.document.timeline.clip(made))
    assert sights is not None
    assert sights.now.before > 0
    assert sights.now.after > 0


def test_what_replaces_its_source_has_nothing_beside_it_to_look_at(session: Session) -> None:
    made = asked_for(session)
    clip = session.document.timeline.clip(made)
    assert clip.generation is not None
    assert sights_of(session.document.timeline, session.document.timeline.clip(SURF)) is None
    slow = replace(clip, generation=replace(clip.generation, purpose=Purpose.SLOW))
    assert sights_of(session.document.timeline, slow) is None


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda clip: clip, ""),
        (lambda clip: replace(clip, fade_out=4), "A fade lies in it"),
        (lambda clip: replace(clip, fade_in=4), ""),
        (lambda clip: replace(clip, timing=Timing(speed=Fraction(0))), "The picture is frozen there"),
        (lambda clip: replace(clip, duration=10), "It reaches past a cut"),
    ],
)
def test_it_warns_of_what_a_model_should_not_see(session: Session, change: Change, words: str) -> None:
    timeline = session.document.timeline
    track = timeline.tracks[0]
    items = (change(timeline.clip(SURF)), *track.items[1:])
    changed = replace(timeline, tracks=(replace(track, items=items), *timeline.tracks[1:]))
    assert warning(changed, SURF, 37, at_end=True) == words


def test_it_warns_of_a_dissolve_at_the_clips_other_edge(tmp_path: Path) -> None:
    timeline = edits.split(a_timeline(tmp_path, gap=0), [SURF], 60)
    right = timeline.tracks[0].items[1].id
    timeline = edits.add_transition(timeline, SURF, right, 40, ItemId("x"))
    assert warning(timeline, right, 37, at_end=True) == ""
    assert warning(timeline, right, 45, at_end=True) == "A dissolve lies in it"
    assert warning(timeline, SURF, 45, at_end=False) == "A dissolve lies in it"
