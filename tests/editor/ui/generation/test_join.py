"""One lamp for a generated clip: the worse of how it joins and of the test before it."""

from dataclasses import replace
from fractions import Fraction

import pytest

from editor.actions.remedies import reach_of
from editor.timeline.model import Clip, Generation, ItemId, Join, Made, Task, Timeline, new_timeline
from editor.ui.generation.join import join_verdict
from editor.ui.generation.seam_words import SPOKEN, spoken
from engine.motion import backtest
from engine.requests import Remedy

GOOD = Join("start", "good", "The join holds")
SOFT = Join("start", "check", "20 % softer after the cut", "another-take")
BLUER = Join("start", "poor", "8.9 ΔE bluer after the cut", "match")
NONE: tuple[Join, ...] = ()


def made(verdict: str, *joins: Join, task: Task = Task.AFTER) -> Made:
    return Made(Generation(task, ()), "Longtake built-in model", verdict=verdict, joins=joins)


@pytest.mark.parametrize(
    ("verdict", "joins", "words", "lamp", "tested"),
    [
        ("good", (GOOD,), "The join holds", "ok", False),
        ("", (GOOD,), "The join holds", "ok", False),
        ("poor", (GOOD,), "This motion needs Wan", "bad", True),
        ("check", (GOOD,), "Look at the motion", "warn", True),
        ("check", (SOFT,), "20 % softer after the cut", "warn", False),
        ("good", (BLUER,), "8.9 ΔE bluer after the cut", "bad", False),
        ("poor", (BLUER,), "8.9 ΔE bluer after the cut", "bad", False),
        ("poor", NONE, "This motion needs Wan", "bad", True),
        ("good", NONE, "The join was not measured", "", False),
    ],
)
def test_the_worse_one_speaks(verdict: str, joins: tuple[Join, ...], words: str, lamp: str, tested: bool) -> None:
    found = join_verdict(made(verdict, *joins))
    assert (found.words, found.lamp, found.tested) == (words, lamp, tested)
    assert len(found.parts) == len(joins)


def test_a_bridge_is_called_a_bridge() -> None:
    assert join_verdict(made("poor", GOOD, task=Task.BRIDGE)).words == "This bridge needs Wan"
    assert join_verdict(made("check", GOOD, task=Task.BRIDGE)).words == "Look at the bridge"


def a_clip(task: Task = Task.AFTER, frames: int = 48, **changes: object) -> tuple[Timeline, Clip]:
    clip = Clip(ItemId("new"), "surf, after", frames, generation=Generation(task, (), frames=frames))
    return new_timeline(), replace(clip, **changes)  # type: ignore[arg-type]


def at(seconds: Fraction) -> Made:
    return replace(made("good", GOOD), believable=seconds)


def test_frames_beyond_what_the_test_stands_behind_are_not_called_good() -> None:
    found = join_verdict(at(Fraction(1, 2)), reach_of(*a_clip(frames=36)))
    assert (found.words, found.lamp, found.tested) == ("Good for half a second, then look", "warn", True)
    assert [part.lamp for part in found.parts] == ["ok"], "the join itself holds"
    assert found.remedy is Remedy.FEWER_FRAMES


def test_a_trim_to_what_it_stands_behind_makes_it_good() -> None:
    short = join_verdict(at(Fraction(1, 2)), reach_of(*a_clip(frames=36, duration=12)))
    assert (short.lamp, short.remedy) == ("ok", None)
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
    bluer = join_verdict(replace(at(Fraction(1, 2)), joins=(BLUER,)), reach)
    assert (bluer.words, bluer.remedy) == ("8.9 ΔE bluer after the cut", Remedy.MATCH)


def test_a_take_of_before_it_was_known_is_told_by_its_join() -> None:
    assert join_verdict(made("good", GOOD), reach_of(*a_clip())).lamp == "ok"


def test_lengths_are_spoken_as_the_test_speaks_them() -> None:
    assert SPOKEN == backtest.SPOKEN
    assert spoken(Fraction(3, 5)) == "0.6 seconds"


def test_a_remedy_that_was_used_is_not_offered_again() -> None:
    drifting = replace(at(Fraction(1, 2)), joins=(replace(SOFT, remedy="fewer-frames"),))
    assert join_verdict(drifting, reach_of(*a_clip(frames=36))).remedy is Remedy.FEWER_FRAMES
    assert join_verdict(drifting, reach_of(*a_clip(frames=36, duration=12))).remedy is None


def test_a_bridge_is_not_made_shorter() -> None:
    bridge = replace(made("good", GOOD, GOOD, task=Task.BRIDGE), believable=Fraction(1, 2))
    assert join_verdict(bridge, Fraction(2)).remedy is None
