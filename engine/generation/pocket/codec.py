"""Latents of the built-in model: a truncated cosine transform of picture and motion, nothing in it is learned."""

from dataclasses import dataclass

import numpy as np
import torch
from torch import Tensor

from engine.generation.sampling.latents import FRAMES_PER_LATENT

WIDTH, HEIGHT = 128, 80  # pixels the model sees, whatever the clip's size
BLOCK = 8  # pixels a latent's side
GROUP = FRAMES_PER_LATENT
FLOW_SCALE = 4.0  # pixels a frame that count as one
CHROMA = 0.45  # the eye sees colour coarser than light

# Rec.601 luma and colour differences; rows Y, Cb, Cr.
_YCC = torch.tensor([[0.299, 0.587, 0.114], [-0.169, -0.331, 0.5], [0.5, -0.419, -0.081]])
_YCC = _YCC * torch.tensor([[1.0], [CHROMA], [CHROMA]])


@dataclass(frozen=True, slots=True)
class Codec:
    """Which coefficients are kept and how they are scaled; measured once on the training footage.

    kept: [picture channel] indices into the 3 * 4 * 8 * 8 coefficients. scale: [picture + flow channel] divisors.
    """

    kept: Tensor
    scale: Tensor

    @property
    def channels(self) -> int:
        return len(self.scale)

    def encode(self, frames: Tensor, flow: Tensor) -> Tensor:
        """frames [batch, 1 + 4n, 80, 128, 3] in 0..1, flow [batch, 1 + 4n, 80, 128, 2] backward, in pixels
        -> latents [batch, channel, 1 + n, 10, 16]."""
        return torch.cat([picture_coefficients(frames)[:, self.kept], flow_coefficients(flow)], 1) / self._per_channel

    def decode_flow(self, latents: Tensor) -> Tensor:
        """[batch, 1 + 4n, 80, 128, 2] pixels, smooth across blocks only as far as three coefficients allow."""
        coefficients = (latents * self._per_channel)[:, len(self.kept) :]
        parts = coefficients.unflatten(1, (2, FLOW_TIMES, FLOW_SPACES))
        blocks = torch.einsum("bctsfhw,tg,syx->bcfghwyx", parts, _time_basis()[:FLOW_TIMES], _flow_space_basis())
        return _joined(blocks).permute(0, 2, 3, 4, 1) * FLOW_SCALE

    def decode_picture(self, latents: Tensor) -> Tensor:
        """[batch, 1 + 4n, 80, 128, 3] in 0..1."""
        coefficients = (latents * self._per_channel)[:, : len(self.kept)]
        full = coefficients.new_zeros(latents.shape[0], PICTURE_COEFFICIENTS, *latents.shape[2:])
        full[:, self.kept] = coefficients
        parts = full.unflatten(1, (3, GROUP, BLOCK, BLOCK))
        blocks = torch.einsum("bctuvfhw,tg,uy,vx->bcfghwyx", parts, _time_basis(), _cosines(BLOCK), _cosines(BLOCK))
        return (torch.einsum("bcfyx,cr->bfyxr", _joined(blocks), torch.linalg.inv(_YCC).T) + 0.5).clamp(0, 1)

    @property
    def _per_channel(self) -> Tensor:
        return self.scale[None, :, None, None, None]


PICTURE_COEFFICIENTS = 3 * GROUP * BLOCK * BLOCK
FLOW_TIMES, FLOW_SPACES = 2, 3  # mean and slope in time; mean and two slopes in space
FLOW_CHANNELS = 2 * FLOW_TIMES * FLOW_SPACES


def picture_coefficients(frames: Tensor) -> Tensor:
    """[batch, 768, 1 + n, 10, 16], channels ordered colour, time, vertical, horizontal."""
    colours = torch.einsum("bfyxr,cr->bcfyx", frames - 0.5, _YCC)
    blocks = _split(colours)
    parts = torch.einsum("bcfghwyx,tg,uy,vx->bctuvfhw", blocks, _time_basis(), _cosines(BLOCK), _cosines(BLOCK))
    return parts.flatten(1, 4)


def flow_coefficients(flow: Tensor) -> Tensor:
    """[batch, 12, 1 + n, 10, 16], channels ordered x and y, time, space."""
    blocks = _split(flow.permute(0, 4, 1, 2, 3) / FLOW_SCALE)
    parts = torch.einsum("bcfghwyx,tg,syx->bctsfhw", blocks, _time_basis()[:FLOW_TIMES], _flow_space_basis())
    return parts.flatten(1, 3)


def measure(frames: Tensor, flow: Tensor, picture_channels: int) -> Codec:
    """Keep the coefficients that vary most; divide each by the root of its deviation, so strong ones stay stronger."""
    deviation = picture_coefficients(frames).std((0, 2, 3, 4))
    kept = deviation.topk(picture_channels).indices.sort().values
    spread = torch.cat([deviation[kept], flow_coefficients(flow).std((0, 2, 3, 4))])
    root = spread.clamp_min(1e-4).sqrt()
    return Codec(kept, root * (spread / root).square().mean().sqrt())  # overall power 1, as the noise has


def _split(planes: Tensor) -> Tensor:
    """[batch, channel, 1 + 4n, y, x] -> [batch, channel, 1 + n, 4, h, w, 8, 8]; the first frame fills its group."""
    grouped = torch.cat([planes[:, :, :1].expand(-1, -1, GROUP, -1, -1), planes[:, :, 1:]], 2)
    return (
        grouped.unflatten(4, (-1, BLOCK)).unflatten(3, (-1, BLOCK)).unflatten(2, (-1, GROUP)).movedim(5, 6).contiguous()
    )


def _joined(blocks: Tensor) -> Tensor:
    """The way back from _split; the first group's frames are one frame."""
    planes = blocks.movedim(6, 5).flatten(6, 7).flatten(4, 5).flatten(2, 3)
    return planes[:, :, GROUP - 1 :]


def _cosines(size: int) -> Tensor:
    """Orthonormal DCT-II, [coefficient, sample]."""
    k, n = np.mgrid[0:size, 0:size]
    basis = np.cos(np.pi * (2 * n + 1) * k / (2 * size)) * np.sqrt(2 / size)
    basis[0] /= np.sqrt(2)
    return torch.from_numpy(basis.astype(np.float32))


def _time_basis() -> Tensor:
    return _cosines(GROUP)


def _flow_space_basis() -> Tensor:
    """[3, 8, 8]: mean, horizontal slope, vertical slope."""
    cosines = _cosines(BLOCK)
    return torch.stack([torch.outer(cosines[v], cosines[h]) for v, h in ((0, 0), (0, 1), (1, 0))])
