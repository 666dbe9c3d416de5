"""Picture and sound come together, by the clock of the output."""

from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.playback import Playback
from editor.render.audio_output import NullOutput, Read
from editor.timeline.model import Picture, SoundTrack, Timeline, TrackKind
from engine.media.info import AudioInfo, VideoInfo
from engine.media.sound import Sound
from engine.media.write import timed, write_film
from tests.editor.render.counted import HEIGHT, RATE, WIDTH, clip, media_of, timeline, track

SAMPLE_RATE = 48_000
FLASHES = (6, 12, 18)  # the frames with a flash and a beep
TOGETHER = 0.020  # seconds


class Recorder(NullOutput):
    """Keeps what was to be heard."""

    def __init__(self) -> None:
        super().__init__()
        self.parts: list[bytes] = []

    def start(self, read: Read, rate: int) -> None:
        def kept(count: int) -> bytes:
            self.parts.append(read(count))
            return self.parts[-1]

        self.parts.clear()
        super().start(kept, rate)

    @property
    def samples(self) -> np.ndarray:
        return np.frombuffer(b"".join(self.parts), np.float32).reshape(-1, 2)

    def first_loud(self, since: float = 0.0) -> float:
        """By its clock, in seconds."""
        begun = int(since * SAMPLE_RATE)
        return (begun + int(np.argmax(np.abs(self.samples[begun:, 0]) > 0.05))) / SAMPLE_RATE


@pytest.fixture
def flashing(tmp_path: Path) -> Timeline:
    """A second of black and silence with some white frames, that beep."""
    beep = np.zeros((SAMPLE_RATE, 2), np.float32)
    for start in (frame * SAMPLE_RATE // 24 for frame in FLASHES):
        beep[start : start + 2000] = 0.5 * np.sin(2 * np.pi * 1000 * np.arange(2000) / SAMPLE_RATE)[:, None]
    frames = (np.full((HEIGHT, WIDTH, 3), 255 * (number in FLASHES), np.uint8) for number in range(24))
    path = tmp_path / "flash.mp4"
    sound = AudioInfo(SAMPLE_RATE, 2, "stereo", "")
    write_film(path, timed(frames, RATE), VideoInfo(WIDTH, HEIGHT, RATE), sound, [Sound(beep, SAMPLE_RATE)])
    media = media_of(path, Fraction(1), Picture(WIDTH, HEIGHT, RATE), SoundTrack(SAMPLE_RATE, 2))
    return timeline([track([clip(media, 24)]), track([clip(media, 24, name="sound")], TrackKind.AUDIO, "A1")], [media])


class Watched:
    """A playback, and when each of its pictures was seen by the clock of the sound."""

    def __init__(self, value: Timeline) -> None:
        self.output = Recorder()
        self.playback = Playback(Document(value), self.output)
        self.playback.set_view_size(QSize(WIDTH, HEIGHT))
        self.seen: list[tuple[float, np.ndarray]] = []
        self.playback.picture_ready.connect(self._see)

    def _see(self, picture: QImage) -> None:
        pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.width(), 4)
        self.seen.append((self.output.seconds(), pixels[..., :3].copy()))

    def play_to(self, frame: int, qtbot: QtBot) -> None:
        qtbot.waitUntil(lambda: self.playback.picture is not None)
        self.seen.clear()
        self.playback.play()
        qtbot.waitUntil(lambda: self.playback.frame >= frame)
        self.output.seconds()
        self.playback.pause()


@pytest.fixture
def watched(flashing: Timeline) -> Iterator[Watched]:
    watched = Watched(flashing)
    yield watched
    watched.playback.close()


def test_flashes_are_seen_within_20_ms_of_their_beeps(watched: Watched, qtbot: QtBot) -> None:
    watched.play_to(FLASHES[-1] + 4, qtbot)
    seen = [seconds for seconds, picture in watched.seen if picture.mean() > 128]
    apart = []
    for frame in FLASHES:
        beep = watched.output.first_loud(frame / 24 - 0.05)
        assert beep == pytest.approx(frame / 24, abs=0.002)
        apart.append(min(abs(beep - each) for each in seen))
    assert np.median(apart) < TOGETHER


def test_at_twice_the_speed_the_beep_comes_after_half_the_time(watched: Watched, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: watched.playback.picture is not None)
    watched.playback.play(2.0)
    qtbot.waitUntil(lambda: watched.playback.frame >= FLASHES[0] + 8)
    watched.output.seconds()
    assert watched.output.first_loud() == pytest.approx(FLASHES[0] / 48, abs=0.002)


def test_the_bars_that_are_seen_while_it_beeps_are_those_of_that_moment(footage: Path, qtbot: QtBot) -> None:
    """The file beeps 44 ms after each half second: while its 14th frame is seen, which begins at 0.52 s."""
    rate = Fraction(25)
    media = media_of(footage / "bars_timecode.mp4", Fraction(10), Picture(1920, 1080, rate), SoundTrack(SAMPLE_RATE, 2))
    sound = track([clip(media, 250, name="sound")], TrackKind.AUDIO, "A1")
    watched = Watched(timeline([track([clip(media, 250)]), sound], [media], rate))
    watched.play_to(22, qtbot)
    beep = watched.output.first_loud(0.4)
    assert beep == pytest.approx(0.544, abs=0.002)
    played = list(watched.seen)
    off = []
    for frame in range(11, 16):  # on a busy machine some were left out, or came late
        watched.playback.seek(frame)
        qtbot.waitUntil(lambda: watched.playback.is_exact)
        apart = [np.abs(picture - watched.seen[-1][1].astype(int)).sum() for _, picture in played]
        off.append(played[int(np.argmin(apart))][0] - frame / 25)  # what plays need not be as fine as what stands
    assert min(off, key=abs) == pytest.approx(0, abs=TOGETHER)
    watched.playback.close()
