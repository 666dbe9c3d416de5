"""What the dialog says the model sees is what the engine's window holds."""

from fractions import Fraction

import pytest

from editor.actions.model_view import (
    FEWEST,
    READ_SECONDS,
    bridge_views,
    extension_views,
    seen,
    seen_by_bridge,
    view_asked,
)
from engine.generation import clips
from engine.generation.pocket.window import bridge_window, extension_window
from engine.requests import Context

RATES = (Fraction(24000, 1001), Fraction(25), Fraction(60000, 1001), Fraction(12), Fraction(6))


def read(rate: Fraction, known: int) -> int:
    return max(clips.FEWEST, min(int(clips.CONTEXT_SECONDS * rate) + 1, known))


def test_the_same_stretch_of_a_clip_is_read() -> None:
    assert (FEWEST, float(READ_SECONDS)) == (clips.FEWEST, clips.CONTEXT_SECONDS)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("asked", [None, 1, 5, 8, 13, 33])
def test_an_extension_sees_the_frames_it_says(rate: Fraction, asked: int | None) -> None:
    for known in (5, 11, 30, 500):
        for new in (1, 9, 48, 100, 400):
            window = extension_window(float(rate), new, read(rate, known), Context(asked))
            told = seen(rate, known, new, asked)
            assert (told.frames, told.stride) == (window.join + 1, window.stride)


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("asked", [None, 1, 5, 13])
def test_a_bridge_sees_the_frames_it_says_on_either_side(rate: Fraction, asked: int | None) -> None:
    for known in ((5, 5), (11, 40), (500, 9), (500, 500)):
        for new in (1, 9, 47, 100, 400):
            reads = read(rate, known[0]), read(rate, known[1])
            window = bridge_window(float(rate), new, reads, (Context(asked), Context(asked)))
            first, second = seen_by_bridge(rate, known, new, asked)
            assert (first.frames, first.stride) == (window.join + 1, window.stride)
            assert second.frames == 4 * window.after


def test_every_choice_of_context_is_one_that_the_model_takes() -> None:
    frames = [view.before.frames for view in extension_views(Fraction(24), 120, 48) if view.before]
    assert frames == [1, 5, 9, 13]
    long = extension_views(Fraction(24), 120, 150)  # a long wish leaves less room
    assert [view.asked for view in long] == [1, 5]


def test_without_a_wish_the_usual_context_is_chosen_as_far_as_it_goes() -> None:
    for new in (48, 150):
        view = view_asked(extension_views(Fraction(24), 120, new), None)
        assert view.before == seen(Fraction(24), 120, new)
    both = view_asked(bridge_views(Fraction(24), (120, 120), 47), None)
    assert (both.before, both.after) == seen_by_bridge(Fraction(24), (120, 120), 47)


def test_a_bridge_offers_no_two_contexts_that_come_to_the_same() -> None:
    sides = [(view.before, view.after) for view in bridge_views(Fraction(24), (120, 120), 47)]
    assert len(sides) == len(set(sides)) > 1
