"""Classifier-free guidance: away from the negative prompt, towards the positive one."""

from collections.abc import Callable

import torch
from torch import Tensor

from engine.generation.sampler import Velocity
from engine.generation.transformer import VTATransformer

# (latents [batch, channel, frame, height, width], timesteps [frame], text [batch, word, width]) -> velocity
Predict = Callable[[Tensor, Tensor, Tensor], Tensor]


def predictor(transformer: VTATransformer, check: Callable[[], None]) -> Predict:
    """`transformer` without gradients; `check` is called before each of its blocks and may raise."""

    @torch.no_grad()
    def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
        per_clip = timesteps.to(latents.device).expand(latents.shape[0], -1)
        model_dtype = transformer.patch_embedding.weight.dtype
        velocity = transformer(latents.to(model_dtype), per_clip, text.to(model_dtype), check)
        return velocity.to(latents.dtype)

    return predict


def guided(predict: Predict, positive: Tensor, negative: Tensor, guidance: float) -> Velocity:
    """v_neg + guidance * (v_pos - v_neg). A guidance of 1 is v_pos alone, so no negative pass is run.

    positive, negative: [batch, word, text width].
    """

    def velocity(latents: Tensor, timesteps: Tensor, free: float) -> Tensor:
        towards = predict(latents, timesteps, positive)
        if guidance == 1:
            return towards
        away = predict(latents, timesteps, negative)
        return away + guidance * (towards - away)

    return velocity
