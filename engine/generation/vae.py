"""Wan's VAE at work: pictures to latents and back, a few frames at a time."""

from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.generation.latents import frames_held, latent_frames


class WanVAE:
    """The causal VAE of Wan 2.1 and 2.2 A14B. Latents are normalised, as the transformer has them."""

    def __init__(self, vae: Any) -> None:
        """vae: diffusers' AutoencoderKLWan, which mypy takes for something without methods."""
        self._vae = vae.eval()
        self.scale = int(vae.spatial_compression_ratio)
        spread = (torch.tensor(self._vae.config[name]) for name in ("latents_mean", "latents_std"))
        self._mean, self._std = (values.view(1, -1, 1, 1, 1) for values in spread)

    @torch.no_grad()
    def encode(self, frames: np.ndarray) -> Tensor:
        """[1, channel, latent, height, width] of frames [1 + 4n, h, w, 3] float32 in 0 to 1, whole latents in size.

        The most likely latents, not a sample: the same frames always give the same.
        """
        latent_frames(len(frames))  # refuses any other number
        video = torch.from_numpy(frames).permute(3, 0, 1, 2)[None].to(self._vae.dtype) * 2 - 1
        latents = self._vae.encode(video).latent_dist.mode()
        return (latents - self._mean.to(latents)) / self._std.to(latents)

    @torch.no_grad()
    def decode(self, latents: Tensor, check: Callable[[], None] = lambda: None) -> Iterator[np.ndarray]:
        """Frames [h, w, 3] float32 in 0 to 1, one latent decoded when its first frame is asked for.

        check: called before each latent; it may raise. diffusers' own decode holds all of them; this is its loop.
        """
        vae, scaled = self._vae, latents.to(self._vae.dtype) * self._std.to(latents) + self._mean.to(latents)
        vae.clear_cache()
        ready = vae.post_quant_conv(scaled)
        for latent in range(ready.shape[2]):
            check()
            vae._conv_idx = [0]
            first = {"first_chunk": True} if latent == 0 else {}
            decoded = vae.decoder(
                ready[:, :, latent : latent + 1], feat_cache=vae._feat_map, feat_idx=vae._conv_idx, **first
            )
            assert decoded.shape[2] == len(frames_held(latent))
            pictures = (decoded[0].clamp(-1, 1).permute(1, 2, 3, 0).float() + 1) / 2
            yield from pictures.cpu().numpy()
        vae.clear_cache()
