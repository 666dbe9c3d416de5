"""What is given, and how free it is."""

import pytest
import torch
from hypothesis import given as for_all
from hypothesis import strategies as st

from engine.errors import RequestError
from engine.generation.sampling.conditioning import free, given, noised, reduce_noise, seeded_noise, spread_noise

SHAPE = (1, 2, 5, 2, 2)
NOISES = st.floats(0, 1, width=32)


def test_nothing_given_is_free_everywhere() -> None:
    conditioning = free(SHAPE)
    assert conditioning.latents.shape == SHAPE
    assert conditioning.noise.tolist() == [1] * 5


def test_given_latents_stand_at_their_positions_and_leave_the_others_free() -> None:
    latents = torch.arange(16.0).reshape(1, 2, 2, 2, 2)
    conditioning = given(free(SHAPE), latents, [4, 0], torch.tensor([0.5, 0.0]))
    assert conditioning.noise.tolist() == [0, 1, 1, 1, 0.5]
    assert torch.equal(conditioning.latents[:, :, [4, 0]], latents)
    assert not conditioning.latents[:, :, 1:4].any()


def test_a_bridge_is_given_twice() -> None:
    head = given(free(SHAPE), torch.ones(1, 2, 1, 2, 2), [0], torch.tensor([0.0]))
    both = given(head, torch.full((1, 2, 2, 2, 2), 2.0), [3, 4], torch.tensor([0.4, 0.2]))
    assert both.noise.tolist() == pytest.approx([0, 1, 1, 0.4, 0.2])
    assert both.latents[0, 0, :, 0, 0].tolist() == [1, 0, 0, 2, 2]


@pytest.mark.parametrize(
    ("positions", "noise"), [([0, 0], [0, 0]), ([0, 5], [0, 0]), ([-1, 0], [0, 0]), ([0], [0]), ([0, 1], [0, 1.5])]
)
def test_given_latents_that_do_not_fit_are_refused(positions: list[int], noise: list[float]) -> None:
    with pytest.raises(RequestError):
        given(free(SHAPE), torch.zeros(1, 2, 2, 2, 2), positions, torch.tensor(noise, dtype=torch.float32))


def test_as_many_values_as_latents_give_each_its_own() -> None:
    assert spread_noise([0.0, 0.3, 0.4, 0.5], 4).tolist() == pytest.approx([0, 0.3, 0.4, 0.5])


def test_two_values_make_a_straight_line_and_one_goes_to_all() -> None:
    assert spread_noise([0.0, 1.0], 5).tolist() == pytest.approx([0, 0.25, 0.5, 0.75, 1])
    assert spread_noise([0.3], 4).tolist() == pytest.approx([0.3] * 4)
    assert spread_noise([0.2, 0.9], 1).tolist() == pytest.approx([0.2])


@for_all(st.lists(NOISES, min_size=1, max_size=9), st.integers(1, 30))
def test_spread_noise_stays_within_its_values(values: list[float], latents: int) -> None:
    spread = spread_noise(values, latents)
    assert spread.shape == (latents,)
    assert min(values) - 1e-6 <= spread.min() <= spread.max() <= max(values) + 1e-6


def test_a_latent_is_as_free_as_its_freest_frame() -> None:
    assert reduce_noise([0.0, *[0.1, 0.2, 0.6, 0.3], *[1.0] * 4]).tolist() == pytest.approx([0, 0.6, 1])


@pytest.mark.parametrize("values", [(), (1.1,), (-0.1,), (float("nan"),)])
def test_noise_outside_keep_to_free_is_refused(values: tuple[float, ...]) -> None:
    with pytest.raises(RequestError, match=r"from 0 \(keep\) to 1 \(free\)"):
        spread_noise(values, 4)


def test_kept_latents_go_in_untouched_and_free_ones_as_pure_noise() -> None:
    latents, noise = torch.full(SHAPE, 3.0), torch.full(SHAPE, -1.0)
    mixed = noised(latents, noise, torch.tensor([0.0, 0.25, 1.0, 1.0, 1.0]))
    assert mixed[0, 0, :, 0, 0].tolist() == [3, 2, -1, -1, -1]


def test_a_seed_always_means_the_same_noise() -> None:
    assert torch.equal(seeded_noise(SHAPE, 7), seeded_noise(SHAPE, 7))
    assert not torch.equal(seeded_noise(SHAPE, 7), seeded_noise(SHAPE, 8))
