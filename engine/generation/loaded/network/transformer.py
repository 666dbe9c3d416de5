"""The Wan transformer with one timestep per latent frame."""

import functools
from collections.abc import Callable
from typing import Any, NamedTuple, Protocol

import torch
from torch import Tensor, nn

from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.network.frame_attention import Around, FrameAttention, Rotary
from engine.generation.loaded.network.text_keys import Reading, TextKeys, different
from engine.generation.sampling.guidance import Predict

with lean_import():
    from diffusers.models.transformers.transformer_wan import WanTransformer3DModel

FEED_FORWARD_PARTS = 4


class FrugalFeedForward(nn.Module):
    """diffusers' own, a few frames after another, since what it makes on its way is several times as wide as the rest:
    with 5 frames, a third less memory for a whole step in float32, no slower and equal to the last bit."""

    def __init__(self, whole: Any) -> None:
        super().__init__()
        self.net: nn.ModuleList = whole.net  # so that its weights keep their names

    def forward(self, hidden_states: Tensor) -> Tensor:
        """hidden_states: [batch * frame, token, width]."""
        return torch.cat([self._of(part) for part in hidden_states.chunk(FEED_FORWARD_PARTS)])

    def _of(self, part: Tensor) -> Tensor:
        for layer in self.net:
            part = layer(part)
        return part


def _nothing() -> None:
    pass


class Supply(Protocol):
    """Brings a block's weights to where it computes, and takes the place back when it has."""

    def bring(self, block: int) -> None:
        """Called before the block runs; the next one's may already be on their way."""

    def done(self, block: int) -> None:
        """Called when it has run."""


class Share(Protocol):
    """Of the tokens of every frame, the part that this process computes; others compute the rest."""

    def cut(self, tokens: Tensor, dim: int) -> Tensor:
        """This process's part of what has all of a frame's tokens along `dim`."""
        ...

    def whole(self, patches: Tensor) -> Tensor:
        """[batch * frame, token, ...] of all processes."""
        ...


