"""A transformer out of its weights, in the original Wan layout or diffusers' own."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar

import torch
from accelerate import init_empty_weights
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.quantised import with_leading_ones
from engine.generation.loaded.transformer import VTATransformer
from engine.generation.loaded.weights import read_config, read_weights
from engine.models.weight_files import DAMAGED, some

with lean_import():
    from diffusers.loaders.single_file_utils import convert_wan_transformer_to_diffusers

Config = dict[str, Any]
Network = TypeVar("Network", bound=torch.nn.Module)

HEAD_WIDTH = 128  # of every published Wan transformer
EPSILON = 1e-6  # as diffusers has it, too
PREFIX = re.compile(r"^(model\.)?diffusion_model\.")  # other programs wrap the transformer's keys so
OTHER_MODELS = re.compile("face_adapter|motion_encoder")  # diffusers' converter rewrites these tensors, not only keys
ORIGINAL_MARK = "time_embedding.0.weight"
DIFFUSERS_MARK = "condition_embedder.time_embedder.linear_1.weight"
WRONG_FILE = "Choose the weights of a Wan text-to-video transformer."


@dataclass(frozen=True, slots=True)
class Where:
    """Where networks work, and in which precision. Half of it is enough on a GPU; a CPU is slower with it."""

    device: torch.device
    dtype: torch.dtype


def usual_place() -> Where:
    if torch.cuda.is_available():
        return Where(torch.device("cuda"), torch.bfloat16)
    return Where(torch.device("cpu"), torch.float32)


def load_transformer(
    path: Path, *, config: Mapping[str, Any] | None = None, dtype: torch.dtype = torch.float32
) -> VTATransformer:
    """The transformer stored at `path`: safetensors, in a file or a folder of them, or GGUF; on the CPU, ready to run.

    config: VTATransformer's own arguments; left out, it is read from beside the weights, else inferred from their
    shapes. dtype: of the weights, but for those that diffusers keeps in float32. Raises ModelError, naming keys, if
    a single tensor is missing, left over or of another shape.
    """
    state = to_our_names(read_weights(path, dtype), path.name)
    settings = config or _settings(read_config(path), state, path.name)
    transformer = empty_transformer(settings, path.name)
    state = with_leading_ones(state, transformer.state_dict())
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


def _settings(stored: Config | None, state: Mapping[str, Tensor], source: str) -> Config:
    """stored: what came with the weights. Wan's own words say no more than the shapes do, but for these two."""
    if not stored:
        return infer_config(state, source)
    if "num_heads" not in stored:
        return stored
    return infer_config(state, source, stored["num_heads"]) | {"eps": stored.get("eps", EPSILON)}


def infer_config(state: Mapping[str, Tensor], source: str, heads: object = None) -> Config:
    """The configuration that shapes alone tell, heads being 128 wide where nothing says how many there are; state:
    under our names."""
    try:
        width, in_channels, *patch = state["patch_embedding.weight"].shape
        freq_dim = state["condition_embedder.time_embedder.linear_1.weight"].shape[1]
        text_dim = state["condition_embedder.text_embedder.linear_1.weight"].shape[1]
        ffn_dim = state["blocks.0.ffn.net.0.proj.weight"].shape[0]
        patch_values = state["proj_out.weight"].shape[0]
    except (KeyError, ValueError) as error:
        raise ModelError(f"{source} is no whole Wan transformer: {error} is missing.", do=WRONG_FILE) from error
    each = _head_width(width, heads, source)
    return {
        "patch_size": tuple(patch),
        "num_attention_heads": width // each,
        "attention_head_dim": each,
        "in_channels": in_channels,
        "out_channels": patch_values // (patch[0] * patch[1] * patch[2]),
        "text_dim": text_dim,
        "freq_dim": freq_dim,
        "ffn_dim": ffn_dim,
        "num_layers": len({name.split(".")[1] for name in state if name.startswith("blocks.")}),
        "cross_attn_norm": "blocks.0.norm2.weight" in state,
    }


def _head_width(width: int, heads: object, source: str) -> int:
    if heads is None and width % HEAD_WIDTH == 0:
        return HEAD_WIDTH
    if isinstance(heads, int) and heads > 0 and width % heads == 0:
        return width // heads
    told = "which does not tell how many heads it has" if heads is None else f"and said to have {heads} heads"
    raise ModelError(f"{source} is {width} wide, {told}.", do="Put its config.json beside it.")


def empty_transformer(config: Mapping[str, Any], source: str) -> VTATransformer:
    """A transformer whose parameters take no memory yet (they are on the meta device; positions are real)."""
    names = {name: value for name, value in config.items() if not name.startswith("_")}
    try:
        with init_empty_weights():
            return VTATransformer(**names)
    except (TypeError, ValueError, RuntimeError) as error:
        raise ModelError(f"The configuration of {source} fits no transformer: {error}.", do=WRONG_FILE) from error


def filled(network: Network, state: Mapping[str, Tensor], source: str, where: Where) -> Network:
    """`network`, made without weights, with them and ready for inference. Raises ModelError as `check_state`."""
    check_state(state, network, source, DAMAGED)
    network.load_state_dict({name: tensor.to(where.device, where.dtype) for name, tensor in state.items()}, assign=True)
    return network.eval().requires_grad_(False)


def check_state(state: Mapping[str, Tensor], network: torch.nn.Module, source: str, do: str = WRONG_FILE) -> None:
    """Raise ModelError unless every tensor has one parameter of its shape and every parameter its tensor."""
    wanted = network.state_dict()
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
        raise ModelError(f"{source} cannot be used: it {told}.", do=do)


def _size(tensor: Tensor) -> str:
    return " x ".join(str(length) for length in tensor.shape) or "one number"


def _stored_dtype(name: str, dtype: torch.dtype) -> torch.dtype:
    kept = set(VTATransformer._keep_in_fp32_modules or ()) & set(name.split("."))
    return torch.float32 if kept else dtype
