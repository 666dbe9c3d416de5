"""Classifier-free guidance: away from the negative prompt, towards the positive one."""

import math
from collections.abc import Callable

from torch import Tensor

from engine.generation.sampling.sampler import Velocity
from engine.generation.sampling.schedule import TIMESTEPS
from engine.models.defaults import Defaults
from engine.requests import Sampling

# (latents [batch, channel, frame, height, width], timesteps [frame], text [batch or frame, word, width]) -> velocity;
# of a frame whose timestep is exactly 0 it may be anything that is finite
Predict = Callable[[Tensor, Tensor, Tensor], Tensor]


def high_noise(free: float, boundary: float) -> bool:
    """Whether the high-noise expert runs at the free frames' timestep, which may have been cut to a whole number.

    boundary: 0 to 1. Cut as well, so that either timestep means the same.
    """
    return math.trunc(free) >= math.trunc(boundary * TIMESTEPS)


def guidance_by_noise(sampling: Sampling, defaults: Defaults) -> Callable[[float], float]:
    """By the free frames' timestep: the low-noise expert may have its own. One that is asked for goes for both."""
    high = defaults.guidance if sampling.guidance is None else sampling.guidance
    usual = defaults.low_guidance if sampling.guidance is None else None
    low = usual if sampling.low_guidance is None else sampling.low_guidance
    boundary = boundary_of(sampling, defaults)
    return lambda free: high if low is None or high_noise(free, boundary) else low


def boundary_of(sampling: Sampling, defaults: Defaults) -> float:
    """0 where there is one expert only."""
    return (defaults.boundary or 0.0) if sampling.boundary is None else sampling.boundary


def guided(
    predict: Predict, positive: Tensor, negative: Tensor, guidance: float | Callable[[float], float]
) -> Velocity:
    """v_neg + guidance * (v_pos - v_neg). A guidance of 1 is v_pos alone, so no negative pass is run.

    positive, negative: [batch or frame, word, text width]. guidance: one number, or by the free frames' timestep.
    """

    def velocity(latents: Tensor, timesteps: Tensor, free: float) -> Tensor:
        towards = predict(latents, timesteps, positive)
        strength = guidance(free) if callable(guidance) else guidance
        if strength == 1:
            return towards
        away = predict(latents, timesteps, negative)
        return away + strength * (towards - away)

    return velocity