class States(NamedTuple):
    """What a block is given, frame by frame. tokens: [batch * frame, token, width]. modulation: [batch * frame, 6,
    width]."""

    tokens: Tensor
    text: TextKeys
    modulation: Tensor
    around: Around


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
        self.supply: Supply | None = None  # None: every block's weights are there
        self.share: Share | None = None  # None: all tokens are computed here
        attention: Any = FrameAttention()  # diffusers' annotation lists its own processors only
        self.set_attn_processor(attention)
        blocks: Any = self.blocks
        for block in blocks:
            block.ffn = FrugalFeedForward(block.ffn)

    def reading(self, text: Tensor, keeps: bool) -> Reading:
        """For `forward`, of text [row, word, text width]. keeps: see Reading; only without gradients."""
        prompts, rows = different(text)
        return Reading(self.condition_embedder.text_embedder(prompts), rows, keeps)

    def forward(
        self,
        hidden_states: Tensor,
        timestep: Tensor,
        encoder_hidden_states: Tensor | Reading,
        check: Callable[[], None] = _nothing,
        moving: Tensor | None = None,
    ) -> Tensor:
        """The predicted velocity (noise - clean), shaped like `hidden_states` but for its channels.

        hidden_states: [batch, channel, frame, height, width]. timestep: [batch] or [batch, frame], 0 clean to 1000
        noise. encoder_hidden_states: [batch or batch * frame, word, text width]. `check` is called before each block
        and may raise. moving: indices of the frames whose velocity is asked for, at least one; that of others is 0.
        None: of all.
        """
        batch, _, frames, *_ = hidden_states.shape
        per_frame = timestep if timestep.ndim == 2 else timestep[:, None]
        embedded, modulation = self._timed(per_frame.expand(batch, frames).flatten(), hidden_states.dtype)
        text = encoder_hidden_states
        reading = text if isinstance(text, Reading) else self.reading(text, keeps=False)
        tokens, around = self._embedded(hidden_states)
        for number, block in enumerate(self.blocks):
            check()
            if self.supply is not None:
                self.supply.bring(number)
            states = States(tokens, reading.of(number, block.attn2), modulation, around)
            if moving is not None and number == len(self.blocks) - 1:
                states = _asking(block, states, moving)
            tokens = self._run_block(block, states)
            if self.supply is not None:
                self.supply.done(number)
        return self._velocity(tokens, embedded, moving, hidden_states)

    def _timed(self, timesteps: Tensor, dtype: torch.dtype) -> tuple[Tensor, Tensor]:
        """Of timesteps [batch * frame]: their embedding [.., width], and what it makes of it for the blocks [.., 6,
        width]."""
        embedder = self.condition_embedder
        waves = embedder.timesteps_proj(timesteps).to(embedder.time_embedder.linear_1.weight.dtype)
        embedded = embedder.time_embedder(waves).to(dtype)
        return embedded, embedder.time_proj(embedder.act_fn(embedded)).unflatten(1, (6, -1))

    def _embedded(self, latents: Tensor) -> tuple[Tensor, Around]:
        """Tokens [batch * frame, token, width], and where they stand."""
        tokens = self.patch_embedding(latents).permute(0, 2, 3, 4, 1).flatten(0, 1).flatten(1, 2).contiguous()
        cosines, sines = self.rope(latents)  # each value stands twice in them, side by side
        rotary = Rotary(cosines[..., 0::2].contiguous(), sines[..., 1::2].contiguous())
        if self.share is not None:
            tokens, rotary = self.share.cut(tokens, 1), rotary.cut(self.share.cut, latents.shape[2])
        return tokens, Around(rotary)

    def _run_block(self, block: nn.Module, states: States) -> Tensor:
        if torch.is_grad_enabled() and self.gradient_checkpointing:
            checkpointed: Any = self._gradient_checkpointing_func
            return checkpointed(block, *states)
        return block(*states)

    def _velocity(self, tokens: Tensor, embedded: Tensor, moving: Tensor | None, latents: Tensor) -> Tensor:
        """See `forward`; tokens: of the frames that move alone."""
        batch, _, frames, height, width = latents.shape
        if moving is None:
            return self._unpatch(self._head(tokens, embedded), (batch, frames, height, width))
        patches = self._head(tokens, _at(embedded, moving, frames))
        predicted = self._unpatch(patches, (batch, len(moving), height, width))
        still = predicted.new_zeros(*predicted.shape[:2], frames, height, width)
        return still.index_copy(2, moving, predicted)

    def _head(self, tokens: Tensor, embedded: Tensor) -> Tensor:
        shift, scale = (self.scale_shift_table + embedded[:, None]).chunk(2, dim=1)
        normed = self.norm_out(tokens.float()) * (1 + scale) + shift
        patches = self.proj_out(normed.type_as(tokens))
        return patches if self.share is None else self.share.whole(patches)

    def _unpatch(self, patches: Tensor, shape: tuple[int, int, int, int]) -> Tensor:
        """[batch * frame, token, patch * channel] to [batch, channel, frame, height, width]."""
        batch, frames, height, width = shape
        t, h, w = self.config["patch_size"]
        grid = patches.reshape(batch, frames // t, height // h, width // w, t, h, w, -1)
        return grid.permute(0, 7, 1, 4, 2, 5, 3, 6).reshape(batch, -1, frames, height, width)


def _asking(block: Any, states: States, moving: Tensor) -> States:
    """For the last block: only the frames that move go through it, and look at all of them.

    Nothing reads what it would make of others. Keys and values are made of what the block itself would make them of.
    """
    tokens, text, modulation, around = states
    frames = around.rotary.cosines.shape[1] // tokens.shape[1]
    shift, scale = (block.scale_shift_table + modulation.float()).chunk(6, dim=1)[:2]
    normed = (block.norm1(tokens.float()) * (1 + scale) + shift).type_as(tokens)
    if len(text.rows) == len(tokens):
        text = text._replace(rows=_at(text.rows, moving, frames))
    looking = Around(around.rotary.at(moving, frames), normed, around.rotary)
    return States(_at(tokens, moving, frames), text, _at(modulation, moving, frames), looking)


def _at(rows: Tensor, moving: Tensor, frames: int) -> Tensor:
    """[batch * frame, ...] of those that move alone."""
    return rows.unflatten(0, (-1, frames))[:, moving].flatten(0, 1)


def predictor(transformer: VTATransformer, check: Callable[[], None], keeps_text: bool = True) -> Predict:
    """`transformer` without gradients, for one run; `check` is called before each of its blocks and may raise.

    Latents and velocity stay where the caller has them. A timestep of exactly 0 says that a frame is clean: its
    velocity is of no use, is not computed where that can be saved, and is 0. keeps_text: see Reading.
    """
    readings: dict[Tensor, Reading] = {}  # by prompt: tensors are told apart by which they are, not by their numbers

    @torch.no_grad()
    def predict(latents: Tensor, timesteps: Tensor, text: Tensor) -> Tensor:
        moving = timesteps.nonzero().flatten()
        if len(moving) == 0:
            return torch.zeros_like(latents)
        weight = transformer.patch_embedding.weight
        if text not in readings:
            readings[text] = transformer.reading(text.to(weight), keeps_text)
        per_clip = timesteps.to(weight.device).expand(latents.shape[0], -1)
        asked = None if len(moving) == len(timesteps) else moving.to(weight.device)
        return transformer(latents.to(weight), per_clip, readings[text], check, asked).to(latents)

    return predict
