"""Wan's VAE at work: pictures to latents and back, a few frames at a time."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import init_empty_weights
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded import original
from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.loading import Where, filled
from engine.generation.loaded.weights import read_weights
from engine.generation.sampling.latents import frames_held, latent_frames
from engine.models.weight_files import DAMAGED, read_settings

with lean_import():
    from diffusers.models.autoencoders.autoencoder_kl_wan import AutoencoderKLWan, unpatchify


def load_vae(path: Path, device: torch.device) -> "WanVAE":
    """path: a folder, or Wan's own file. In full precision everywhere: it is small, and what it loses is seen. Raises
    ModelError, naming keys."""
    if path.is_dir():
        settings, state = read_settings(path / "config.json"), read_weights(path)
    else:
        settings, state = original.read_vae(path)
    return WanVAE(filled(empty_vae(settings, path), state, str(path), Where(device, torch.float32)))


def empty_vae(settings: Mapping[str, Any], source: Path) -> Any:
    """A VAE whose parameters take no memory yet. Published settings say more than diffusers knows: as it does, that is
    passed over, since weights that do not fit are refused anyway. Raises ModelError."""
    known = inspect.signature(AutoencoderKLWan.__init__).parameters.keys() & settings.keys()
    try:
        with init_empty_weights():
            return AutoencoderKLWan(**{name: settings[name] for name in known})
    except (TypeError, ValueError, RuntimeError) as error:
        raise ModelError(f"The configuration in {source} fits no VAE: {error}.", do=DAMAGED) from error


class WanVAE:
    """The causal VAE of Wan 2.1 and 2.2. Latents are normalised, as the transformer has them, and on the CPU."""

    def __init__(self, vae: Any) -> None:
        """vae: diffusers' AutoencoderKLWan, which mypy takes for something without methods."""
        self._vae = vae.eval()
        self.scale, self.channels = int(vae.spatial_compression_ratio), int(vae.z_dim)
        spread = (torch.tensor(self._vae.config[name]) for name in ("latents_mean", "latents_std"))
        self._mean, self._std = (values.view(1, -1, 1, 1, 1) for values in spread)

    @torch.no_grad()
    def encode(self, frames: np.ndarray) -> Tensor:
        """[1, channel, latent, height, width] of frames [1 + 4n, h, w, 3] float32 in 0 to 1, whole latents in size.

        The most likely latents, not a sample: the same frames always give the same.
        """
        latent_frames(len(frames))  # refuses any other number
        video = torch.from_numpy(frames).permute(3, 0, 1, 2)[None].to(self._vae.device, self._vae.dtype) * 2 - 1
        latents = self._vae.encode(video).latent_dist.mode().float().cpu()
        return (latents - self._mean) / self._std

    @torch.no_grad()
    def decode(self, latents: Tensor, check: Callable[[], None] = lambda: None) -> Iterator[np.ndarray]:
        """Frames [h, w, 3] float32 in 0 to 1, one latent decoded when its first frame is asked for.

        check: called before each latent; it may raise. diffusers' own decode holds all of them; this is its loop.
        """
        vae, scaled = self._vae, latents * self._std + self._mean
        vae.clear_cache()
        ready = vae.post_quant_conv(scaled.to(vae.device, vae.dtype))
        for latent in range(ready.shape[2]):
            check()
            vae._conv_idx = [0]
            first = {"first_chunk": True} if latent == 0 else {}
            decoded = vae.decoder(
                ready[:, :, latent : latent + 1], feat_cache=vae._feat_map, feat_idx=vae._conv_idx, **first
            )
            assert decoded.shape[2] == len(frames_held(latent))
            decoded = unpatchify(decoded, vae.config.patch_size or 1)
            pictures = (decoded[0].clamp(-1, 1).permute(1, 2, 3, 0).float() + 1) / 2
            yield from pictures.cpu().numpy()
        vae.clear_cache()
