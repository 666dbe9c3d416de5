"""The loop, guidance and the two experts, with velocities that are known."""

import weakref
from functools import partial
from typing import Any

import pytest
import torch
from torch import Tensor, nn

from engine.errors import Cancelled
from engine.generation.loaded.experts import Experts
from engine.generation.loaded.network.transformer import VTATransformer, predictor
from engine.generation.sampling.conditioning import noised
from engine.generation.sampling.guidance import guidance_by_noise, guided, high_noise
from engine.generation.sampling.sampler import sample, whole_timesteps
from engine.generation.sampling.schedule import sigma_matrix
from engine.models.defaults import WAN_22
from engine.progress import Progress, Report
from engine.requests import Sampling

SHAPE = (1, 2, 4, 2, 2)


def still(latents: Tensor, timesteps: Tensor, free: float) -> Tensor:
    return torch.zeros_like(latents)


def test_the_true_velocity_leads_back_to_the_clean_latents_whatever_the_noise() -> None:
    clean, noise = torch.randn(SHAPE), torch.randn(SHAPE)
    sigmas = sigma_matrix(3, torch.tensor([0.0, 0.3, 0.7, 1.0]))
    final = sample(noised(clean, noise, sigmas[0]), sigmas, lambda *_: noise - clean, Report())
    torch.testing.assert_close(final, clean)


def test_kept_latents_are_untouched_to_the_last_bit() -> None:
    latents = torch.randn(SHAPE)
    sigmas = sigma_matrix(3, torch.tensor([0.0, 1.0, 1.0, 0.0]))
    final = sample(latents, sigmas, lambda latents, *_: torch.randn_like(latents), Report())
    assert torch.equal(final[:, :, [0, 3]], latents[:, :, [0, 3]])


def test_each_step_tells_where_it_leads_and_the_last_one_what_comes_out() -> None:
    clean, noise = torch.randn(SHAPE), torch.randn(SHAPE)
    sigmas = sigma_matrix(3, torch.tensor([0.0, 0.3, 0.7, 1.0]))
    seen: dict[int, Tensor] = {}
    begun = noised(clean, noise, sigmas[0])
    final = sample(begun, sigmas, lambda *_: noise - clean, Report(), seen.__setitem__)
    assert list(seen) == [1, 2, 3]
    for estimate in seen.values():
        torch.testing.assert_close(estimate, clean)
    assert torch.equal(seen[3], final)
    assert torch.equal(final, sample(begun, sigmas, lambda *_: noise - clean, Report())), "looking changes nothing"


def test_every_step_is_reported_and_stopping_ends_the_run() -> None:
    seen: list[Progress] = []

    def listen(progress: Progress) -> None:
        seen.append(progress)
        if progress.step == 2:
            report.stop()

    report = Report(listen)
    with pytest.raises(Cancelled):
        sample(torch.zeros(SHAPE), sigma_matrix(5, torch.ones(4)), still, report)
    assert [(progress.step, progress.steps) for progress in seen] == [(0, 5), (1, 5), (2, 5)]


def test_timesteps_are_cut_to_whole_numbers_only_where_asked() -> None:
    told: list[list[float]] = []

    def velocity(latents: Tensor, timesteps: Tensor, free: float) -> Tensor:
        told.append([*timesteps.tolist(), free])
        return torch.zeros_like(latents)

    sigmas = torch.tensor([[0.9375, 0.1875], [0.0, 0.0]])
    sample(torch.zeros(1, 1, 2, 2, 2), sigmas, velocity, Report())
    sample(torch.zeros(1, 1, 2, 2, 2), sigmas, whole_timesteps(velocity), Report())
    assert told == [[937.5, 187.5, 937.5], [937, 187, 937.5]]


