"""Coded pictures that are taken over: the very same frames, at their places, beside those that are coded anew."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from editor.render.export_film import export_film
from editor.render.exporting.settings import ExportSettings
from editor.timeline.looks import Grade, Look
from editor.timeline.model import Media, MediaId, Timeline
from editor.timeline.rational_time import TimeRange
from engine.media.coding import Coding
from engine.media.decoder import Decoder
from engine.media.info import VideoInfo
from engine.media.inspection import inspect_media
from engine.media.read import read_frames
from engine.progress import Report
from tests.editor.render.counted import RATE, number_of
from tests.editor.render.exporting.conftest import BT709, GROUP, HEIGHT, WIDTH, cut, written

H264 = ExportSettings()


def exported(value: Timeline, path: Path, settings: ExportSettings = H264) -> int:
    """How many were copied."""
    return export_film(value, path, TimeRange(0, value.duration), Report(), None, settings).copied


def images(path: Path) -> list[np.ndarray]:
    return [frame.image for frame in read_frames(path)]


@pytest.fixture(scope="module")
def joined(source: Media, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, list[int], int]:
    """Two cuts of one file, their frames in it, and how many were copied: whole groups of each."""
    path = tmp_path_factory.mktemp("joined") / "film.mp4"
    pieces = ((3, 30), (12, 30))
    count = exported(cut(source, *pieces), path)
    return path, [frame for first, length in pieces for frame in range(first, first + length)], count


def test_whole_groups_are_copied_and_their_frames_are_the_same_to_the_bit(
    source: Media, joined: tuple[Path, list[int], int]
) -> None:
    path, numbers, count = joined
    assert count == 3 * GROUP + 3 * GROUP, "8 to 32 of the first, 16 to 40 of the second"
    own, got = images(Path(source.path)), list(read_frames(path))
    assert [number_of(frame.image) for frame in got] == numbers
    assert [frame.time for frame in got] == [index / RATE for index in range(60)]
    same = [bool(np.array_equal(frame.image, own[number])) for frame, number in zip(got, numbers, strict=True)]
    assert sum(same) >= count
    assert all(same[index] for index in [*range(5, 29), *range(34, 58)])


def test_every_frame_of_a_joined_film_can_be_jumped_to(joined: tuple[Path, list[int], int]) -> None:
    path, numbers, _ = joined
    played = images(path)
    decoder = Decoder(path)
    for index in np.random.default_rng(7).permutation(len(numbers)):
        assert np.array_equal(decoder.frame(Fraction(int(index)) / RATE).image, played[index]), index
    decoder.close()


def test_the_sound_goes_on_under_what_is_copied(joined: tuple[Path, list[int], int]) -> None:
    info = inspect_media(joined[0])
    assert info.audio is not None
    assert info.duration == Fraction(60, 24)


@pytest.mark.parametrize("preset", ["prores-hq", "prores-422", "dnxhr-hq", "dnxhr-hqx"])
def test_every_picture_of_an_intra_codec_is_copied(source: Media, tmp_path: Path, preset: str) -> None:
    first, again = tmp_path / "first.mov", tmp_path / "again.mov"
    settings = ExportSettings(preset)
    assert exported(cut(source, (0, 20), sound=False), first, settings) == 0
    media = replace(source, id=MediaId("first"), path=str(first))
    assert exported(cut(media, (7, 5), (1, 3), sound=False), again, settings) == 8
    own = images(first)
    for image, number in zip(images(again), [7, 8, 9, 10, 11, 1, 2, 3], strict=True):
        assert np.array_equal(image, own[number])


def test_one_profile_is_not_taken_for_another(source: Media, tmp_path: Path) -> None:
    exported(cut(source, (0, 8), sound=False), tmp_path / "first.mov", ExportSettings("prores-422"))
    media = replace(source, id=MediaId("first"), path=str(tmp_path / "first.mov"))
    assert exported(cut(media, (0, 8), sound=False), tmp_path / "again.mov", ExportSettings("prores-hq")) == 0


def test_what_is_changed_scaled_or_to_be_smaller_is_coded(source: Media, tmp_path: Path) -> None:
    plain = cut(source, (0, 24), sound=False)
    (clip,) = plain.tracks[0].clips
    graded = replace(plain, tracks=(replace(plain.tracks[0], items=(replace(clip, look=Look(grade=Grade(1.0))),)),))
    assert exported(plain, tmp_path / "plain.mp4") == 24
    assert exported(graded, tmp_path / "graded.mp4") == 0
    for name, settings in {
        "scaled": replace(H264, height=96),
        "smaller": replace(H264, quality=30),
        "rated": replace(H264, bit_rate=2000),
        "faster": replace(H264, rate=Fraction(25)),
        "deeper": replace(H264, pixel_format="yuv420p10le"),
        "anew": replace(H264, copies=False),
    }.items():
        assert exported(plain, tmp_path / f"{name}.mp4", settings) == 0, name


def test_groups_that_lean_on_others_are_coded(tmp_path: Path) -> None:
    options = {"g": str(GROUP), "bf": "3", "x264-params": "open-gop=1:scenecut=0", "preset": "medium"}
    video = VideoInfo(WIDTH, HEIGHT, RATE, colour=BT709)
    media = written(tmp_path / "open.mp4", video, Coding("libx264", "yuv420p", options))
    copied = exported(cut(media, (0, 48), sound=False), tmp_path / "film.mp4")
    assert copied <= GROUP, "only the first group needs nothing else"
    assert [number_of(image) for image in images(tmp_path / "film.mp4")] == list(range(48))
