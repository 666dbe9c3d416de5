"""No file stops the window: what a reader dies or hangs over is told, and everything else goes on."""

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import CancelledError, Future
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest

from engine.errors import Cancelled, LongtakeError, MediaError, MediaMissing, NotAVideo, OutputError
from engine.media.fingerprint import content_fingerprint
from engine.media.inspection import inspect_media
from engine.media.peaks import read_peaks
from engine.media.read import read_frames
from engine.media.service import MediaService
from tests.engine.media.breaking import processes
from tests.engine.media.clips import SMALL, make_film, make_raw, moving_square, mutated, tone

WAIT = 60.0  # seconds for an answer; more is a hang
BREAKING = "tests.engine.media.breaking"


@pytest.fixture
def service() -> Iterator[MediaService]:
    service = MediaService()
    yield service
    service.close()


@pytest.fixture
def breaking() -> Iterator[MediaService]:
    service = MediaService(patience=5, module=BREAKING)
    yield service
    service.close()


def film(path: Path, count: int = 6) -> Path:
    return make_film(path, count)


def ended(process: int) -> bool:
    """Also where nobody has asked yet what became of it."""
    try:
        return (Path("/proc") / str(process) / "stat").read_text().rsplit(")", 1)[1].split()[0] == "Z"
    except FileNotFoundError:
        return True


def test_a_file_is_inspected_in_another_process_as_in_this_one(tmp_path: Path, service: MediaService) -> None:
    path = make_film(tmp_path / "film.mp4", 24, replace(SMALL, sample_aspect=Fraction(4, 3)), tone(Fraction(1)))
    assert service.inspect(path).result(WAIT) == inspect_media(path)


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [("nowhere.mp4", None, MediaMissing), ("diary.mp4", b"Dear diary,\n" * 50, NotAVideo), ("a.mov", b"", NotAVideo)],
)
def test_errors_come_as_what_they_are(
    tmp_path: Path, service: MediaService, name: str, content: bytes | None, kind: type[LongtakeError]
) -> None:
    if content is not None:
        (tmp_path / name).write_bytes(content)
    for future in (service.inspect(tmp_path / name), service.thumbnails(tmp_path / name, [Fraction(0)], 54, tmp_path)):
        with pytest.raises(kind, match=name):
            future.result(WAIT)


def test_thumbnails_are_files_with_the_very_pictures(tmp_path: Path, service: MediaService) -> None:
    path = make_film(tmp_path / "film.mp4", 30)
    times = [Fraction(index, 24) for index in (0, 7, 12, 29)]
    files = service.thumbnails(path, times, 48, tmp_path / "cache" / "48").result(WAIT)
    through = [frame.image for frame in read_frames(path)]
    for file, index in zip(files, (0, 7, 12, 29), strict=True):
        picture = cv2.imread(str(file))
        assert picture is not None
        expected = cv2.resize(through[index], (64, 48), interpolation=cv2.INTER_AREA)[..., ::-1]
        assert picture.shape == (48, 64, 3)
        assert np.abs(picture.astype(float) - expected).mean() < 4, index
        assert file.suffix == ".jpg"
    assert len(list((tmp_path / "cache" / "48").iterdir())) == 4


def test_a_key_frame_close_enough_will_do(tmp_path: Path, service: MediaService) -> None:
    """The very frame and the key frame before it differ by where the square stands."""
    path = make_raw(tmp_path / "film.mp4", moving_square(50), "libx264", "yuv420p", {"g": "10", "bf": "0"})
    time = [Fraction(17, 25)]
    near = service.thumbnails(path, time, 96, tmp_path / "near", tolerance=Fraction(1, 2)).result(WAIT)
    tight = service.thumbnails(path, time, 96, tmp_path / "tight", tolerance=Fraction(1, 25)).result(WAIT)
    exact = service.thumbnails(path, time, 96, tmp_path / "exact").result(WAIT)
    assert [left_edge(files[0]) for files in (near, tight, exact)] == pytest.approx([20, 34, 34], abs=1.5)


def left_edge(file: Path) -> int:
    picture = cv2.imread(str(file))
    assert picture is not None
    rows = picture[22:38].astype(float).mean(axis=0)
    return int(np.argmax(rows[:, 2] - rows[:, 0] > 60))


def test_the_thumbnail_of_what_is_transparent_is_too(footage: Path, tmp_path: Path, service: MediaService) -> None:
    (file,) = service.thumbnails(footage / "transparent.webm", [Fraction(1)], 72, tmp_path).result(WAIT)
    picture = cv2.imread(str(file), cv2.IMREAD_UNCHANGED)
    assert picture is not None
    assert picture.shape == (72, 72, 4)
    assert picture[..., 3].min() == 0


