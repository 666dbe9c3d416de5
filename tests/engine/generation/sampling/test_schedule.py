"""Sigma matrices, ours and the user's."""

import math

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as some

from engine.errors import RequestError
from engine.generation.sampling.schedule import matrix_table, own_matrix, shifted_sigmas, sigma_matrix

FALLING = [[1.0, 1.0], [0.5, 1.0], [0.0, 0.0]]


def test_four_steps_are_the_reference_s() -> None:
    assert shifted_sigmas(4).tolist() == pytest.approx([1, 0.9375, 0.8333333, 0.625, 0])


def test_each_frame_follows_its_own_scaled_schedule() -> None:
    sigmas = sigma_matrix(4, torch.tensor([0.0, 0.2, 1.0]))
    assert sigmas.shape == (5, 3)
    assert sigmas[:, 0].tolist() == [0] * 5
    assert sigmas[:, 1].tolist() == pytest.approx([0.2, 0.1875, 0.1666667, 0.125, 0])
    assert torch.equal(sigmas[:, 2], shifted_sigmas(4))


def test_a_shift_of_one_is_even() -> None:
    assert shifted_sigmas(4, shift=1.0).tolist() == [1, 0.75, 0.5, 0.25, 0]


@pytest.mark.parametrize(("steps", "shift"), [(0, 5.0), (4, 0.0), (4, math.nan), (4, math.inf)])
def test_what_is_no_schedule_is_refused(steps: int, shift: float) -> None:
    with pytest.raises(RequestError):
        shifted_sigmas(steps, shift)


def test_an_own_matrix_is_used_as_it_is() -> None:
    assert own_matrix(FALLING, frames=2).tolist() == FALLING


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([[1.0, 1.0]], "at least two rows"),
        ([[1.0, 1.0], [0.0]], "Row 1 has 1 values where this run has 2 latent frames"),
        ([[1.0, 1.5], [0.0, 0.0]], "Row 0, latent frame 1 is 1.5, outside 0 to 1"),
        ([[1.0, math.nan], [0.0, 0.0]], "Row 0, latent frame 1 is nan"),
        ([[1.0, 0.5], [0.5, 0.6], [0.0, 0.0]], "Latent frame 1 rises from 0.5 to 0.6 at row 1"),
        ([[1.0, 1.0], [0.0, 0.1]], "The last row is not all 0"),
    ],
)
def test_a_matrix_that_cannot_be_used_is_refused_in_words(rows: list[list[float]], words: str) -> None:
    with pytest.raises(RequestError, match=words):
        own_matrix(rows, frames=2)


def test_the_table_shows_which_frames_each_latent_holds() -> None:
    lines = matrix_table(sigma_matrix(4, torch.tensor([0.0, 0.2, 1.0]))).splitlines()
    assert " ".join(lines[0].split()) == "latent frames step 1 step 2 step 3 step 4 end"
    assert lines[1].split() == ["0", "0", "0.0", "0.0", "0.0", "0.0", "0.0"]
    assert lines[2].split() == ["1", "1-4", "200.0", "187.5", "166.7", "125.0", "0.0"]
    assert lines[3].split() == ["2", "5-8", "1000.0", "937.5", "833.3", "625.0", "0.0"]


def test_a_long_schedule_wraps_and_loses_no_step() -> None:
    table = matrix_table(sigma_matrix(30, torch.ones(2)))
    assert max(map(len, table.splitlines())) < 120
    assert all(f"step {step}" in table for step in range(1, 31))
    assert table.count("end") == 1


RAMPS = some.floats(0, 1)


@given(some.integers(1, 12), some.integers(1, 9), RAMPS, some.floats(0.5, 12))
def test_with_a_ramp_every_frame_begins_with_its_noise_never_gains_any_and_ends_with_none(
    steps: int, frames: int, ramp: float, shift: float
) -> None:
    noise = torch.linspace(1, 0.2, frames)
    sigmas = sigma_matrix(steps, noise, shift, ramp, range(frames))
    assert torch.allclose(sigmas[0], noise)
    assert not sigmas[-1].any()
    assert (sigmas.diff(dim=0) <= 0).all()
    assert ((sigmas / noise).diff(dim=1) > -1e-6).all(), "what comes later is never clean before"


def test_no_ramp_is_the_very_matrix_without_one() -> None:
    noise = torch.tensor([0.0, 0.3, 1.0, 1.0])
    assert torch.equal(sigma_matrix(5, noise, 3.0, 0.0, (2, 3)), sigma_matrix(5, noise, 3.0))


def test_a_full_ramp_finishes_each_frame_before_the_next_one_begins() -> None:
    sigmas = sigma_matrix(4, torch.tensor([0.0, 1.0, 1.0]), 1.0, 1.0, (1, 2))
    assert sigmas[:, 0].tolist() == [0] * 5
    assert sigmas[:, 1].tolist() == [1, 0.5, 0, 0, 0]
    assert sigmas[:, 2].tolist() == [1, 1, 1, 0.5, 0]


def test_a_ramp_that_is_none_is_refused() -> None:
    with pytest.raises(RequestError, match="ramp"):
        sigma_matrix(4, torch.ones(2), ramp=1.5, order=(0, 1))
