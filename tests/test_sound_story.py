"""The story of a sound: a clip of somebody speaking is made longer, and its room goes on under the new frames."""

from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt

from editor.jobs import JobState
from editor.presets import SOUNDS
from editor.timeline import edits
from editor.timeline.edits import made_with
from editor.timeline.model import Clip
from engine.media.info import AudioInfo
from engine.media.read import read_frames
from engine.media.sound import Sound, read_sound
from engine.media.write import write_take
from tests.engine.finishing.test_sound import level, room, spoken_over, step
from tests.hands import Hands
from tests.story import MAKING, NEW, SIZE, Key, Story, no_job_left, pan, story
from tests.test_stories import export_to, save_as

__all__ = ["story"]

CTRL = Qt.KeyboardModifier.ControlModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
RATE, SECONDS = 48_000, 2
ROOM = -50.0  # dB of full scale

pytestmark = pytest.mark.timeout(300)


@pytest.fixture
def interview(tmp_path: Path) -> Path:
    """Two seconds of words in a room, over a camera that pans."""
    picture = pan(tmp_path / "picture.mp4", 0)
    images = [frame.image for frame in read_frames(picture)]
    words = spoken_over(room(SECONDS, level=ROOM))
    audio = AudioInfo(RATE, 2, "stereo", "")
    write_take(tmp_path / "interview.mp4", images, SIZE, audio=audio, sound=[Sound(words, RATE)])
    return tmp_path / "interview.mp4"


def test_the_room_goes_on_under_new_frames_in_the_window_and_in_the_film(
    story: Story, interview: Path, tmp_path: Path
) -> None:
    async def day(hands: Hands) -> None:
        document = hands.session.document
        await put_down(hands, interview)
        await extend(hands, "room-tone")
        picture, sound = hands.clips("V1")[1], hands.clips("A1")[1]
        assert (picture.is_pending, sound.is_pending) == (True, True)
        assert (picture.link, picture.duration) == (sound.link, sound.duration)
        await hands.until(lambda: hands.clips("V1")[1].takes, "the first take", MAKING)
        await no_job_left(hands)
        assert hands.clips("A1")[1].takes == hands.clips("V1")[1].takes
        await trim_together(hands)
        await save_as(hands, tmp_path / "film.otio")
        await export_to(hands, tmp_path / "film.mp4")
        listen(tmp_path / "film.mp4", document.timeline.duration)
        await hands.press(Key.Key_Z, CTRL)
        await hands.press(Key.Key_Z, CTRL)
        assert [len(hands.clips(label)) for label in ("V1", "A1")] == [1, 1], "undone together"
        await hands.press(Key.Key_Z, CTRL | SHIFT)
        assert len(hands.clips("A1")[1].takes) >= 1

    story(day)


async def put_down(hands: Hands, path: Path) -> None:
    await hands.window.welcome([])
    hands.drop_files(hands.window.pool, [path])
    await hands.until(lambda: hands.session.document.timeline.media, "the media", 30)
    hands.drop_media(["interview"], hands.track("V1"), 0)


async def extend(hands: Hands, sound: str) -> None:
    hands.click_frame(hands.track("V1"), 10)
    await hands.press(Key.Key_G, ALT | SHIFT)
    dialog = hands.window.desk.dialog
    assert dialog is not None
    assert dialog.rows.sound_row.isVisible()
    dialog.set_frames(NEW)
    hands.click(dialog.rows.sound, dialog.rows.sound.part(list(SOUNDS).index(sound)).center())
    assert dialog.rows.wishes.sound == sound
    hands.click(dialog.rows.takes, dialog.rows.takes.part(0).center())
    await hands.press(Key.Key_Return, widget=dialog)


async def trim_together(hands: Hands) -> None:
    """Two frames less at the end of the picture."""
    document, made = hands.session.document, hands.clips("V1")[1]
    document.apply("Trim", edits.trim(document.timeline, made.id, edits.Edge.END, -2))
    assert [clip.duration for clip in (hands.clips("V1")[1], hands.clips("A1")[1])] == [NEW - 2] * 2


def listen(film: Path, frames: int) -> None:
    sound = read_sound(film)
    assert sound is not None
    assert len(sound.samples) == round(frames * Fraction(RATE, 24))
    cut = SECONDS * RATE
    assert level(sound.samples[cut + RATE // 10 : -RATE // 50]) == pytest.approx(ROOM, abs=2)
    assert step(sound.samples[cut - RATE // 20 : cut + RATE // 20]) < 1.5 * step(sound.samples[: RATE // 5])
    parts = np.split(sound.samples[cut - RATE // 10 : cut + RATE // 10], 20)
    assert min(level(part) for part in parts) > ROOM - 5, "no hole at the cut"


def test_where_silence_was_chosen_sound_tracks_stay_as_they_are_and_it_is_chosen_again(
    story: Story, interview: Path
) -> None:
    async def day(hands: Hands) -> None:
        await put_down(hands, interview)
        await extend(hands, "silence")
        assert len(hands.clips("A1")) == 1
        made: Clip = hands.clips("V1")[1]
        assert made_with(hands.session.document.timeline, made) == (made.id,)
        for row in hands.session.jobs.rows:
            hands.session.jobs.cancel(row.id)
        over = (JobState.CANCELLED, JobState.DONE)
        await hands.until(lambda: all(row.state in over for row in hands.session.jobs.rows), "the job to stop", MAKING)
        hands.click_frame(hands.track("V1"), 10)
        await hands.press(Key.Key_G, ALT | SHIFT)
        dialog = hands.window.desk.dialog
        assert dialog is not None
        assert dialog.rows.wishes.sound == "silence"
        dialog.reject()

    story(day)
