"""A small VAE of Wan's kind, trained in minutes: its weights are nobody's, so it shows tendencies and no more.

Run: python -m tests.benchmarks.small_vae FILE [--steps N]
"""

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKLWan
from safetensors import safe_open
from safetensors.torch import load_file, save_file
from torch import Tensor

from engine.generation.loaded.vae.wan_vae import WanVAE
from engine.training.footage import make_clip

SHAPE = {"base_dim": 12, "dim_mult": [1, 2, 2, 2], "num_res_blocks": 1, "z_dim": 16}
FRAMES, SIDE, BATCH = 9, 40, 2
SEEN = 400  # procedural clips
RATE = 2e-3  # at its highest
CALM = 1e-4  # weight of the latents' own size


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.small_vae", description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--steps", type=int, default=500)
    asked = parser.parse_args()
    torch.set_num_threads(1)
    train(asked.file, asked.steps)


def load(path: Path) -> WanVAE:
    with safe_open(path, "pt") as opened:
        spread = json.loads(opened.metadata()["spread"])
    vae: Any = AutoencoderKLWan(**SHAPE, **spread)
    vae.load_state_dict(load_file(path))
    return WanVAE(vae)


def random_vae() -> WanVAE:
    """Its latents are as large as a trained one's, whatever they mean."""
    torch.manual_seed(0)
    vae: Any = AutoencoderKLWan(**SHAPE)
    vae.register_to_config(**_spread(vae, _clips(16), np.random.default_rng(0)))
    return WanVAE(vae)


def train(path: Path, steps: int) -> None:
    torch.manual_seed(0)
    vae: Any = AutoencoderKLWan(**SHAPE)
    optimiser = torch.optim.AdamW(vae.parameters(), lr=RATE)
    course = torch.optim.lr_scheduler.OneCycleLR(optimiser, RATE, total_steps=steps)
    clips, random = _clips(SEEN), np.random.default_rng(0)
    errors: list[float] = []
    for step in range(1, steps + 1):
        video = _batch(clips, random)
        latents = vae.encode(video).latent_dist.mode()
        error = (vae.decode(latents).sample - video).abs().mean()
        (error + CALM * latents.square().mean()).backward()
        torch.nn.utils.clip_grad_norm_(vae.parameters(), 1.0)
        optimiser.step()
        optimiser.zero_grad()
        course.step()
        errors.append(127.5 * error.item())
        if step % 25 == 0 or step == steps:
            print(f"step {step} of {steps}: off by {np.mean(errors[-25:]):.1f} of 255", flush=True)
            save_file(vae.state_dict(), path, {"spread": json.dumps(_spread(vae, clips, random))})


@torch.no_grad()
def _spread(vae: Any, clips: list[np.ndarray], random: np.random.Generator) -> dict[str, list[float]]:
    """Of its latents, by which they are normalised."""
    latents = torch.cat([vae.encode(_batch(clips, random)).latent_dist.mode() for _ in range(8)])
    return {"latents_mean": latents.mean((0, 2, 3, 4)).tolist(), "latents_std": latents.std((0, 2, 3, 4)).tolist()}


def _clips(count: int) -> list[np.ndarray]:
    return [make_clip(seed, FRAMES, 128, 72, 24.0).frames for seed in range(count)]


def _batch(clips: list[np.ndarray], random: np.random.Generator) -> Tensor:
    """[BATCH, 3, FRAMES, SIDE, SIDE] in -1 to 1."""
    parts = []
    for clip in (clips[index] for index in random.integers(0, len(clips), BATCH)):
        top, left = random.integers(0, [length - SIDE + 1 for length in clip.shape[1:3]])
        parts.append(clip[:, top : top + SIDE, left : left + SIDE])
    return torch.from_numpy(np.stack(parts)).permute(0, 4, 1, 2, 3).float() / 127.5 - 1


if __name__ == "__main__":
    main()
