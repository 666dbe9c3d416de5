"""Shots told apart."""

from collections.abc import Callable
from fractions import Fraction

import numpy as np

from engine.motion.cuts import after_last_cut, cuts
from tests.engine.motion.camera_moves import pan


def two_shots() -> np.ndarray:
    return np.concatenate((pan(9), pan(6, seed=9)))


def test_only_the_last_shot_is_kept() -> None:
    frames = two_shots()
    assert cuts(frames) == [9]
    assert (after_last_cut(frames) == frames[9:]).all()


def test_motion_a_fade_and_a_flash_are_no_cuts() -> None:
    clip = pan(9, (12.0, 4.0))
    assert cuts(clip) == []
    fading = clip * np.linspace(1, 0.05, 9)[:, None, None, None]
    assert cuts(fading.astype(np.uint8)) == []
    flash = clip.copy()
    flash[4] = np.minimum(flash[4].astype(int) + 90, 255)
    assert cuts(flash) == []


def test_a_cut_between_scenes_of_like_layout_is_found() -> None:
    def scene(seed: int, light: float) -> np.ndarray:
        """Bright above, dark below, with a little texture that hardly moves."""
        still = pan(6, (0.3, 0.0), seed=seed)
        return 0.5 * still + np.linspace(70, 0, still.shape[1])[:, None, None] + light

    clip = np.concatenate((scene(1, 0), scene(9, 50))).astype(np.uint8)
    assert cuts(clip) == [6]


def test_a_single_frame_is_its_own_shot() -> None:
    assert len(after_last_cut(pan(1))) == 1


def test_the_cut_of_a_real_film_is_found(read_frames: Callable[..., np.ndarray]) -> None:
    assert cuts(read_frames("bunny.webm", 30, Fraction(15))[:, ::2, ::2]) == [16]
