"""Shots told apart."""

from fractions import Fraction
from pathlib import Path

import numpy as np

from engine.motion.cuts import after_last_cut, cuts
from tests.engine.motion.moving_scenes import panning, texture


def two_shots() -> np.ndarray:
    other = np.tile(texture(9, 180, 320).astype(np.uint8), (6, 1, 1, 1))
    return np.concatenate((panning().context, other))


def test_only_the_last_shot_is_kept() -> None:
    frames = two_shots()
    assert cuts(frames) == [9]
    assert (after_last_cut(frames) == frames[9:]).all()


def test_motion_a_fade_and_a_flash_are_no_cuts() -> None:
    scene = panning(pan=(12.0, 4.0))
    assert cuts(scene.context) == []
    fading = scene.context * np.linspace(1, 0.05, 9)[:, None, None, None]
    assert cuts(fading.astype(np.uint8)) == []
    flash = scene.context.copy()
    flash[4] = np.minimum(flash[4].astype(int) + 90, 255)
    assert cuts(flash) == []


def test_a_single_frame_is_its_own_shot() -> None:
    assert len(after_last_cut(panning().context[:1])) == 1


def test_the_cut_of_a_real_film_is_found(footage: Path, read_frames) -> None:
    assert cuts(read_frames("bunny.webm", 30, Fraction(15))[:, ::2, ::2]) == [15]