def test_a_frame_that_moves_is_never_told_a_timestep_of_exactly_0() -> None:
    told: list[list[float]] = []

    def velocity(latents: Tensor, timesteps: Tensor, free: float) -> Tensor:
        told.append(timesteps.tolist())
        return torch.zeros_like(latents)

    whole_timesteps(velocity)(torch.zeros(1), torch.tensor([0.0, 0.4, 1.4]), 1.4)
    assert told[0][0] == 0
    assert 0 < told[0][1] < 1e-30
    assert told[0][2] == 1


@pytest.mark.parametrize(("guidance", "velocity", "passes"), [(1.0, 2.0, 1), (3.0, 4.0, 2), (0.0, 1.0, 2)])
def test_guidance_moves_from_the_negative_towards_the_positive(guidance: float, velocity: float, passes: int) -> None:
    asked: list[Tensor] = []

    def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
        asked.append(text)
        return text

    guide = guided(predict, torch.tensor(2.0), torch.tensor(1.0), guidance)
    assert guide(torch.zeros(SHAPE), torch.zeros(4), 0.0) == velocity
    assert len(asked) == passes


def test_a_predictor_gives_one_timestep_to_each_frame_of_every_clip(transformer: VTATransformer) -> None:
    latents, text = torch.randn(2, 36, 3, 4, 4), torch.randn(2, 5, 24)
    timesteps = torch.tensor([0.0, 300.0, 1000.0])
    velocity = predictor(transformer, Report().check)(latents, timesteps, text)
    assert not velocity.requires_grad
    assert torch.equal(velocity[:, :, 1:], transformer(latents, timesteps.expand(2, 3), text)[:, :, 1:])
    assert velocity[:, :, 0].abs().max() == 0, "of a frame that is clean it is of no use"


class FakeTransformer:
    """Writes down when it is used and, as an expert, when it is loaded and let go of."""

    def __init__(self, name: str, events: list[str]) -> None:
        self.name, self.events = name, events
        self.patch_embedding = nn.Linear(1, 1)
        events.append(f"load {name}")
        weakref.finalize(self, events.append, f"release {name}")

    def reading(self, text: Tensor, keeps: bool) -> Tensor:
        return text

    def __call__(self, latents: Tensor, timesteps: Tensor, text: Tensor, check: object, moving: object) -> Tensor:
        self.events.append(f"{self.name} at {timesteps.max():.0f}")
        return torch.zeros_like(latents)


def test_four_steps_are_two_for_each_expert_and_only_one_is_ever_loaded() -> None:
    events: list[str] = []
    loads: list[Any] = [partial(FakeTransformer, name, events) for name in ("high", "low")]
    predict = Experts(loads).predictor(Report().check, 0.875)
    velocity = guided(predict, torch.zeros(1, 1, 1), torch.zeros(1, 1, 1), 1.0)
    sample(torch.zeros(SHAPE), sigma_matrix(4, torch.tensor([0.0, 0.2, 1.0, 1.0])), velocity, Report())
    assert events == [
        *("load high", "high at 1000", "high at 938"),
        *("release high", "load low", "low at 833", "low at 625"),
    ]


def test_each_expert_has_its_own_guidance_and_one_that_is_asked_for_goes_for_both() -> None:
    own = guidance_by_noise(Sampling(), WAN_22)
    assert (own(1000), own(875), own(874.9)) == (4.0, 4.0, 3.0)
    asked = guidance_by_noise(Sampling(guidance=2.0), WAN_22)
    assert (asked(1000), asked(100)) == (2.0, 2.0)
    each = guidance_by_noise(Sampling(guidance=2.0, low_guidance=1.5, boundary=0.5), WAN_22)
    assert (each(500), each(499)) == (2.0, 1.5), "the boundary itself belongs to the high-noise expert"


def test_a_boundary_falls_between_the_same_steps_whether_timesteps_are_whole_or_not() -> None:
    """0.8756 of 1000 lies between a timestep of 875.9 and the 875 that the network is told for it."""
    assert high_noise(875.9, 0.8756) == high_noise(875, 0.8756)