def test_a_waveform_covers_the_whole_sound(tmp_path: Path, service: MediaService) -> None:
    path = make_film(tmp_path / "film.mp4", 48, sound=tone(Fraction(2)))
    target = service.peaks(path, tmp_path / "cache" / "peaks").result(WAIT)
    low, high = read_peaks(target).columns(Fraction(0), Fraction(2), 20)
    assert np.abs(high[1:-1] - 0.5).max() < 0.05
    assert np.abs(low[1:-1] + 0.5).max() < 0.05


def test_a_fingerprint_is_that_of_the_content(tmp_path: Path, service: MediaService) -> None:
    path = film(tmp_path / "film.mp4")
    assert service.fingerprint(path).result(WAIT) == content_fingerprint(path)


def test_where_nothing_can_be_kept_the_disk_is_named_not_the_film(tmp_path: Path, service: MediaService) -> None:
    (tmp_path / "full").write_bytes(b"")
    with pytest.raises(OutputError, match="cannot be kept"):
        service.thumbnails(film(tmp_path / "film.mp4"), [Fraction(0)], 54, tmp_path / "full" / "54").result(WAIT)


def test_the_file_a_reader_dies_over_is_told_and_the_others_are_read(tmp_path: Path, breaking: MediaService) -> None:
    before, deadly, after = (film(tmp_path / name) for name in ("before.mp4", "deadly.mp4", "after.mp4"))
    futures = [breaking.inspect(path) for path in (before, deadly, after)]
    with pytest.raises(MediaError, match=r"deadly\.mp4 made the reader stop"):
        futures[1].result(WAIT)
    assert futures[0].result(WAIT).duration == futures[2].result(WAIT).duration == Fraction(1, 4)
    assert len(set(processes(tmp_path))) == 2


def test_a_file_is_not_blamed_for_a_reader_that_died_of_others(tmp_path: Path, breaking: MediaService) -> None:
    breaking.inspect(film(tmp_path / "before.mp4")).result(WAIT)
    assert breaking.inspect(film(tmp_path / "tired.mp4")).result(WAIT).duration == Fraction(1, 4)
    assert (tmp_path / "died once").exists()


def test_the_file_a_reader_hangs_over_is_told_and_the_others_are_read(tmp_path: Path) -> None:
    service = MediaService(patience=1.5, module=BREAKING)
    hanging, after = film(tmp_path / "hanging.mp4"), film(tmp_path / "after.mp4")
    futures = [service.inspect(path) for path in (hanging, after)]
    with pytest.raises(MediaError, match=r"hanging\.mp4 could not be read.*no sign"):
        futures[0].result(WAIT)
    assert futures[1].result(WAIT).duration == Fraction(1, 4)
    service.close()


def test_what_nobody_foresaw_is_an_error_in_words(tmp_path: Path, breaking: MediaService) -> None:
    with pytest.raises(MediaError, match=r"odd\.mp4 could not be read: ZeroDivisionError"):
        breaking.inspect(film(tmp_path / "odd.mp4")).result(WAIT)


def test_a_new_file_comes_before_thumbnails_and_those_seen_before_the_rest(
    tmp_path: Path, breaking: MediaService
) -> None:
    order: list[str] = []

    def noted(name: str, future: "Future[Any]") -> "Future[Any]":
        future.add_done_callback(lambda _: order.append(name))
        return future

    path = film(tmp_path / "film.mp4")
    first = noted("hanging", breaking.inspect(film(tmp_path / "hanging.mp4")))  # the others gather behind it
    futures = [
        noted("later", breaking.thumbnails(path, [Fraction(0)], 54, tmp_path / "a", seen=False)),
        noted("seen", breaking.thumbnails(path, [Fraction(0)], 54, tmp_path / "b")),
        noted("new", breaking.inspect(path)),
    ]
    breaking.cancel(first)
    for future in futures:
        future.result(WAIT)
    assert order[1:] == ["new", "seen", "later"]


def test_what_is_cancelled_before_its_turn_is_never_read(tmp_path: Path, breaking: MediaService) -> None:
    path = film(tmp_path / "film.mp4")
    slow = breaking.inspect(film(tmp_path / "slow.mp4"))
    unwanted = breaking.inspect(path)
    assert unwanted.cancel()
    breaking.cancel(slow)
    assert breaking.inspect(path).result(WAIT)
    assert len(processes(tmp_path)) == 1


