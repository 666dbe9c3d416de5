"""A transformer out of its weights, in the original Wan layout or diffusers' own."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol, TypeVar

import torch
from accelerate import init_empty_weights
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.adapters.keys import PICTURE
from engine.generation.loaded.files.quantised import with_leading_ones
from engine.generation.loaded.files.stored import Stored
from engine.generation.loaded.files.weights import CONFIG, read_config, stored_weights
from engine.generation.loaded.lean_diffusers import lean_import
from engine.generation.loaded.network.transformer import VTATransformer
from engine.models.contents.network_shapes import HEAD_WIDTH, PREFIX
from engine.models.files.weight_files import DAMAGED, some

with lean_import():
    from diffusers.loaders.single_file_utils import convert_wan_transformer_to_diffusers

Config = dict[str, Any]
States = dict[str, Stored]  # by the names of a network's parameters
Network = TypeVar("Network", bound=torch.nn.Module)


class Shaped(Protocol):
    """A tensor, as it is stored or plain."""

    @property
    def shape(self) -> tuple[int, ...]: ...


Kept = TypeVar("Kept", bound=Shaped)

EPSILON = 1e-6  # as diffusers has it, too
OTHER_MODELS = re.compile("face_adapter|motion_encoder")  # diffusers' converter rewrites these tensors, not only keys
PATCH, HEAD = "patch_embedding.weight", "proj_out.weight"
ORIGINAL_MARK = "time_embedding.0.weight"
DIFFUSERS_MARK = "condition_embedder.time_embedder.linear_1.weight"
TRANSFORMERS = ("WanModel", "WanTransformer3DModel")  # by whom published, in a configuration
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


def stored_transformer(path: Path, *, config: Mapping[str, Any] | None = None) -> tuple[VTATransformer, States]:
    """A transformer whose parameters take no memory yet (its positions are real), and its weights as they are stored
    at `path`, by our names: safetensors, in a file or a folder of them, or GGUF.

    config: VTATransformer's own arguments; left out, it is read from beside the weights, else inferred from their
    shapes. Raises ModelError, naming keys, if a single tensor is missing, left over or of another shape.
    """
    state = to_our_names(stored_weights(path), path.name)
    settings = config or _settings(_told(path), state, path.name)
    _check_kind(state, settings, path.name)
    transformer = empty_transformer(settings, path.name)
    shapes = {name: tuple(parameter.shape) for name, parameter in transformer.state_dict().items()}
    state = with_leading_ones(state, shapes)
    check_state(state, transformer, path.name)
    return transformer, state


def _check_kind(state: Mapping[str, Shaped], settings: Mapping[str, Any], source: str) -> None:
    pictures = [name for name in state if PICTURE.search(name)]
    if pictures:
        raise ModelError(f"{source} is an image-to-video transformer: it has {some(pictures)}.", do=WRONG_FILE)
    takes, gives = settings.get("in_channels"), settings.get("out_channels")
    if takes != gives:
        ends = f"takes {takes} channels by its {PATCH} and gives {gives} by its {HEAD}"
        what = f"{source} {ends}, as image-to-video and control models do."
        raise ModelError(what, do=WRONG_FILE)


def load_transformer(
    path: Path, *, config: Mapping[str, Any] | None = None, dtype: torch.dtype = torch.float32
) -> VTATransformer:
    """`stored_transformer`'s, on the CPU, ready to run. dtype: of the weights, but for those that diffusers keeps in
    float32."""
    transformer, state = stored_transformer(path, config=config)
    cpu = torch.device("cpu")
    plain = {name: each.held(cpu).plain(cpu, stored_dtype(name, dtype)) for name, each in state.items()}
    transformer.load_state_dict(plain, assign=True)
    return transformer.eval().requires_grad_(False)


def to_our_names(tensors: Mapping[str, Kept], source: str) -> dict[str, Kept]:
    """`tensors` under the names of our parameters; what is not a Wan transformer's key keeps its name."""
    bare = {PREFIX.sub("", key): tensor for key, tensor in tensors.items()}
    if len(bare) != len(tensors):
        raise ModelError(f"{source} holds the same keys twice, with and without a prefix.", do=WRONG_FILE)
    if DIFFUSERS_MARK in bare:
        return bare
    if ORIGINAL_MARK not in bare:
        raise ModelError(f"{source} holds no Wan transformer; its keys are {some(tensors)}.", do=WRONG_FILE)
    named = our_names(bare)
    keys = {name: key for key, name in named.items()}
    twice = [key for key, name in named.items() if keys[name] != key]
    if twice:
        raise ModelError(f"{source} holds the same tensors twice, under different names: {some(twice)}.", do=WRONG_FILE)
    return {name: bare[key] for name, key in keys.items()}


