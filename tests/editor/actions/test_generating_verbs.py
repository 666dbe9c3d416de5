"""The verbs of generation: what the document and the queue hold after each."""

import json
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from editor.actions import generating
from editor.actions.requesting import Wishes
from editor.jobs import JobState
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Made, Take, Timeline
from engine.requests import BUILT_IN_NETWORK, BridgeRequest, ExtendRequest
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, a_media, a_session, a_timeline

WISHES = Wishes(seed=40)


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    return a_session(a_timeline(tmp_path), tmp_path, jobs)


def extended(session: Session) -> ItemId:
    clip_id = generating.extend_after(session, SURF, 48, WISHES)
    assert clip_id is not None
    return clip_id


def with_takes(session: Session, clip_id: ItemId, count: int, folder: Path) -> None:
    generation = session.document.timeline.clip(clip_id).generation
    assert generation is not None
    for number in range(count):
        made = Made(generation, "Longtake built-in model", seed=40 + number)
        media = a_media(folder, f"take {number + 1}", made=made)
        add = Take(media.id, Fraction(39, 24))

        def edit(timeline: Timeline, media=media, add=add) -> Timeline:  # type: ignore[no-untyped-def]
            return edits.add_take(timeline, clip_id, media, add, choose=False)

        session.document.amend(edit)


def test_extending_puts_down_a_clip_at_once_and_queues_its_job(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session)
    clip = session.document.timeline.clip(clip_id)
    assert (clip.name, clip.duration, clip.is_pending) == ("surf, after", 48, True)
    assert session.document.undo_stack.undoText() == "Generative Extend"
    (row,) = jobs.rows
    assert (row.clip_id, row.title) == (clip_id, "Extend after: surf, 2 s")
    assert isinstance(row.request, ExtendRequest)
    assert row.request.outputs.folder.name == "Big Swell.assets"


def test_undo_after_extending_gives_back_the_very_same_timeline(session: Session) -> None:
    before = session.document.timeline
    extended(session)
    session.document.undo_stack.undo()
    assert session.document.timeline is before


def test_real_footage_that_is_enough_queues_nothing(tmp_path: Path, jobs: FakeJobs) -> None:
    session = a_session(a_timeline(tmp_path, surf_ends=False), tmp_path, jobs)
    assert generating.extend_after(session, SURF, 48, WISHES) is None
    assert session.document.timeline.clip(SURF).duration == 168
    assert jobs.rows == ()
    assert session.document.undo_stack.count() == 1


def test_footage_and_new_frames_are_one_step_to_undo(tmp_path: Path, jobs: FakeJobs) -> None:
    session = a_session(a_timeline(tmp_path, surf_ends=False), tmp_path, jobs)
    generating.extend_after(session, SURF, 140, WISHES)
    assert session.document.undo_stack.count() == 1
    session.document.undo_stack.undo()
    assert session.document.timeline.clip(SURF).duration == 120


def test_extending_to_the_playhead_takes_the_side_it_stands_on(session: Session, jobs: FakeJobs) -> None:
    session.playback.seek(172)
    generating.extend_to_playhead(session, SURF, WISHES)
    assert jobs.rows[0].title == "Extend after: surf, 2 s 4 f"


def test_a_playhead_in_the_clip_says_so(session: Session) -> None:
    session.playback.seek(60)
    with pytest.raises(EditError, match="stands in the clip"):
        generating.extend_to_playhead(session, SURF, WISHES)


def test_extending_to_the_next_clip_fills_the_gap(session: Session) -> None:
    clip_id = generating.extend_to_next(session, SURF, WISHES)
    assert clip_id is not None
    timeline = session.document.timeline
    assert timeline.range_of(clip_id).end == timeline.range_of(BIRD).start == 188


def test_a_bridge_is_queued_with_both_sides(session: Session, jobs: FakeJobs) -> None:
    generating.bridge(session, SURF, BIRD, 68, WISHES)
    (row,) = jobs.rows
    assert row.title == "Bridge: surf to bird, 2 s 20 f"
    assert isinstance(row.request, BridgeRequest)
    assert session.document.undo_stack.undoText() == "Bridge"


