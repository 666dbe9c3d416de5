"""Adapters out of their files: every tensor paired to a change of one parameter."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import isfinite, prod
from pathlib import Path

import torch
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.adapters.keys import KEY, Key, read_key
from engine.generation.loaded.adapters.scales import Stated, stated_scale
from engine.generation.loaded.files.loading import by
from engine.generation.loaded.files.weights import Pickled, read_weights
from engine.models.files.weight_files import some

LARGEST_PICKLE = 12 * 10**9  # bytes; PUSA for Wan2.1, rank 512, is about 4.9e9
WRONG_ADAPTER = "Choose an adapter made for this model; nothing was merged."
HALVES = {torch.bfloat16, torch.float16}
PAIRS = ({"lora_A", "lora_B"}, {"lora_down", "lora_up"})


@dataclass(frozen=True, slots=True)
class Product:
    """scale * up @ down. up: [out, rank], down: [rank, in], with trailing kernel sizes for a convolution."""

    down: Tensor
    up: Tensor
    scale: float

    def size(self) -> tuple[int, int]:
        return self.up.shape[0], self.down.flatten(1).shape[1]

    def fits(self, shape: Sequence[int]) -> bool:
        return len(shape) > 1 and self.size() == (shape[0], prod(shape[1:]))

    def delta(self, weight: Tensor) -> Tensor:
        """float32, on the weight's device."""
        up, down = (factor.to(weight.device).flatten(1) for factor in (self.up, self.down))
        return self.scale * _times(up, down).reshape(weight.shape)


@dataclass(frozen=True, slots=True)
class Difference:
    """A whole weight's, bias's or modulation's change."""

    values: Tensor

    def size(self) -> tuple[int, ...]:
        return tuple(self.values.shape)

    def fits(self, shape: Sequence[int]) -> bool:
        return self.size() == tuple(shape)

    def delta(self, weight: Tensor) -> Tensor:
        """float32, on the weight's device."""
        return self.values.to(weight.device).float()


Change = Product | Difference


def _times(up: Tensor, down: Tensor) -> Tensor:
    """up @ down, summed in float32.

    On CUDA factors of 16 bits are multiplied as such, several times as quickly: their products are exact in float32.
    """
    if up.is_cuda and up.dtype == down.dtype and up.dtype in HALVES:
        return torch.mm(up, down, out_dtype=torch.float32)
    return up.float() @ down.float()


@dataclass(frozen=True, slots=True)
class Adapter:
    name: str
    changes: tuple[tuple[str, Change], ...]  # the parameter, by the name the file has for it, and its change


@dataclass(frozen=True, slots=True)
class _Source:
    name: str  # of the file
    stated: Stated | None


def read_adapter(path: Path) -> Adapter:
    """The adapter at `path` (safetensors, or a published .pt); ModelError names every tensor it cannot use."""
    tensors = read_weights(path, pickled=Pickled(KEY, LARGEST_PICKLE))
    return parse_adapter(tensors, path.name, stated_scale(path, tensors))


def parse_adapter(tensors: Mapping[str, Tensor], name: str, stated: Stated | None = None) -> Adapter:
    """Tensors paired to changes. stated: by what factors without an alpha of their own are multiplied.

    lora_A/B (PUSA, PEFT): B @ A times alpha / rank where the file has an alpha, else as stated, else as it is.
    lora_down/up (LightX2V): times alpha / rank, alpha being 1 where the file has none. Both as PUSA's loaders do.
    """
    modules: dict[str, dict[str, Tensor]] = defaultdict(dict)
    for key, read in _keys(tensors, name).items():
        modules[read.module][read.part] = tensors[key]
    source = _Source(name, stated)
    return Adapter(name, tuple(change for each in modules.items() for change in _changes(*each, source)))


def _keys(tensors: Mapping[str, Tensor], name: str) -> dict[str, Key]:
    """What each tensor is, each something else."""
    found: dict[str, Key] = {}
    unknown = []
    for key in tensors:
        read = read_key(key)
        if read is None or read in found.values():
            unknown.append(key)
        else:
            found[key] = read
    if unknown or not found:
        what = f"unknown or doubled tensors: {some(unknown)}" if unknown else "no tensors"
        raise ModelError(f"{name} cannot be used as an adapter: it holds {what}.", do=WRONG_ADAPTER)
    return found


def _changes(module: str, parts: dict[str, Tensor], source: _Source) -> list[tuple[str, Change]]:
    weight = module if module.endswith("modulation") else f"{module}.weight"
    changes: list[tuple[str, Change]] = []
    product = _product(module, parts, source)
    if product is not None:
        changes.append((weight, product))
    for part, parameter in (("diff", weight), ("diff_b", f"{module}.bias"), ("diff_m", f"{module}.modulation")):
        if part in parts:
            changes.append((parameter, Difference(parts[part])))
    return changes


def _product(module: str, parts: dict[str, Tensor], source: _Source) -> Product | None:
    halves = parts.keys() & {"lora_A", "lora_B", "lora_down", "lora_up"}
    if not halves and "alpha" not in parts:
        return None
    if halves not in PAIRS:
        held = ", ".join(sorted(halves | (parts.keys() & {"alpha"})))
        raise ModelError(f"{source.name} has only {held} for {module}, not a pair of factors.", do=WRONG_ADAPTER)
    down, up = (parts["lora_A"], parts["lora_B"]) if "lora_A" in halves else (parts["lora_down"], parts["lora_up"])
    if down.ndim < 2 or up.ndim < 2 or up.flatten(1).shape[1] != down.shape[0] or not down.shape[0]:
        what = f"{source.name} has factors of different rank for {module}: {by(up.shape)} and {by(down.shape)}."
        raise ModelError(what, do=WRONG_ADAPTER)
    return Product(down, up, _scale(module, parts, down.shape[0], source))


def _scale(module: str, parts: dict[str, Tensor], rank: int, source: _Source) -> float:
    if "alpha" not in parts:
        as_it_is = 1.0 if source.stated is None else source.stated.scale(rank)
        return as_it_is if "lora_A" in parts else 1.0 / rank
    alpha = parts["alpha"]
    if alpha.numel() != 1 or not isfinite(alpha.item()):
        raise ModelError(f"{source.name} has an alpha for {module} that is not one number.", do=WRONG_ADAPTER)
    return alpha.item() / rank
