"""Wan's VAE at work: pictures to latents and back, a few frames at a time, whole or in tiles."""

import inspect
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import numpy as np
import torch
from accelerate import init_empty_weights
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.files import original
from engine.generation.loaded.files.loading import Where, filled
from engine.generation.loaded.files.weights import read_weights
from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.vae.causal import Seen, decoded_ends, decoded_middle, encoded_ends, encoded_middle
from engine.generation.loaded.vae.tiles import Tile, put, tiles
from engine.generation.memory.placement import Placement
from engine.generation.sampling.latents import frames_held, latent_frames
from engine.models.files.weight_files import DAMAGED, read_settings

with lean_import():
    from diffusers.models.autoencoders.autoencoder_kl_wan import AutoencoderKLWan, patchify, unpatchify

Check = Callable[[], None]


def load_vae(path: Path, placement: Placement) -> "WanVAE":
    """path: a folder or a file. Raises ModelError, naming keys.

    In full precision whatever the placement says: in bfloat16 pictures were off by 1 of 255 (a small trained VAE) to 6
    (a random one of the same shape), latents by 0.2 to 1 %, and a gradient has no more than 8 bits. A GPU multiplies
    by TF32 then, and tiles save more memory.
    """
    if path.is_dir():
        settings, state = read_settings(path / "config.json"), read_weights(path)
    else:
        settings, state = original.read_vae(path)
    where = Where(torch.device(placement.vae or placement.device), torch.float32)
    return WanVAE(filled(empty_vae(settings, path), state, str(path), where), placement.tile)


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

    def __init__(self, vae: Any, tile: int | None = None) -> None:
        """vae: diffusers' AutoencoderKLWan, which mypy takes for something without methods; its weights are laid out
        anew. tile: pixels across that are worked on at once, but for what is as small as latents; None = all."""
        self._vae = quickest(vae.eval())
        self.scale, self.channels = int(vae.spatial_compression_ratio), int(vae.z_dim)
        self._across = None if tile is None else tile // self.scale
        self._patch = int(vae.config.patch_size or 1)
        self._per_latent = self.scale // self._patch  # values across of what the network gives for a latent
        spread = (torch.tensor(self._vae.config[name]) for name in ("latents_mean", "latents_std"))
        self._mean, self._std = (values.view(1, -1, 1, 1, 1) for values in spread)

    @torch.no_grad()
    def encode(self, frames: np.ndarray) -> Tensor:
        """[1, channel, latent, height, width] of frames [1 + 4n, h, w, 3] float32 in 0 to 1, whole latents in size.

        The most likely latents, not a sample: the same frames always give the same.
        """
        latent_frames(len(frames))  # refuses any other number
        video = torch.from_numpy(frames).permute(3, 0, 1, 2)[None]
        parts = self._tiles(*(length // self.scale for length in video.shape[-2:]))
        middle, seen = encoded_middle(self._vae.encoder), Seen()
        moments = torch.cat([middle(small, seen) for small in self._small(video, parts)], dim=2)
        latents = self._vae.quant_conv(moments).chunk(2, dim=1)[0].float().cpu()
        return (latents - self._mean) / self._std

    @torch.no_grad()
    def decode(self, latents: Tensor, check: Check = lambda: None) -> Iterator[np.ndarray]:
        """Frames [h, w, 3] float32 in 0 to 1, one latent decoded when its first frame is asked for; in tiles, all but
        the last tile when the first is. check: called before each latent, of each tile; it may raise."""
        vae, scaled = self._vae, latents * self._std + self._mean
        parts = self._tiles(*latents.shape[-2:])
        ready = vae.post_quant_conv(scaled.to(vae.device, vae.dtype))
        shown = self._streamed(ready, check) if len(parts) == 1 else self._put_together(ready, parts, check)
        for number, chunk in enumerate(shown):
            assert chunk.shape[2] == len(frames_held(number))
            pictures = unpatchify(chunk, self._patch)[0].clamp(-1, 1).permute(1, 2, 3, 0)
            yield from ((pictures.float() + 1) / 2).cpu().numpy()

    def _tiles(self, height: int, width: int) -> tuple[Tile, ...]:
        return tiles(height, width, max(height, width) if self._across is None else self._across)

    def _small(self, video: Tensor, parts: tuple[Tile, ...]) -> Iterator[Tensor]:
        """What the encoder makes of each latent's frames before it looks at all of a picture."""
        if len(parts) == 1:
            yield from self._narrowed(video)
            return
        whole: list[Tensor] = []
        for tile in parts:
            for latent, small in enumerate(self._narrowed(tile.of(video, self.scale))):
                if latent == len(whole):
                    whole.append(torch.zeros(*small.shape[:3], *(length // self.scale for length in video.shape[-2:])))
                put(whole[latent], small, tile, 1)
        yield from (small.to(self._vae.device) for small in whole)

    def _narrowed(self, video: Tensor) -> Iterator[Tensor]:
        ends, seen = encoded_ends(self._vae.encoder), Seen()
        for latent in range(latent_frames(video.shape[2])):
            held = frames_held(latent)
            frames = video[:, :, held.start : held.stop].to(self._vae.device, self._vae.dtype) * 2 - 1
            yield ends(patchify(frames, self._patch), seen)

    def _streamed(self, ready: Tensor, check: Check) -> Iterator[Tensor]:
        middle, ends, seen = decoded_middle(self._vae.decoder), decoded_ends(self._vae.decoder), Seen()
        for latent in ready.split(1, dim=2):
            check()
            yield ends(middle(latent, seen), seen)

    def _put_together(self, ready: Tensor, parts: tuple[Tile, ...], check: Check) -> Iterator[Tensor]:
        """One tile after another through all latents, on a canvas in the computer's memory.

        The other order, each latent's tiles in turn, would give the first frame sooner, but what the convolutions of
        every tile have seen would have to wait somewhere: 9.5 KB a pixel, ten times what all frames of 5 s take.
        """
        middle, seen = decoded_middle(self._vae.decoder), Seen()
        waiting = [middle(latent, seen).cpu() for latent in ready.split(1, dim=2)]
        size = [length * self._per_latent for length in ready.shape[-2:]]
        canvas: list[Tensor] = []
        for tile in parts:
            ends, seen = decoded_ends(self._vae.decoder), Seen()
            for latent, whole in enumerate(waiting):
                check()
                part = ends(tile.of(whole).to(ready.device), seen)
                if latent == len(canvas):
                    canvas.append(torch.zeros(*part.shape[:3], *size))
                put(canvas[latent], part, tile, self._per_latent)
                if tile is parts[-1]:
                    yield canvas[latent]


def quickest(vae: Any) -> Any:
    """With its weights as convolutions read them fastest, channels last: on a CPU 13 % less time where 48 channels
    are its narrowest, 7 % at 32, none at 16; pictures differ by 5e-6 of their range. Apple's GPU wants them as they
    are."""
    for module in () if vae.device.type == "mps" else vae.modules():
        if isinstance(module, torch.nn.Conv3d):
            module.weight.data = module.weight.data.contiguous(memory_format=torch.channels_last_3d)
        elif isinstance(module, torch.nn.Conv2d):
            module.weight.data = module.weight.data.contiguous(memory_format=torch.channels_last)
    return vae
