"""Bars and what only looks like them."""

from collections.abc import Callable

import numpy as np

from engine.motion.letterbox import Rect, picture_area
from tests.engine.motion.camera_moves import HEIGHT, WIDTH, pan


def barred(top: int = 0, bottom: int = 0, left: int = 0, right: int = 0) -> np.ndarray:
    """A panning scene of WIDTH x HEIGHT between slightly noisy black bars."""
    frames = np.maximum(pan(9), 20)
    around = np.pad(frames, ((0, 0), (top, bottom), (left, right), (0, 0)))
    noise = np.random.default_rng(0).integers(0, 4, around.shape, np.uint8)
    return np.where(around == 0, noise, around)


def test_letterbox_and_pillarbox_are_found_to_the_pixel() -> None:
    assert picture_area(barred(top=22, bottom=23)) == Rect(0, 22, WIDTH, 22 + HEIGHT)
    assert picture_area(barred(left=40, right=40)) == Rect(40, 0, 40 + WIDTH, HEIGHT)
    assert picture_area(barred(10, 10, 20, 20)) == Rect(20, 10, 20 + WIDTH, 10 + HEIGHT)


def test_a_picture_without_bars_is_used_whole() -> None:
    assert picture_area(barred()).covers(HEIGHT, WIDTH)


def test_sixteen_bit_bars_are_found_too() -> None:
    assert picture_area(barred(top=22).astype(np.uint16) * 257) == Rect(0, 22, WIDTH, 22 + HEIGHT)


def test_a_black_clip_has_no_bars() -> None:
    assert picture_area(np.zeros((5, 90, 160, 3), np.uint8)).covers(90, 160)


def test_a_night_sky_above_a_skyline_is_no_bar() -> None:
    frames = np.zeros((5, 180, 320, 3), np.uint8)
    frames[:, 120:] = 130
    frames[:, 70:, 100:160] = 130  # a tower reaches up
    assert picture_area(frames).covers(180, 320)


def test_a_thin_bar_with_a_soft_edge_is_found_with_its_edge() -> None:
    frames = barred(top=12)
    frames[:, 11] = 40
    assert picture_area(frames).top == 12


def test_rows_that_a_soft_bar_darkens_belong_to_it() -> None:
    scene = np.concatenate((np.zeros((9, 12, WIDTH, 3)), np.maximum(pan(9), 60)), axis=1)
    scene[:, 12:14] *= np.array((0.5, 0.85))[:, None, None]
    assert picture_area(scene.astype(np.uint8)).top >= 14


def test_the_bars_of_real_footage_are_found(read_frames: Callable[..., np.ndarray]) -> None:
    bars = picture_area(read_frames("bars_timecode.mp4", 4))
    assert (bars.top, bars.bottom) == (0, 1080)
    assert abs(bars.left - 240) <= 3
    assert abs(bars.right - 1680) <= 3
    surf = picture_area(read_frames("surf.mp4", 24))
    assert 11 <= surf.top <= 14
    assert 704 <= surf.bottom <= 709
