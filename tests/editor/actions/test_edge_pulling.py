"""What pulling at an edge asks for, costs and leaves behind."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions.edge_pulling import Extender, Pull, picture_beside
from editor.actions.remembering import Remembered, remember
from editor.actions.requesting import MOST_NEW, Wishes
from editor.session import Session
from editor.timeline.edits import Rule
from editor.timeline.model import Task
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, SURF_SOUND, a_session, a_timeline

AFTER = Pull(SURF, Task.AFTER)


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    return a_session(a_timeline(tmp_path), tmp_path, jobs)


@pytest.fixture
def extender(session: Session) -> Extender:
    return Extender(session, lambda run: run())


def test_letting_go_is_one_undo_step_and_one_job_as_last_asked_for(
    extender: Extender, session: Session, jobs: FakeJobs
) -> None:
    remember(session.settings, Task.AFTER, Remembered(Wishes(takes=2), rule=Rule.ABOVE, real_first=False))
    before = session.document.timeline
    extender.ask(AFTER, 68)
    (row,) = jobs.rows
    assert (row.title, row.request.takes) == ("Extend after: surf, 2 s 20 f", 2)
    assert session.document.timeline.range_of(BIRD) == before.range_of(BIRD), "it fills the gap"
    assert session.document.undo_stack.count() == 1
    session.document.undo_stack.undo()
    assert session.document.timeline is before


def test_beyond_the_gap_what_follows_moves(extender: Extender, session: Session) -> None:
    laid = extender.lay(AFTER, 80)
    assert laid.timeline.range_of(BIRD).start == session.document.timeline.range_of(BIRD).start + 12


def test_real_media_comes_first_and_linked_sound_with_it_unless_parted(tmp_path: Path, jobs: FakeJobs) -> None:
    session = a_session(a_timeline(tmp_path, surf_ends=False, gap=200), tmp_path, jobs)
    extender = Extender(session, lambda run: run())
    laid, parted = extender.lay(AFTER, 130), extender.lay(replace(AFTER, linked=False), 130)
    assert (laid.real, laid.new) == (parted.real, parted.new) == (120, 10)
    assert laid.timeline.clip(SURF_SOUND).duration == 240
    assert parted.timeline.clip(SURF_SOUND).duration == 120
    assert extender.furthest(AFTER) == 120 + MOST_NEW


def test_all_real_media_is_no_job(tmp_path: Path, jobs: FakeJobs) -> None:
    session = a_session(a_timeline(tmp_path, surf_ends=False, gap=200), tmp_path, jobs)
    Extender(session, lambda run: run()).ask(AFTER, 24)
    assert (session.document.timeline.clip(SURF).duration, jobs.rows) == (144, ())


def test_it_says_what_it_costs_in_few_words(extender: Extender, jobs: FakeJobs) -> None:
    laid = extender.lay(AFTER, 48)
    assert extender.cost(laid) == "3 takes, time not known yet, fits"
    jobs.pace = 70 / (3 * 48 * 1280 * 720 / 1e6)
    assert extender.cost(laid) == "3 takes, about 1 min 10 s, fits"


def test_of_a_loaded_model_it_names_the_model(extender: Extender, session: Session) -> None:
    remember(session.settings, Task.AFTER, Remembered(Wishes(model="/models/wan", steps=None)))
    assert extender.cost(extender.lay(AFTER, 48)) == session.models.title("/models/wan", ())


def test_why_nothing_can_be_made_there(extender: Extender, session: Session) -> None:
    assert extender.refusal(AFTER) == ""
    assert extender.refusal(Pull(SURF_SOUND, Task.AFTER)).startswith("Sound is not generated")
    session.view.set_generative(False)
    assert extender.refusal(AFTER) == "Generating is switched off."


def test_sound_is_pulled_by_the_picture_that_ends_with_it(session: Session) -> None:
    timeline = session.document.timeline
    sound = timeline.clip(SURF_SOUND)
    assert picture_beside(timeline, sound, Task.AFTER).id == SURF
    longer = replace(sound, duration=100)
    row, index = timeline.place(SURF_SOUND)
    track = replace(timeline.tracks[row], items=(longer,))
    apart = replace(timeline, tracks=(*timeline.tracks[:row], track, *timeline.tracks[row + 1 :]))
    assert index == 0
    assert picture_beside(apart, longer, Task.AFTER) is longer
    assert Fraction(picture_beside(apart, longer, Task.BEFORE).source_start) == 5
