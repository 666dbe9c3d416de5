"""What a plan expects a model to take of memory, beside what it takes: networks as wide as Wan's, on a CPU.

Run: python -m tests.benchmarks.footprint [--vae]

Measured is the highest sum of what torch's allocator gave out and had not got back, in one run each: it does not vary.
"""

import argparse
from collections.abc import Callable, Iterator

import numpy as np
import torch

from engine.generation.loaded.network.transformer import VTATransformer
from engine.generation.loaded.vae.wan_vae import WanVAE, empty_vae
from engine.generation.memory.footprint import decode_bytes, encode_bytes, forward_bytes
from engine.generation.memory.needs import VAE, VAE_WIDTHS, Network, Weights, Window
from tests.engine.generation.test_footprint import peak_of

LARGE = {
    **{"z_dim": 48, "base_dim": 160, "decoder_base_dim": 256, "in_channels": 12, "out_channels": 12, "patch_size": 2},
    **{"scale_factor_spatial": 16, "is_residual": True, "latents_mean": [0.0] * 48, "latents_std": [1.0] * 48},
}
LATENTS, SIZES = 3, (64, 96)  # in time; pixels across
Line = tuple[str, int, int]  # what, bytes expected, bytes measured


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--vae", action="store_true", help="the VAEs, which take minutes; else the transformer")
    torch.set_num_threads(1)
    torch.manual_seed(0)
    for what, expected, measured in vaes() if parser.parse_args().vae else forwards():
        print(f"{what}: {expected / 1e6:.1f} MB expected, {measured / 1e6:.1f} measured, {expected / measured:.2f}")


def forwards() -> Iterator[Line]:
    """As wide in its feed-forward, by its width, as the 14B and the 1.3B model are."""
    for width, ffn, frames, dtype in ((512, 1382, 9, torch.float32), (512, 1382, 9, torch.bfloat16),
                                      (256, 1493, 13, torch.float32), (1024, 2765, 5, torch.bfloat16)):  # fmt: skip
        network = VTATransformer(num_attention_heads=width // 128, ffn_dim=ffn, num_layers=2, text_dim=64)
        network = torch.nn.Module.to(network, dtype)
        latents, text = torch.randn(1, 16, frames, 32, 48, dtype=dtype), torch.randn(1, 512, 64, dtype=dtype)
        shapes = Network(2, Weights(1, 1), Weights(0, 0), width, ffn, "", True)
        expected = forward_bytes(shapes, Window(frames, 256, 384, 1), 8, dtype.itemsize)
        measured = peak_of(lambda: network(latents, torch.rand(1, frames) * 1000, text))  # noqa: B023
        yield f"forward, {width} wide, {frames} latents, {dtype}", expected, measured


def vaes() -> Iterator[Line]:
    for scale, settings in ((8, {}), (16, LARGE)):
        network = empty_vae(settings, "").to_empty(device="cpu")
        for parameter in network.parameters():
            torch.nn.init.normal_(parameter, std=0.02)
        vae, shapes = WanVAE(network), VAE(1, scale, VAE_WIDTHS[scale])
        for size in SIZES:
            latents = torch.randn(1, vae.channels, LATENTS, size // scale, size // scale)
            frames = np.zeros((4 * LATENTS - 3, size, size, 3), np.float32)
            works: dict[str, tuple[int, Callable[[], object]]] = {
                "decode": (decode_bytes(shapes, size, size, None), lambda: list(vae.decode(latents))),  # noqa: B023
                "encode": (encode_bytes(shapes, size, size, None), lambda: vae.encode(frames)),  # noqa: B023
            }
            for what, (expected, work) in works.items():
                yield f"{what}, {scale} pixels a latent, {size} across", expected, peak_of(work)


if __name__ == "__main__":
    main()
