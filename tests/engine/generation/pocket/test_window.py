from hypothesis import given, settings
from hypothesis import strategies as st

from engine.generation.pocket.window import (
    MOST_LATENTS,
    bridge_window,
    extension_window,
    first_side,
    second_side,
)
from engine.requests import Context

ANY = Context()
settings.register_profile("quick", max_examples=60, deadline=None)
settings.load_profile("quick")
rates = st.sampled_from([8.0, 12.5, 23.976, 24.0, 25.0, 29.97, 30.0, 50.0, 59.94, 60.0])


def test_two_seconds_at_24_are_seen_at_8_a_second_with_13_known_frames():
    window = extension_window(24.0, 48, 40, ANY)
    assert (window.stride, window.before, window.new) == (3, 4, 4)
    assert first_side(window, 40)[-2:] == [36, 39]


def test_fewer_known_frames_can_be_asked_for():
    assert extension_window(24.0, 48, 40, Context(frames=7)).join + 1 == 5


@given(rates, st.integers(1, 400), st.integers(5, 120))
def test_an_extension_is_covered_and_only_known_frames_are_used(rate, count, available):
    window = extension_window(rate, count, available, ANY)
    assert 4 * window.new * window.stride >= count
    assert window.latents <= MOST_LATENTS
    assert 0 <= first_side(window, available)[0] <= first_side(window, available)[-1] == available - 1


@given(rates, st.integers(1, 400), st.integers(40, 120), st.integers(40, 120))
def test_a_bridge_reaches_into_the_second_clip(rate, count, before, after):
    window = bridge_window(rate, count, (before, after), (ANY, ANY))
    arriving = second_side(window, count)
    assert arriving[0] >= 0
    assert window.latents <= MOST_LATENTS
    assert len(arriving) == 4 * window.after
    assert first_side(window, before)[0] >= 0


def test_a_second_clip_of_a_few_frames_is_seen_at_a_finer_cadence():
    window = bridge_window(24.0, 12, (40, 8), (ANY, ANY))
    assert second_side(window, 12)[-1] < 8
