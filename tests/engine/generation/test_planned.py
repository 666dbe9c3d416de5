"""Which frames each column of a plan's matrix is about."""

import torch
from hypothesis import given
from hypothesis import strategies as some

from engine.generation.ask import Ask
from engine.generation.planned import planned_latents
from engine.generation.pocket.window import Window, bridge_window, extension_window
from engine.generation.sampling.layout import after_clip
from engine.generation.sampling.rolling import rolled
from engine.requests import Context, PlannedLatent

COUNTS, KNOWN = some.integers(1, 300), some.integers(5, 40)


def check(latents: tuple[PlannedLatent, ...], first: int, count: int, whole: int) -> None:
    """first, count: the new frames that the window makes, of the `whole` gap's."""
    held = [frame for latent in latents if not latent.given for frame in range(latent.start, latent.stop)]
    assert len(held) == len(set(held))
    assert set(range(first, first + count)) <= set(held)
    shown = [frame for latent in latents if latent.given for frame in range(latent.start, latent.stop)]
    assert not set(shown) & set(range(first, first + count))


@given(COUNTS, KNOWN, KNOWN)
def test_a_loaded_model_s_first_window_holds_each_of_its_new_frames_once(count: int, before: int, after: int) -> None:
    for known in ((before, count, 0), (0, count, after), (before, count, after)):
        layout = rolled(known, Ask(), 81)[0]
        latents = planned_latents(layout, torch.ones(layout.latents), count)
        assert len(latents) == layout.latents
        first = 0 if known[0] else count - len(layout.new)
        check(latents, first, len(layout.new), count)
        if known[0]:
            assert latents[0].start == -layout.new.start
            assert latents[0].given


@given(COUNTS, KNOWN, KNOWN, some.sampled_from([12.0, 24.0, 60.0]))
def test_so_does_the_built_in_model_s_window(count: int, before: int, after: int, rate: float) -> None:
    extension = extension_window(rate, count, before, Context())
    bridge = bridge_window(rate, count, (before, after), (Context(), Context()))
    for window, backwards in ((extension, False), (extension, True), (bridge, False)):
        latents = planned_latents(window, torch.ones(window.latents), count, backwards=backwards)
        assert len(latents) == window.latents
        check(latents, 0, count, count)


def test_context_counts_below_zero_and_each_has_its_noise() -> None:
    layout = after_clip(6, 5)
    first, second, third, last = planned_latents(layout, torch.tensor([0.0, 0.5, 1.0, 1.0]), 6)
    assert first == PlannedLatent(-5, -4, 0.0, True)
    assert second == PlannedLatent(-4, 0, 0.5, True)
    assert third == PlannedLatent(0, 4, 1.0, False)
    assert last == PlannedLatent(4, 6, 1.0, False), "the window holds two more, which nobody asked for"


def test_before_a_clip_the_built_in_model_s_window_goes_from_the_clip_to_what_is_new() -> None:
    known, further, new = planned_latents(Window(1, 2, 1), torch.tensor([0.0, 0.0, 1.0]), 4, backwards=True)
    assert (known.start, known.stop) == (8, 9)
    assert (further.start, further.stop) == (4, 8)
    assert (new.start, new.stop, new.given) == (0, 4, False)
