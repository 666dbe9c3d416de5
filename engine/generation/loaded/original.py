"""Wan's own files of its VAEs and its text encoder, under the names and with the settings of our networks.

Where many tensors share a shape, a mapping is right only if it goes by structure: the original's blocks stand in the
order in which they are run, as ours do, and a block's parts go by their place in it.
"""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.weights import Tensors, read_pickle
from engine.models.weight_files import DAMAGED

with lean_import():
    from diffusers.loaders.single_file_utils import convert_wan_vae_to_diffusers

Names = dict[str, str]
Settings = dict[str, Any]

# Bytes: the published ones have 0.5, 2.8 and 11.4 GB.
LARGEST_VAE, LARGEST_ENCODER = 3_200_000_000, 12_500_000_000
VAE_KEYS = re.compile(r"(encoder|decoder)\.[a-z0-9_.]+|conv[12]\.(weight|bias)")
ENCODER_KEYS = re.compile(r"(token_embedding|norm|blocks\.\d+\.[a-z0-9_.]+)\.weight")

# Of the large VAE, Wan 2.2's: a block holds its residual blocks, then at most one change of size.
LARGE_BLOCK = re.compile(r"(encoder|decoder)\.(down|up)samples\.(\d+)\.(?:down|up)samples\.(\d+)\.(.+)\.(\w+)")
# A residual block is a list of layers: norm, SiLU, convolution, norm, SiLU, dropout, convolution.
RESIDUAL = {
    **{"residual.0": "norm1", "residual.2": "conv1", "residual.3": "norm2", "residual.6": "conv2"},
    "shortcut": "conv_shortcut",
}
WIDEST = 4  # times the base width, in the middle of both VAEs: their widths are 1, 2, 4 and 4 times it
# The statistics of its latents, in no file of weights: published with the code of Wan 2.2.
LARGE_MEAN = (
    *(-0.2289, -0.0052, -0.1323, -0.2339, -0.2799, 0.0174, 0.1838, 0.1557, -0.1382, 0.0542, 0.2813, 0.0891),
    *(0.1570, -0.0098, 0.0375, -0.1825, -0.2246, -0.1207, -0.0698, 0.5109, 0.2665, -0.2108, -0.2158, 0.2502),
    *(-0.2055, -0.0322, 0.1109, 0.1567, -0.0729, 0.0899, -0.2799, -0.1230, -0.0313, -0.1649, 0.0117, 0.0723),
    *(-0.2839, -0.2083, -0.0520, 0.3748, 0.0152, 0.1957, 0.1433, -0.2944, 0.3573, -0.0548, -0.1681, -0.0667),
)
LARGE_STD = (
    *(0.4765, 1.0364, 0.4514, 1.1677, 0.5313, 0.4990, 0.4818, 0.5013, 0.8158, 1.0344, 0.5894, 1.0901),
    *(0.6885, 0.6165, 0.8454, 0.4978, 0.5759, 0.3523, 0.7135, 0.6804, 0.5833, 1.4146, 0.8986, 0.5659),
    *(0.7069, 0.5338, 0.4889, 0.4917, 0.4069, 0.4999, 0.6866, 0.4093, 0.5709, 0.6065, 0.6415, 0.4944),
    *(0.5726, 1.2042, 0.5458, 1.6887, 0.3971, 1.0600, 0.3943, 0.5537, 0.5444, 0.4089, 0.7468, 0.7744),
)
LARGE: Settings = {
    **{"z_dim": 48, "patch_size": 2, "in_channels": 12, "out_channels": 12, "is_residual": True},
    **{"scale_factor_spatial": 16, "latents_mean": list(LARGE_MEAN), "latents_std": list(LARGE_STD)},
}

# Of umT5's blocks; only the gate's layer is followed by a GELU.
ENCODER_PARTS = {
    **{"norm1": "0.layer_norm", "norm2": "1.layer_norm"},
    **{f"attn.{part}": f"0.SelfAttention.{part}" for part in "qkvo"},
    "pos_embedding.embedding": "0.SelfAttention.relative_attention_bias",
    **{"ffn.gate.0": "1.DenseReluDense.wi_0", "ffn.fc1": "1.DenseReluDense.wi_1", "ffn.fc2": "1.DenseReluDense.wo"},
}
ENCODER_ENDS = {"token_embedding.weight": "shared.weight", "norm.weight": "encoder.final_layer_norm.weight"}


