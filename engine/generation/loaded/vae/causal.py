"""Wan's encoder and decoder in two stages: the layers that look at a few pixels, and those that look at all.

Only attention in the middle looks at a whole picture, and there pictures are as small as latents. So the middle is
always done whole, and nothing that tiles make of a picture depends on more than what is around it.
"""

from collections.abc import Callable
from typing import Any

import torch
from torch import Tensor

REMEMBERED = 2  # frames that a causal convolution sees again


class Seen:
    """What one stage saw last of the frames before; of one tile alone."""

    def __init__(self) -> None:
        self._by_layer: dict[Any, Any] = {}
        self.begun = False

    def through(self, layer: Any, frames: Tensor, **more: bool) -> Tensor:
        """`frames` through one of diffusers' causal layers, which keeps what it saw in a list of as many entries as it
        has convolutions."""
        kept = self._by_layer.setdefault(layer, [None] * sum(1 for _ in layer.modules()))
        return layer(frames, feat_cache=kept, feat_idx=[0], **more)

    def convolved(self, layer: Any, frames: Tensor) -> Tensor:
        """As diffusers does it for the convolutions at both ends."""
        before = self._by_layer.get(layer)
        after = layer(frames, before)
        joined = frames if before is None or frames.shape[2] >= REMEMBERED else torch.cat([before, frames], dim=2)
        self._by_layer[layer] = joined[:, :, -REMEMBERED:].clone()
        return after


Stage = Callable[[Tensor, Seen], Tensor]  # frames [1, channel, frame, h, w] of one latent, and what was before them


def decoded_middle(decoder: Any) -> Stage:
    """From latents to what the decoder then enlarges, as large as they are."""
    return lambda latents, seen: seen.through(decoder.mid_block, seen.convolved(decoder.conv_in, latents))


def decoded_ends(decoder: Any) -> Stage:
    """From there to pictures."""

    def enlarged(frames: Tensor, seen: Seen) -> Tensor:
        first, seen.begun = not seen.begun, True
        for block in decoder.up_blocks:
            frames = seen.through(block, frames, first_chunk=first)
        return _out(decoder, frames, seen)

    return enlarged


def encoded_ends(encoder: Any) -> Stage:
    """From pictures to what is as small as latents."""

    def narrowed(frames: Tensor, seen: Seen) -> Tensor:
        frames = seen.convolved(encoder.conv_in, frames)
        for block in encoder.down_blocks:
            frames = seen.through(block, frames)
        return frames

    return narrowed


def encoded_middle(encoder: Any) -> Stage:
    """From there to the latents' means and variances."""
    return lambda frames, seen: _out(encoder, seen.through(encoder.mid_block, frames), seen)


def _out(coder: Any, frames: Tensor, seen: Seen) -> Tensor:
    return seen.convolved(coder.conv_out, coder.nonlinearity(coder.norm_out(frames)))
