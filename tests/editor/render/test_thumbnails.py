"""Painting never waits for a thumbnail: it is there at once, or told of when it is."""

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field, replace
from fractions import Fraction
from pathlib import Path
from typing import Any, cast

import numpy as np
import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from editor.render.thumbnail_store import clear_old
from editor.render.thumbnails import IN_FLIGHT, MOST, TOGETHER, Thumbnails
from editor.timeline.model import Media, MediaId, Picture, SoundTrack
from engine.errors import MediaError, MediaMissing
from engine.media.info import VideoInfo
from engine.media.peaks import write_peaks
from engine.media.service import MediaService
from engine.media.write import write_take
from tests.engine.media.clips import make_film, tone

WAIT = 30_000  # milliseconds
RATE = Fraction(24)


@dataclass
class Asked:
    path: Path
    times: tuple[Fraction, ...]
    height: int
    folder: Path
    tolerance: Fraction
    future: "Future[tuple[Path, ...]]" = field(default_factory=Future)

    def answer(self) -> None:
        """Grey pictures, as bright as their time in tenths of a second."""
        self.folder.mkdir(parents=True, exist_ok=True)
        files = []
        for time in self.times:
            picture = QImage(16, self.height, QImage.Format.Format_RGB32)
            grey = int(time * 10)
            picture.fill(QColor(grey, grey, grey))
            files.append(self.folder / f"{round(time * 1000):09d}.png")
            picture.save(str(files[-1]))
        self.future.set_result(tuple(files))


class FakeService:
    """Notes what it is asked for; answers when it is told to."""

    def __init__(self) -> None:
        self.asked: list[Asked] = []
        self.peaks_asked: list[tuple[Path, Future[Path]]] = []
        self.cancelled: list[Future[Any]] = []

    def thumbnails(
        self, path: Path, times: Sequence[Fraction], height: int, folder: Path, tolerance: Fraction
    ) -> "Future[tuple[Path, ...]]":
        self.asked.append(Asked(path, tuple(times), height, folder, tolerance))
        return self.asked[-1].future

    def peaks(self, path: Path, target: Path) -> "Future[Path]":
        self.peaks_asked.append((target, Future()))
        return self.peaks_asked[-1][1]

    def cancel(self, future: "Future[Any]") -> None:
        self.cancelled.append(future)
        future.cancel()


def a_film(path: Path, seconds: int = 10, sound: bool = False) -> Media:
    return Media(
        MediaId(path.name),
        str(path),
        path.stem,
        Fraction(seconds),
        Picture(128, 96, RATE),
        SoundTrack(48000, 2) if sound else None,
    )


@pytest.fixture
def fake() -> FakeService:
    return FakeService()


@pytest.fixture
def media(tmp_path: Path) -> Media:
    (tmp_path / "film.mp4").write_bytes(b"anything")
    return a_film(tmp_path / "film.mp4", sound=True)


@pytest.fixture
def thumbnails(qtbot: QtBot, tmp_path: Path, fake: FakeService) -> Iterator[Thumbnails]:
    made = Thumbnails(cast(MediaService, fake), tmp_path / "cache")
    yield made
    made.close()


