"""The back-test: an honest word before a run."""

from fractions import Fraction

import numpy as np

from engine.motion.backtest import back_test
from engine.motion.floor import continue_motion
from engine.motion.motion import Motion
from engine.requests import BackTest, Verdict
from tests.engine.motion.camera_moves import filmed, pan

RATE = 24.0


def judged(clip: np.ndarray, rate: float = RATE) -> BackTest:
    return back_test(clip, rate, continue_motion)


def standing_still(frames: np.ndarray, rate: float, count: int) -> Motion:
    return Motion(np.zeros((count, 36, 64, 2), np.float32), "nothing")


def test_a_steady_pan_is_good_and_called_a_camera_move() -> None:
    test = judged(pan(36))
    assert test.verdict is Verdict.GOOD
    assert test.words.startswith("Steady camera move: believable for about ")
    assert test.believable >= 1
    assert test.gain > 6


def test_a_still_picture_is_good() -> None:
    test = judged(np.repeat(pan(1), 24, axis=0))
    assert test.verdict is Verdict.GOOD
    assert "hardly moves" in test.words


def test_a_camera_thrown_about_is_poor_and_says_what_would_help() -> None:
    places = np.random.default_rng(1).uniform(-30, 30, (36, 2))
    test = judged(filmed(places))
    assert test.verdict is Verdict.POOR
    assert "needs Wan" in test.words
    assert test.believable <= Fraction(1, 4)


def test_a_pan_that_turns_round_within_the_test_is_not_called_good() -> None:
    there = np.concatenate((np.arange(26.0), 25 - np.arange(1.0, 11.0))) * 3
    test = judged(filmed(np.stack((there - 40, np.zeros(36)), axis=1)))
    assert test.verdict is not Verdict.GOOD
    assert test.believable <= Fraction(1, 2)


def test_a_prediction_that_ignores_the_motion_gains_nothing() -> None:
    test = back_test(pan(36), RATE, standing_still)
    assert test.verdict is Verdict.POOR
    assert abs(test.gain) < 0.1


def test_it_predicts_from_what_is_before_the_held_out_half_second_only_and_twice_where_it_can() -> None:
    asked: list[tuple[int, float, int]] = []

    def predict(frames: np.ndarray, rate: float, count: int) -> Motion:
        asked.append((len(frames), rate, count))
        return standing_still(frames, rate, count)

    back_test(pan(36), RATE, predict)
    back_test(pan(12), RATE, predict)
    assert asked == [(24, RATE, 12), (18, RATE, 12), (8, RATE, 4), (6, RATE, 4)]


def test_too_short_a_clip_is_said_to_be_untested() -> None:
    test = judged(pan(3))
    assert test.verdict is Verdict.CHECK
    assert "Too few frames" in test.words


def test_the_same_clip_gets_the_same_verdict_twice() -> None:
    assert judged(pan(18)) == judged(pan(18))
