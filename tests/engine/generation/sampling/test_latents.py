"""1 + 4n: pixel frames and latent frames."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.errors import RequestError
from engine.generation.sampling.latents import (
    fit_frames,
    fit_size,
    frames_held,
    latent_frames,
    latent_holding,
    pixel_frames,
)

COUNTS = st.integers(1, 10_000)


@pytest.mark.parametrize(("pixels", "latents"), [(1, 1), (5, 2), (13, 4), (81, 21), (121, 31)])
def test_known_counts(pixels: int, latents: int) -> None:
    assert latent_frames(pixels) == latents
    assert pixel_frames(latents) == pixels


@given(COUNTS)
def test_latents_to_pixels_and_back(latents: int) -> None:
    assert latent_frames(pixel_frames(latents)) == latents


@given(COUNTS)
def test_fitting_goes_to_the_nearest_that_encodes(frames: int) -> None:
    down, up = fit_frames(frames), fit_frames(frames, up=True)
    assert down <= frames <= up
    assert up - down in {0, 4}
    assert (up == down) == ((frames - 1) % 4 == 0)
    assert latent_frames(up) - latent_frames(down) in {0, 1}


@given(st.integers(1, 300))
def test_every_frame_is_held_by_exactly_one_latent(latents: int) -> None:
    held = [frame for latent in range(latents) for frame in frames_held(latent)]
    assert held == list(range(pixel_frames(latents)))


@given(COUNTS)
def test_the_latent_that_holds_a_frame_holds_it(frame: int) -> None:
    assert frame in frames_held(latent_holding(frame))


@given(COUNTS, COUNTS, st.sampled_from([(8, 2), (16, 2), (8, 1)]))
def test_a_fitted_size_is_whole_patches_and_close(width: int, height: int, scale: tuple[int, int]) -> None:
    multiple = scale[0] * scale[1]
    fitted = fit_size(width, height, vae_scale=scale[0], patch=scale[1])
    for asked, length in zip((width, height), fitted, strict=True):
        assert length % multiple == 0
        assert length >= multiple
        assert abs(length - asked) <= multiple // 2 or length == multiple


@pytest.mark.parametrize("frames", [0, -3, 2, 82])
def test_frames_that_do_not_fit_are_refused(frames: int) -> None:
    with pytest.raises(RequestError, match=r"do not fit the model, which packs 1 \+ 4n"):
        latent_frames(frames)


def test_the_refusal_names_the_nearest_that_fit() -> None:
    with pytest.raises(RequestError, match="Use 81 or 85 frames"):
        latent_frames(82)