def our_names(originals: Iterable[str]) -> dict[str, str]:
    """Each original Wan key with the name of our parameter, by diffusers' own converter."""
    keys = list(originals)
    foreign = {key: key for key in keys if OTHER_MODELS.search(key)}
    by_name = convert_wan_transformer_to_diffusers({key: key for key in keys if key not in foreign})
    names = {key: name for name, key in by_name.items()} | foreign
    lost = [key for key in keys if key not in names]  # whose name another has, too
    return names | (our_names(lost) if lost else {})


def _told(path: Path) -> Config:
    """A configuration with the weights; or beside their file, where it is a transformer's."""
    told = read_config(path)
    if told or path.is_dir() or not (path.parent / CONFIG).is_file():
        return told
    beside = read_config(path.parent)
    return beside if beside.get("_class_name") in TRANSFORMERS else {}


def _settings(told: Config, state: Mapping[str, Shaped], source: str) -> Config:
    """told: what came with the weights, in Wan's words or diffusers'; it says no more than shapes do, but for two."""
    heads = told.get("num_heads", told.get("num_attention_heads"))
    settings = infer_config(state, source, heads)
    width, eps = _width(told, heads), told.get("eps", EPSILON)
    found = settings["num_attention_heads"] * settings["attention_head_dim"]
    if width not in (None, found):
        raise ModelError(f"{source} is {found} wide, and its configuration is of one {width} wide.", do=WRONG_FILE)
    if not isinstance(eps, float) or not 0 < eps < 1:
        raise ModelError(f"The configuration of {source} says no usable eps: {eps}.", do=WRONG_FILE)
    return settings | {"eps": eps}


def _width(told: Config, heads: object) -> object:
    each = told.get("attention_head_dim")
    return heads * each if isinstance(heads, int) and isinstance(each, int) else told.get("dim")


def infer_config(state: Mapping[str, Shaped], source: str, heads: object = None) -> Config:
    """The configuration that shapes alone tell, heads being 128 wide where nothing says how many there are; state:
    under our names."""
    width, in_channels, *patch = lengths(state, PATCH, 5, source)
    freq_dim = lengths(state, "condition_embedder.time_embedder.linear_1.weight", 2, source)[1]
    text_dim = lengths(state, "condition_embedder.text_embedder.linear_1.weight", 2, source)[1]
    ffn_dim = lengths(state, "blocks.0.ffn.net.0.proj.weight", 2, source)[0]
    patch_values = lengths(state, HEAD, 2, source)[0]
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
        "cross_attn_norm": any(".norm2." in name for name in state),
    }


def lengths(state: Mapping[str, Shaped], name: str, count: int, source: str, do: str = WRONG_FILE) -> tuple[int, ...]:
    """A tensor's, of which there are `count`, none zero. Raises ModelError."""
    if name not in state:
        raise ModelError(f"{source} is not whole: {name} is missing.", do=do)
    shape = tuple(state[name].shape)
    if len(shape) != count or not all(shape):
        raise ModelError(f"{source} cannot be used: {name} has no shape that it could have ({by(shape)}).", do=do)
    return shape


def _head_width(width: int, heads: object, source: str) -> int:
    if heads is None and width % HEAD_WIDTH == 0:
        return HEAD_WIDTH
    if isinstance(heads, int) and heads > 0 and width % heads == 0:
        return width // heads
    told = "which does not tell how many heads it has" if heads is None else f"and said to have {heads} heads"
    raise ModelError(f"{source} is {width} wide by its {PATCH}, {told}.", do="Put its config.json beside it.")


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


def check_state(state: Mapping[str, Shaped], network: torch.nn.Module, source: str, do: str = WRONG_FILE) -> None:
    """Raise ModelError unless every tensor has one parameter of its shape and every parameter its tensor."""
    wanted = network.state_dict()
    faults = {
        "lacks": [name for name in wanted if name not in state],
        "holds what the model has no place for:": [name for name in state if name not in wanted],
        "has another shape than the model at": [
            f"{name} ({by(state[name].shape)}, not {by(wanted[name].shape)})"
            for name in wanted
            if name in state and tuple(state[name].shape) != tuple(wanted[name].shape)
        ],
    }
    told = "; it ".join(f"{fault} {some(names)}" for fault, names in faults.items() if names)
    if told:
        raise ModelError(f"{source} cannot be used: it {told}.", do=do)


def by(shape: Sequence[int]) -> str:
    return " x ".join(str(length) for length in shape) or "one number"


def stored_dtype(name: str, dtype: torch.dtype) -> torch.dtype:
    """In which a transformer's parameter is kept, where the others are in `dtype`."""
    kept = set(VTATransformer._keep_in_fp32_modules or ()) & set(name.split("."))
    return torch.float32 if kept else dtype
