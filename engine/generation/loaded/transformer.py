"""The Wan transformer with one timestep per latent frame."""

import functools
from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.sampling.guidance import Predict

with lean_import():
    from diffusers.models.transformers.transformer_wan import WanAttention, WanAttnProcessor, WanTransformer3DModel

Rotary = tuple[Tensor, Tensor]  # cosines and sines, each [1, frame * token, 1, head width]


class FrameAttention(WanAttnProcessor):
    """Attends over all frames of a clip, whose hidden states travel as [batch * frame, token, width]."""

    def __call__(
        self,
        attn: WanAttention,
        hidden_states: Tensor,
        encoder_hidden_states: Tensor | None = None,
        attention_mask: Tensor | None = None,
        rotary_emb: Rotary | None = None,
    ) -> Tensor:
        """The text has one row a clip and the rotary table one row a token of it: either tells where clips end."""
        if encoder_hidden_states is not None:
            clips = hidden_states.unflatten(0, (encoder_hidden_states.shape[0], -1)).flatten(1, 2)
        else:
            assert rotary_emb is not None, "self-attention without positions"
            clips = hidden_states.reshape(-1, rotary_emb[0].shape[1], hidden_states.shape[2])
        attended = super().__call__(attn, clips, encoder_hidden_states, attention_mask, rotary_emb)
        return attended.reshape(hidden_states.shape)


def _nothing() -> None:
    pass


class VTATransformer(WanTransformer3DModel):
    """Vectorized timestep adaptation (PUSA, arXiv 2507.16116) on diffusers' Wan, weights and blocks unchanged.

    Hidden states travel as [batch * frame, token, width], so a timestep per frame is to the stock blocks what one
    per clip was, and its modulation [batch * frame, 6, width] is broadcast over a frame's tokens, never repeated.
    """

    # The parent's plan cuts a whole clip's tokens and would be silently wrong for this layout; None is how diffusers
    # says that a model has no plan, though it types the attribute as a dict.
    _cp_plan = None  # type: ignore[assignment]

    # diffusers reads a config's names from this signature; mypy cannot follow a wrapped constructor.
    @functools.wraps(WanTransformer3DModel.__init__)  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        attention: Any = FrameAttention()  # diffusers' annotation lists its own processors only
        self.set_attn_processor(attention)

    def forward(
        self,
        hidden_states: Tensor,
        timestep: Tensor,
        encoder_hidden_states: Tensor,
        check: Callable[[], None] = _nothing,
    ) -> Tensor:
        """The predicted velocity (noise - clean), shaped like `hidden_states` but for its channels.

        hidden_states: [batch, channel, frame, height, width]. timestep: [batch] or [batch, frame], 0 clean to 1000
        noise. encoder_hidden_states: [batch, word, text width]. `check` is called before each block and may raise.
        """
        batch, _, frames, height, width = hidden_states.shape
        per_frame = timestep if timestep.ndim == 2 else timestep[:, None]
        per_frame = per_frame.expand(batch, frames).flatten()
        embedded, modulation, text, _ = self.condition_embedder(per_frame, encoder_hidden_states)
        modulation = modulation.unflatten(1, (6, -1))
        rotary = self.rope(hidden_states)
        tokens = self.patch_embedding(hidden_states).permute(0, 2, 3, 4, 1).flatten(0, 1).flatten(1, 2).contiguous()
        for block in self.blocks:
            check()
            tokens = self._run_block(block, tokens, text, modulation, rotary)
        patches = self._head(tokens, embedded)
        return self._unpatch(patches, (batch, frames, height, width))

    def _run_block(
        self, block: torch.nn.Module, tokens: Tensor, text: Tensor, modulation: Tensor, rotary: Rotary
    ) -> Tensor:
        if torch.is_grad_enabled() and self.gradient_checkpointing:
            checkpointed: Any = self._gradient_checkpointing_func
            return checkpointed(block, tokens, text, modulation, rotary)
        return block(tokens, text, modulation, rotary)

    def _head(self, tokens: Tensor, embedded: Tensor) -> Tensor:
        shift, scale = (self.scale_shift_table + embedded[:, None]).chunk(2, dim=1)
        normed = self.norm_out(tokens.float()) * (1 + scale) + shift
        return self.proj_out(normed.type_as(tokens))

    def _unpatch(self, patches: Tensor, shape: tuple[int, int, int, int]) -> Tensor:
        """[batch * frame, token, patch * channel] to [batch, channel, frame, height, width]."""
        batch, frames, height, width = shape
        t, h, w = self.config["patch_size"]
        grid = patches.reshape(batch, frames // t, height // h, width // w, t, h, w, -1)
        return grid.permute(0, 7, 1, 4, 2, 5, 3, 6).reshape(batch, -1, frames, height, width)


def predictor(transformer: VTATransformer, check: Callable[[], None]) -> Predict:
    """`transformer` without gradients; `check` is called before each of its blocks and may raise.

    Latents and velocity stay where the caller has them.
    """

    @torch.no_grad()
    def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
        weight = transformer.patch_embedding.weight
        per_clip = timesteps.to(weight.device).expand(latents.shape[0], -1)
        return transformer(latents.to(weight), per_clip, text.to(weight), check).to(latents)

    return predict
