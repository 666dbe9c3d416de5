"""Playing, stepping and dragging the playhead."""

import threading
from collections.abc import Iterator, Sequence
from dataclasses import replace
from fractions import Fraction
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Protocol

import numpy as np
import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.playback import Playback
from editor.playback.screen import BESIDE
from editor.render import compose
from editor.render.audio_output import NullOutput
from editor.render.compose import Pictures
from editor.render.layers import Layer
from editor.render.placement import Size
from editor.timeline.model import Timeline, Track, TrackKind
from engine.media.decoder import Decoder
from engine.media.probe import probe
from tests.editor.render.counted import HEIGHT, WIDTH, clip, film, media_of, number_of, timeline, track
from tests.editor.render.test_sound import tone

FRAMES = 96


class Open(Protocol):
    def __call__(self, value: Timeline, cache_bytes: int | None = None) -> Playback: ...


@pytest.fixture(scope="module")
def counted(tmp_path_factory: pytest.TempPathFactory) -> Timeline:
    """A timeline of one film of 96 numbered frames, 4 s long."""
    media = film(tmp_path_factory.mktemp("media") / "counted.mp4", FRAMES)
    return timeline([track([clip(media, FRAMES)])], [media])


@pytest.fixture
def open_playback() -> Iterator[Open]:
    opened = []

    def open_one(value: Timeline, cache_bytes: int | None = None) -> Playback:
        document = Document(value)
        playback = Playback(document, NullOutput(), cache_bytes)
        playback.set_view_size(QSize(WIDTH, HEIGHT))
        opened.append((document, playback))
        return playback

    yield open_one
    for _, playback in opened:
        playback.close()


def number(picture: QImage | None) -> int:
    assert picture is not None
    pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.width(), 4)
    return number_of(pixels)


def size(playback: Playback) -> QSize | None:
    return playback.picture.size() if playback.picture is not None else None


def document_of(playback: Playback) -> Document:
    document = playback.parent()
    assert isinstance(document, Document)
    return document


def test_the_picture_of_the_first_frame_comes_by_itself(open_playback: Open, counted: Timeline, qtbot: QtBot) -> None:
    playback = open_playback(counted)
    qtbot.waitUntil(lambda: playback.picture is not None)
    assert number(playback.picture) == 0


def test_stepping_shows_every_frame_exactly_in_both_directions(
    open_playback: Open, counted: Timeline, qtbot: QtBot
) -> None:
    playback = open_playback(counted)
    for step in [1] * 12 + [-1] * 7 + [24, -30, 5]:
        playback.step(step)
        qtbot.waitUntil(lambda: number(playback.picture) == playback.frame)
    assert playback.frame == 5


def test_the_playhead_stays_on_the_timeline(open_playback: Open, counted: Timeline) -> None:
    playback = open_playback(counted)
    playback.seek(-5)
    assert playback.frame == 0
    playback.seek(1000)
    assert playback.frame == FRAMES


def test_playing_follows_the_sounds_clock(open_playback: Open, counted: Timeline, qtbot: QtBot) -> None:
    playback = open_playback(counted)
    numbers: list[int] = []
    playback.picture_ready.connect(lambda picture: numbers.append(number(picture)))
    playback.play()
    qtbot.waitUntil(lambda: playback.frame >= 36)
    playback.pause()
    assert numbers == sorted(numbers)
    assert playback.shown + playback.dropped >= 36
    assert np.median(playback.lateness) < 0.020
    qtbot.waitUntil(lambda: number(playback.picture) == playback.frame)


def test_play_stops_at_the_last_frame_and_begins_again_from_the_first(
    open_playback: Open, counted: Timeline, qtbot: QtBot
) -> None:
    playback = open_playback(counted)
    playback.seek(FRAMES - 6)
    with qtbot.waitSignal(playback.speed_changed, check_params_cb=lambda speed: speed == 0.0):
        playback.play()
    assert playback.frame == FRAMES - 1
    qtbot.waitUntil(lambda: number(playback.picture) == FRAMES - 1)
    playback.toggle()
    assert playback.frame == 0
    assert playback.speed == 1.0


def test_j_k_and_l_shuttle_at_up_to_eight_times_the_speed(open_playback: Open, counted: Timeline) -> None:
    playback = open_playback(counted)
    playback.seek(48)
    speeds = []
    for direction in (1, 1, 1, 1, 1, -1, -1, 0):
        playback.shuttle(direction)
        speeds.append(playback.speed)
    assert speeds == [1, 2, 4, 8, 8, -1, -2, 0]


