"""Slow Down: a clip gives way to one that shows the same for longer, and sound stays as it is."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import generating, remaking, slowing
from editor.actions.meeting import start_in
from editor.actions.placing_takes import generation_from
from editor.actions.sides import generation_now
from editor.jobs import JobState
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Generation, ItemId, Purpose, Task
from editor.timeline.otio.values import pack, unpack
from engine.requests import FrameRange, InterpolateRequest, SpeedPoint
from engine.requests import Take as EngineTake
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, RATE, SURF, SURF_SOUND, a_media, a_session, a_timeline

HALF = Fraction(1, 2)
FRAME = 1 / RATE


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    return a_session(a_timeline(tmp_path, gap=0), tmp_path, jobs)


def asked(jobs: FakeJobs) -> InterpolateRequest:
    (row,) = jobs.rows
    assert isinstance(row.request, InterpolateRequest)
    return row.request


def generation_of(session: Session, clip_id: ItemId) -> Generation:
    generation = session.document.timeline.clip(clip_id).generation
    assert generation is not None
    return generation


def test_a_clip_at_half_its_speed_takes_twice_as_long_in_its_own_place(session: Session, jobs: FakeJobs) -> None:
    before = session.document.timeline
    made = remaking.slow_down(session, SURF, HALF)
    after = session.document.timeline
    clips = [item for item in after.tracks[0].items if isinstance(item, Clip)]
    assert [(clip.name, clip.duration) for clip in clips] == [("surf, slow", 240), ("bird", 120)]
    assert after.clip(SURF_SOUND) == before.clip(SURF_SOUND)
    assert clips[0].id == made
    assert asked(jobs).speed == (SpeedPoint(Fraction(0), HALF),)
    assert (asked(jobs).source.start, asked(jobs).source.end) == (5, 10)
    assert (asked(jobs).takes, asked(jobs).sound) == (1, "leave")
    assert jobs.rows[0].title == "Slow down: surf, 10 s"
    session.document.undo_stack.undo()
    assert session.document.timeline is before


def test_the_frame_after_the_clip_is_shown_to_the_engine_where_there_is_one(session: Session, jobs: FakeJobs) -> None:
    remaking.slow_down(session, BIRD, HALF)
    assert (asked(jobs).source.start, asked(jobs).source.end) == (2, 7 + FRAME)


def test_a_clip_cut_between_two_frames_of_its_file_starts_where_it_did(session: Session) -> None:
    timeline = session.document.timeline
    off = replace(timeline.clip(BIRD), source_start=2 + FRAME / 3)
    track = replace(timeline.tracks[0], items=(*timeline.tracks[0].items[:1], off))
    timeline = replace(timeline, tracks=(track, *timeline.tracks[1:]))
    generation = slowing.slowed(timeline, BIRD, Fraction(1, 10)).generation
    assert generation is not None
    take = EngineTake(Path("take.mp4"), "", "", 0, RATE, 1280, 720, FrameRange(0, 1200), None)
    assert start_in(timeline, generation, take) == FRAME / 3 * 10


def test_it_is_asked_for_again_as_it_was_and_has_one_take(session: Session, jobs: FakeJobs) -> None:
    clip_id = remaking.slow_down(session, SURF, HALF)
    first = asked(jobs)
    timeline = session.document.timeline
    assert generation_now(timeline, timeline.clip(clip_id)) == generation_of(session, clip_id)
    jobs.rows = ()
    generating.retry(session, clip_id)
    assert asked(jobs) == first
    jobs.become("job 1", JobState.DONE)
    with pytest.raises(EditError, match="one take"):
        generating.new_take(session, clip_id)


def test_how_slow_is_saved_and_a_take_without_its_clip_tells_it(session: Session, jobs: FakeJobs) -> None:
    generation = generation_of(session, remaking.slow_down(session, SURF, HALF))
    assert unpack(Generation, pack(generation)) == generation
    told = generation_from(session.document.timeline, asked(jobs))
    assert (told.task, told.purpose, told.speed) == (Task.AFTER, Purpose.SLOW, HALF)


def test_what_would_be_too_long_or_is_not_there_is_refused(session: Session, tmp_path: Path) -> None:
    timeline = session.document.timeline
    assert slowing.why_no_slower(timeline, SURF, Fraction(1, 10)) == ""
    assert "Too long" in slowing.why_no_slower(timeline, SURF, Fraction(1, 30))
    assert "Sound" in slowing.why_no_slower(timeline, SURF_SOUND, HALF)
    shorter = a_media(tmp_path, "surf", duration=Fraction(9))
    timeline = replace(timeline, media=(shorter, timeline.media[1]))
    assert "more than its file has" in slowing.why_no_slower(timeline, SURF, HALF)


def test_the_missing_frames_of_a_clip_that_plays_slower_are_made_in_its_place_and_in_sync(
    session: Session, jobs: FakeJobs
) -> None:
    slow = edits.set_speed(session.document.timeline, [SURF], HALF, ripple=True)
    session.document.apply("Speed/Duration", slow)
    made = remaking.slow_down(session, SURF, HALF)
    assert made is not None
    after = session.document.timeline
    assert after.range_of(made) == slow.range_of(SURF)
    assert after.clip(SURF_SOUND) is slow.clip(SURF_SOUND)
    assert (asked(jobs).source.start, asked(jobs).source.end) == (5, 10)
    assert slowing.frames_at(slow.clip(SURF), Fraction(1, 4)) == 480


@pytest.mark.parametrize("change", [edits.reverse, lambda timeline, ids: edits.freeze(timeline, ids[0], 5)])
def test_of_a_clip_that_does_not_play_forward_no_frames_are_made(change, session: Session) -> None:  # type: ignore[no-untyped-def]
    after = change(session.document.timeline, [SURF])
    assert "does not play forward" in slowing.why_no_slower(after, SURF, HALF)
