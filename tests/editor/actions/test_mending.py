"""Smooth Cut, Regenerate, Repair Frame, Make Loop: what stands on the timeline and in the queue after each."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import generating, mending, remaking
from editor.actions.placing_takes import generation_from
from editor.actions.requesting import Wishes
from editor.actions.sides import generation_now
from editor.jobs import JobState
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, Generation, Item, ItemId, Made, Purpose, Take, Timeline
from editor.timeline.otio.values import pack, unpack
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.painting.joins import context_of
from engine.requests import BridgeRequest
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, SURF, SURF_SOUND, a_media, a_session, a_timeline

WISHES = Wishes(seed=40)
SECOND = Fraction(1)
Verb = Callable[[Session], ItemId]


def smooth(session: Session) -> ItemId:
    return remaking.smooth_cut(session, SURF, BIRD, 6, WISHES)


def regenerate(session: Session) -> ItemId:
    return remaking.regenerate(session, SURF, TimeRange(48, 24), WISHES)


def repair(session: Session) -> ItemId:
    session.playback.seek(60)
    return remaking.repair_frame(session, SURF, WISHES)


def loop(session: Session) -> ItemId:
    return remaking.make_loop(session, SURF, 24, WISHES)


VERBS = (smooth, regenerate, repair, loop)


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    """surf and bird meet; of either, footage is left on both sides or on one."""
    return a_session(a_timeline(tmp_path, gap=0), tmp_path, jobs)


def picture(timeline: Timeline) -> list[tuple[str, int]]:
    def token(item: Item) -> tuple[str, int]:
        return (item.name if isinstance(item, Clip) else "gap" if isinstance(item, Gap) else "dissolve"), item.duration

    return [token(item) for item in timeline.tracks[0].items]


def asked(jobs: FakeJobs) -> BridgeRequest:
    (row,) = jobs.rows
    assert isinstance(row.request, BridgeRequest)
    return row.request


def generation_of(session: Session, clip_id: ItemId) -> Generation:
    generation = session.document.timeline.clip(clip_id).generation
    assert generation is not None
    return generation


def test_a_smooth_cut_takes_as_much_of_both_clips_and_moves_nothing(session: Session, jobs: FakeJobs) -> None:
    before = session.document.timeline
    smooth(session)
    after = session.document.timeline
    assert picture(after) == [("surf", 114), ("surf to bird", 12), ("bird", 114)]
    assert after.duration == before.duration
    assert after.tracks[2] is before.tracks[2], "sound goes on as it is"
    request = asked(jobs)
    assert request.first.end == 10 * SECOND - Fraction(6, 24)
    assert request.second.start == 2 * SECOND + Fraction(6, 24)
    assert (request.duration, request.loops, request.sound) == (Fraction(12, 24), False, "leave")
    assert jobs.rows[0].title == "Smooth cut: surf to bird, 12 f"


def test_a_part_is_made_anew_from_what_the_clip_plays_around_it(session: Session, jobs: FakeJobs) -> None:
    before = session.document.timeline
    regenerate(session)
    after = session.document.timeline
    assert picture(after) == [("surf", 48), ("surf, anew", 24), ("surf", 48), ("bird", 120)]
    assert after.duration == before.duration
    assert after.clip(SURF_SOUND) == before.clip(SURF_SOUND)
    request = asked(jobs)
    assert request.first.path == request.second.path
    assert (request.first.end, request.second.start) == (7 * SECOND, 8 * SECOND)
    assert (request.duration, request.sound) == (SECOND, "leave")
    assert jobs.rows[0].title == "Regenerate: surf, 1 s"


def test_the_frame_under_the_playhead_is_repaired_in_one_take(session: Session, jobs: FakeJobs) -> None:
    made = repair(session)
    assert picture(session.document.timeline) == [("surf", 60), ("surf, repair", 1), ("surf", 59), ("bird", 120)]
    assert session.document.timeline.range_of(made) == TimeRange(60, 1)
    request = asked(jobs)
    assert (request.duration, request.takes) == (Fraction(1, 24), 1)
    assert request.second.start == request.first.end + Fraction(1, 24)  # type: ignore[operator]
    assert jobs.rows[0].title == "Repair frame: surf, 1 f"


def test_a_loop_leads_from_the_clips_end_to_its_own_start(session: Session, jobs: FakeJobs) -> None:
    loop(session)
    assert picture(session.document.timeline) == [("surf", 120), ("surf, loop", 24), ("bird", 120)]
    request = asked(jobs)
    assert request.loops
    assert request.first.path == request.second.path
    assert (request.first.end, request.second.start) == (10 * SECOND, 5 * SECOND)
    assert jobs.rows[0].title == "Loop: surf, 1 s"


@pytest.mark.parametrize("verb", VERBS)
def test_undo_gives_back_the_very_same_timeline(session: Session, verb: Verb) -> None:
    before = session.document.timeline
    verb(session)
    assert session.document.undo_stack.count() == 1
    session.document.undo_stack.undo()
    assert session.document.timeline is before


@pytest.mark.parametrize("verb", VERBS)
def test_retry_and_new_take_ask_for_the_same_again(
    session: Session, jobs: FakeJobs, verb: Verb, tmp_path: Path
) -> None:
    clip_id = verb(session)
    first, title = asked(jobs), jobs.rows[0].title
    jobs.rows = ()  # of a project that comes from elsewhere
    generating.retry(session, clip_id)
    assert replace(asked(jobs), sampling=first.sampling) == first
    assert jobs.rows[0].title == title
    jobs.become("job 1", JobState.DONE)
    media = a_media(tmp_path, "take 1", made=Made(generation_of(session, clip_id), "Longtake built-in model", seed=40))
    session.document.amend(lambda each: edits.add_take(each, clip_id, media, Take(media.id), choose=True))
    generating.new_take(session, clip_id)
    again = jobs.rows[-1].request
    assert isinstance(again, BridgeRequest)
    assert (again.first, again.second, again.duration, again.loops) == (
        *(first.first, first.second),
        *(first.duration, first.loops),
    )
    assert again.sampling.seed != first.sampling.seed


@pytest.mark.parametrize("verb", VERBS)
def test_what_a_clip_was_made_for_is_saved_with_it(session: Session, verb: Verb) -> None:
    generation = generation_of(session, verb(session))
    assert generation.purpose
    assert unpack(Generation, pack(generation)) == generation


def test_a_project_of_before_there_were_purposes_is_read(session: Session) -> None:
    older = pack(generation_of(session, smooth(session)))
    del older["purpose"]
    assert unpack(Generation, older).purpose == ""


def test_a_take_of_a_loop_whose_clip_is_gone_still_tells_what_it_is(session: Session, jobs: FakeJobs) -> None:
    loop(session)
    assert generation_from(session.document.timeline, asked(jobs)).purpose == Purpose.LOOP


def test_a_pending_loop_follows_the_trim_of_its_clip_and_not_what_comes_after(session: Session) -> None:
    clip_id = loop(session)
    timeline = edits.ripple_trim(session.document.timeline, SURF, Edge.START, 24)
    now = generation_now(timeline, timeline.clip(clip_id))
    assert [(each.range.start, each.range.end) for each in now.sources] == [(0, 10), (6, 10)]


def test_a_part_of_the_same_shot_after_a_loop_is_not_taken_for_its_start(tmp_path: Path, jobs: FakeJobs) -> None:
    session = a_session(a_timeline(tmp_path, gap=0), tmp_path, jobs)
    session.document.apply("Split", edits.split(session.document.timeline, [SURF], 60))
    clip_id = remaking.make_loop(session, SURF, 24, WISHES)
    timeline = session.document.timeline
    assert picture(timeline)[:3] == [("surf", 60), ("surf, loop", 24), ("surf", 60)]
    assert generation_now(timeline, timeline.clip(clip_id)) == timeline.clip(clip_id).generation


def at(timeline: Timeline, start: int, frames: int) -> str:
    return mending.why_not_within(timeline, SURF, TimeRange(start, frames))


def test_a_range_has_to_lie_within_the_clip_and_leave_enough_to_see(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path, gap=0)
    assert at(timeline, 1, 100) == ""
    assert "within surf" in at(timeline, 0, 10)
    assert "within surf" in at(timeline, 110, 10)
    assert "within surf" in at(timeline, 110, 40)
    assert at(timeline, 105, 10) == ""
    assert "5 frames" in at(timeline, 106, 10), "four are left up to the file's end"


def test_in_and_out_have_to_be_there_both(tmp_path: Path) -> None:
    timeline = a_timeline(tmp_path, gap=0)
    assert mending.marked(edits.set_marks(timeline, 40, None)) is None
    assert mending.marked(edits.set_marks(timeline, 40, 60)) == TimeRange(40, 20)
    assert mending.why_no_range(edits.set_marks(timeline, 40, 60), SURF) == ""
    assert "Mark a range" in mending.why_no_range(edits.set_marks(timeline, None, 60), SURF)


def test_what_can_not_be_done_leaves_everything_as_it_was(session: Session, jobs: FakeJobs) -> None:
    before = session.document.timeline
    with pytest.raises(EditError, match="within surf"):
        remaking.regenerate(session, SURF, TimeRange(110, 40), WISHES)
    with pytest.raises(EditError, match="all of surf"):
        remaking.smooth_cut(session, SURF, BIRD, 120, WISHES)
    session.playback.seek(130)
    with pytest.raises(EditError, match="playhead"):
        remaking.repair_frame(session, SURF, WISHES)
    assert session.document.timeline is before
    assert jobs.rows == ()


def test_a_gap_is_bridged_and_not_smoothed(tmp_path: Path, jobs: FakeJobs) -> None:
    session = a_session(a_timeline(tmp_path), tmp_path, jobs)
    with pytest.raises(EditError, match="bridge it"):
        smooth(session)


def test_a_side_that_would_show_too_little_is_refused(tmp_path: Path, jobs: FakeJobs) -> None:
    timeline = edits.split(a_timeline(tmp_path, surf_ends=False, gap=0), [SURF], 12)
    session = a_session(timeline, tmp_path, jobs)
    right = timeline.tracks[0].items[1].id
    with pytest.raises(EditError, match="5 frames have to be known"):
        remaking.smooth_cut(session, SURF, right, 8, WISHES)
    assert jobs.rows == ()


def test_a_dissolve_on_the_cut_is_not_taken_away_silently(session: Session) -> None:
    document = session.document
    document.apply("Dissolve", edits.add_transition(document.timeline, SURF, BIRD, 4, ItemId("dissolve")))
    assert "dissolve" in mending.why_no_smooth_cut(document.timeline, SURF)


def test_what_a_loop_looked_at_is_tinted_on_its_own_clip_and_not_on_the_one_after_it(
    tmp_path: Path, jobs: FakeJobs
) -> None:
    session = a_session(edits.split(a_timeline(tmp_path, gap=0), [SURF], 60), tmp_path, jobs)
    loop(session)
    timeline = session.document.timeline
    track = timeline.tracks[0]
    (head, tail), after = context_of(timeline, track, 0), context_of(timeline, track, 2)
    assert (head, tail > 0) == (0, True)
    assert after == (0, 0), "it is of the same file, and was not looked at"
