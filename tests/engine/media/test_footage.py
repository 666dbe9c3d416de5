"""Every sample file opens as it is described, or gives the error it deserves."""

from dataclasses import dataclass
from fractions import Fraction
from hashlib import sha256
from pathlib import Path

import numpy as np
import pytest

from engine.errors import MediaDamaged
from engine.media.probe import count_frames, probe
from engine.media.read import read_frames, read_head, read_tail


@dataclass(frozen=True)
class Expected:
    size: tuple[int, int]
    rate: Fraction
    frames: int
    sound: str | None = None
    alpha: bool = False


FILES = {
    "surf.mp4": Expected((1280, 720), Fraction(24), 192),
    "surf_extended_by_pusa_wan21.mp4": Expected((1280, 720), Fraction(25), 81),
    "bunny.webm": Expected((1280, 720), Fraction(24), 720, "vorbis"),
    "snow.mp4": Expected((1280, 720), Fraction(24), 48, "mp3float"),
    "planes_failing_audio.mp4": Expected((640, 360), Fraction(25), 280, "mp3float"),
    "bars_timecode.mp4": Expected((1920, 1080), Fraction(25), 251, "aac"),
    "no_duration.webm": Expected((1280, 720), Fraction(15000, 1001), 74, "opus"),
    "odd_rate.mp4": Expected((320, 240), Fraction(45000, 1499), 36, "aac"),
    "transparent.webm": Expected((200, 200), Fraction(30), 150, "vorbis", alpha=True),
    "rotated_90.mov": Expected((320, 568), Fraction(30), 3),
    "unordered.mov": Expected((50, 50), Fraction(32), 4),
}
STILLS = ["start_frame.jpg", "middle_frame.jpg", "end_frame.jpg", "zen.jpg"]


@pytest.mark.parametrize("name", FILES)
def test_a_sample_is_what_it_is_said_to_be(footage: Path, name: str) -> None:
    expected, info = FILES[name], probe(footage / name)
    video = info.video
    assert video is not None
    assert (video.width, video.height) == expected.size
    assert video.rate == expected.rate
    assert not video.variable
    assert video.alpha == expected.alpha
    assert (info.audio.codec if info.audio else None) == expected.sound
    assert info.duration == expected.frames / expected.rate
    assert count_frames(footage / name) == expected.frames


@pytest.mark.parametrize("name", [*FILES, *STILLS, "corrupted.mp4"])
def test_reading_never_touches_the_source(footage: Path, name: str) -> None:
    before = sha256((footage / name).read_bytes()).digest()
    read_head(footage / name, 1)
    assert sha256((footage / name).read_bytes()).digest() == before


@pytest.mark.parametrize("name", STILLS)
def test_a_still_is_a_single_frame(footage: Path, name: str) -> None:
    frames = list(read_frames(footage / name))
    assert [frame.image.shape for frame in frames] == [(720, 1280, 3)]


def test_a_corrupted_file_gives_its_good_frames_and_then_says_so(footage: Path) -> None:
    frames = read_frames(footage / "corrupted.mp4")
    assert [next(frames).time for _ in range(28)] == [Fraction(index, 10) for index in range(28)]
    with pytest.raises(MediaDamaged, match="first 28 of 50 frames"):
        next(frames)
    with pytest.raises(MediaDamaged, match=r"corrupted\.mp4 is damaged"):
        count_frames(footage / "corrupted.mp4")


def test_the_good_part_of_a_corrupted_file_can_be_extended(footage: Path) -> None:
    tail = read_tail(footage / "corrupted.mp4", 5, end=Fraction(14, 5))
    assert [frame.time for frame in tail] == [Fraction(index, 10) for index in range(23, 28)]
    with pytest.raises(MediaDamaged, match="first 28 of 50 frames"):
        read_tail(footage / "corrupted.mp4", 5)


def test_frames_stored_out_of_order_come_in_the_order_shown(footage: Path) -> None:
    times = [frame.time for frame in read_frames(footage / "unordered.mov")]
    assert times == [Fraction(index, 32) for index in range(4)]


def test_transparency_is_kept(footage: Path) -> None:
    image = read_tail(footage / "transparent.webm", 1)[0].image
    assert image.shape == (200, 200, 4)
    assert image[..., 3].min() == 0
    assert image[..., 3].max() == 255


@pytest.mark.parametrize(("name", "tries"), [("bars_timecode.mp4", 5), ("planes_failing_audio.mp4", 12)])
def test_a_seek_gives_the_very_frames_of_reading_through(footage: Path, name: str, tries: int) -> None:
    rate, count = FILES[name].rate, 32
    through = list(read_frames(footage / name, end=count / rate))
    assert len(through) == count
    for index in np.random.default_rng(3).integers(0, count - 2, tries):
        sought = list(read_frames(footage / name, index / rate, (index + 2) / rate))
        assert [frame.time for frame in sought] == [index / rate, (index + 1) / rate]
        assert all(np.array_equal(a.image, b.image) for a, b in zip(sought, through[index:], strict=False))


@pytest.mark.parametrize("name", ["surf.mp4", "no_duration.webm"])
def test_the_tail_is_the_last_frames(footage: Path, name: str) -> None:
    rate, count = FILES[name].rate, FILES[name].frames
    indexes = [round(frame.time * rate) for frame in read_tail(footage / name, 5)]
    assert indexes == list(range(count - 5, count))
