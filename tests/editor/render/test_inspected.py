"""Files are looked into once, and again when they have changed."""

from concurrent.futures import ThreadPoolExecutor
from fractions import Fraction
from pathlib import Path

import pytest

from editor.render.inspected import inspected
from engine.errors import MediaMissing
from tests.editor.render.counted import film


def test_a_file_is_asked_only_once(tmp_path: Path) -> None:
    film(tmp_path / "film.mp4", 12)
    assert inspected(tmp_path / "film.mp4") is inspected(tmp_path / "film.mp4")


def test_two_threads_that_ask_at_once_are_told_the_same(tmp_path: Path) -> None:
    film(tmp_path / "film.mp4", 12)
    with ThreadPoolExecutor(4) as threads:
        told = list(threads.map(inspected, [tmp_path / "film.mp4"] * 4))
    assert all(each is told[0] for each in told)


def test_a_file_that_was_changed_is_asked_again(tmp_path: Path) -> None:
    film(tmp_path / "film.mp4", 12)
    assert inspected(tmp_path / "film.mp4").duration == Fraction(1, 2)
    film(tmp_path / "film.mp4", 24)
    assert inspected(tmp_path / "film.mp4").duration == 1


def test_a_missing_file_is_told(tmp_path: Path) -> None:
    with pytest.raises(MediaMissing):
        inspected(tmp_path / "gone.mp4")
