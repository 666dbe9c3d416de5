"""A transformer out of its weights, in the original Wan layout or diffusers' own."""

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import torch
from accelerate import init_empty_weights
from diffusers.loaders.single_file_utils import convert_wan_transformer_to_diffusers
from torch import Tensor

from engine.errors import ModelError
from engine.generation.transformer import VTATransformer
from engine.generation.weights import read_config, read_weights, some

Config = dict[str, Any]

HEAD_WIDTH = 128  # of every published Wan transformer
PREFIX = re.compile(r"^(model\.)?diffusion_model\.")  # other programs wrap the transformer's keys so
OTHER_MODELS = re.compile("face_adapter|motion_encoder")  # diffusers' converter rewrites these tensors, not only keys
ORIGINAL_MARK = "time_embedding.0.weight"
DIFFUSERS_MARK = "condition_embedder.time_embedder.linear_1.weight"
WRONG_FILE = "Choose the weights of a Wan text-to-video transformer."


def load_transformer(
    path: Path, *, config: Mapping[str, Any] | None = None, dtype: torch.dtype = torch.float32
) -> VTATransformer:
    """The transformer stored at `path`: a .safetensors file or a folder of them, on the CPU, ready for inference.

    config: VTATransformer's own arguments; left out, it is read from beside the weights, else inferred from their
    shapes. dtype: of the weights, but for those that diffusers keeps in float32. Raises ModelError, naming keys, if
    a single tensor is missing, left over or of another shape.
    """
    state = to_our_names(read_weights(path), path.name)
    settings = dict(config or read_config(path) or infer_config(state, path.name))
    transformer = empty_transformer(settings, path.name)
    check_state(state, transformer, path.name)
    cast = {name: tensor.to(_stored_dtype(name, dtype)) for name, tensor in state.items()}
    transformer.load_state_dict(cast, assign=True)
    return transformer.eval().requires_grad_(False)


def to_our_names(tensors: Mapping[str, Tensor], source: str) -> dict[str, Tensor]:
    """`tensors` under the names of our parameters; what is not a Wan transformer's key keeps its name."""
    bare = {PREFIX.sub("", key): tensor for key, tensor in tensors.items()}
    if len(bare) != len(tensors):
        raise ModelError(f"{source} holds the same keys twice, with and without a prefix.", do=WRONG_FILE)
    if DIFFUSERS_MARK in bare:
        return bare
    if ORIGINAL_MARK not in bare:
        raise ModelError(f"{source} holds no Wan transformer; its keys are {some(tensors)}.", do=WRONG_FILE)
    return {name: bare[key] for key, name in our_names(bare).items()}


def our_names(originals: Iterable[str]) -> dict[str, str]:
    """Each original Wan key with the name of our parameter, by diffusers' own converter."""
    keys = list(originals)
    foreign = [key for key in keys if OTHER_MODELS.search(key)]
    by_name = convert_wan_transformer_to_diffusers({key: key for key in keys if not OTHER_MODELS.search(key)})
    return {key: name for name, key in by_name.items()} | {key: key for key in foreign}


def infer_config(state: Mapping[str, Tensor], source: str) -> Config:
    """The configuration that shapes alone tell, heads being 128 wide; state: under our names."""
    try:
        width, in_channels, *patch = state["patch_embedding.weight"].shape
        freq_dim = state["condition_embedder.time_embedder.linear_1.weight"].shape[1]
        text_dim = state["condition_embedder.text_embedder.linear_1.weight"].shape[1]
        ffn_dim = state["blocks.0.ffn.net.0.proj.weight"].shape[0]
        patch_values = state["proj_out.weight"].shape[0]
    except (KeyError, ValueError) as error:
        raise ModelError(f"{source} is no whole Wan transformer: {error} is missing.", do=WRONG_FILE) from error
    if width % HEAD_WIDTH:
        raise ModelError(
            f"{source} is {width} wide, which does not tell how many heads it has.",
            do="Put its config.json beside it.",
        )
    return {
        "patch_size": tuple(patch),
        "num_attention_heads": width // HEAD_WIDTH,
        "attention_head_dim": HEAD_WIDTH,
        "in_channels": in_channels,
        "out_channels": patch_values // (patch[0] * patch[1] * patch[2]),
        "text_dim": text_dim,
        "freq_dim": freq_dim,
        "ffn_dim": ffn_dim,
        "num_layers": len({name.split(".")[1] for name in state if name.startswith("blocks.")}),
        "cross_attn_norm": "blocks.0.norm2.weight" in state,
    }


def empty_transformer(config: Mapping[str, Any], source: str) -> VTATransformer:
    """A transformer whose parameters take no memory yet (they are on the meta device; positions are real)."""
    names = {name: value for name, value in config.items() if not name.startswith("_")}
    try:
        with init_empty_weights():
            return VTATransformer(**names)
    except (TypeError, ValueError, RuntimeError) as error:
        raise ModelError(f"The configuration of {source} fits no transformer: {error}.", do=WRONG_FILE) from error


def check_state(state: Mapping[str, Tensor], transformer: VTATransformer, source: str) -> None:
    """Raise ModelError unless every tensor has one parameter of its shape and every parameter its tensor."""
    wanted = transformer.state_dict()
    faults = {
        "lacks": [name for name in wanted if name not in state],
        "holds what the model has no place for:": [name for name in state if name not in wanted],
        "has another shape than the model at": [
            f"{name} ({_size(state[name])}, not {_size(wanted[name])})"
            for name in wanted
            if name in state and state[name].shape != wanted[name].shape
        ],
    }
    told = "; it ".join(f"{fault} {some(names)}" for fault, names in faults.items() if names)
    if told:
        raise ModelError(f"{source} cannot be used: it {told}.", do=WRONG_FILE)


def _size(tensor: Tensor) -> str:
    return " x ".join(str(length) for length in tensor.shape) or "one number"


def _stored_dtype(name: str, dtype: torch.dtype) -> torch.dtype:
    kept = set(VTATransformer._keep_in_fp32_modules or ()) & set(name.split("."))
    return torch.float32 if kept else dtype
