"""The benchmark's measures tell a true continuation from a frozen, a blurred and a misled one."""

from math import nan

import cv2
import numpy as np
import pytest

from tests.benchmarks.cases import Case
from tests.benchmarks.measures import Scores, Yardstick
from tests.benchmarks.report import Judged, Result, goals

SPEED = 3  # pixels a frame, to the left


@pytest.fixture(scope="module")
def case() -> Case:
    """A textured wall passing by, 320x180: 10 frames seen, 8 missing, 6 after."""
    noise = np.random.default_rng(3).uniform(0, 255, (180, 420, 3))
    wall = ((cv2.GaussianBlur(noise, (0, 0), 1.5) - 127) * 4 + 127).clip(0, 255).astype(np.uint8)
    frames = np.stack([wall[:, SPEED * t : SPEED * t + 320] for t in range(24)])
    flow = np.broadcast_to(np.array((-SPEED, 0), np.float32), (14, 180, 320, 2))
    return Case("wall", 24.0, frames[:10], frames[10:18], frames[18:], flow)


@pytest.mark.parametrize("task", ["extension", "bridge"])
def test_the_truth_scores_as_nothing_but_true(case: Case, task: str) -> None:
    scores = Yardstick(case, task).score(case.truth, 0.0)
    assert scores.psnr == 60
    assert scores.ssim == pytest.approx(1)
    assert (scores.flow, scores.sharpness) == (1, 1)
    assert scores.seam == pytest.approx(1, abs=0.05)
    assert scores.motion < 0.1 * SPEED * 2  # shown 320 wide, told at 640


def test_a_held_frame_has_no_flow_and_its_motion_error_is_the_motion(case: Case) -> None:
    scores = Yardstick(case, "extension").score(np.repeat(case.before[-1:], 8, axis=0), 0.0)
    assert scores.flow < 0.05
    assert scores.motion == pytest.approx(2 * SPEED, rel=0.05)
    assert scores.seam < 0.1


def test_motion_the_other_way_counts_twice(case: Case) -> None:
    backwards = case.before[::-1][1:9]
    assert Yardstick(case, "extension").score(backwards, 0.0).motion == pytest.approx(4 * SPEED, rel=0.1)


def test_a_blurred_continuation_is_right_in_motion_and_wrong_in_sharpness(case: Case) -> None:
    blurred = np.stack([cv2.GaussianBlur(frame, (0, 0), 2) for frame in case.truth])
    scores = Yardstick(case, "extension").score(blurred, 0.0)
    assert scores.sharpness < 0.7
    assert scores.motion < 0.3 * SPEED


def test_a_bridge_is_measured_at_its_worse_end(case: Case) -> None:
    late = case.truth.copy()
    late[-1] = 255 - late[-1]
    assert Yardstick(case, "bridge").score(late, 0.0).seam > 1.3
    assert Yardstick(case, "extension").score(late, 0.0).seam == pytest.approx(1, abs=0.05)


def test_a_verdict_agrees_when_it_says_poor_of_a_loss_or_anything_else_of_a_gain() -> None:
    assert Judged("clip", "poor", -1.0, -2.0).agrees
    assert Judged("clip", "check", 0.5, 0.1).agrees
    assert not Judged("clip", "good", 3.0, -0.5).agrees
    assert Judged("clip", "good", 3.0, -0.1).agrees, "too little to matter"
    assert not Judged("clip", "poor", 0.0, 1.0).agrees


def test_a_goal_that_one_set_misses_is_missed_and_one_without_numbers_says_so() -> None:
    def result(set_: str, method: str, psnr: float) -> Result:
        return Result(set_, "extension", "clip", method, Scores(psnr, 1, nan, 1, 1, 1, 0))

    better = [result("one", "hold last", 20), result("one", "floor", 25)]
    worse = [result("two", "hold last", 20), result("two", "floor", 19)]
    assert "met    floor better than hold last" in goals(better, [], None)
    assert "MISSED floor better than hold last" in goals(better + worse, [], None)
    assert "?      2 s of 720p" in goals(better, [], None)
