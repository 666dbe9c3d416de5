"""The timecode and the reel that a file carries."""

from pathlib import Path

import pytest

from engine.errors import MediaMissing
from engine.media.info import FileTimecode
from engine.media.timecode import read_timecode
from tests.editor.render.counted import film


def test_a_film_without_timecode_has_none(tmp_path: Path) -> None:
    film(tmp_path / "film.mp4", 3)
    assert read_timecode(tmp_path / "film.mp4") == FileTimecode()


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(MediaMissing):
        read_timecode(tmp_path / "film.mp4")
