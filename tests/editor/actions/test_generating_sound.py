"""Sound that is generated with its picture: asked for, made, chosen, remembered."""

import asyncio
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from editor.actions import generating
from editor.actions.placing_takes import generation_from, place_take
from editor.actions.remembering import Remembered, remember, remembered
from editor.actions.requesting import Wishes, sound_of
from editor.session import Session
from editor.timeline.edits import made_with
from editor.timeline.model import Clip, Generation, ItemId, Task
from engine.media.info import AudioInfo, MediaInfo, VideoInfo
from engine.requests import Sound
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import BIRD, RATE, SURF, FakeService, a_session, a_take, a_timeline

AUDIO = AudioInfo(48_000, 2, "stereo", "alac")


class SoundingService(FakeService):
    """What a take holds has sound."""

    audio: AudioInfo | None = AUDIO

    def inspect(self, path: Path):
        answer = super().inspect(path)
        info = answer.result()
        heard = type(answer)()
        heard.set_result(MediaInfo(info.path, VideoInfo(1280, 720, RATE), self.audio, info.duration))
        return heard


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def service() -> SoundingService:
    return SoundingService()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs, service: SoundingService) -> Session:
    return a_session(a_timeline(tmp_path), tmp_path, jobs, service=service)


def extend(session: Session, **wishes: str) -> ItemId:
    made = generating.extend_after(session, SURF, 48, replace(Wishes(), **wishes))  # type: ignore[arg-type]
    assert made is not None
    return made


def place(session: Session, jobs: FakeJobs, path: Path) -> None:
    asyncio.run(place_take(session, jobs.rows[0], a_take(jobs.rows[0].request, path)))


def both(session: Session, made: ItemId) -> list[Clip]:
    timeline = session.document.timeline
    return [timeline.clip(each) for each in made_with(timeline, timeline.clip(made))]


def test_sound_is_asked_for_with_the_picture_and_undone_with_it(session: Session, jobs: FakeJobs) -> None:
    before = session.document.timeline
    made = extend(session)
    assert jobs.rows[0].request.sound is Sound.ROOM_TONE
    picture, sound = both(session, made)
    assert (picture.is_pending, sound.is_pending) == (True, True)
    assert session.document.timeline.range_of(picture.id) == session.document.timeline.range_of(sound.id)
    session.document.undo_stack.undo()
    assert session.document.timeline == before


@pytest.mark.parametrize("sound", [Sound.SILENCE, Sound.LEAVE])
def test_another_choice_goes_to_the_engine_and_brings_no_sound(session: Session, jobs: FakeJobs, sound: Sound) -> None:
    made = extend(session, sound=sound.value)
    assert jobs.rows[0].request.sound is sound
    assert len(both(session, made)) == 1
    assert generation_from(session.document.timeline, jobs.rows[0].request).sound == sound.value


def test_a_take_comes_to_picture_and_sound_from_the_same_moment(
    session: Session, jobs: FakeJobs, tmp_path: Path
) -> None:
    made = extend(session)
    place(session, jobs, tmp_path / "take.mp4")
    timeline = session.document.timeline
    ranges = [timeline.source_range(clip) for clip in both(session, made)]
    assert [each.start for each in ranges] == [Fraction(39, 24)] * 2


def test_takes_of_sound_are_chosen_from_either(session: Session, jobs: FakeJobs, tmp_path: Path) -> None:
    made = extend(session)
    for number in (1, 2):
        place(session, jobs, tmp_path / f"take {number}.mp4")
    generating.next_take(session, made)
    assert [clip.active for clip in both(session, made)] == [1, 1]
    generating.choose_take(session, both(session, made)[1].id, 1)
    assert [clip.active for clip in both(session, made)] == [0, 0]


def test_where_a_take_turns_out_to_have_no_sound_nothing_stays_pending(
    session: Session, jobs: FakeJobs, service: SoundingService, tmp_path: Path
) -> None:
    service.audio = None
    made = extend(session)
    place(session, jobs, tmp_path / "take.mp4")
    assert len(both(session, made)) == 1
    clips = (clip for track in session.document.timeline.tracks for clip in track.clips)
    assert not any(clip.is_pending for clip in clips)


def test_a_bridge_has_the_sound_of_the_side_that_has_some(session: Session, jobs: FakeJobs) -> None:
    made = generating.bridge(session, SURF, BIRD, 68, Wishes())
    assert [clip.duration for clip in both(session, made)] == [68, 68]
    assert jobs.rows[0].request.sound is Sound.ROOM_TONE


def test_what_was_chosen_is_chosen_again(session: Session) -> None:
    settings = session.settings
    assert remembered(settings, Task.AFTER).wishes.sound == "room-tone"
    remember(settings, Task.AFTER, Remembered(Wishes(sound="leave")))
    assert remembered(settings, Task.AFTER).wishes.sound == "leave"
    remember(settings, Task.AFTER, Remembered(Wishes(sound="trumpets")))
    assert remembered(settings, Task.AFTER) == Remembered()


def test_a_sound_that_only_a_newer_version_knows_is_room_tone() -> None:
    assert sound_of(Generation(Task.AFTER, (), sound="trumpets")) is Sound.ROOM_TONE
