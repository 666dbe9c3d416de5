"""Frames come exactly, upright and whole, whatever the container's clock does."""

from fractions import Fraction
from itertools import pairwise
from pathlib import Path

import av
import numpy as np
import pytest

from engine.errors import ContextTooShort, MediaDamaged
from engine.media.info import ColourTags, VideoInfo
from engine.media.probe import count_frames, probe
from engine.media.read import Frame, read_frames, read_head, read_tail
from engine.media.write import write_film, write_take
from tests.engine.media.clips import SMALL, make_film, make_raw, moving_square

SQUARES = moving_square(30)
RATE = Fraction(25)
KINDS = [
    ("clip.ts", "libx264", "yuv420p", {}),  # starts at 1.4 s or so, no index
    ("clip.mkv", "libx265", "yuv420p", {"x265-params": "log-level=none"}),  # milliseconds, open groups of pictures
    ("tape.ts", "mpeg2video", "yuv420p", {"bf": "2"}),
    ("clip.mpg", "mpeg2video", "yuv420p", {"bf": "2"}),
    ("clip.avi", "mpeg4", "yuv420p", {"bf": "2"}),  # frames one tick late
    ("clip.mov", "prores_ks", "yuv422p10le", {}),
    ("clip.webm", "libvpx-vp9", "yuv420p", {"cpu-used": "8"}),
    ("clip.mp4", "libx264", "yuv420p", {"x264-params": "interlaced=1:tff=1:keyint=10"}),
    ("open.mp4", "libx264", "yuv420p", {"x264-params": "open-gop=1:keyint=8:bframes=3"}),
]


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: f"{kind[0]}-{kind[1]}")
def test_a_seek_gives_the_very_frames_of_reading_through(tmp_path: Path, kind: tuple) -> None:
    name, codec, pixel_format, options = kind
    path = make_raw(tmp_path / name, SQUARES, codec, pixel_format, options)
    through = list(read_frames(path))
    assert [round(frame.time * RATE) for frame in through] == list(range(30))
    assert abs(probe(path).duration - 30 / RATE) <= 1 / RATE
    for index in range(28):
        sought = list(read_frames(path, index / RATE, (index + 2) / RATE))
        assert len(sought) == 2, index
        assert all(np.array_equal(a.image, b.image) for a, b in zip(sought, through[index:], strict=False)), index


def test_the_head_and_tail_are_exact(tmp_path: Path) -> None:
    path = make_film(tmp_path / "clip.mp4", 24)
    assert [frame.time * 24 for frame in read_head(path, 3)] == [0, 1, 2]
    assert [frame.time * 24 for frame in read_head(path, 3, Fraction(10, 24))] == [10, 11, 12]
    assert [frame.time * 24 for frame in read_tail(path, 3)] == [21, 22, 23]
    assert [frame.time * 24 for frame in read_tail(path, 3, Fraction(10, 24))] == [7, 8, 9]
    assert count_frames(path) == 24


def test_a_clip_shorter_than_the_context_is_named_with_both_counts(tmp_path: Path) -> None:
    path = make_film(tmp_path / "clip.mp4", 5)
    with pytest.raises(ContextTooShort, match="5 frames there; 9 are needed"):
        read_tail(path, 9)
    with pytest.raises(ContextTooShort, match="2 frames there; 9 are needed"):
        read_head(path, 9, Fraction(3, 24))


def test_a_long_film_whose_frames_are_reordered_has_a_constant_rate(tmp_path: Path) -> None:
    pairs = {"preset": "ultrafast", "bf": "2", "x264-params": "b-adapt=0:scenecut=0:keyint=1000"}
    path = make_raw(tmp_path / "long.mp4", SQUARES * 11, "libx264", "yuv420p", pairs)
    with av.open(str(path)) as container:
        stored = [packet.pts for packet in container.demux(video=0) if packet.pts is not None][:300]
    assert len({later - one for one, later in pairwise(sorted(stored))}) > 1  # one between them comes after these
    video = probe(path).video
    assert video is not None
    assert not video.variable


def test_a_variable_rate_keeps_the_time_of_every_frame(tmp_path: Path) -> None:
    times = [Fraction(slot, 30) for slot in (0, 1, 2, 5, 6, 11, 12, 40)]
    video = VideoInfo(128, 96, Fraction(30), variable=True)
    frames = [Frame(image, time) for image, time in zip(SQUARES, times, strict=False)]
    path = tmp_path / "phone.mp4"
    write_film(path, frames, video)
    found = probe(path).video
    assert found is not None
    assert found.variable
    assert found.rate == 30
    assert [frame.time for frame in read_frames(path)] == times
    assert [frame.time for frame in read_frames(path, times[3], times[5])] == times[3:5]
    assert [frame.time for frame in read_tail(path, 3)] == times[-3:]
    assert "varies" in probe(path).notes[0]
    assert abs(probe(path).duration - Fraction(41, 30)) <= Fraction(1, 1000)