@dataclass(frozen=True, slots=True)
class _Kind:
    """How one kind of file is understood: by its keys, then by the shapes under our names."""

    names: Callable[[Iterable[str]], Names]
    settings: Callable[[Mapping[str, Tensor]], Settings]


def read_vae(path: Path) -> tuple[Settings, Tensors]:
    """Of a .pth file: AutoencoderKLWan's arguments, and its tensors. Raises ModelError."""
    return _read(path, VAE_KEYS, LARGEST_VAE, _Kind(vae_names, vae_settings))


def read_text_encoder(path: Path) -> tuple[Settings, Tensors]:
    """Of a .pth file: UMT5Config's arguments, and UMT5EncoderModel's tensors. Raises ModelError."""
    return _read(path, ENCODER_KEYS, LARGEST_ENCODER, _Kind(encoder_names, encoder_settings))


def vae_names(originals: Iterable[str]) -> Names:
    """Each original key with the name of our parameter: by diffusers' own converter, which knows all of the small VAE
    and of the large one all but its blocks."""
    keys = list(originals)
    large = {key: _large_name(*found.groups()) for key in keys if (found := LARGE_BLOCK.fullmatch(key))}
    by_name = convert_wan_vae_to_diffusers({key: key for key in keys if key not in large})
    return {key: name for name, key in by_name.items()} | large


def encoder_names(originals: Iterable[str]) -> Names:
    """Each original key of umT5 with the name of our parameter."""
    return {key: ENCODER_ENDS.get(key) or _encoder_name(key) for key in originals}


def vae_settings(state: Mapping[str, Tensor]) -> Settings:
    """As shapes tell them; state: under our names."""
    widths = {
        "base_dim": state["encoder.conv_in.weight"].shape[0],
        "decoder_base_dim": state["decoder.conv_in.weight"].shape[0] // WIDEST,
    }
    return widths | (LARGE if "encoder.down_blocks.0.resnets.0.norm1.gamma" in state else {})


def encoder_settings(state: Mapping[str, Tensor]) -> Settings:
    """As shapes tell them; state: under our names."""
    attention = "encoder.block.0.layer.0.SelfAttention"
    words, width = state["shared.weight"].shape
    buckets, heads = state[f"{attention}.relative_attention_bias.weight"].shape
    return {
        **{"vocab_size": words, "d_model": width, "num_heads": heads, "relative_attention_num_buckets": buckets},
        "d_kv": state[f"{attention}.q.weight"].shape[0] // heads,
        "d_ff": state["encoder.block.0.layer.1.DenseReluDense.wi_0.weight"].shape[0],
        "num_layers": len({name.split(".")[2] for name in state if name.startswith("encoder.block.")}),
        "feed_forward_proj": "gated-gelu",
    }


def _large_name(side: str, way: str, block: str, index: str, part: str, leaf: str) -> str:
    ours = f"resnets.{index}.{RESIDUAL[part]}" if part in RESIDUAL else f"{way}sampler.{part}"
    return f"{side}.{way}_blocks.{block}.{ours}.{leaf}"


def _encoder_name(key: str) -> str:
    _, block, part = key.removesuffix(".weight").split(".", 2)
    return f"encoder.block.{block}.layer.{ENCODER_PARTS.get(part, part)}.weight"


def _read(path: Path, keys: re.Pattern[str], limit: int, kind: _Kind) -> tuple[Settings, Tensors]:
    tensors = read_pickle(path, keys, limit)
    try:
        state = {name: tensors[key] for key, name in kind.names(tensors).items()}
        settings = kind.settings(state)
    except (LookupError, ValueError, ArithmeticError) as error:
        raise ModelError(f"{path.name} is not what its name says: {error} is missing or wrong.", do=DAMAGED) from error
    if len(state) != len(tensors):
        raise ModelError(f"{path.name} holds the same tensors twice, under different names.", do=DAMAGED)
    return settings, state
