"""Colours are read by the file's own matrix and range, and come back from a take as they went in."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
import pytest

from engine.media.colour import to_array, to_frame
from engine.media.info import ColourTags, VideoInfo
from engine.media.read import read_head
from engine.media.write import write_film, write_take
from tests.engine.media.clips import SMALL, colour_bars

# Y, Cb, Cr of full red, from each standard's own table or equation, 8 bits.
RED = {
    ("BT.601", False): (5, (81, 90, 240)),
    ("BT.709", False): (1, (63, 102, 240)),
    ("BT.2020", False): (9, (74, 97, 240)),
    ("BT.601", True): (5, (76, 85, 255)),
    ("BT.709", True): (1, (54, 99, 255)),
}


@pytest.mark.parametrize("case", RED, ids=str)
def test_red_is_red_in_every_matrix_and_range(case: tuple[str, bool]) -> None:
    matrix, codes = RED[case]
    image = to_array(flat(codes, "yuv444p", matrix, full_range=case[1]), 0)
    assert np.abs(image[0, 0].astype(int) - (255, 0, 0)).max() <= 2


@pytest.mark.parametrize(("width", "height", "matrix"), [(640, 480, "BT.601"), (1280, 720, "BT.709")])
def test_untagged_colours_are_taken_as_players_take_them(width: int, height: int, matrix: str) -> None:
    image = to_array(flat(RED[matrix, False][1], "yuv444p", 2, False, width, height), 0)
    assert np.abs(image[0, 0].astype(int) - (255, 0, 0)).max() <= 2


@pytest.mark.parametrize("full_range", [False, True])
def test_white_and_black_of_ten_bits_reach_both_ends(full_range: bool) -> None:
    black, white = (0, 1023) if full_range else (64, 940)
    for luma, level in ((black, 0), (white, 65535)):
        assert np.all(to_array(flat((luma, 512, 512), "yuv444p10le", 1, full_range), 0) == level)


@pytest.mark.parametrize("matrix", [1, 4, 5, 6, 7, 9, 2, 0])
@pytest.mark.parametrize("full_range", [False, True])
def test_colour_bars_come_back_from_a_take(tmp_path: Path, matrix: int, full_range: bool) -> None:
    bars = colour_bars(128, 96)
    video = replace(SMALL, chroma="444", colour=ColourTags(matrix=matrix, full_range=full_range))
    write_take(tmp_path / "bars.mp4", [bars] * 3, video)
    for frame in read_head(tmp_path / "bars.mp4", 3):
        assert np.abs(frame.image.astype(int) - bars).max() <= 1


def test_colour_bars_at_half_chroma_keep_their_colours_inside_the_bars(tmp_path: Path) -> None:
    bars = colour_bars(256, 96)
    write_take(tmp_path / "bars.mp4", [bars] * 3, VideoInfo(256, 96, Fraction(25)))
    error = np.abs(read_head(tmp_path / "bars.mp4", 1)[0].image.astype(int) - bars)
    inside = np.arange(256) % 32
    assert error[:, (inside > 7) & (inside < 24)].max() <= 2


@pytest.mark.parametrize("chroma", ["420", "422", "444"])
@pytest.mark.parametrize("full_range", [False, True])
def test_a_ten_bit_ramp_comes_back_within_a_code_value(tmp_path: Path, chroma: str, full_range: bool) -> None:
    step = 65535 / (1023 if full_range else 876)
    ramp = np.arange(876)[None, :, None] * np.ones((16, 1, 3)) * step
    video = VideoInfo(876, 16, Fraction(24), bit_depth=10, chroma=chroma, colour=ColourTags(9, 16, 9, full_range))
    write_take(tmp_path / "ramp.mp4", [ramp.round().astype(np.uint16)] * 3, video)
    for frame in read_head(tmp_path / "ramp.mp4", 3):
        assert frame.image.dtype == np.uint16
        assert np.abs(frame.image - ramp).max() <= step + 1


def test_random_colours_have_no_bias_when_coded() -> None:
    """A truncation somewhere would not show in grey, and shift every generation of a picture."""
    rgb = np.random.default_rng(2).integers(0, 256, (96, 128, 3)).astype(np.uint8)
    for full_range in (False, True):
        video = replace(SMALL, colour=ColourTags(matrix=1, full_range=full_range))
        frame = to_frame(rgb, "yuv444p", video)
        frame.colorspace = 1
        back = to_array(frame, 0)
        assert np.abs((back.astype(float) - rgb).mean(axis=(0, 1))).max() < 0.05


@pytest.mark.parametrize("depth", [8, 10])
def test_transparency_comes_back_without_loss(tmp_path: Path, depth: int) -> None:
    dtype = np.uint8 if depth == 8 else np.uint16
    image = np.random.default_rng(4).integers(0, np.iinfo(dtype).max, (48, 64, 4)).astype(dtype)
    video = VideoInfo(64, 48, Fraction(30), bit_depth=depth, alpha=True)
    write_take(tmp_path / "cutout.mov", [image] * 2, video)
    frames = read_head(tmp_path / "cutout.mov", 2)
    assert all(np.array_equal(frame.image, image) for frame in frames)
    write_film(tmp_path / "film.mp4", frames, video)
    shown = read_head(tmp_path / "film.mp4", 1)[0].image
    assert shown.shape == (48, 64, 3)


def flat(
    codes: tuple[int, int, int], pixel_format: str, matrix: int, full_range: bool, width: int = 64, height: int = 48
) -> av.VideoFrame:
    frame = av.VideoFrame(width, height, pixel_format)
    dtype = np.uint16 if "10" in pixel_format else np.uint8
    for plane, code in zip(frame.planes, codes, strict=True):
        plane.update(np.full(plane.buffer_size // np.dtype(dtype).itemsize, code, dtype).tobytes())
    frame.colorspace, frame.color_range = matrix, 2 if full_range else 1
    return frame
