"""Finished takes find their place, whatever the user has done in the meantime."""

import asyncio
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import filling, generating
from editor.actions.filling import Room
from editor.actions.placing_takes import TakePlacer, made_of, place_take, start_of
from editor.actions.requesting import Wishes
from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import ItemId, Keyframe, Measure, Task, TrackId
from engine.errors import LongtakeError, MediaMissing
from engine.requests import End, FrameRange
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, FakeService, a_media, a_session, a_take, a_timeline
from tests.engine.fakes import some_join


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    return a_session(a_timeline(tmp_path), tmp_path, jobs)


@pytest.fixture
def clip_id(session: Session) -> ItemId:
    made = generating.extend_after(session, SURF, 48, Wishes(seed=40, prompt="spray"))
    assert made is not None
    return made


def place(session: Session, jobs: FakeJobs, number: int = 1) -> Path:
    row = jobs.rows[0]
    path = row.request.outputs.folder / f"surf, after, take {number}.mp4"
    take = a_take(row.request, path, seed=39 + number)
    asyncio.run(place_take(session, row, take))
    return path


def test_the_first_take_plays_at_once_from_its_first_new_frame(
    session: Session, jobs: FakeJobs, clip_id: ItemId
) -> None:
    path = place(session, jobs)
    timeline = session.document.timeline
    clip = timeline.clip(clip_id)
    media = timeline.media_of(clip)
    assert media is not None
    assert (clip.is_pending, media.path) == (False, str(path))
    assert timeline.source_range(clip).start == Fraction(39, 24)
    assert jobs.acknowledged == [("job 1", path)]


def test_it_is_told_where_a_take_comes_from(session: Session, jobs: FakeJobs, clip_id: ItemId) -> None:
    place(session, jobs)
    media = session.document.timeline.media_of(session.document.timeline.clip(clip_id))
    assert media is not None
    assert media.made is not None
    made = media.made
    assert (made.model, made.seed, made.verdict, made.seconds) == ("Longtake built-in model", 40, "good", 12.0)
    assert made.believable == Fraction(3, 2)
    assert made.generation == session.document.timeline.clip(clip_id).generation
    assert dict(made.seam)["colour"] == 0.8


def test_a_take_brings_the_report_of_its_joins(session: Session, jobs: FakeJobs, clip_id: ItemId) -> None:
    row = jobs.rows[0]
    found = (some_join(), replace(some_join(End.END), remedy=None))
    take = a_take(row.request, row.request.outputs.folder / "take.mp4", joins=found)
    made = made_of(session.document.timeline, row, take)
    assert [(join.end, join.verdict, join.remedy) for join in made.joins] == [
        ("start", "check", "another-take"),
        ("end", "check", ""),
    ]
    assert made.joins[0].words == "20 % softer after the cut"
    assert made.joins[0].measures[1] == Measure("Sharpness", "20 % softer", "check")


def test_a_take_that_was_asked_for_before_a_keyframe_was_placed_says_that_it_is_without_it(
    session: Session, jobs: FakeJobs, clip_id: ItemId, tmp_path: Path
) -> None:
    still = replace(a_media(tmp_path, "still"), duration=Fraction(0))
    after = edits.place_keyframe(session.document.timeline, clip_id, still, Keyframe(still.id, 3))
    session.document.apply("Add Keyframe", after)
    place(session, jobs)
    timeline = session.document.timeline
    assert all(len(clip.takes) == 1 for track in timeline.tracks for clip in track.generated), "its sound has it too"
    assert edits.has_changed(timeline, timeline.clip(clip_id))


def test_a_take_made_of_words_alone_is_placed_as_any_other(session: Session, jobs: FakeJobs) -> None:
    room = Room(TrackId("v1"), 400, None)
    made = filling.fill(session, room, 24, None, None, Wishes(seed=40, prompt="spray"))
    assert made is not None
    place(session, jobs)
    timeline = session.document.timeline
    media = timeline.media_of(timeline.clip(made))
    assert media is not None
    assert media.made is not None
    assert media.made.generation == timeline.clip(made).generation
    assert not edits.has_changed(timeline, timeline.clip(made))


