"""A join's numbers in words: each lamp stands beside what was measured, and the worst one speaks for the join."""

import pytest

from editor.timeline.model import Generation, Made, Task
from editor.ui.generation.seam_words import lamp_of, provenance, seam_verdict

GOOD = {"jump": 0.9, "colour": 0.8, "flow": 1.1, "sharpness": 0.96, "largest_after": 1.2, "context_step": 3.0}


def made(**numbers: float) -> Made:
    return Made(
        Generation(Task.AFTER, ()),
        "Longtake built-in model",
        seed=7,
        seam=tuple((GOOD | numbers).items()),
        verdict="good",
    )


def test_a_good_join_holds_and_says_what_was_measured() -> None:
    verdict = seam_verdict(made())
    assert (verdict.words, verdict.lamp) == ("The join holds", "ok")
    assert [(row.label, row.value) for row in verdict.rows] == [
        ("At the join", "As even as the clip's own"),
        ("Colour", "0.8 ΔE apart, not visible"),
        ("Motion", "1.1 times the clip's own"),
        ("Sharpness", "4 % softer, not visible"),
        ("After it", "Largest step 1.2 times the clip's own"),
    ]


@pytest.mark.parametrize(
    ("numbers", "words", "lamp"),
    [
        ({"colour": 3.0}, "Colour changes at the join", "warn"),
        ({"colour": 8.9}, "Colour changes at the join", "bad"),
        ({"jump": 3.2}, "The step at the join is uneven", "bad"),
        ({"jump": 0.1}, "The step at the join is uneven", "warn"),
        ({"flow": 0.3}, "Motion changes speed at the join", "bad"),
        ({"flow": 1.6}, "Motion changes speed at the join", "warn"),
        ({"sharpness": 0.5}, "Sharpness changes at the join", "bad"),
        ({"largest_after": 2.0}, "The picture jumps after the join", "warn"),
        ({"colour": 3.0, "flow": 0.3}, "Motion changes speed at the join", "bad"),
    ],
)
def test_the_worst_number_speaks_for_the_join(numbers: dict[str, float], words: str, lamp: str) -> None:
    verdict = seam_verdict(made(**numbers))
    assert (verdict.words, verdict.lamp) == (words, lamp)


def test_colour_that_the_clips_own_motion_changes_as_much_is_not_held_against_the_join() -> None:
    assert seam_verdict(made(colour=8.4, own_colour=8.2)).lamp == "ok"
    assert seam_verdict(made(colour=14.0, own_colour=8.2)).lamp == "bad"


def test_half_and_twice_the_speed_are_as_far_off() -> None:
    half, twice = (seam_verdict(made(flow=flow)).lamp for flow in (0.45, 1 / 0.45))
    assert half == twice == "bad"


def test_a_join_that_was_not_measured_is_not_called_good() -> None:
    verdict = seam_verdict(Made(Generation(Task.AFTER, ()), "Longtake built-in model"))
    assert (verdict.words, verdict.lamp, verdict.rows) == ("The join was not measured", "", ())


def test_nothing_to_be_sharp_is_no_division_by_zero() -> None:
    assert seam_verdict(made(flow=0.0, sharpness=0.0)).lamp == "bad"


def test_the_model_is_named() -> None:
    assert provenance(made()) == "Longtake built-in model, seed 7"


def test_verdicts_have_lamps() -> None:
    assert [lamp_of(verdict) for verdict in ("good", "check", "poor", "")] == ["ok", "warn", "bad", ""]
