"""How many bytes a model works in, against what was measured: by others at full size, and here on small networks."""

from pathlib import Path

import pytest
import torch
from torch.profiler import ProfilerActivity, profile

from engine.generation.loaded.network.transformer import VTATransformer
from engine.generation.loaded.vae.wan_vae import WanVAE, empty_vae
from engine.generation.memory.footprint import decode_bytes, encode_bytes, forward_bytes
from engine.generation.memory.needs import VAE, Network, Weights, Window
from tests.engine.generation.memory.published import needs


def peak_of(work) -> int:
    """Bytes that torch gave out and had not got back, at their highest."""
    with torch.no_grad(), profile(activities=[ProfilerActivity.CPU], profile_memory=True, acc_events=True) as profiler:
        work()
    held = peak = 0
    for event in profiler.profiler.kineto_results.events():
        if event.name() == "[memory]":
            held += event.nbytes()
            peak = max(peak, held)
    return peak


@pytest.mark.parametrize(("size", "measured"), [((480, 832), 3.7e9), ((720, 1280), 8.6e9)])
def test_a_forward_at_full_size_takes_what_was_measured(size, measured):
    asked = needs("14B", "bf16", size)
    assert forward_bytes(asked.transformer, asked.window, 8, 2) == pytest.approx(measured, rel=0.15)


@pytest.mark.parametrize(
    ("dtype", "width", "frames", "ffn"),
    [(torch.float32, 384, 5, 1037), (torch.bfloat16, 384, 5, 1037), (torch.float32, 256, 9, 1024)],
)
def test_a_forward_of_a_small_network_takes_what_is_measured_here(dtype, width, frames, ffn):
    torch.manual_seed(0)
    network = VTATransformer(num_attention_heads=width // 128, ffn_dim=ffn, num_layers=2, text_dim=64)
    network = torch.nn.Module.to(network, dtype)
    latents, text = torch.randn(1, 16, frames, 32, 48, dtype=dtype), torch.randn(1, 512, 64, dtype=dtype)
    timesteps = torch.rand(1, frames) * 1000
    measured = peak_of(lambda: network(latents, timesteps, text))
    shapes = Network(2, Weights(1, 1), Weights(0, 0), width, ffn, "bf16", True)
    expected = forward_bytes(shapes, Window(frames, 256, 384, 1), 8, dtype.itemsize)
    assert expected == pytest.approx(measured, rel=0.15)


def test_a_vae_as_wide_as_wans_decodes_in_what_is_measured_here():
    """A narrow one is no measure: torch multiplies few channels by a way of their own, which takes more."""
    network = empty_vae({}, Path("nowhere")).to_empty(device="cpu")
    for parameter in (*network.decoder.parameters(), *network.post_quant_conv.parameters()):
        torch.nn.init.zeros_(parameter)
    vae, latents = WanVAE(network), torch.zeros(1, 16, 2, 6, 6)
    expected = decode_bytes(VAE(1, 8, (96, 96)), 48, 48, None)
    assert expected == pytest.approx(peak_of(lambda: list(vae.decode(latents))), rel=0.2)


def test_in_tiles_a_tile_counts_and_where_each_value_looks_at_all_others_the_whole_picture():
    vae = VAE(1, 8, (96, 96))
    for taken in (decode_bytes, encode_bytes):
        assert taken(vae, 480, 832, 256) == taken(vae, 256, 256, None)
        assert taken(vae, 256, 256, None) < taken(vae, 1080, 1920, 256) < taken(vae, 1080, 1920, None)