def test_playing_backward_shows_descending_frames_down_to_the_first(
    open_playback: Open, counted: Timeline, qtbot: QtBot
) -> None:
    playback = open_playback(counted)
    playback.seek(30)
    qtbot.waitUntil(lambda: number(playback.picture) == 30)
    numbers: list[int] = []
    playback.picture_ready.connect(lambda picture: numbers.append(number(picture)))
    with qtbot.waitSignal(playback.speed_changed, check_params_cb=lambda speed: speed == 0.0):
        playback.shuttle(-1)
    qtbot.waitUntil(lambda: number(playback.picture) == 0)
    assert numbers == sorted(numbers, reverse=True)
    assert len(numbers) > 20


def test_a_loop_goes_round_between_the_marks(open_playback: Open, counted: Timeline, qtbot: QtBot) -> None:
    playback = open_playback(replace(counted, mark_in=10, mark_out=20))
    playback.loop = True
    frames: list[int] = []
    playback.frame_changed.connect(frames.append)
    playback.play()
    qtbot.waitUntil(lambda: len(frames) > 24)
    playback.pause()
    assert set(frames) <= set(range(10, 20))
    assert any(later < earlier for earlier, later in pairwise(frames))


def test_an_edit_while_playing_is_seen_at_once(open_playback: Open, counted: Timeline, qtbot: QtBot) -> None:
    playback = open_playback(counted)
    document = document_of(playback)
    playback.play()
    qtbot.waitUntil(lambda: playback.frame >= 4)
    later = replace(counted, tracks=(track([clip(counted.media[0], 40, Fraction(2))]),))
    document.apply("Slip", later)
    qtbot.waitUntil(lambda: number(playback.picture) >= 48)
    assert playback.is_playing
    qtbot.waitUntil(lambda: not playback.is_playing)
    assert playback.frame == 39


def test_an_edit_elsewhere_leaves_the_cached_pictures_alone(
    open_playback: Open, counted: Timeline, qtbot: QtBot
) -> None:
    playback = open_playback(counted)
    qtbot.waitUntil(lambda: playback.picture is not None)
    picture = playback.picture
    media = counted.media[0]
    cut = track([clip(media, 50, name="one"), clip(media, 46, Fraction(1), name="other")])
    document_of(playback).apply("Edit", replace(counted, tracks=(cut,)))
    playback.seek(1)
    playback.seek(0)
    assert playback.picture is picture


def test_while_dragging_only_the_newest_place_has_to_be_shown(
    open_playback: Open, counted: Timeline, qtbot: QtBot
) -> None:
    playback = open_playback(counted)
    qtbot.waitUntil(lambda: playback.picture is not None)
    seen: list[QImage] = []
    playback.picture_ready.connect(seen.append)
    for frame in range(90, 10, -1):
        playback.seek(frame)
    qtbot.waitUntil(lambda: number(playback.picture) == 11)
    assert len(seen) < 20


def test_the_picture_is_no_larger_than_the_view_and_the_timeline(
    open_playback: Open, counted: Timeline, qtbot: QtBot
) -> None:
    playback = open_playback(counted)
    playback.set_view_size(QSize(64, 64))
    qtbot.waitUntil(lambda: size(playback) == QSize(64, 32))
    playback.set_quality(2)
    qtbot.waitUntil(lambda: size(playback) == QSize(32, 16))
    playback.set_quality(1)
    playback.set_view_size(QSize(4000, 4000))
    qtbot.waitUntil(lambda: size(playback) == QSize(WIDTH, HEIGHT))


def test_a_cache_of_few_frames_still_plays(open_playback: Open, counted: Timeline, qtbot: QtBot) -> None:
    playback = open_playback(counted, cache_bytes=3 * 4 * WIDTH * HEIGHT)
    playback.play()
    qtbot.waitUntil(lambda: playback.frame >= 12)
    assert playback.shown > 6


def test_opening_another_project_goes_to_its_first_frame(open_playback: Open, counted: Timeline, qtbot: QtBot) -> None:
    playback = open_playback(counted)
    playback.seek(20)
    playback.play()
    other: tuple[Track, ...] = (track([clip(counted.media[0], 10, Fraction(1))]),)
    document_of(playback).replace(replace(counted, tracks=other))
    assert (playback.frame, playback.speed) == (0, 0.0)
    qtbot.waitUntil(lambda: number(playback.picture) == 24)


