"""Small transformers and the reference's files."""

from pathlib import Path

import pytest
import torch

from engine.generation.loaded.network.transformer import VTATransformer

torch.set_num_threads(1)

SMALL = {
    "num_attention_heads": 2,
    "attention_head_dim": 32,
    "in_channels": 36,
    "out_channels": 16,
    "text_dim": 24,
    "ffn_dim": 128,
    "num_layers": 3,
}


def small_transformer(seed: int = 0) -> VTATransformer:
    torch.manual_seed(seed)
    return VTATransformer(**SMALL)


@pytest.fixture
def transformer() -> VTATransformer:
    """64 wide, 3 blocks, 36 channels in and 16 out, random weights."""
    return small_transformer()


@pytest.fixture
def trajectories() -> Path:
    """The reference implementation's own tiny models, adapters and numbers."""
    return Path(__file__).resolve().parents[2] / "data" / "trajectories"
