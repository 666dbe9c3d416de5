"""Finished takes: their joins are measured against the shot that they go on from, one for each side."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from engine.generation.gap import Gap
from engine.generation.joins import Beside, joins, remedies_for, worse
from engine.requests import (
    BackTest,
    BridgeRequest,
    Context,
    End,
    ExtendRequest,
    Finish,
    Join,
    Outputs,
    Remedy,
    Source,
    Verdict,
)
from engine.training.footage import HELD_OUT, make_clip

KNOWN, NEW = 8, 6
TEST = BackTest(Verdict.GOOD, "", Fraction(1, 2), 3.0)


@pytest.fixture(scope="module")
def shots() -> tuple[np.ndarray, np.ndarray]:
    first, second = (make_clip(HELD_OUT + scene, 30, 192, 120, 24.0).frames for scene in (3, 9))
    return (first // 4, second)  # a dark shot, and a bright one after it


def beside(frames: np.ndarray) -> Beside:
    kept = Beside()
    assert len(list(kept.passing(frames))) == len(frames)
    return kept


def measured(before: np.ndarray, new: np.ndarray, backwards: bool = False) -> dict[str, float]:
    kept = beside(new[::-1] if backwards else new)
    known = before[::-1] if backwards else before
    gap = Gap(None, known, Fraction(24), NEW) if backwards else Gap(known, None, Fraction(24), NEW)
    (found,) = joins(gap, kept, kept)
    assert found.end is (End.END if backwards else End.START)
    return found.numbers


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


def test_a_bridge_has_two_joins_and_the_worse_one_stands_for_it(shots: tuple[np.ndarray, np.ndarray]) -> None:
    shot = shots[1]
    before, new, after = shot[:12], shot[12:20], shot[20:] // 2  # B is darker: only the way out jumps
    kept = beside(new)
    first, second = joins(Gap(before, after, Fraction(24), 8), kept, kept)
    assert (first.end, first.verdict) == (End.START, Verdict.GOOD)
    assert (second.end, second.verdict) == (End.END, Verdict.POOR)
    assert second.words.endswith("stop brighter before the cut")
    assert worse((first, second)) is second


def test_both_are_told_what_was_generated_and_what_became_of_it(shots: tuple[np.ndarray, np.ndarray]) -> None:
    known, new = shots[1][:12], shots[1][12:21]
    darker = (new * 0.7).astype(np.uint8)
    (found,) = joins(Gap(known, None, Fraction(24), 9), beside(darker), beside(new))
    assert found.verdict is Verdict.GOOD
    assert found.generated["brightness"] < -0.5
    assert abs(found.numbers["brightness"]) < 0.05
    assert found.words.endswith("stop darker after the cut: matched")


def test_frames_that_come_twice_are_kept_once(shots: tuple[np.ndarray, np.ndarray]) -> None:
    kept = Beside()
    for _ in range(2):
        list(kept.passing(shots[1][:20]))
    assert [len(side) for side in (kept.first, kept.last)] == [9, 9]
    assert np.array_equal(kept.last, shots[1][11:20])


def test_a_look_at_the_first_few_frames_does_not_take_the_place_of_all_of_them(
    shots: tuple[np.ndarray, np.ndarray],
) -> None:
    kept, shot = Beside(), shots[1][:20]
    whole, again = kept.passing(shot), kept.passing(shot)
    for _ in range(3):
        next(again)  # while the others are under way
    assert len(list(whole)) == 20
    next(again)
    assert np.array_equal(kept.first, shot[:9])
    assert np.array_equal(kept.last, shot[11:])


def extension(**changes: object) -> ExtendRequest:
    request = ExtendRequest(Source(Path("a.mp4")), Fraction(2), Outputs(Path()), context=Context(noise=(0.0, 0.3)))
    return replace(request, **changes)  # type: ignore[arg-type]


def test_only_what_would_change_something_is_a_remedy() -> None:
    plain = remedies_for(extension(), TEST, Fraction(1, 4), 39)
    assert plain == (Remedy.MORE_FREEDOM, Remedy.ANOTHER_TAKE)
    assert Remedy.MATCH in remedies_for(extension(finish=Finish(colour=0.5)), TEST, Fraction(1, 4), 39)
    assert Remedy.MORE_CONTEXT in remedies_for(extension(context=Context(5)), TEST, Fraction(1, 4), 39)
    assert Remedy.MORE_CONTEXT not in remedies_for(extension(context=Context(5)), TEST, Fraction(1, 4), 5)
    assert Remedy.MORE_FREEDOM not in remedies_for(extension(context=Context(noise=(0.4,))), TEST, Fraction(1, 4), 39)
    assert Remedy.FEWER_FRAMES in remedies_for(extension(), TEST, Fraction(2), 39)


def test_a_bridge_has_remedies_for_either_side() -> None:
    bridge = BridgeRequest(
        Source(Path("a.mp4")), Source(Path("b.mp4")), Fraction(1), Outputs(Path()), Context(13, (0.4,)), Context(5)
    )
    assert Remedy.MORE_CONTEXT in remedies_for(bridge, TEST, Fraction(1, 4), 39)
    assert Remedy.MORE_FREEDOM in remedies_for(bridge, TEST, Fraction(1, 4), 39)


def test_a_view_is_what_is_measured(shots: tuple[np.ndarray, np.ndarray]) -> None:
    known, kept = shots[1][:12], beside(shots[1][12:21])
    gap = Gap(known, None, Fraction(24), 9)
    plain, seen = (joins(gap, kept, kept, view=view)[0] for view in (lambda f: f, lambda f: f // 2))

    def step(join: Join) -> float:
        return join.numbers["context_step"]

    assert step(seen) == pytest.approx(step(plain) / 2, rel=0.1)
