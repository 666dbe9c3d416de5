"""The Euler loop that turns noise into latents, one noise level per frame."""

from collections.abc import Callable
from itertools import pairwise

import torch
from torch import Tensor

from engine.generation.sampling.schedule import TIMESTEPS
from engine.progress import Report

# (latents [batch, channel, frame, height, width], timesteps [frame], the free frames' timestep) -> velocity; that of a
# frame whose timestep is exactly 0 is never used
Velocity = Callable[[Tensor, Tensor, float], Tensor]

# (step from 1, the clean latents that it points to) -> nothing
Seen = Callable[[int, Tensor], None]


def sample(latents: Tensor, sigmas: Tensor, velocity: Velocity, report: Report, seen: Seen | None = None) -> Tensor:
    """Clean latents from noised ones: x_i += v_i * (sigma_i at the next step - sigma_i now), for each frame i.

    latents: [batch, channel, frame, height, width], noised by the first row of sigmas: [step + 1, frame]. The network
    predicts noise - clean. A frame whose sigma stays 0 is untouched. The free frames' timestep is the row's largest.
    seen: told after each step where it leads, x_i - sigma_i v_i; the last one's are the latents that come out. Raises
    Cancelled between steps, and from `velocity` within one.
    """
    steps = len(sigmas) - 1
    report("Making new frames", 0, steps)
    for step, (now, then) in enumerate(pairwise(sigmas), start=1):
        timesteps = now * TIMESTEPS
        predicted = velocity(latents, timesteps, timesteps.max().item())
        if seen is not None:
            seen(step, latents - predicted * now[:, None, None].to(latents))
        latents = latents + predicted * (then - now)[:, None, None].to(latents)
        report("Making new frames", step, steps)
    return latents


def whole_timesteps(velocity: Velocity) -> Velocity:
    """`velocity` told timesteps cut to whole numbers (937.5 -> 937), as PUSA's conditioned pipelines do.

    Its text-to-video pipeline does not, and sigmas are never cut: the caller chooses. What would be cut to 0 becomes
    the smallest number above it, which no network can tell from it: a frame at exactly 0 is one that never moves.
    """

    def whole(latents: Tensor, timesteps: Tensor, free: float) -> Tensor:
        least = timesteps.clamp(max=torch.finfo(timesteps.dtype).tiny)
        return velocity(latents, timesteps.trunc().maximum(least), free)

    return whole