def test_what_can_not_be_continued_changes_nothing(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    (tmp_path / "surf.mp4").unlink()
    before = session.document.timeline
    with pytest.raises(EditError, match="relink"):
        extended(session)
    assert session.document.timeline is before
    assert jobs.rows == ()


def test_a_new_take_has_a_seed_of_its_own_and_is_the_networks(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = extended(session)
    with_takes(session, clip_id, 3, tmp_path)
    jobs.become("job 1", JobState.DONE)
    generating.new_take(session, clip_id)
    request = jobs.rows[1].request
    assert (request.takes, request.sampling.seed, request.model) == (1, 43, BUILT_IN_NETWORK)
    assert request.duration == jobs.rows[0].request.duration
    generating.new_take(session, clip_id)
    assert jobs.rows[2].request.sampling.seed == 44


def test_a_new_take_of_a_bridge_is_as_long_as_the_first(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = generating.bridge(session, SURF, BIRD, 68, WISHES)
    with_takes(session, clip_id, 1, tmp_path)
    generating.new_take(session, clip_id)
    assert jobs.rows[1].request.duration == jobs.rows[0].request.duration == Fraction(68, 24)


def test_a_new_take_of_a_trimmed_clip_is_as_long_as_the_first(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = extended(session)
    with_takes(session, clip_id, 1, tmp_path)
    timeline = session.document.timeline
    session.document.apply("Trim", edits.trim(timeline, clip_id, edits.Edge.END, -20))
    generating.new_take(session, clip_id)
    assert jobs.rows[1].request.duration == Fraction(2)


def test_without_its_job_a_new_take_covers_all_that_the_clip_plays(
    session: Session, jobs: FakeJobs, tmp_path: Path
) -> None:
    clip_id = extended(session)
    with_takes(session, clip_id, 1, tmp_path)
    session.document.apply("Trim", edits.trim(session.document.timeline, clip_id, edits.Edge.START, 8))
    jobs.rows = ()
    generating.new_take(session, clip_id)
    assert jobs.rows[0].request.duration == Fraction(2)


def test_cancelling_keeps_the_clip_so_that_it_can_be_retried(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session)
    generating.cancel(session, clip_id)
    assert jobs.rows[0].state is JobState.CANCELLED
    assert session.document.timeline.clip(clip_id).is_pending
    generating.retry(session, clip_id)
    assert jobs.retried == ["job 1"]


def test_cancelling_stops_the_job_that_is_shown_and_no_other(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = extended(session)
    with_takes(session, clip_id, 1, tmp_path)
    generating.new_take(session, clip_id)
    jobs.become("job 1", JobState.RUNNING)
    generating.cancel(session, clip_id)
    assert [row.state for row in jobs.rows] == [JobState.CANCELLED, JobState.QUEUED]


def test_cancelling_all_lets_none_of_those_that_wait_begin(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    clip_id = extended(session)
    with_takes(session, clip_id, 1, tmp_path)
    generating.new_take(session, clip_id)
    jobs.become("job 1", JobState.RUNNING)
    ended: list[str] = []
    jobs.changed.connect(lambda row: ended.append(row.id))
    generating.cancel_all(session, clip_id)
    assert ended == ["job 2", "job 1"]


def test_a_clip_whose_job_is_not_known_here_is_asked_for_anew(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session)
    first = jobs.rows[0].request
    jobs.rows = ()
    generating.retry(session, clip_id)
    assert jobs.rows[0].request == first


def test_takes_are_chosen_by_number_and_in_turn(session: Session, tmp_path: Path) -> None:
    clip_id = extended(session)
    with_takes(session, clip_id, 3, tmp_path)

    def active() -> int:
        return session.document.timeline.clip(clip_id).active + 1

    generating.choose_take(session, clip_id, 3)
    assert (active(), session.document.undo_stack.undoText()) == (3, "Use Take 3")
    generating.next_take(session, clip_id)
    assert active() == 1
    generating.previous_take(session, clip_id)
    assert active() == 3
    generating.choose_take(session, clip_id, 9)
    assert active() == 3


def test_settings_go_to_the_clipboard_with_the_seed_of_the_take(session: Session, tmp_path: Path) -> None:
    clip_id = extended(session)
    with_takes(session, clip_id, 2, tmp_path)
    generating.choose_take(session, clip_id, 2)
    generating.copy_settings(session, clip_id)
    copied = json.loads(QGuiApplication.clipboard().text())
    assert (copied["task"], copied["seed"], copied["preset"]) == ("after", 41, "Natural")
    assert copied["sources"][0]["range"]["duration"] == "10"


def test_random_seeds_differ() -> None:
    assert len({generating.random_seed() for _ in range(20)}) == 20


def test_a_clip_that_was_not_generated_has_no_takes_to_make(session: Session) -> None:
    with pytest.raises(EditError, match="not generated"):
        generating.new_take(session, BIRD)


def test_the_seed_a_queued_job_will_use_up_is_not_used_again(session: Session, jobs: FakeJobs) -> None:
    clip_id = extended(session)
    assert jobs.rows[0].request.takes == 3
    jobs.put(replace(jobs.rows[0], state=JobState.RUNNING))
    assert generating.unused_seed(session, clip_id) == 43