def test_interlaced_frames_come_whole_and_it_is_said(tmp_path: Path) -> None:
    """A bar that moves between the fields leaves a comb in the stored frame, none in the one read."""
    images = []
    for index in range(12):
        image = np.zeros((96, 128, 3), np.uint8)
        for field in (0, 1):
            left = 16 + 4 * (2 * index + field)
            image[field::2, left : left + 24] = 255
        images.append(image)
    path = make_raw(tmp_path / "tape.mp4", images, "libx264", "yuv420p", {"x264-params": "interlaced=1:tff=1"})
    info = probe(path)
    assert info.video is not None
    assert info.video.interlaced
    assert "interlaced" in info.notes[0]
    frames = list(read_frames(path))
    assert len(frames) == 12
    assert comb(images[6]) > 10 * comb(frames[6].image)


def comb(image: np.ndarray) -> float:
    rows = image[..., 0].astype(float)
    return float(np.abs(rows[1:-1] - (rows[:-2] + rows[2:]) / 2).mean())


@pytest.mark.parametrize("rotation", [90, 180, -90])
def test_a_rotated_clip_is_turned_upright(tmp_path: Path, rotation: int) -> None:
    path = make_film(tmp_path / "plain.mp4", 3, VideoInfo(128, 96, Fraction(24), sample_aspect=Fraction(4, 3)))
    turned = tmp_path / "turned.mp4"
    turned.write_bytes(with_rotation(path.read_bytes(), rotation))
    upright, stored = read_head(turned, 1)[0].image, read_head(path, 1)[0].image
    assert np.array_equal(upright, np.rot90(stored, rotation // 90))
    video = probe(turned).video
    assert video is not None
    assert (video.height, video.width) == upright.shape[:2]
    assert video.sample_aspect == (Fraction(4, 3) if rotation == 180 else Fraction(3, 4))


def with_rotation(film: bytes, rotation: int) -> bytes:
    """The display matrix of the track header (ISO/IEC 14496-12, 8.3.2), counter-clockwise."""
    cosine, sine = {90: (0, -1), 180: (-1, 0), -90: (0, 1)}[rotation]
    fixed = [cosine << 16, sine << 16, 0, -sine << 16, cosine << 16, 0, 0, 0, 1 << 30]
    matrix = b"".join(value.to_bytes(4, "big", signed=True) for value in fixed)
    at = film.index(b"tkhd") + 4 + 40
    return film[:at] + matrix + film[at + 36 :]


def test_bit_rot_stops_the_reading_where_it_begins(tmp_path: Path) -> None:
    noise = np.random.default_rng(5).integers(0, 255, (20, 96, 128, 3)).astype(np.uint8)
    path = tmp_path / "clip.mp4"
    write_take(path, noise, SMALL)
    with av.open(str(path)) as container:
        third = [packet for packet in container.demux(video=0) if packet.size][12]
        assert third.pos is not None
        place = third.pos + third.size // 2
    rotten = bytearray(path.read_bytes())
    rotten[place : place + 400] = bytes(400)
    path.write_bytes(rotten)
    frames: list[Frame] = []
    with pytest.raises(MediaDamaged, match="damaged"):
        frames.extend(read_frames(path))


def test_damage_is_told_where_it_begins_also_when_only_the_end_was_asked_for(tmp_path: Path) -> None:
    path = make_raw(tmp_path / "clip.mp4", SQUARES, "libx264", "yuv420p", {"x264-params": "keyint=10:bframes=0"})
    with av.open(str(path)) as container:
        key = [packet for packet in container.demux(video=0) if packet.is_keyframe][2]
        assert key.pos is not None
    rotten = bytearray(path.read_bytes())
    rotten[key.pos : key.pos + key.size] = bytes(key.size)
    path.write_bytes(rotten)
    with pytest.raises(MediaDamaged, match=r"0\.80 s after its start. The first 20 of 30 frames can be used."):
        read_tail(path, 5)


def test_alpha_depth_and_aspect_survive_a_take(tmp_path: Path) -> None:
    colour = ColourTags(9, 16, 9, False)
    video = VideoInfo(64, 48, Fraction(30000, 1001), Fraction(16, 11), bit_depth=10, chroma="422", colour=colour)
    image = np.linspace(0, 65535, 64 * 48 * 3).reshape(48, 64, 3).astype(np.uint16)
    write_take(tmp_path / "deep.mp4", [image] * 3, video)
    found = probe(tmp_path / "deep.mp4").video
    assert found is not None
    assert (found.bit_depth, found.chroma, found.colour) == (10, "422", colour)
    assert (found.rate, found.sample_aspect) == (video.rate, video.sample_aspect)
    assert "not square" in probe(tmp_path / "deep.mp4").notes[0]
