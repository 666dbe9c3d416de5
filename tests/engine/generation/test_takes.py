"""Finished takes: their joins are measured against the shot that they go on from."""

from fractions import Fraction

import numpy as np
import pytest

from engine.generation.gap import Gap
from engine.generation.takes import Tally, seam_numbers
from engine.progress import Report
from engine.training.footage import HELD_OUT, make_clip

KNOWN, NEW = 8, 6


@pytest.fixture(scope="module")
def shots() -> tuple[np.ndarray, np.ndarray]:
    first, second = (make_clip(HELD_OUT + scene, 30, 192, 120, 24.0).frames for scene in (3, 9))
    return (first // 4, second)  # a dark shot, and a bright one after it


def measured(before: np.ndarray, new: np.ndarray, backwards: bool = False) -> dict[str, float]:
    frames = new[::-1] if backwards else new
    tally = Tally(iter(frames), len(frames), Report())
    assert len(list(tally)) == len(frames)
    known = before[::-1] if backwards else before
    gap = Gap(None, known, Fraction(24), NEW) if backwards else Gap(known, None, Fraction(24), NEW)
    return seam_numbers(gap, tally)


@pytest.mark.parametrize("backwards", [False, True])
def test_frames_of_another_shot_before_it_do_not_change_how_a_join_measures(
    shots: tuple[np.ndarray, np.ndarray], backwards: bool
) -> None:
    other, shot = shots
    known, new = shot[:KNOWN], shot[KNOWN : KNOWN + NEW]
    alone = measured(known, new, backwards)
    assert measured(np.concatenate([other, known]), new, backwards) == alone


def test_a_fourth_channel_is_kept_out_of_it(shots: tuple[np.ndarray, np.ndarray]) -> None:
    other, shot = (np.concatenate([each, np.full_like(each[..., :1], 255)], -1) for each in shots)
    known, new = shot[:KNOWN], shot[KNOWN : KNOWN + NEW]
    assert measured(np.concatenate([other, known]), new) == measured(known, new)
