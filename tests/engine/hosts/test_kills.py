"""A short version of tests/soak/engine_kills.py."""

from tests.soak.engine_kills import TAKES, survive, survive_crashes


def test_jobs_survive_the_engine_being_killed_again_and_again(tmp_path):
    course = survive(tmp_path, jobs=30, kills=15, seed=3)
    assert course.kills >= 14, "the last one may come when all is done"
    assert len(course.told) == 30 * TAKES


def test_jobs_survive_the_program_being_killed_again_and_again(tmp_path):
    assert survive_crashes(tmp_path, jobs=12, kills=5, seed=4) == 6
