"""How long a job is said to take: held against runs that were timed, it is about right and not too short."""

import random
from dataclasses import replace

import pytest

from editor.job_store import Run
from editor.jobs.expecting import expected

# The built-in model on two cores, warm; clips of 640x360 and 1280x720, 12 to 120 new frames, 1 to 3 takes.
TIMED = [
    Run(2.7648, 1, 4.41),
    Run(11.0592, 1, 5.26),
    Run(2.7648, 3, 7.03),
    Run(11.0592, 3, 11.01),
    Run(11.0592, 1, 5.11),
    Run(44.2368, 1, 6.33),
    Run(22.1184, 3, 14.91),
    Run(27.648, 1, 6.81),
    Run(44.2368, 3, 19.62),
    Run(5.5296, 2, 5.92),
]


@pytest.mark.parametrize("run", TIMED, ids=lambda run: f"{run.megapixels:.0f} Mpx x {run.takes}")
def test_each_of_the_timed_runs_is_foretold_by_the_others(run: Run) -> None:
    told = expected([each for each in TIMED if each is not run], run.megapixels, run.takes)
    assert told is not None
    assert 0.85 * run.seconds < told < 1.5 * run.seconds


def test_three_takes_after_runs_of_one_are_not_told_as_one() -> None:
    told = expected([run for run in TIMED if run.takes == 1], 11.0592, 3)
    assert told is not None
    assert 0.75 * 11.01 < told < 1.5 * 11.01


def test_without_a_run_nothing_is_told() -> None:
    assert expected([], 11.0, 3) is None


def test_after_one_run_the_same_again_is_told_as_long() -> None:
    assert expected(TIMED[:1], TIMED[0].megapixels, TIMED[0].takes) == pytest.approx(TIMED[0].seconds)


def test_it_is_never_shorter_than_at_the_pace_of_the_runs_of_that_size() -> None:
    dice = random.Random(1)
    for _ in range(200):
        runs = [Run(11.0, 2, dice.uniform(1, 100)) for _ in range(5)]
        told = expected(runs, 11.0, 2)
        assert told is not None
        assert told >= sorted(run.seconds for run in runs)[2]


def test_more_frames_and_more_takes_are_told_longer() -> None:
    told = [expected(TIMED, megapixels, takes) or 0 for megapixels, takes in ((3, 1), (30, 1), (30, 3), (300, 3))]
    assert told == sorted(told)
    assert len(set(told)) == 4


def test_a_run_on_a_machine_that_was_asleep_does_no_harm() -> None:
    before = expected(TIMED, 11.0592, 3)
    after = expected([*TIMED, replace(TIMED[0], seconds=7200.0)], 11.0592, 3)
    assert before is not None
    assert after is not None
    assert after < 1.3 * before
