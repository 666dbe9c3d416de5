"""What runs have shown is there for the next plan, and a damaged file of it is no more than forgotten."""

import json

import pytest

from engine.generation.memory.remembered import FILE, LESS, MOST, MOST_RATIO, Remembered, Seen

KEY = "A GPU | 40 x 5120 fp8 | 21 x 832 x 480"


def test_what_a_run_took_is_known_to_the_next_one(tmp_path):
    Remembered(tmp_path).ended(KEY, 1.2, 0.5)
    assert Remembered(tmp_path).of(KEY) == Seen(1.2, 0.5)
    assert Remembered(tmp_path).of("another") == Seen()


def test_what_is_measured_corrects_what_was_known_before(tmp_path):
    known = Remembered(tmp_path)
    known.ended(KEY, 1.25, 2.0)  # the next plan expects as much more
    known.ended(KEY, 0.96, 1.0)
    assert known.of(KEY) == Seen(pytest.approx(1.2), 2.0)


def test_what_could_not_be_measured_leaves_what_was_known(tmp_path):
    known = Remembered(tmp_path)
    known.ended(KEY, 1.2, 0.5)
    known.ended(KEY, None, None)
    assert known.of(KEY) == Seen(1.2, 0.5)


def test_a_measurement_beyond_all_measure_is_not_believed(tmp_path):
    Remembered(tmp_path).ended(KEY, 9.0, 1.0)
    assert Remembered(tmp_path).of(KEY).peak == MOST_RATIO


def test_what_ran_out_of_memory_may_have_less_until_more_is_free(tmp_path):
    Remembered(tmp_path).ran_out(KEY, peak=9_000, free=10_000)
    seen = Remembered(tmp_path).of(KEY)
    assert seen.allowed(10_000) == int(9_000 * LESS)
    assert seen.allowed(5_000) == int(9_000 * LESS)
    assert seen.allowed(12_000) is None


def test_a_run_that_ended_well_elsewhere_does_not_make_it_forget_where_memory_ran_out(tmp_path):
    known = Remembered(tmp_path)
    known.ran_out(KEY, 9_000, 10_000)
    known.ended(KEY, 1.1, 1.0)
    assert known.of(KEY).allowed(10_000) is not None


def test_the_first_are_forgotten_where_there_are_many(tmp_path):
    known = Remembered(tmp_path)
    for number in range(MOST + 1):
        known.ended(str(number), 1.1, None)
    assert known.of("0") == Seen()
    assert known.of("1").peak == 1.1
    assert known.of(str(MOST)).peak == 1.1


def test_how_quick_the_disk_was_is_kept(tmp_path):
    assert Remembered(tmp_path).disk is None
    Remembered(tmp_path).read_at(3e9)
    Remembered(tmp_path).ended(KEY, 1.1, None)
    assert Remembered(tmp_path).disk == 3e9


@pytest.mark.parametrize("damage", ["", "{", "[]", json.dumps({"runs": {"a": 3}}), "[" * 100_000])
def test_a_damaged_file_is_forgotten(tmp_path, damage):
    (tmp_path / FILE).write_text(damage)
    assert Remembered(tmp_path).of(KEY) == Seen()
    Remembered(tmp_path).ended(KEY, 1.2, None)
    assert Remembered(tmp_path).of(KEY).peak == 1.2


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path):
    (tmp_path / "file").write_text("in the way")
    known = Remembered(tmp_path / "file")
    known.ended(KEY, 1.2, None)
    assert known.of(KEY) == Seen()


@pytest.mark.parametrize("peak", ["nan", -3.0, 1e30])
def test_numbers_that_make_no_sense_are_not_planned_with(tmp_path, peak):
    seen = {"is": "Seen", "peak": peak, "pace": peak}
    (tmp_path / FILE).write_text(json.dumps({"is": "_All", "runs": {KEY: seen}, "disk": peak}))
    known = Remembered(tmp_path)
    assert 0.5 < known.of(KEY).peak <= MOST_RATIO
    assert 0 < known.of(KEY).pace < 100
    assert known.disk is None or known.disk == 1e30