def brightness(picture: QImage | None) -> int:
    assert picture is not None
    return picture.pixelColor(picture.width() // 2, picture.height() // 2).red()


def times(fake: FakeService) -> list[Fraction]:
    return [time for asked in fake.asked for time in asked.times]


def asked_for(qtbot: QtBot, fake: FakeService, count: int) -> None:
    qtbot.waitUntil(lambda: len(fake.asked) >= count, timeout=WAIT)


def test_a_picture_that_is_missing_comes_with_a_signal(
    qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media
) -> None:
    assert thumbnails.image(media, Fraction(5), 50) is None
    asked_for(qtbot, fake, 1)
    with qtbot.waitSignal(thumbnails.arrived, timeout=WAIT, check_params_cb=lambda name: name == media.id):
        fake.asked[0].answer()
    assert brightness(thumbnails.image(media, Fraction(5), 50)) == 50
    assert (fake.asked[0].height, fake.asked[0].times) == (54, (Fraction(5),))


def test_neighbours_share_a_picture_and_clip_ends_have_their_own(
    qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media
) -> None:
    for time in (Fraction(5), Fraction(501, 100), Fraction(499, 100)):
        for height in (45, 50, 54):
            thumbnails.image(media, time, height)
    thumbnails.image(media, Fraction(501, 100), 50, exact=True)
    thumbnails.image(media, Fraction(505, 100), 50, exact=True)
    thumbnails.image(media, Fraction(99), 50)
    thumbnails.image(media, Fraction(-1), 50)
    qtbot.waitUntil(lambda: len(times(fake)) == 5, timeout=WAIT)
    near = [asked for asked in fake.asked if asked.tolerance == Fraction(1, 16)]
    exact = [asked for asked in fake.asked if asked.tolerance == 0]
    assert sorted(time for asked in near for time in asked.times) == [0, 5]
    assert sorted(time for asked in exact for time in asked.times) == [120 / RATE, 121 / RATE, 239 / RATE]
    assert {asked.folder for asked in near}.isdisjoint(asked.folder for asked in exact)


def test_a_long_film_does_not_ask_for_endless_pictures(
    qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media
) -> None:
    film = replace(media, duration=Fraction(7200))
    moments = [Fraction(second) for second in range(0, 7200, 3)]
    found = set()
    for time in moments:
        thumbnails.image(film, time, 50)
        found.add(len(thumbnails._wanted))
    assert 100 < max(found) <= MOST


def test_what_is_asked_for_again_and_again_is_read_once(
    qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media
) -> None:
    for _ in range(3):
        assert thumbnails.image(media, Fraction(5), 50) is None
        asked_for(qtbot, fake, 1)
    with qtbot.waitSignal(thumbnails.arrived, timeout=WAIT):
        fake.asked[0].answer()
    thumbnails.image(media, Fraction(5), 50)
    thumbnails.image(media, Fraction(6), 50)
    asked_for(qtbot, fake, 2)
    assert times(fake) == [5, 6]


def test_what_is_on_the_screen_now_comes_before_what_was(
    qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media
) -> None:
    film = replace(media, duration=Fraction(60))
    for second in range(1, 59):
        thumbnails.image(film, Fraction(second), 50)
    asked_for(qtbot, fake, IN_FLIGHT)
    for second in (41, 40):
        thumbnails.image(film, Fraction(second), 50)
    fake.asked[0].answer()
    asked_for(qtbot, fake, IN_FLIGHT + 1)
    assert [*times(fake)] == [*range(1, IN_FLIGHT * TOGETHER + 1), 40, 41]


def test_only_a_few_requests_are_on_the_way_and_all_are_made(
    qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media
) -> None:
    film = replace(media, duration=Fraction(60))
    for second in range(1, 59):
        thumbnails.image(film, Fraction(second), 50)
    for answered in range(58 // TOGETHER):
        asked_for(qtbot, fake, answered + 1)
        assert len(fake.asked) - answered <= IN_FLIGHT
        fake.asked[answered].answer()
    qtbot.waitUntil(lambda: not thumbnails._wanted and not thumbnails._asked, timeout=WAIT)
    assert sorted(times(fake)) == list(range(1, 59))


def test_signals_are_gathered(qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media) -> None:
    film = replace(media, duration=Fraction(60))
    for second in range(1, 1 + IN_FLIGHT * TOGETHER):
        thumbnails.image(film, Fraction(second), 50)
    told: list[str] = []
    thumbnails.arrived.connect(told.append)
    asked_for(qtbot, fake, IN_FLIGHT)
    with qtbot.waitSignal(thumbnails.arrived, timeout=WAIT):
        for asked in fake.asked:
            asked.answer()
    qtbot.waitUntil(lambda: not thumbnails._asked and not thumbnails._news, timeout=WAIT)
    assert 1 <= len(told) < IN_FLIGHT


def test_a_file_that_cannot_be_read_is_told_once_and_left_alone_until_forgotten(
    qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media
) -> None:
    thumbnails.image(media, Fraction(5), 50)
    asked_for(qtbot, fake, 1)
    with qtbot.waitSignal(thumbnails.failed, timeout=WAIT) as told:
        fake.asked[0].future.set_exception(MediaError("It is broken.", do="Repair it."))
    assert told.args == [media.id, "It is broken. Repair it."]
    assert thumbnails.image(media, Fraction(5), 50) is None
    assert thumbnails.image(media, Fraction(7), 50) is None
    assert not thumbnails._wanted
    thumbnails.forget(media.id)
    thumbnails.image(media, Fraction(7), 50)
    asked_for(qtbot, fake, 2)
    assert times(fake) == [5, 7]


def test_pictures_of_a_file_that_was_replaced_do_not_come_back(
    qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media
) -> None:
    thumbnails.image(media, Fraction(5), 50)
    asked_for(qtbot, fake, 1)
    thumbnails.forget(media.id)
    Path(media.path).write_bytes(b"another film")
    fake.asked[0].answer()
    qtbot.waitUntil(lambda: not thumbnails._asked, timeout=WAIT)
    assert thumbnails.image(media, Fraction(5), 50) is None
    asked_for(qtbot, fake, 2)
    assert fake.asked[1].folder != fake.asked[0].folder


def test_the_cache_on_the_disk_serves_the_next_start(
    qtbot: QtBot, tmp_path: Path, fake: FakeService, media: Media
) -> None:
    first = Thumbnails(cast(MediaService, fake), tmp_path / "cache")
    first.image(media, Fraction(5), 50)
    asked_for(qtbot, fake, 1)
    with qtbot.waitSignal(first.arrived, timeout=WAIT):
        fake.asked[0].answer()
    for file in fake.asked[0].folder.iterdir():
        file.rename(file.with_suffix(".jpg"))  # what the service calls them
    first.close()
    second = Thumbnails(cast(MediaService, fake), tmp_path / "cache")
    with qtbot.waitSignal(second.arrived, timeout=WAIT):
        assert second.image(media, Fraction(5), 50) is None
    assert brightness(second.image(media, Fraction(5), 50)) == 50
    assert len(fake.asked) == 1
    second.close()


def test_a_broken_file_in_the_cache_is_made_again(
    qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media, tmp_path: Path
) -> None:
    thumbnails.image(media, Fraction(5), 50)
    asked_for(qtbot, fake, 1)
    folder = fake.asked[0].folder
    folder.mkdir(parents=True)
    (folder / "000006000.jpg").write_bytes(b"half a pic")
    thumbnails.image(media, Fraction(6), 50)
    asked_for(qtbot, fake, 2)
    assert [*fake.asked[1].times] == [6]
    assert not (folder / "000006000.jpg").exists()


def test_memory_holds_a_number_of_bytes_and_the_disk_the_rest(
    qtbot: QtBot, tmp_path: Path, fake: FakeService, media: Media
) -> None:
    small = Thumbnails(cast(MediaService, fake), tmp_path / "cache", memory=10 * 16 * 54 * 4)
    film = replace(media, duration=Fraction(60))
    for second in range(1, 13):
        small.image(film, Fraction(second), 50)
    for answered in range(12 // TOGETHER):
        asked_for(qtbot, fake, answered + 1)
        fake.asked[answered].answer()
    qtbot.waitUntil(lambda: not small._asked, timeout=WAIT)
    assert small._pictures._used <= 10 * 16 * 54 * 4
    assert sum(small.image(film, Fraction(second), 50) is not None for second in range(1, 13)) == 10
    small.close()


def test_a_waveform_comes_with_a_signal(qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media) -> None:
    assert thumbnails.peaks(media) is None
    assert thumbnails.peaks(media) is None
    qtbot.waitUntil(lambda: len(fake.peaks_asked) == 1, timeout=WAIT)
    target, future = fake.peaks_asked[0]
    write_peaks(target, 48000, np.tile(np.array([-100, 200], np.int16), (1000, 1)))
    with qtbot.waitSignal(thumbnails.arrived, timeout=WAIT):
        future.set_result(target)
    peaks = thumbnails.peaks(media)
    assert peaks is not None
    assert peaks.columns(Fraction(0), Fraction(5), 10)[1] == pytest.approx(200 / 32767)
    assert thumbnails.peaks(replace(media, sound=None, id=MediaId("silent"))) is None
    assert len(fake.peaks_asked) == 1


def test_sound_that_cannot_be_read_takes_no_pictures_away(
    qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media
) -> None:
    thumbnails.peaks(media)
    qtbot.waitUntil(lambda: len(fake.peaks_asked) == 1, timeout=WAIT)
    with qtbot.waitSignal(thumbnails.failed, timeout=WAIT):
        fake.peaks_asked[0][1].set_exception(MediaMissing("There is no file.", do="Find it."))
    assert thumbnails.peaks(media) is None
    thumbnails.image(media, Fraction(5), 50)
    asked_for(qtbot, fake, 1)
    assert len(fake.peaks_asked) == 1


def test_a_waveform_nobody_wants_any_more_is_not_finished(
    qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media
) -> None:
    thumbnails.peaks(media)
    qtbot.waitUntil(lambda: len(fake.peaks_asked) == 1, timeout=WAIT)
    told: list[object] = []
    thumbnails.failed.connect(told.append)
    thumbnails.forget(media.id)
    assert fake.cancelled == [fake.peaks_asked[0][1]]
    qtbot.waitUntil(lambda: not thumbnails._asked, timeout=WAIT)
    assert told == []


def test_what_has_no_picture_is_not_asked_for(thumbnails: Thumbnails, fake: FakeService, media: Media) -> None:
    assert thumbnails.image(replace(media, picture=None), Fraction(0), 50) is None
    assert not thumbnails._wanted


def test_a_still_has_one_picture(qtbot: QtBot, thumbnails: Thumbnails, fake: FakeService, media: Media) -> None:
    still = replace(media, duration=Fraction(0))
    for second in range(5):
        thumbnails.image(still, Fraction(second), 50)
    asked_for(qtbot, fake, 1)
    assert [*fake.asked[0].times] == [0]


def test_the_oldest_of_the_cache_makes_room(tmp_path: Path) -> None:
    for age, name in enumerate(("old", "middle", "new")):
        (tmp_path / name / "54").mkdir(parents=True)
        (tmp_path / name / "54" / "a.jpg").write_bytes(bytes(1000))
        os.utime(tmp_path / name, (age, age))
    clear_old(tmp_path, 2500)
    assert sorted(path.name for path in tmp_path.iterdir()) == ["middle", "new"]


@pytest.fixture
def real(qtbot: QtBot, tmp_path: Path) -> Iterator[Thumbnails]:
    service = MediaService()
    made = Thumbnails(service, tmp_path / "cache")
    yield made
    made.close()
    service.close()


def test_the_pictures_of_a_real_film_are_those_of_their_times(qtbot: QtBot, tmp_path: Path, real: Thumbnails) -> None:
    images = (np.full((96, 128, 3), 2 * index, np.uint8) for index in range(96))
    write_take(tmp_path / "film.mp4", images, VideoInfo(128, 96, RATE))
    film = a_film(tmp_path / "film.mp4", 4)
    moments = [Fraction(quarter, 4) for quarter in range(1, 16)]
    for moment in moments:
        real.image(film, moment, 36)
    qtbot.waitUntil(lambda: all(real.image(film, moment, 36) is not None for moment in moments), timeout=WAIT)
    shown = [brightness(real.image(film, moment, 36)) for moment in moments]
    expected = [2 * round(moment * RATE) for moment in moments]
    assert all(-6 <= seen - wanted <= 3 for seen, wanted in zip(shown, expected, strict=True))


def test_the_waveform_of_a_real_film_is_that_of_its_sound(qtbot: QtBot, tmp_path: Path, real: Thumbnails) -> None:
    film = a_film(make_film(tmp_path / "film.mp4", 48, sound=tone(Fraction(2))), 2, sound=True)
    with qtbot.waitSignal(real.arrived, timeout=WAIT):
        assert real.peaks(film) is None
    peaks = real.peaks(film)
    assert peaks is not None
    assert peaks.columns(Fraction(1, 2), Fraction(3, 2), 10)[1] == pytest.approx(0.5, abs=0.05)


def test_a_missing_film_is_told_by_name(qtbot: QtBot, tmp_path: Path, real: Thumbnails) -> None:
    with qtbot.waitSignal(real.failed, timeout=WAIT) as told:
        real.image(a_film(tmp_path / "gone.mp4"), Fraction(0), 36)
    assert "gone.mp4" in told.args[1]


def test_the_window_needs_neither_ffmpeg_nor_numpy_for_its_first_paint() -> None:
    code = "import sys, editor.render.thumbnails; sys.exit(bool({'av', 'numpy', 'cv2'} & sys.modules.keys()))"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