def test_on_a_slow_machine_pictures_are_dropped_and_time_goes_on(
    counted: Timeline, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each takes as long as two are shown, by a clock that stands still else."""
    quick, begun, done = compose.compose, threading.Semaphore(0), threading.Semaphore(0)
    ticks, document = [0], Document(counted)
    playback = Playback(document, NullOutput(clock=lambda: ticks[0] / 24))
    playback.set_view_size(QSize(WIDTH, HEIGHT))
    qtbot.waitUntil(lambda: playback._screen.has(counted, BESIDE - 1))

    def slow(shown: Sequence[Layer], size: Size, pictures: Pictures) -> np.ndarray:
        begun.release()
        done.acquire(timeout=5)
        return quick(shown, size, pictures)

    monkeypatch.setattr(compose, "compose", slow)
    playback.play()
    qtbot.waitUntil(lambda: playback.shown > 0)
    for _ in range(12):
        shown = playback.shown
        qtbot.waitUntil(lambda: begun.acquire(blocking=False))
        ticks[0] += 2
        qtbot.waitUntil(lambda: playback.frame == ticks[0])
        done.release()
        qtbot.waitUntil(lambda shown=shown: playback.shown > shown)
    assert playback.frame == 24
    assert playback.shown > 12
    assert playback.dropped > 5
    done.release(100)
    playback.close()


def test_an_empty_timeline_is_black_and_nothing_is_started_for_it(open_playback: Open, counted: Timeline) -> None:
    before = threading.active_count()
    playback = open_playback(replace(counted, tracks=()))
    assert playback.is_exact
    assert playback.picture is not None
    assert playback.picture.pixelColor(0, 0) == Qt.GlobalColor.black
    assert threading.active_count() == before


def test_sound_is_there_in_time(open_playback: Open, tmp_path: Path, qtbot: QtBot) -> None:
    media = film(tmp_path / "film.mp4", 48, sound=tone(220, 2.0))
    value = timeline([track([clip(media, 48)]), track([clip(media, 48)], TrackKind.AUDIO, "A1")], [media])
    playback = open_playback(value)
    playback.play()
    qtbot.waitUntil(lambda: playback.frame >= 24)
    assert playback.sound_late < 48_000 / 4  # what a busy machine may cost at the start
    assert playback.note == ""


def test_an_empty_timeline_does_not_play(open_playback: Open, counted: Timeline) -> None:
    playback = open_playback(replace(counted, tracks=()))
    playback.toggle()
    assert not playback.is_playing


def test_media_that_comes_back_is_seen_again(
    open_playback: Open, tmp_path: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("editor.playback.picture_thread.MISSING_SECONDS", 0.0)
    monkeypatch.setattr("editor.render.decoders.RETRY", 0.0)
    path = tmp_path / "film.mp4"
    media = film(path, 10)
    path.rename(tmp_path / "away.mp4")
    playback = open_playback(timeline([track([clip(media, 10)])], [media]))
    qtbot.waitUntil(lambda: playback.picture is not None)
    slate = playback.picture
    (tmp_path / "away.mp4").rename(path)
    playback.step(5)
    qtbot.waitUntil(lambda: playback.picture is not slate)
    qtbot.waitUntil(lambda: number(playback.picture) == 5)


def test_stepping_through_the_sample_is_exact(open_playback: Open, footage: Path, qtbot: QtBot) -> None:
    path = footage / "bars_timecode.mp4"
    info = probe(path)
    assert info.video is not None
    media = media_of(path, info.duration, None)
    playback = open_playback(timeline([track([clip(media, 250)])], [media], info.video.rate))
    decoder = Decoder(path)
    for step in (100, 1, 1, 1, -1, -2, 50):
        playback.step(step)
        expected = decoder.picture(playback.frame / info.video.rate, (114, 64)).image
        qtbot.waitUntil(partial(shows, playback, expected))
    decoder.close()


def shows(playback: Playback, expected: np.ndarray) -> bool:
    picture = playback.picture
    if picture is None:
        return False
    pixels = np.frombuffer(picture.constBits(), np.uint8).reshape(picture.height(), picture.width(), 4)
    return np.array_equal(pixels[:, 7:121, :3], expected[..., :3])
