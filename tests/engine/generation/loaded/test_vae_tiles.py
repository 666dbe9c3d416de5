"""The VAE in tiles against the VAE at once."""

from typing import Any

import numpy as np
import pytest
import torch

from engine.errors import Cancelled
from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.vae import tiles as vae_tiles
from engine.generation.loaded.vae.tiles import tiles
from engine.generation.loaded.vae.wan_vae import WanVAE
from engine.training.footage import make_clip
from tests.engine.tiny_wan import VAE, VAE_16

with lean_import():
    from diffusers import AutoencoderKLWan

FRAMES, HEIGHT, WIDTH = 5, 96, 160
LATENTS = 2


def wan_vae(scale: int, tile: int | None = None) -> WanVAE:
    torch.manual_seed(0)
    vae: Any = AutoencoderKLWan(**(VAE if scale == 8 else VAE_16))
    return WanVAE(vae.requires_grad_(False), tile)


def clip(height: int = HEIGHT, width: int = WIDTH) -> np.ndarray:
    frames: np.ndarray = make_clip(3, FRAMES, width, height, 24.0).frames
    return frames.astype(np.float32) / 255


def film(vae: WanVAE, latents: torch.Tensor) -> np.ndarray:
    return np.stack(list(vae.decode(latents)))


@pytest.mark.parametrize("size", [(1, 1), (3, 50), (4, 5), (8, 9), (23, 41), (60, 104)])
@pytest.mark.parametrize("across", [1, 4, 7, 32])
def test_tiles_count_for_one_everywhere_and_none_is_a_sliver(size: tuple[int, int], across: int) -> None:
    scale = 8
    sums = torch.zeros(*(length * scale for length in size))
    for tile in tiles(*size, across):
        tile.of(sums, scale).add_(tile.weights(scale))
        for span, length in zip((tile.rows, tile.columns), size, strict=True):
            assert span.stop - span.start == min(length, max(across, 4))
    torch.testing.assert_close(sums, torch.ones_like(sums))


@pytest.mark.parametrize("scale", [8, 16])
def test_at_once_is_to_the_last_bit_what_diffusers_makes(scale: int) -> None:
    vae, frames = wan_vae(scale), clip()
    latents = vae.encode(frames)
    with torch.no_grad():
        theirs = vae._vae.encode(torch.from_numpy(frames).permute(3, 0, 1, 2)[None] * 2 - 1).latent_dist.mode()
        decoded = vae._vae.decode(latents * vae._std + vae._mean).sample[0].permute(1, 2, 3, 0)
    assert torch.equal(latents, (theirs - vae._mean) / vae._std)
    assert np.array_equal(film(vae, latents), ((decoded + 1) / 2).numpy())


@pytest.mark.parametrize("scale", [8, 16])
def test_tiles_make_nearly_what_is_made_at_once(scale: int) -> None:
    """Tiles of 12 latents, of which 3 or more are the next one's as well; no length is a multiple of what is left."""
    frames, whole, tiled = clip(14 * scale, 20 * scale), wan_vae(scale), wan_vae(scale, 12 * scale)
    latents = whole.encode(frames)
    encoded = ((tiled.encode(frames) - latents).norm() / latents.norm()).item()
    at_once, put_together = film(whole, latents), film(tiled, latents)
    off = np.abs(put_together - at_once).mean()
    print(f"{scale} x: latents off by {encoded:.1e}, pictures by {off:.1e}, steps by {seam(put_together, at_once):.1e}")
    assert put_together.shape == at_once.shape
    assert 0 < encoded < 0.04
    assert 0 < off < 0.0015
    assert seam(put_together, at_once) < 0.002


def test_no_seam_is_seen_where_tiles_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    whole, tiled = wan_vae(8), wan_vae(8, 12 * 8)
    latents = whole.encode(clip(14 * 8, 20 * 8))
    at_once, blended = film(whole, latents), film(tiled, latents)
    monkeypatch.setattr(vae_tiles, "_rise", lambda overlap: (torch.arange(overlap) >= overlap // 2).float())
    assert seam(blended, at_once) < seam(film(tiled, latents), at_once) / 2


def seam(made: np.ndarray, at_once: np.ndarray) -> float:
    """By how much the step from a row or column to the next, on average over it, is larger than it should be."""
    return max(
        (np.abs(np.diff(made, axis=axis)) - np.abs(np.diff(at_once, axis=axis))).mean((0, 3 - axis, 3)).max()
        for axis in (1, 2)
    )


def test_what_is_smaller_than_a_tile_is_done_at_once() -> None:
    small = clip(32, 48)
    whole, tiled = wan_vae(8), wan_vae(8, 64)
    latents = tiled.encode(small)
    assert torch.equal(latents, whole.encode(small))
    assert np.array_equal(film(tiled, latents), film(whole, latents))


def test_tiles_overlapping_by_all_that_a_layer_sees_change_nothing() -> None:
    """They hold more than 13 latents beyond what counts, and attention looks at whole pictures in any case."""
    whole, tiled = wan_vae(8), wan_vae(8, 48 * 8)
    latents = torch.randn(1, 16, 1, 5, 52)
    assert len(tiles(5, 52, 48)) == 2
    off = np.abs(film(tiled, latents) - film(whole, latents)).max()
    print(f"off by at most {off:.1e}")
    assert off < 1e-5


def test_decoding_in_tiles_is_stopped_at_the_next_latent_of_a_tile() -> None:
    asked: list[int] = []

    def check() -> None:
        asked.append(1)
        if len(asked) == 3:
            raise Cancelled("Stopped.")

    tiled = wan_vae(8, 64)
    latents = torch.randn(1, 16, LATENTS, HEIGHT // 8, WIDTH // 8)
    with pytest.raises(Cancelled):
        next(tiled.decode(latents, check))
    assert np.array_equal(film(tiled, latents), film(wan_vae(8, 64), latents))
