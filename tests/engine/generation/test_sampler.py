"""The loop, guidance and the two experts, with velocities that are known."""

import pytest
import torch
from torch import Tensor

from engine.errors import Cancelled
from engine.generation.conditioning import noised
from engine.generation.experts import Expert, TwoExperts
from engine.generation.guidance import guided, predictor
from engine.generation.sampler import Velocity, sample, whole_timesteps
from engine.generation.schedule import sigma_matrix
from engine.generation.transformer import VTATransformer
from engine.progress import Progress, Report

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
    assert torch.equal(velocity, transformer(latents, timesteps.expand(2, 3), text))


class FakeExperts:
    """Two experts that write down when they are loaded, used and released."""

    def __init__(self) -> None:
        self.events: list[str] = []
        self.both = TwoExperts(self._expert("high"), self._expert("low"))

    def _expert(self, name: str) -> Expert:
        def velocity(latents: Tensor, timesteps: Tensor, free: float) -> Tensor:
            self.events.append(f"{name} at {free:.0f}")
            return torch.zeros_like(latents)

        def load() -> Velocity:
            self.events.append(f"load {name}")
            return velocity

        return Expert(load, lambda: self.events.append(f"release {name}"))


def test_four_steps_are_two_for_each_expert_and_only_one_is_ever_loaded() -> None:
    experts = FakeExperts()
    sample(torch.zeros(SHAPE), sigma_matrix(4, torch.tensor([0.0, 0.2, 1.0, 1.0])), experts.both, Report())
    experts.both.release()
    assert experts.events == [
        *("load high", "high at 1000", "high at 938"),
        *("release high", "load low", "low at 833", "low at 625", "release low"),
    ]


def test_the_boundary_itself_belongs_to_the_high_noise_expert() -> None:
    experts = FakeExperts()
    experts.both(torch.zeros(SHAPE), torch.full((4,), 875.0), 875.0)
    assert experts.events[-1] == "high at 875"


def test_releasing_twice_lets_go_once() -> None:
    experts = FakeExperts()
    experts.both(torch.zeros(SHAPE), torch.zeros(4), 100.0)
    experts.both.release()
    experts.both.release()
    assert experts.events.count("release low") == 1
