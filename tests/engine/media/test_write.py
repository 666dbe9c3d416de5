"""What is written is exact in time and size, and there whole or not at all."""

import os
import resource
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from engine.errors import NoSpace, OutputError
from engine.media.coding import take_suffix
from engine.media.info import VideoInfo
from engine.media.probe import count_frames, probe
from engine.media.read import read_frames, read_head
from engine.media.sound import read_sound
from engine.media.write import shifted, timed, write_film, write_take
from tests.engine.media.clips import SMALL, STEREO, make_film, moving_square, tone

NOISE = np.random.default_rng(0).integers(0, 256, (24, 96, 128, 3)).astype(np.uint8)
RATES = ["24000/1001", "24", "30000/1001", "60000/1001", "45000/1499", "15000/1001", "25", "50", "16", "1", "2997/100"]


@pytest.mark.parametrize("rate", RATES)
def test_every_rate_comes_back_exactly(tmp_path: Path, rate: str) -> None:
    exact = Fraction(rate)
    write_take(tmp_path / "take.mp4", moving_square(9), replace(SMALL, rate=exact))
    info = probe(tmp_path / "take.mp4")
    assert info.video is not None
    assert info.video.rate == exact
    assert info.duration == 9 / exact
    assert [frame.time for frame in read_frames(tmp_path / "take.mp4")] == [index / exact for index in range(9)]


@pytest.mark.parametrize("size", [(127, 95), (127, 96), (128, 95), (50, 50), (1, 1)])
@pytest.mark.parametrize("chroma", ["420", "422", "gray", "rgb"])
def test_no_row_or_column_of_an_odd_size_is_lost(tmp_path: Path, size: tuple[int, int], chroma: str) -> None:
    width, height = size
    image = np.full((height, width, 3), 120, np.uint8)
    write_take(tmp_path / "take.mp4", [image] * 2, VideoInfo(width, height, Fraction(24), chroma=chroma))
    write_film(tmp_path / "film.mp4", timed([image] * 2, Fraction(24)), VideoInfo(width, height, Fraction(24)))
    for name in ("take.mp4", "film.mp4"):
        assert read_head(tmp_path / name, 2)[1].image.shape == (height, width, 3)


@pytest.mark.parametrize("depth", [8, 12, 16])
def test_the_name_of_a_take_ends_as_its_kind_needs(tmp_path: Path, depth: int) -> None:
    for alpha in (False, True):
        video = replace(SMALL, bit_depth=depth, alpha=alpha)
        path = tmp_path / f"take{take_suffix(video)}"
        image = NOISE[0] if depth == 8 else NOISE[0].astype(np.uint16) * 257
        write_take(path, [image], video)
        found = probe(path).video
        assert found is not None
        assert found.alpha == alpha
        assert found.bit_depth >= depth


def test_a_take_is_visually_lossless(tmp_path: Path, footage: Path) -> None:
    source = footage / "surf.mp4"
    video = probe(source).video
    assert video is not None
    images = [frame.image for frame in read_head(source, 6)]
    write_take(tmp_path / "take.mp4", images, video, [source])
    for frame, image in zip(read_frames(tmp_path / "take.mp4"), images, strict=True):
        error = np.mean((frame.image.astype(float) - image) ** 2)
        assert 10 * np.log10(255**2 / error) > 48


def test_a_film_has_its_sound_as_long_as_its_picture(tmp_path: Path) -> None:
    rate, path = Fraction(24000, 1001), tmp_path / "film.mp4"
    images = timed(moving_square(24), rate)
    write_film(path, images, replace(SMALL, rate=rate), STEREO, [tone(Fraction(1, 2))])
    sound = read_sound(path)
    assert sound is not None
    assert len(sound.samples) == round(24 / rate * 48000)
    heard = np.abs(sound.samples[:, 0])
    assert heard[2000:22000].max() > 0.4
    assert heard[26000:].max() < 0.01


def test_sound_starts_with_the_picture(tmp_path: Path) -> None:
    click = tone(Fraction(1))
    click.samples[:] = 0
    click.samples[12000:12048] = 0.8
    sound = read_sound(make_film(tmp_path / "film.mp4", 24, sound=click))
    assert sound is not None
    assert abs(int(np.abs(sound.samples[:, 0]).argmax()) - 12024) < 48


