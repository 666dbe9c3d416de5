"""Conditioning: which latents are given, and how free each frame is."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from engine.errors import RequestError
from engine.generation.sampling.latents import frames_held, latent_frames


@dataclass(frozen=True, slots=True)
class Conditioning:
    latents: Tensor  # [batch, channel, frame, height, width], clean; zeros where nothing is given
    noise: Tensor  # [frame], 0 = keep, 1 = free


def free(shape: Sequence[int]) -> Conditioning:
    """Nothing given: text to video. shape: [batch, channel, frame, height, width]."""
    return Conditioning(torch.zeros(*shape), torch.ones(shape[2]))


def given(conditioning: Conditioning, latents: Tensor, positions: Sequence[int], noise: Tensor) -> Conditioning:
    """`conditioning` with `latents` put at `positions`, each as free as its entry of `noise`.

    latents: [batch, channel, k, height, width]; positions: k different latent frames; noise: [k], 0 keep to 1 free.
    """
    frames = conditioning.latents.shape[2]
    if len(set(positions)) != len(positions) or not all(0 <= position < frames for position in positions):
        raise RequestError(
            f"Latents cannot stand at {list(positions)}: positions differ and run from 0 to {frames - 1}."
        )
    if latents.shape[2] != len(positions) or len(noise) != len(positions):
        raise RequestError(
            f"{latents.shape[2]} latents and {len(noise)} noise values were given for {len(positions)} positions."
        )
    index = torch.tensor(list(positions), dtype=torch.long)
    placed = conditioning.latents.to(latents.dtype).index_copy(2, index, latents)
    return Conditioning(placed, conditioning.noise.index_copy(0, index, checked_noise(noise.tolist())))


def checked_noise(values: Sequence[float]) -> Tensor:
    """[value] float32; RequestError unless every value lies from 0 (keep) to 1 (free)."""
    if not values:
        raise RequestError("No noise value was given.", do="Use numbers from 0 (keep) to 1 (free).")
    for value in values:
        if not 0 <= value <= 1:
            raise RequestError(f"A noise of {value} cannot be used.", do="Use numbers from 0 (keep) to 1 (free).")
    return torch.tensor(list(values), dtype=torch.float32)


def spread_noise(values: Sequence[float], latents: int) -> Tensor:
    """[latent]: `values` spread evenly from the first to the last of `latents`, straight lines between them.

    As many values as latents give each its own; one value goes to all; a single latent takes the first.
    """
    points = checked_noise(values)
    at = torch.linspace(0, len(values) - 1, latents)
    below = at.floor().long()
    above = at.ceil().long()
    return torch.lerp(points[below], points[above], at - below)


def reduce_noise(per_frame: Sequence[float]) -> Tensor:
    """[latent] from one value for each of 1 + 4n pixel frames: a latent is as free as its freest frame.

    A kept frame in such a latent can be put back from the source afterwards; a frame held too tightly stays wrong.
    """
    values = checked_noise(per_frame)
    held = [frames_held(latent) for latent in range(latent_frames(len(per_frame)))]
    return torch.stack([values[frames.start : frames.stop].max() for frames in held])


def seeded_noise(shape: Sequence[int], seed: int) -> Tensor:
    """One float32 draw for the whole clip, made on the CPU so that a seed means the same on every machine."""
    return torch.randn(*shape, generator=torch.Generator("cpu").manual_seed(seed))


def noised(latents: Tensor, noise: Tensor, sigmas: Tensor) -> Tensor:
    """(1 - sigma_i) z_i + sigma_i noise_i for each frame i; sigmas: [frame], for sampling the matrix's first row."""
    sigma = sigmas[:, None, None].to(latents)
    return (1 - sigma) * latents + sigma * noise.to(latents)
