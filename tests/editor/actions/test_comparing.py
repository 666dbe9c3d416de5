"""Looking at a join: how much of it, where the playhead stands, what each take would show."""

from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import comparing
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.rational_time import TimeRange
from tests.editor.actions.test_remedies import add_take, made
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import a_session, a_timeline


@pytest.fixture
def session(tmp_path: Path, qtbot: QtBot) -> Session:
    return a_session(a_timeline(tmp_path), tmp_path, FakeJobs())


class Playhead:
    """Of a playback that plays what it is told."""

    def __init__(self) -> None:
        self.loop_range: TimeRange | None = None
        self.is_playing, self.frame = False, 0

    def seek(self, frame: int) -> None:
        self.frame = frame

    def play(self) -> None:
        self.is_playing = True

    def pause(self) -> None:
        self.is_playing = False


def test_a_second_and_a_half_on_either_side_is_played_as_far_as_there_is_anything(session: Session) -> None:
    timeline = session.document.timeline
    assert comparing.around(timeline, 120) == TimeRange(84, 72)
    assert comparing.around(timeline, 10) == TimeRange(0, 46)
    assert comparing.around(timeline, timeline.duration) == TimeRange(timeline.duration - 36, 36)


def test_the_loop_is_a_switch_and_marks_nothing(tmp_path: Path, qtbot: QtBot) -> None:
    playhead = Playhead()
    session = a_session(a_timeline(tmp_path), tmp_path, FakeJobs(), playback=playhead)
    before = session.document.timeline
    comparing.toggle_loop(session, 120)
    assert (playhead.loop_range, playhead.frame, playhead.is_playing) == (TimeRange(84, 72), 84, True)
    comparing.toggle_loop(session, 120)
    assert (playhead.loop_range, playhead.is_playing) == (None, False)
    assert session.document.timeline is before


def test_the_playhead_is_told_from_the_join(session: Session) -> None:
    timeline = session.document.timeline
    told = [comparing.off_join(timeline, 120, frame) for frame in (147, 108, 120)]
    assert told == ["Join + 1 s 3 f", "Join - 12 f", "At the join"]


def test_before_the_join_every_take_shows_the_same_and_after_it_its_own_file(session: Session, tmp_path: Path) -> None:
    clip_id = made(session, tmp_path)
    assert comparing.why_no_comparison(session.document.timeline, clip_id) == comparing.ONE_TAKE
    add_take(session, clip_id, tmp_path, session.document.timeline.clip(clip_id).generation)
    assert comparing.why_no_comparison(session.document.timeline, clip_id) == ""
    timelines = [edits.as_with_take(session.document.timeline, clip_id, index) for index in (0, 1)]
    before, after = ([comparing.shot_at(each, clip_id, frame) for each in timelines] for frame in (110, 125))
    assert before[0] == before[1]
    assert [shot[0].name for shot in after if shot] == ["take 1", "take 2"]
    assert after[0] is not None
    assert after[0][1] == Fraction(39 + 5, 24)
    assert comparing.shot_at(timelines[0], clip_id, 175) is None, "a gap"


def test_looking_at_another_take_works_on_a_locked_track_where_choosing_it_does_not(
    session: Session, tmp_path: Path
) -> None:
    clip_id = made(session, tmp_path)
    add_take(session, clip_id, tmp_path, session.document.timeline.clip(clip_id).generation)
    track = session.document.timeline.track_of(clip_id)
    locked = edits.change_track(session.document.timeline, track.id, locked=True)
    assert edits.as_with_take(locked, clip_id, 0).clip(clip_id).active == 0
    with pytest.raises(EditError):
        edits.choose_take(locked, clip_id, 0)


def test_of_a_clip_that_was_split_it_is_told_which_part_is_compared(session: Session, tmp_path: Path) -> None:
    clip_id = made(session, tmp_path)
    assert comparing.name_in_words(session.document.timeline, clip_id) == "surf, after"
    at = session.document.timeline.range_of(clip_id).start + 10
    after = edits.split(session.document.timeline, [clip_id], at)
    track = after.track_of(clip_id)
    right = track.items[track.indices[clip_id] + 1].id
    names = [comparing.name_in_words(after, each) for each in (clip_id, right)]
    assert names == ["surf, after (part 1 of 2)", "surf, after (part 2 of 2)"]
