"""The seam benchmark sees what is there: each figure on pictures whose fault is known, each damage as it is named."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction

import cv2
import numpy as np
import pytest

from engine.finishing.joins.seam import colour_distance, sharpness
from tests.benchmarks import seam_damage as damage
from tests.benchmarks import seam_figures as of
from tests.benchmarks.seam_controls import controls, hold_last
from tests.benchmarks.seam_ends import Gap, growing, reversed_in_time
from tests.benchmarks.seam_figures import (
    Figure,
    Figures,
    Yardstick,
    chroma,
    clipped,
    correlation,
    detail,
    flow_energy,
    measure,
)
from tests.benchmarks.seam_footage import Continuation, thinned
from tests.benchmarks.seam_recovery import wrong
from tests.benchmarks.seam_rolling import LEANS, as_generated, roll, to_and_fro
from tests.benchmarks.seam_table import GOALS, Goal, Line, compared, missed, spread

SPEED = 4  # pixels a frame, at 640x360
KNOWN, NEW = 6, 26


@pytest.fixture(scope="module")
def truth() -> Continuation:
    """A coloured, textured wall passing by, 640x360, evenly; rendered and generated as it is."""
    random = np.random.default_rng(5)
    broad, fine = (random.uniform(-1, 1, (360, 640 + SPEED * 60, 3)) for _ in range(2))
    light = 700 * cv2.GaussianBlur(broad, (0, 0), 24) + 60 * cv2.GaussianBlur(fine, (0, 0), 1.2)
    wall = (light + np.array((140, 120, 90))).clip(30, 220).astype(np.uint8)
    frames = np.stack([wall[:, SPEED * t : SPEED * t + 640] for t in range(KNOWN + NEW)])
    return Continuation("wall", Fraction(24), frames[:KNOWN], frames[:KNOWN], frames[KNOWN:])


def figures(truth: Continuation, new: np.ndarray) -> Figures:
    return measure(truth.context, new, truth.generated)


def each(change: Callable[[np.ndarray], np.ndarray], frames: np.ndarray) -> np.ndarray:
    return np.stack([change(frame) for frame in frames])


def named(name: str) -> damage.Damage:
    return next(one for one in damage.DAMAGES if one.name == name)


def test_the_truth_reads_one_in_every_ratio_and_reaches_every_goal(truth: Continuation) -> None:
    found = figures(truth, truth.generated)
    assert found[of.JUMP].value == pytest.approx(1, abs=0.05)
    assert found[of.FLOW].value == found[of.DETAIL].value == 1
    assert found[of.SHARPNESS].value == pytest.approx(1, abs=0.05)
    assert found[of.COLOUR].value < 1
    assert set(found) == set(GOALS)
    assert missed({**found, of.COLOUR_LATER: found[of.COLOUR]}) == []


def test_a_shift_of_five_in_lightness_reads_as_five_across_the_join(truth: Continuation) -> None:
    still = np.repeat(truth.context[-1:], 14, axis=0)
    brighter = each(lambda frame: damage.shifted((5, 0, 0), frame), still)
    found = measure(still, brighter, still)
    assert found[of.COLOUR].value == found[of.COLOUR_LATER].value == pytest.approx(5, abs=0.1)


def test_a_jump_is_told_in_median_steps_of_the_context(truth: Continuation) -> None:
    found = figures(truth, truth.generated + np.uint8(20))
    assert found[of.JUMP].value > 2
    assert found[of.LARGEST].value == pytest.approx(1, abs=0.1)


def test_the_largest_and_smallest_of_the_next_steps_are_those_after_the_join_only(truth: Continuation) -> None:
    late = truth.generated.copy()
    late[12:] += 30
    assert figures(truth, late)[of.LARGEST].value < 1.2
    late[5] += 30
    assert figures(truth, late)[of.LARGEST].value > 2
    assert figures(truth, damage.dropped(truth).generated)[of.SMALLEST].value < 0.2


def test_holding_the_last_frame_has_no_flow(truth: Continuation) -> None:
    found = figures(truth, hold_last(truth, truth.generated))
    assert found[of.FLOW].value < 0.01
    assert found[of.FLOW_START].value < 0.01


def test_flow_energy_is_the_squared_length_at_320_by_180(truth: Continuation) -> None:
    assert np.median(flow_energy(truth.generated)) == pytest.approx((SPEED / 2) ** 2, rel=0.1)


def test_blurring_lowers_sharpness_and_then_detail(truth: Continuation) -> None:
    own = truth.context[0]
    blurred = [detail(cv2.GaussianBlur(own, (0, 0), sigma)) for sigma in (0.5, 2, 4)]
    correlations = [correlation(detail(own), each) for each in blurred]
    assert 1 > correlations[0] > correlations[1] > correlations[2]
    assert figures(truth, each(damage.blur, truth.generated))[of.SHARPNESS].value < 0.6


def test_detail_does_not_care_for_light_and_a_flat_picture_has_none(truth: Continuation) -> None:
    own, plain = detail(truth.context[0]), detail(np.full((90, 160, 3), 90, np.uint8))
    assert correlation(own, detail(damage.shifted((6, 0, 0), truth.context[0]))) > 0.98
    assert correlation(own, plain) == 0
    assert correlation(plain, plain) == 1


def test_clipping_counts_pixels_with_any_channel_at_its_end_and_forgives_one_per_cent() -> None:
    frame = np.full((100, 100, 3), 128, np.uint8)
    frame[:10, :, 0], frame[10:15] = 254, (1, 90, 90)
    assert clipped(frame) == pytest.approx(0.15)
    plain = np.full((3, 100, 100, 3), 128, np.uint8)
    assert measure(plain, frame[None].repeat(2, 0), frame[None].repeat(2, 0))[of.CLIPPING].value == pytest.approx(15)
    assert measure(plain, plain, plain)[of.CLIPPING].value == 1


def test_every_control_fails_even_where_finishing_was_perfect(truth: Continuation) -> None:
    bad = replace(truth, generated=each(damage.as_pusa_does, truth.generated))
    lines = controls(bad, truth.generated)
    assert len(lines) == 7
    assert [line.name for line in lines if not line.met] == []


@pytest.mark.parametrize("name", [one.name for one in damage.DAMAGES])
def test_each_damage_is_seen_in_frames_made_of_the_truth(truth: Continuation, name: str) -> None:
    damaged = named(name).apply(truth)
    assert len(damaged.generated) == NEW
    assert damaged.generated.dtype == np.uint8
    assert damaged.context is truth.context
    assert damaged.generated.shape != truth.generated.shape or (damaged.generated != truth.generated).any()


@pytest.mark.parametrize("name", ["gain 0.8", "gamma 1.25", "matrix: saturation 1.4", "half size"])
def test_what_is_wrong_everywhere_is_wrong_in_the_rendered_context_too(truth: Continuation, name: str) -> None:
    damaged = named(name).apply(truth)
    assert damaged.rendered is not None
    assert damaged.rendered.shape[1:] == damaged.generated.shape[1:]
    assert damaged.rendered.shape != truth.context.shape or (damaged.rendered != truth.context).any()


@pytest.mark.parametrize("name", ["new frames only: gain 1.15", "drift: gain to +25 %", "last known frame repeated"])
def test_what_is_wrong_in_new_frames_only_leaves_the_rendered_context(truth: Continuation, name: str) -> None:
    assert named(name).apply(truth).rendered is truth.rendered


def test_gain_saturation_and_shift_are_as_large_as_they_say(truth: Continuation) -> None:
    frame = truth.context[0]
    assert damage.gain(0.8, frame).mean() == pytest.approx(0.8 * frame.mean(), rel=0.01)
    assert chroma(damage.saturation(0.5, frame)).mean() == pytest.approx(chroma(frame).mean() / 2, rel=0.1)
    assert colour_distance(frame, damage.shifted((0, 3, 7.4), frame)) == pytest.approx(8, abs=0.2)
    assert chroma(damage.hue(15, frame)).mean() == pytest.approx(chroma(frame).mean(), rel=0.05)
    assert (damage.gamma(2.0, frame) == np.rint(255 * (frame / 255) ** 2)).all()
    assert sharpness(damage.coded(frame)) != sharpness(frame)


def test_a_drift_is_nothing_at_the_join_and_all_of_it_a_second_later(truth: Continuation) -> None:
    drifted = named("drift: gain to +25 %").apply(truth).generated
    ratios = drifted.mean((1, 2, 3)) / truth.generated.mean((1, 2, 3))
    assert ratios[0] == pytest.approx(1 + 0.25 / 24, abs=0.003)
    assert ratios[damage.DRIFT_FRAMES - 1] == pytest.approx(1.25, abs=0.01)
    assert (np.diff(ratios[: damage.DRIFT_FRAMES]) > 0).all()


def test_a_stall_shows_the_last_known_frame_again_and_then_all_that_follows(truth: Continuation) -> None:
    assert (damage.stalled(truth).generated == np.concatenate([truth.context[-1:], truth.generated[:-1]])).all()


def test_16_frames_a_second_by_repetition_show_every_second_of_them_twice() -> None:
    frames = np.arange(2 * 37, dtype=np.uint8)[:, None, None, None].repeat(3, axis=3)
    truth, shown, earlier = thinned("clip", Fraction(24), frames)
    assert truth.context[-1].max() == 24
    assert truth.generated[:4].max((1, 2, 3)).tolist() == [26, 28, 30, 32]
    assert shown[:7].max((1, 2, 3)).tolist() == [24, 27, 30, 30, 33, 36, 36]
    assert earlier[:4].max((1, 2, 3)).tolist() == [25, 27, 29, 31]
    assert len(earlier) == len(shown) == len(truth.generated)


def test_recovered_is_within_one_and_a_half_times_the_undamaged_figure(truth: Continuation) -> None:
    yardstick = Yardstick(truth.context, truth.generated)
    own = yardstick.measure(truth.generated)

    def found(new: np.ndarray) -> list[str]:
        return wrong(own, yardstick.measure(new), yardstick.step)

    assert found(truth.generated) == []
    assert of.COLOUR in found(each(lambda frame: damage.gain(1.2, frame), truth.generated))
    assert of.SHARPNESS in found(each(damage.blur, truth.generated))
    assert of.JUMP in found(damage.stalled(truth).generated)


def test_a_step_may_be_halved_where_a_frame_came_late_but_no_frame_may_stay_doubled() -> None:
    def steps(size: float) -> Figures:
        return {of.JUMP: Figure(size, np.array([size]))}

    assert wrong(steps(1), steps(0.4), step=3) == [of.JUMP]
    assert wrong(steps(1), steps(0.4), step=3, share=0.5) == []
    assert wrong(steps(1), steps(0.16), step=3, share=0.5) == [of.JUMP]


def test_detail_of_late_frames_may_be_that_of_either_moment(truth: Continuation) -> None:
    late = damage.repeated(truth).generated
    assert Yardstick(truth.context, truth.generated).measure(late)[of.DETAIL].value < 0.8
    assert Yardstick(truth.context, truth.generated, late).measure(late)[of.DETAIL].value == pytest.approx(1)


def test_a_fault_that_grows_over_a_gap_is_the_same_frames_seen_from_both_ends(truth: Continuation) -> None:
    grown = growing(Gap(truth, reversed_in_time(truth, truth.context)))
    ratios = grown.forwards.generated.mean((1, 2, 3)) / truth.generated.mean((1, 2, 3))
    assert ratios[[0, -1]] == pytest.approx([0.85, 1.15], abs=0.01)
    assert (grown.backwards.generated[::-1] == grown.forwards.generated).all()
    assert grown.backwards.rendered is not None
    assert grown.backwards.rendered.mean() > grown.forwards.context.mean()


def test_a_leaning_generator_that_nobody_finishes_is_as_far_off_as_its_windows(truth: Continuation) -> None:
    shot = np.concatenate([truth.context, truth.generated])[:, ::8, ::8]
    rolled = roll(to_and_fro(shot, 13 + 3 * 24), Fraction(24), LEANS["brighter"], as_generated)
    assert rolled.distances.mean(1) == pytest.approx([1, 2, 3], abs=0.3)


def test_to_and_fro_never_jumps() -> None:
    places = to_and_fro(np.arange(5), 14)
    assert places.tolist() == [0, 1, 2, 3, 4, 3, 2, 1, 0, 1, 2, 3, 4, 3]


def test_a_line_says_met_or_missed_and_a_table_has_one_for_every_goal(truth: Continuation) -> None:
    own = figures(truth, truth.generated)
    lines = compared(figures(truth, hold_last(truth, truth.generated)), own)
    assert [line.name for line in lines] == list(GOALS)
    assert "met " in str(lines[0])
    assert "MISSED" in str(Line("jump", "", {}, met=False))
    assert str(Goal(0.6, 1.25)) == "0.6 to 1.25"
    assert spread([3, 1, 2], 0) == "2 [1 3] n = 3"
