"""One lamp for a generated clip: the worse of how it joins and of the test before it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.timeline.model import Clip, Generation, ItemId, Made, Task, Timeline, new_timeline
from editor.ui.generation.join import join_verdict, reach_of
from editor.ui.generation.seam_words import SPOKEN, spoken
from engine.motion import backtest

GOOD = {"jump": 0.9, "colour": 0.8, "flow": 1.1, "sharpness": 0.96, "largest_after": 1.2}


def made(verdict: str, seam: dict[str, float], task: Task = Task.AFTER) -> Made:
    return Made(Generation(task, ()), "Longtake built-in model", verdict=verdict, seam=tuple(seam.items()))


@pytest.mark.parametrize(
    ("verdict", "seam", "words", "lamp", "tested"),
    [
        ("good", GOOD, "The join holds", "ok", False),
        ("", GOOD, "The join holds", "ok", False),
        ("poor", GOOD, "This motion needs Wan", "bad", True),
        ("check", GOOD, "Look at the motion", "warn", True),
        ("check", GOOD | {"colour": 3.0}, "Colour changes at the join", "warn", False),
        ("good", GOOD | {"colour": 9.0}, "Colour changes at the join", "bad", False),
        ("poor", GOOD | {"colour": 9.0}, "Colour changes at the join", "bad", False),
        ("poor", {}, "This motion needs Wan", "bad", True),
        ("good", {}, "The join was not measured", "", False),
    ],
)
def test_the_worse_one_speaks(verdict: str, seam: dict[str, float], words: str, lamp: str, tested: bool) -> None:
    found = join_verdict(made(verdict, seam))
    assert (found.words, found.lamp, found.tested) == (words, lamp, tested)
    assert len(found.rows) == len(seam)


def test_a_bridge_is_called_a_bridge() -> None:
    assert join_verdict(made("poor", GOOD, Task.BRIDGE)).words == "This bridge needs Wan"
    assert join_verdict(made("check", GOOD, Task.BRIDGE)).words == "Look at the bridge"


def a_clip(task: Task = Task.AFTER, frames: int = 48, **changes: object) -> tuple[Timeline, Clip]:
    clip = Clip(ItemId("new"), "surf, after", frames, generation=Generation(task, (), frames=frames))
    return new_timeline(), replace(clip, **changes)  # type: ignore[arg-type]


def at(seconds: Fraction) -> Made:
    return replace(made("good", GOOD), believable=seconds)


def test_frames_beyond_what_the_test_stands_behind_are_not_called_good() -> None:
    found = join_verdict(at(Fraction(1, 2)), reach_of(*a_clip(frames=36)))
    assert (found.words, found.lamp, found.tested) == ("Good for half a second, then look", "warn", True)
    assert [row.lamp for row in found.rows] == ["ok"] * 5, "the join itself holds"


def test_a_trim_to_what_it_stands_behind_makes_it_good() -> None:
    assert join_verdict(at(Fraction(1, 2)), reach_of(*a_clip(frames=36, duration=12))).lamp == "ok"
    assert join_verdict(at(Fraction(1, 2)), reach_of(*a_clip(frames=36, duration=13))).lamp == "warn"


def test_the_first_new_frames_trimmed_away_leave_the_last_as_far_from_the_cut() -> None:
    late = a_clip(frames=36, duration=12, source_start=Fraction(1))
    assert join_verdict(at(Fraction(1, 2)), reach_of(*late)).lamp == "warn"


def test_before_a_clip_it_is_the_first_frame_that_is_furthest() -> None:
    whole, late = a_clip(Task.BEFORE, 36), a_clip(Task.BEFORE, 36, duration=12, source_start=Fraction(1))
    assert join_verdict(at(Fraction(1, 2)), reach_of(*whole)).lamp == "warn"
    assert join_verdict(at(Fraction(1, 2)), reach_of(*late)).lamp == "ok"


@pytest.mark.parametrize("task", Task)
def test_as_long_as_it_stands_behind_it_is_good(task: Task) -> None:
    assert join_verdict(at(Fraction(2)), reach_of(*a_clip(task))).lamp == "ok"


def test_what_is_worse_than_too_long_still_speaks() -> None:
    reach = reach_of(*a_clip())
    assert join_verdict(replace(at(Fraction(1, 8)), verdict="poor"), reach).words == "This motion needs Wan"
    assert join_verdict(replace(at(Fraction(1, 4)), verdict="check"), reach).words == "Look at the motion"
    uneven = replace(at(Fraction(1, 2)), seam=tuple((GOOD | {"colour": 9.0}).items()))
    assert join_verdict(uneven, reach).words == "Colour changes at the join"


def test_a_take_of_before_it_was_known_is_told_by_its_join() -> None:
    assert join_verdict(made("good", GOOD), reach_of(*a_clip())).lamp == "ok"


def test_lengths_are_spoken_as_the_test_speaks_them() -> None:
    assert SPOKEN == backtest.SPOKEN
    assert spoken(Fraction(3, 5)) == "0.6 seconds"