def test_what_is_being_read_can_be_cancelled(tmp_path: Path, breaking: MediaService) -> None:
    slow = breaking.inspect(film(tmp_path / "slow.mp4"))
    waited = threading.Event()
    while not (tmp_path / "started").exists():
        waited.wait(0.02)
    breaking.cancel(slow)
    with pytest.raises(Cancelled, match=r"slow\.mp4 was stopped"):
        slow.result(WAIT)
    assert breaking.inspect(film(tmp_path / "film.mp4")).result(WAIT)


def test_a_waveform_in_the_making_keeps_no_new_file_waiting(tmp_path: Path, breaking: MediaService) -> None:
    slow = breaking.peaks(film(tmp_path / "slow.mp4"), tmp_path / "peaks")
    assert breaking.inspect(film(tmp_path / "film.mp4")).result(WAIT)
    assert not slow.done()
    breaking.cancel(slow)


def test_a_reader_is_replaced_after_a_number_of_jobs(tmp_path: Path) -> None:
    service = MediaService(jobs=2, module=BREAKING)
    path = film(tmp_path / "film.mp4")
    for _ in range(5):
        service.inspect(path).result(WAIT)
    used = processes(tmp_path)
    assert [used.index(process) for process in used] == [0, 0, 2, 2, 4]
    service.close()


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system does not list its processes")
def test_closing_ends_the_readers_and_what_waits(tmp_path: Path) -> None:
    service = MediaService(module=BREAKING)
    path = film(tmp_path / "film.mp4")
    service.inspect(path).result(WAIT)
    slow, waiting = service.inspect(film(tmp_path / "slow.mp4")), service.inspect(path)
    service.close()
    for future in (slow, waiting, service.inspect(path)):
        with pytest.raises((Cancelled, CancelledError)):
            future.result(WAIT)
    assert all(ended(process) for process in processes(tmp_path))


PARENT = """
import sys, time
from pathlib import Path
from engine.media.service import MediaService
service = MediaService(module=sys.argv[1])
service.inspect(Path(sys.argv[2])).result(60)
print("ready", flush=True)
time.sleep(60)
"""


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="the system does not list its processes")
def test_a_reader_ends_with_the_window_however_that_ends(tmp_path: Path) -> None:
    path = film(tmp_path / "film.mp4")
    command = [sys.executable, "-c", PARENT, BREAKING, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout is not None
        assert parent.stdout.readline() == "ready\n"
        (reader,) = processes(tmp_path)
        assert not ended(reader)
        parent.kill()
    waited = threading.Event()
    for _ in range(500):
        if ended(reader):
            break
        waited.wait(0.02)
    assert ended(reader)


def test_a_file_that_changed_gives_its_new_pictures(tmp_path: Path, service: MediaService) -> None:
    path = film(tmp_path / "film.mp4")
    service.thumbnails(path, [Fraction(0)], 96, tmp_path / "before").result(WAIT)
    replacement = make_raw(tmp_path / "new.mp4", [np.full((96, 128, 3), 200, np.uint8)] * 3, "libx264", "yuv420p", {})
    os.replace(replacement, path)
    (file,) = service.thumbnails(path, [Fraction(0)], 96, tmp_path / "after").result(WAIT)
    picture = cv2.imread(str(file))
    assert picture is not None
    assert np.abs(picture.astype(float) - 200).max() < 6


MUTANTS = 200


def test_no_mutant_of_a_film_stops_or_hangs_anything(tmp_path: Path) -> None:
    """0 of 200: fewer than 1.5 in 100, with 95 % confidence."""
    whole = make_film(tmp_path / "film.mp4", 12, sound=tone(Fraction(1, 2))).read_bytes()
    service = MediaService(patience=20)
    futures: list[Future[Any]] = []
    for number in range(MUTANTS):
        path = tmp_path / f"mutant{number}.mp4"
        path.write_bytes(mutated(whole, number))
        futures.append(service.inspect(path))
        futures.append(service.thumbnails(path, [Fraction(0), Fraction(1, 4)], 54, tmp_path / f"{number}"))
    errors = [future.exception(WAIT) for future in futures]
    assert all(error is None or isinstance(error, MediaError) for error in errors)
    assert not any("stop" in str(error) or "no sign" in str(error) for error in errors)
    assert 10 < sum(error is not None for error in errors) < 2 * MUTANTS - 10
    assert service.inspect(tmp_path / "film.mp4").result(WAIT).duration == Fraction(1, 2)
    service.close()
