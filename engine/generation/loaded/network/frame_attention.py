"""Attention where hidden states travel frame by frame: over all frames of a clip, or over its text."""

from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor

from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.network.text_keys import TextKeys

with lean_import():
    from diffusers.models.attention_dispatch import dispatch_attention_fn
    from diffusers.models.transformers.transformer_wan import WanAttention, WanAttnProcessor


class Rotary(NamedTuple):
    """cosines, sines: [1, frame * token, 1, half a head's width]."""

    cosines: Tensor
    sines: Tensor

    def turned(self, heads: Tensor) -> Tensor:
        """heads: [clip, frame * token, head, width]; neighbouring numbers are turned as a pair."""
        first, second = heads.unflatten(-1, (-1, 2)).unbind(-1)
        turned = torch.empty_like(heads)
        turned[..., 0::2] = first * self.cosines - second * self.sines
        turned[..., 1::2] = first * self.sines + second * self.cosines
        return turned

    def at(self, moving: Tensor, frames: int) -> "Rotary":
        """Of those frames alone, by their indices."""
        return Rotary(*(table.unflatten(1, (frames, -1))[:, moving].flatten(1, 2) for table in self))

    def cut(self, cut: Callable[[Tensor, int], Tensor], frames: int) -> "Rotary":
        """Of some of every frame's tokens. cut: see engine.generation.loaded.network.transformer.Share."""
        return Rotary(*(cut(table.unflatten(1, (frames, -1)), 2).flatten(1, 2) for table in self))


class Around(NamedTuple):
    """What self-attention looks at: all frames of a clip. rotary: of the tokens that ask.

    normed: [batch * frame, token, width], what keys and values are made of, with its own rotary; None: every token
    asks, so they are made of the same.
    """

    rotary: Rotary
    normed: Tensor | None = None
    all_rotary: Rotary | None = None


class FrameAttention(WanAttnProcessor):
    """Attends over all frames of a clip, whose hidden states travel as [batch * frame, token, width]."""

    def __call__(  # type: ignore[override]
        self,
        attn: WanAttention,
        hidden_states: Tensor,
        encoder_hidden_states: TextKeys | None = None,
        _mask: None = None,
        rotary_emb: Around | None = None,
    ) -> Tensor:
        """The text has one row a clip and the rotary table one row a token of it: either tells where clips end."""
        if encoder_hidden_states is not None:
            attended = self._of_text(attn, hidden_states, encoder_hidden_states)
        else:
            assert rotary_emb is not None, "self-attention without positions"
            attended = self._of_frames(attn, hidden_states, rotary_emb)
        return attn.to_out[1](attn.to_out[0](attended)).reshape(hidden_states.shape)

    def _of_text(self, attn: WanAttention, hidden_states: Tensor, text: TextKeys) -> Tensor:
        keys, values = text.each()
        query = _queries(attn, hidden_states.unflatten(0, (len(keys), -1)).flatten(1, 2))
        attended = dispatch_attention_fn(query, keys, values, backend=self._attention_backend)
        return attended.flatten(2, 3).type_as(query)

    def _of_frames(self, attn: WanAttention, hidden_states: Tensor, around: Around) -> Tensor:
        query, keys, values = _asked(attn, hidden_states, around)
        attended = dispatch_attention_fn(
            query, keys, values, backend=self._attention_backend, parallel_config=self._parallel_config
        )
        return attended.flatten(2, 3).type_as(query)


def _asked(attn: WanAttention, hidden_states: Tensor, around: Around) -> tuple[Tensor, Tensor, Tensor]:
    """Queries, keys and values [clip, token, head, head width] of self-attention."""
    clips = _clips(hidden_states, around.rotary)
    everything, rotary = clips, around.rotary
    if around.normed is not None and around.all_rotary is not None:
        everything, rotary = _clips(around.normed, around.all_rotary), around.all_rotary
    query = around.rotary.turned(_queries(attn, clips))
    key = rotary.turned(attn.norm_k(attn.to_k(everything)).unflatten(2, (attn.heads, -1)))
    return query, key, attn.to_v(everything).unflatten(2, (attn.heads, -1))


def _clips(hidden_states: Tensor, rotary: Rotary) -> Tensor:
    return hidden_states.reshape(-1, rotary.cosines.shape[1], hidden_states.shape[2])


def _queries(attn: WanAttention, clips: Tensor) -> Tensor:
    return attn.norm_q(attn.to_q(clips)).unflatten(2, (attn.heads, -1))
