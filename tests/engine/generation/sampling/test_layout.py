"""Known and new frames stand in a window so that latents are whole and counts exact."""

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as some

from engine.errors import RequestError
from engine.generation.sampling.latents import frames_held
from engine.generation.sampling.layout import Layout, after_clip, before_clip, between_clips, rolling

NEW, CONTEXT = some.integers(1, 200), some.integers(7, 40)


def check(layout: Layout, new: int) -> None:
    assert len(layout.new) == new
    assert layout.frames % 4 == 1
    for side in layout.sides:
        held = [frame for latent in side.latents for frame in frames_held(latent)]
        assert held == list(range(side.at, side.at + side.count)), "known frames fill whole latents"
        assert not set(held) & set(layout.new)


@given(NEW, CONTEXT)
def test_after_a_clip_new_frames_follow_the_known_ones_at_once(new: int, context: int) -> None:
    layout = after_clip(new, context)
    check(layout, new)
    assert layout.before is not None
    assert layout.new.start == layout.before.count <= context
    assert layout.frames - layout.new.stop < 4, "the window is the smallest"


@given(NEW, CONTEXT)
def test_before_a_clip_new_frames_lead_up_to_the_known_ones(new: int, context: int) -> None:
    layout = before_clip(new, context)
    check(layout, new)
    assert layout.after is not None
    assert layout.new.stop == layout.after.at
    assert layout.new.start < 4
    assert layout.after.at + layout.after.count == layout.frames


@given(NEW, CONTEXT, CONTEXT)
def test_between_two_clips_the_second_begins_a_group_and_skips_what_lies_before_it(
    new: int, first: int, second: int
) -> None:
    layout = between_clips(new, first, second, second)
    check(layout, new)
    assert layout.before is not None
    assert layout.after is not None
    assert layout.new.start == layout.before.count
    assert layout.after.at - layout.after.skipped == layout.new.stop
    assert 0 <= layout.after.skipped < 4
    assert layout.after.skipped + layout.after.count <= second


def test_pusas_own_extension_is_four_latents_of_twenty_one() -> None:
    layout = after_clip(68, 13)
    assert (layout.frames, layout.latents) == (81, 21)
    noise = layout.noise((0.0, 0.3, 0.4, 0.5), ())
    assert torch.equal(noise[:5], torch.tensor([0.0, 0.3, 0.4, 0.5, 1.0]))
    assert bool((noise[4:] == 1).all())


def test_a_transition_holds_the_end_of_one_clip_and_the_start_of_another() -> None:
    layout = between_clips(56, 13, 12, 40)
    assert (layout.frames, layout.latents) == (81, 21)
    noise = layout.noise((0.3,), (0.8,))
    assert noise.tolist() == pytest.approx([0.3] * 4 + [1.0] * 14 + [0.8] * 3)


def test_a_second_side_that_is_too_short_is_refused_in_words() -> None:
    with pytest.raises(RequestError, match="4 of them"):
        between_clips(10, 13, 3, 3)


@given(some.integers(1, 2000), some.integers(5, 40))
def test_long_extensions_are_spread_over_windows_that_all_fit(new: int, context: int) -> None:
    parts = rolling(new, context, 81)
    assert sum(parts) == new
    assert max(parts) - min(parts) < 8
    assert not any(part % 4 for part in parts[:-1]), "the next window goes on where a latent ends"
    assert all(after_clip(part, context).frames <= 81 for part in parts)


@given(some.integers(1, 2000), some.integers(5, 30), some.integers(4, 13))
def test_a_long_bridge_ends_in_a_window_that_meets_the_other_clip(new: int, context: int, second: int) -> None:
    parts = rolling(new, context, 81, second)
    assert sum(parts) == new
    assert all(after_clip(part, context).frames <= 81 for part in parts[:-1])
    assert between_clips(parts[-1], context, second, 40).frames <= 81


def test_a_window_without_room_for_new_frames_is_refused_in_words() -> None:
    with pytest.raises(RequestError, match="no room"):
        rolling(5, 81, 81)
