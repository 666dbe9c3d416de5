"""Wan's VAE as it works here against diffusers' own: time, extra memory, difference, and what tiles change.

Run: python -m tests.benchmarks.vae [--small-vae FILE] [--runs N] [--threads N] [--device cpu]

The networks have Wan's own blocks with random weights, narrower than the published ones; FILE: of
tests.benchmarks.small_vae, a trained one. Both do the same in turns in one process. On a CPU seconds are processor
seconds and memory is the highest sum of what torch's allocator gave out, above what stood before.
"""

import argparse
import copy
import math
import statistics
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import torch
from diffusers import AutoencoderKLWan
from torch import Tensor

from engine.generation.loaded.files.original import LARGE
from engine.generation.loaded.vae.wan_vae import WanVAE
from engine.training.footage import make_clip
from tests.benchmarks import small_vae
from tests.benchmarks.transformer import interleaved, peak_memory

FRAMES, HEIGHT, WIDTH = 5, 192, 320
TILES = (64, 128, 256)
NETWORKS: dict[str, dict[str, Any]] = {
    "8 x, random": {"base_dim": 12},
    "16 x, random": {**LARGE, "base_dim": 12, "decoder_base_dim": 12},
}

Run = Callable[[Tensor], Any]


def main() -> None:
    asked = arguments()
    torch.set_num_threads(asked.threads)
    print(f"{FRAMES} frames of {WIDTH}x{HEIGHT}, float32; {asked.device}, {asked.threads} threads, n = {asked.runs}")
    for name, settings in NETWORKS.items():
        torch.manual_seed(0)
        vae: Any = AutoencoderKLWan(**settings)
        told(name, vae.eval().requires_grad_(False).to(asked.device), asked)
    if asked.small_vae is not None:
        trained = small_vae.load(asked.small_vae)
        half_told(trained, trained.encode(clip()))
        tiles_told("8 x, trained", trained, clip())


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m tests.benchmarks.vae", description=__doc__)
    parser.add_argument("--small-vae", type=Path)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--device", default="cpu")
    return parser.parse_args()


@torch.no_grad()
def told(name: str, theirs: Any, asked: argparse.Namespace) -> None:
    """theirs: diffusers' network, which stays as it is."""
    ours, frames = WanVAE(copy.deepcopy(theirs)), clip()
    print(f"\n{name}")
    video = torch.from_numpy(frames).permute(3, 0, 1, 2)[None].to(asked.device) * 2 - 1
    compared("encode", {"ours": lambda _: ours.encode(frames), "diffusers": lambda _: theirs.encode(video)}, asked)
    latents = ours.encode(frames)
    scaled = (latents * ours._std + ours._mean).to(asked.device)
    compared("decode", {"ours": lambda _: film(ours, latents), "diffusers": lambda _: theirs.decode(scaled)}, asked)
    difference(ours, theirs, latents, scaled, video)
    half_told(ours, latents)
    tiles_told(name, ours, frames)


def compared(what: str, paths: dict[str, Run], asked: argparse.Namespace) -> None:
    one = torch.zeros(1, device=asked.device)
    memory = {name: peak_memory(path, one) for name, path in paths.items()}  # also the warm-up
    times = {name: statistics.median(each) for name, each in interleaved(paths, one, asked.runs).items()}
    print(
        f"  {what}: {times['ours']:.2f} s against {times['diffusers']:.2f} s, "
        f"{times['diffusers'] / times['ours']:.2f} x the speed; {memory['ours'] / 1e6:.0f} MB against "
        f"{memory['diffusers'] / 1e6:.0f} MB"
    )


def difference(ours: WanVAE, theirs: Any, latents: Tensor, scaled: Tensor, video: Tensor) -> None:
    """Of ours to diffusers', where weights are laid out as there and as they are quickest."""
    mode = ((theirs.encode(video).latent_dist.mode().cpu() - ours._mean) / ours._std - latents).abs().max()
    pictures = theirs.decode(scaled).sample[0].permute(1, 2, 3, 0).cpu().numpy() / 2 + 0.5
    off = np.abs(pictures - film(ours, latents)).max()
    print(f"  largest difference to diffusers: latents {mode:.1e}, pictures {off:.1e} of their range")


def half_told(vae: WanVAE, latents: Tensor) -> None:
    """Why it is not used."""
    off = film(WanVAE(copy.deepcopy(vae._vae).bfloat16()), latents) - film(vae, latents)
    print(f"  in bfloat16: pictures {psnr(off):.1f} dB, at most {255 * np.abs(off).max():.2f} of 255")


def tiles_told(name: str, vae: WanVAE, frames: np.ndarray) -> None:
    """Against what is made at once."""
    latents = vae.encode(frames)
    whole, memory = film(vae, latents), peak_memory(lambda _: film(vae, latents), latents)
    for tile in TILES:
        tiled = WanVAE(vae._vae, tile)
        encoded = (tiled.encode(frames) - latents).norm() / latents.norm()
        off = film(tiled, latents) - whole
        less = peak_memory(lambda _, tiled=tiled: film(tiled, latents), latents) / memory
        print(
            f"  {name}, tiles of {tile}: pictures {psnr(off):.1f} dB, at most {255 * np.abs(off).max():.2f} of 255; "
            f"latents {encoded:.1e}; {less:.2f} of the memory"
        )


def clip() -> np.ndarray:
    frames: np.ndarray = make_clip(3, FRAMES, WIDTH, HEIGHT, 24.0).frames
    return frames.astype(np.float32) / 255


def film(vae: WanVAE, latents: Tensor) -> np.ndarray:
    return np.stack(list(vae.decode(latents)))


def psnr(off: np.ndarray) -> float:
    return -10 * math.log10(max(float(np.square(off).mean()), 1e-16))


if __name__ == "__main__":
    main()
