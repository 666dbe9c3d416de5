"""What is heard while the playhead is dragged, and how loud it is all the while."""

from collections.abc import Iterator

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.playback import Playback
from editor.playback.peaks import SILENCE, PeakLog, Peaks, peaks_of
from editor.playback.scrub import PIECE, joined
from editor.timeline.model import Timeline, TrackKind
from tests.editor.playback.test_sync import SAMPLE_RATE, Recorder
from tests.editor.render.counted import clip, film, timeline, track

QUIET_PART, LOUD_PART = 0.1, 0.4  # of the left channel; the right one is half as loud


@pytest.fixture(scope="module")
def sounding(tmp_path_factory: pytest.TempPathFactory) -> Timeline:
    """Two seconds of a tone, the second one louder."""
    part = np.repeat([QUIET_PART, LOUD_PART], SAMPLE_RATE)
    tone = part * np.sin(2 * np.pi * 440 * np.arange(2 * SAMPLE_RATE) / SAMPLE_RATE)
    sound = np.stack([tone, tone / 2], axis=1).astype(np.float32)
    media = film(tmp_path_factory.mktemp("media") / "tone.mp4", 48, sound=sound)
    return timeline([track([clip(media, 48)], TrackKind.AUDIO)], [media])


@pytest.fixture
def output() -> Recorder:
    return Recorder()


@pytest.fixture
def playback(sounding: Timeline, output: Recorder) -> Iterator[Playback]:
    playback = Playback(Document(sounding), output)
    playback.scrubs_with_sound = True
    yield playback
    playback.close()


def loudest(output: Recorder) -> float:
    return float(np.abs(output.samples[:, 0]).max(initial=0))


def test_peaks_are_told_once_of_what_was_heard_by_then() -> None:
    log = PeakLog()
    for at, left in ((0, 0.25), (1000, 0.75), (2000, 0.5)):
        log.add(at, 1000, Peaks(left, left / 2))
    assert log.take(1001) == (0.75, 0.375)
    log.cut(2000)
    assert log.take(9000) == SILENCE
    assert peaks_of(np.array([[0.5, -0.25], [-0.75, 0]], np.float32).tobytes()) == (0.75, 0.25)


def test_what_is_heard_while_it_plays_is_measured_and_nothing_when_it_stands(playback: Playback, qtbot: QtBot) -> None:
    assert playback.peaks() == SILENCE
    playback.seek(30)
    playback.play()
    qtbot.waitUntil(lambda: playback.frame >= 34)
    assert playback.peaks() == pytest.approx((LOUD_PART, LOUD_PART / 2), rel=0.05)
    playback.pause()
    assert playback.peaks() == SILENCE


def test_dragging_the_playhead_lets_hear_a_moment_of_each_place(
    playback: Playback, output: Recorder, qtbot: QtBot
) -> None:
    playback.scrub(30)
    qtbot.waitUntil(lambda: loudest(output) > 0.9 * LOUD_PART)
    assert playback.peaks() == pytest.approx((LOUD_PART, LOUD_PART / 2), rel=0.05)
    qtbot.waitUntil(lambda: not np.abs(output.samples[-200:]).any())
    heard = np.abs(output.samples[:, 0]) > 0.01
    assert np.ptp(np.flatnonzero(heard)) / SAMPLE_RATE <= PIECE


def test_a_step_is_heard_and_playing_takes_the_device_over(playback: Playback, output: Recorder, qtbot: QtBot) -> None:
    playback.seek(28)
    playback.step(1)
    qtbot.waitUntil(lambda: loudest(output) > 0.9 * LOUD_PART)
    playback.play()
    qtbot.waitUntil(lambda: playback.frame >= 33)
    beginning = output.samples[: SAMPLE_RATE // 10]
    assert np.abs(beginning[-2000:]).max() > 0.9 * LOUD_PART


def test_switched_off_dragging_and_stepping_are_silent(playback: Playback, output: Recorder, qtbot: QtBot) -> None:
    playback.scrubs_with_sound = False
    playback.scrub(30)
    playback.step(1)
    assert playback.frame == 31
    assert not output.parts


def test_a_new_piece_comes_while_what_was_left_of_the_last_one_goes() -> None:
    before = np.full((1000, 2), 0.5, np.float32)
    piece = np.zeros((400, 2), np.float32)
    mixed = np.frombuffer(joined(before.tobytes(), piece, 100), np.float32).reshape(-1, 2)
    assert len(mixed) == 400
    assert mixed[0, 0] == 0.5
    assert mixed[50, 0] == pytest.approx(0.25)
    assert not mixed[100:].any()