def test_later_takes_do_not_take_the_users_choice_away(session: Session, jobs: FakeJobs, clip_id: ItemId) -> None:
    for number in (1, 2, 3):
        place(session, jobs, number)
    clip = session.document.timeline.clip(clip_id)
    assert (len(clip.takes), clip.active) == (3, 0)


def test_undo_and_redo_keep_a_take_that_came_in_between(session: Session, jobs: FakeJobs, clip_id: ItemId) -> None:
    session.document.apply("Trim", edits.trim(session.document.timeline, clip_id, edits.Edge.END, -8))
    place(session, jobs)
    stack = session.document.undo_stack
    assert stack.count() == 2  # the take is no step of its own
    stack.undo()
    assert not session.document.timeline.clip(clip_id).is_pending
    stack.undo()
    assert not session.document.timeline.has(clip_id)
    stack.redo()
    assert not session.document.timeline.clip(clip_id).is_pending


def test_a_take_for_a_deleted_clip_lands_in_the_pool(session: Session, jobs: FakeJobs, clip_id: ItemId) -> None:
    session.document.apply("Delete", edits.lift(session.document.timeline, [clip_id]))
    path = place(session, jobs)
    media = session.document.timeline.media[-1]
    assert (media.path, media.made is not None) == (str(path), True)
    assert media.made is not None
    assert media.made.generation.prompt == "spray"
    session.document.undo_stack.undo()
    assert len(session.document.timeline.clip(clip_id).takes) == 1


def test_a_take_that_is_told_of_again_after_a_restart_is_not_taken_twice(
    session: Session, jobs: FakeJobs, clip_id: ItemId
) -> None:
    place(session, jobs)
    place(session, jobs)
    assert len(session.document.timeline.clip(clip_id).takes) == 1
    assert len(session.document.timeline.media) == 3
    assert len(jobs.acknowledged) == 2


def test_a_take_that_can_not_be_read_is_not_acknowledged(
    tmp_path: Path, session: Session, jobs: FakeJobs, clip_id: ItemId
) -> None:
    gone = MediaMissing("There is no such file.")
    broken = replace(session, service=FakeService(error=gone))  # type: ignore[arg-type]
    failures: list[LongtakeError] = []

    async def tell() -> None:
        placer = TakePlacer(broken)
        placer.failed.connect(failures.append)
        jobs.take_made.emit(jobs.rows[0], a_take(jobs.rows[0].request, tmp_path / "take.mp4"))
        await placer.settle()

    asyncio.run(tell())
    assert failures == [gone]
    assert jobs.acknowledged == []
    assert session.document.timeline.clip(clip_id).is_pending


def test_takes_told_of_together_keep_their_order(
    tmp_path: Path, session: Session, jobs: FakeJobs, clip_id: ItemId
) -> None:
    placed: list[str] = []

    async def tell() -> None:
        placer = TakePlacer(session)
        placer.placed.connect(lambda _, media: placed.append(media.name))
        for number in (1, 2, 3):
            jobs.take_made.emit(jobs.rows[0], a_take(jobs.rows[0].request, tmp_path / f"take {number}.mp4"))
        await placer.settle()

    asyncio.run(tell())
    assert placed == [f"surf, after, take {number}" for number in (1, 2, 3)]
    timeline = session.document.timeline
    names = [timeline.media_by_id[take.media].name for take in timeline.clip(clip_id).takes]
    assert names == placed


def test_before_a_clip_the_last_new_frame_meets_the_cut(tmp_path: Path, jobs: FakeJobs) -> None:
    session = a_session(a_timeline(tmp_path, rate=Fraction(25)), tmp_path, jobs)
    made = generating.extend_before(session, BIRD, 49, Wishes(), real_first=False)
    assert made is not None
    take = a_take(jobs.rows[0].request, tmp_path / "take.mp4", new=FrameRange(0, 48))
    start = start_of(session.document.timeline, made, take)
    clip = session.document.timeline.clip(made)
    assert clip.generation is not None
    assert clip.generation.task is Task.BEFORE
    assert start + clip.duration / Fraction(25) == Fraction(48, 24)
