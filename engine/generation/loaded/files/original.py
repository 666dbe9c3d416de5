"""Wan's own files of its VAEs and its text encoder, under the names and with the settings of our networks.

Where many tensors share a shape, a mapping is right only if it goes by structure: the original's blocks stand in the
order in which they are run, as ours do, and a block's parts go by their place in it.
"""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch

from engine.errors import ModelError
from engine.generation.loaded.files import llama_names
from engine.generation.loaded.files.loading import Shaped, States, lengths
from engine.generation.loaded.files.stored import Stored
from engine.generation.loaded.files.weights import Pickled, Tensors, plain_weights, stored_weights
from engine.generation.loaded.lean_diffusers import lean_import
from engine.models.contents.inspection import VOCABULARY
from engine.models.contents.network_shapes import VAE_PREFIX
from engine.models.files.weight_files import DAMAGED, some

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
ENCODER_BLOCK = re.compile(r"blocks\.(\d+)\.(.+)\.weight")
UPSAMPLES, NUMBERED = "decoder.upsamples.", re.compile(r"decoder\.upsamples\.\d+\..+")
SHARED, TIED = "shared.weight", "encoder.embed_tokens.weight"  # one tensor of umT5 under two names
OUR_VAE = "encoder.conv_in.weight"  # in a file that has our names already


def read_vae(path: Path) -> tuple[Settings, Tensors]:
    """Of a file: AutoencoderKLWan's arguments, and its tensors. Raises ModelError."""
    found = stored_weights(path, Pickled(VAE_KEYS, LARGEST_VAE))
    tensors = {key.removeprefix(VAE_PREFIX): tensor for key, tensor in found.items()}
    state = _named(tensors, vae_names(tensors), path.name)
    return vae_settings(state, path.name), plain_weights(state, torch.float32)


def stored_text_encoder(path: Path) -> tuple[Settings, States]:
    """Of a file or a folder: UMT5Config's arguments, and UMT5EncoderModel's tensors, of which one stands under two
    names. Raises ModelError."""
    tensors = stored_weights(path, Pickled(ENCODER_KEYS, LARGEST_ENCODER))
    tensors.pop(VOCABULARY, None)
    state = _named(tensors, encoder_names(tensors), path.name)
    _tie(state, path.name)
    return encoder_settings(state, path.name), state


def vae_names(originals: Iterable[str]) -> Names:
    """Each key with the name of our parameter: by diffusers' own converter, which knows all of the small VAE and of
    the large one all but its blocks."""
    keys = list(originals)
    if OUR_VAE in keys:
        return {key: key for key in keys}
    named = {key: _large_name(*found.groups()) for key in keys if (found := LARGE_BLOCK.fullmatch(key))}
    # The converter counts these, and takes no other word for a number.
    named |= {key: key for key in keys if key.startswith(UPSAMPLES) and not NUMBERED.fullmatch(key)}
    by_name = convert_wan_vae_to_diffusers({key: key for key in keys if key not in named})
    return {key: name for name, key in by_name.items()} | named


def encoder_names(originals: Iterable[str]) -> Names:
    """Each key of umT5 with the name of our parameter: Wan's, llama.cpp's, or ours already."""
    keys = list(originals)
    if SHARED in keys or TIED in keys:
        return {key: key for key in keys}
    if llama_names.MARK in keys:
        return llama_names.llama_names(keys)
    return {key: ENCODER_ENDS.get(key) or _encoder_name(key) for key in keys}


def vae_settings(state: Mapping[str, Shaped], source: str) -> Settings:
    """As shapes tell them; state: under our names. Raises ModelError."""
    width = lengths(state, "encoder.conv_in.weight", 5, source, DAMAGED)[0]
    widest = lengths(state, "decoder.conv_in.weight", 5, source, DAMAGED)[0]
    large = LARGE if "encoder.down_blocks.0.resnets.0.norm1.gamma" in state else {}
    each = _shared_out(widest, WIDEST, "decoder.conv_in.weight", source)
    return {"base_dim": width, "decoder_base_dim": each, **large}


def encoder_settings(state: Mapping[str, Shaped], source: str) -> Settings:
    """As shapes tell them; state: under our names. Raises ModelError."""
    attention = "encoder.block.0.layer.0.SelfAttention"
    words, width = lengths(state, SHARED, 2, source, DAMAGED)
    buckets, heads = lengths(state, f"{attention}.relative_attention_bias.weight", 2, source, DAMAGED)
    inner = lengths(state, f"{attention}.q.weight", 2, source, DAMAGED)[0]
    return {
        **{"vocab_size": words, "d_model": width, "num_heads": heads, "relative_attention_num_buckets": buckets},
        "d_kv": _shared_out(inner, heads, f"{attention}.q.weight", source),
        "d_ff": lengths(state, "encoder.block.0.layer.1.DenseReluDense.wi_0.weight", 2, source, DAMAGED)[0],
        "num_layers": len({name.split(".")[2] for name in state if name.startswith("encoder.block.")}),
    }


def _tie(state: States, source: str) -> None:
    one, other = state.get(SHARED), state.get(TIED)
    if one is not None and other is not None and not _same(one, other):
        raise ModelError(f"{source} holds two embeddings of words that differ: {SHARED} and {TIED}.", do=DAMAGED)
    known = other if one is None else one
    state |= {} if known is None else {SHARED: known, TIED: known}


def _same(one: Stored, other: Stored) -> bool:
    cpu = torch.device("cpu")
    return torch.equal(one.plain(cpu, torch.bfloat16), other.plain(cpu, torch.bfloat16))


def _shared_out(length: int, parts: int, name: str, source: str) -> int:
    if length % parts:
        raise ModelError(f"{source} cannot be used: {name} has {length} rows, not for {parts} parts.", do=DAMAGED)
    return length // parts


def _large_name(side: str, way: str, block: str, index: str, part: str, leaf: str) -> str:
    ours = f"resnets.{index}.{RESIDUAL[part]}" if part in RESIDUAL else f"{way}sampler.{part}"
    return f"{side}.{way}_blocks.{block}.{ours}.{leaf}"


def _encoder_name(key: str) -> str:
    match = ENCODER_BLOCK.fullmatch(key)
    return f"encoder.block.{match[1]}.layer.{ENCODER_PARTS.get(match[2], match[2])}.weight" if match else key


def _named(tensors: Mapping[str, Stored], names: Names, source: str) -> States:
    """By our names. Raises ModelError where two have the same."""
    keys = {name: key for key, name in names.items()}
    twice = tensors.keys() - keys.values()
    if twice:
        what = f"{source} holds the same tensors twice, under different names: {some(sorted(twice))}."
        raise ModelError(what, do=DAMAGED)
    return {name: tensors[key] for name, key in keys.items()}
