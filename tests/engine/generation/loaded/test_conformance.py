"""What the reference implementation samples, we sample: its own numbers, through the ordinary loaders."""

import json
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Any

import pytest
import torch
from safetensors.torch import load_file
from torch import Tensor

from engine.generation.loaded.adapters.lora import merge, read_adapter
from engine.generation.loaded.experts import Experts
from engine.generation.loaded.files.loading import load_transformer
from engine.generation.loaded.network.transformer import VTATransformer
from engine.generation.sampling.conditioning import Conditioning, checked_noise, free, given, noised, seeded_noise
from engine.generation.sampling.guidance import guided
from engine.generation.sampling.sampler import Velocity, sample, whole_timesteps
from engine.generation.sampling.schedule import sigma_matrix
from engine.models.adapters import PUSA_HIGH_NOISE_STRENGTH, PUSA_STRENGTH
from engine.progress import Report

Case = dict[str, Any]

CASES = [
    "wan21_text_to_video",
    "wan21_extension",
    "wan21_start_end",
    "wan22_image_to_video_lightx2v",
    "wan22_extension_lightx2v",
    "wan22_completion",
]
# The reference's tiny model; its heads are 24 wide, which no published one is, so shapes cannot tell.
TINY = {
    "num_attention_heads": 4,
    "attention_head_dim": 24,
    "text_dim": 32,
    "freq_dim": 64,
    "ffn_dim": 192,
    "num_layers": 2,
}
STRENGTHS = {"high": PUSA_HIGH_NOISE_STRENGTH, "low": PUSA_STRENGTH}
BOUNDARY = 0.875  # Wan 2.2 A14B's


@dataclass
class Recorder:
    """Passes velocities on and keeps what the network was asked and said."""

    velocity: Velocity
    timesteps: list[Tensor] = field(default_factory=list)
    latents: list[Tensor] = field(default_factory=list)
    velocities: list[Tensor] = field(default_factory=list)

    def __call__(self, latents: Tensor, timesteps: Tensor, free: float) -> Tensor:
        self.timesteps.append(timesteps)
        self.latents.append(latents)
        self.velocities.append(self.velocity(latents, timesteps, free))
        return self.velocities[-1]


def load(folder: Path, noise: str, lightx2v: bool, pusa: str = "safetensors") -> VTATransformer:
    transformer = load_transformer(folder / f"dit_{noise}_noise.safetensors", config=TINY)
    if lightx2v:
        merge(transformer, read_adapter(folder / f"lightx2v_lora_{noise}.safetensors"), 1.0)
    merge(transformer, read_adapter(folder / f"pusa_lora_{noise}.{pusa}"), STRENGTHS[noise])
    return transformer


def network(folder: Path, case: Case) -> Experts:
    noises = ("high", "low") if case["moe"] else ("low",)
    return Experts([partial(load, folder, noise, case.get("lightx2v", False)) for noise in noises])


def conditioning(case: Case, clip: Tensor) -> Conditioning:
    nothing = free(clip.shape)
    if "cond" not in case:
        return nothing
    return given(nothing, clip[:, :, case["cond"]], case["cond"], checked_noise(case["noise"]))


def distance(ours: Tensor, theirs: Tensor) -> float:
    return ((ours - theirs).norm() / theirs.norm()).item()


@pytest.mark.parametrize("name", CASES)
def test_the_reference_is_sampled_step_by_step(trajectories: Path, name: str) -> None:
    case: Case = json.loads((trajectories / "cases.json").read_text())["cases"][name]
    numbers = load_file(trajectories / "trajectories.safetensors")
    texts = numbers["prompt_embeds"], numbers["negative_prompt_embeds"]
    report = Report()
    asked = conditioning(case, numbers["condition_latents"])
    sigmas = sigma_matrix(case["steps"], asked.noise)
    noise = seeded_noise(asked.latents.shape, case["seed"])

    predict = network(trajectories, case).predictor(report.check, BOUNDARY)
    recorder = Recorder(guided(predict, *texts, case["cfg"]))
    velocity = whole_timesteps(recorder) if "cond" in case else recorder
    final = sample(noised(asked.latents, noise, sigmas[0]), sigmas, velocity, report)

    assert torch.equal(noise, numbers[f"{name}.noise"])
    assert torch.equal(torch.stack(recorder.timesteps), numbers[f"{name}.timesteps"])
    moving = torch.stack(recorder.timesteps)[:, None, None, :, None, None] > 0  # of others no velocity is made
    off = {
        "latents": distance(torch.stack(recorder.latents), numbers[f"{name}.latents_in"]),
        "velocity": distance(torch.stack(recorder.velocities), numbers[f"{name}.velocity"] * moving),
        "final": distance(final, numbers[f"{name}.final"]),
    }
    print(name, {what: f"{error:.1e}" for what, error in off.items()})
    assert max(off.values()) < 1e-3


def test_the_published_pickle_merges_to_the_same_weights_as_its_safetensors(trajectories: Path) -> None:
    from_pickle = load(trajectories, "low", lightx2v=False, pusa="pt").state_dict()
    for name, weight in load(trajectories, "low", lightx2v=False).state_dict().items():
        assert torch.equal(weight, from_pickle[name]), name