def test_a_film_joins_what_is_read_and_what_is_new(tmp_path: Path) -> None:
    source = make_film(tmp_path / "source.mp4", 12)
    new = timed(moving_square(6), Fraction(24), start=Fraction(12, 24))
    joined = [*read_frames(source), *new]
    assert write_film(tmp_path / "after.mp4", joined, SMALL) == 18
    assert count_frames(tmp_path / "after.mp4") == 18
    before = [*timed(moving_square(6), Fraction(24)), *shifted(read_frames(source), Fraction(6, 24))]
    write_film(tmp_path / "before.mp4", before, SMALL)
    assert [frame.time * 24 for frame in read_frames(tmp_path / "before.mp4")] == list(range(18))


def test_the_source_is_never_overwritten(tmp_path: Path) -> None:
    source = make_film(tmp_path / "source.mp4", 3)
    (tmp_path / "link.mp4").symlink_to(source)
    os.link(source, tmp_path / "twin.mp4")
    before = source.read_bytes()
    for name in ("source.mp4", "link.mp4", "twin.mp4", "../" + tmp_path.name + "/source.mp4"):
        with pytest.raises(OutputError, match="never overwritten"):
            write_take(tmp_path / name, NOISE, SMALL, [source])
    assert source.read_bytes() == before


@pytest.mark.parametrize("limit", [0, 20_000, "half", "all but a byte"])
def test_a_full_disk_leaves_what_stood_there_before(tmp_path: Path, limit: int | str) -> None:
    path = tmp_path / "take.mp4"
    write_take(path, NOISE, SMALL)
    before = path.read_bytes()
    room = {"half": len(before) // 2, "all but a byte": len(before) - 1}.get(str(limit), limit)
    assert isinstance(room, int)
    with room_for(room), pytest.raises(NoSpace, match="no space"):
        write_take(path, NOISE, SMALL)
    assert path.read_bytes() == before
    assert [file.name for file in tmp_path.iterdir()] == ["take.mp4"]


@contextmanager
def room_for(size: int) -> Iterator[None]:
    """Files cannot grow beyond `size` bytes."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_a_folder_that_cannot_be_written_to_is_named(tmp_path: Path) -> None:
    folder = tmp_path / "locked"
    folder.mkdir(mode=0o555)
    with nobody(), pytest.raises(OutputError, match=r"take\.mp4 cannot be written: Permission denied"):
        write_take(folder / "take.mp4", NOISE, SMALL)
    with pytest.raises(OutputError, match="No such file or directory"):
        write_take(tmp_path / "nowhere" / "take.mp4", NOISE, SMALL)


@contextmanager
def nobody() -> Iterator[None]:
    """Root may write anywhere: step down for a moment."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_run_that_fails_half_way_leaves_nothing(tmp_path: Path) -> None:
    def images() -> Iterator[np.ndarray]:
        yield from NOISE[:3]
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write_take(tmp_path / "take.mp4", images(), SMALL)
    assert list(tmp_path.iterdir()) == []


def test_what_cannot_be_written_is_said(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match="no frames"):
        write_take(tmp_path / "take.mp4", [], SMALL)
    with pytest.raises(OutputError, match="does not fit"):
        write_take(tmp_path / "take.mp4", [NOISE[0][:50]], SMALL)
    with pytest.raises(OutputError, match=r"\.mp4 or \.mov"):
        write_take(tmp_path / "take.avi", NOISE, SMALL)
    with pytest.raises(OutputError, match="transparency"):
        write_take(tmp_path / "take.mp4", NOISE, replace(SMALL, alpha=True))
    assert list(tmp_path.iterdir()) == []


def test_a_take_has_key_frames_close_together(tmp_path: Path) -> None:
    write_take(tmp_path / "take.mp4", moving_square(25), SMALL)
    with av.open(str(tmp_path / "take.mp4")) as container:
        keys = [index for index, packet in enumerate(container.demux(video=0)) if packet.size and packet.is_keyframe]
    assert keys == [0, 12, 24]
