"""Adapters in PUSA's and LightX2V's layouts, merged into a transformer's weights."""

import re
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.loading import our_names
from engine.generation.loaded.transformer import VTATransformer
from engine.generation.loaded.weights import read_pickle, read_weights
from engine.models.weight_files import some

LARGEST_PICKLE = 12 * 10**9  # bytes; PUSA for Wan2.1, rank 512, is about 4.9e9

KEY = re.compile(
    r"(?:(?:model\.)?diffusion_model\.|transformer\.)?(?P<module>[\w.]+?)"
    r"\.(?P<part>lora_A|lora_B|lora_down|lora_up|alpha|diff|diff_b|diff_m)(?:\.default)?(?:\.weight)?"
)
WRONG_ADAPTER = "Choose an adapter made for this model; nothing was merged."


@dataclass(frozen=True, slots=True)
class Product:
    """scale * up @ down. up: [out, rank], down: [rank, in], with trailing kernel sizes for a convolution."""

    down: Tensor
    up: Tensor
    scale: float

    def size(self) -> tuple[int, int]:
        return self.up.shape[0], self.down.flatten(1).shape[1]

    def fits(self, weight: Tensor) -> bool:
        return weight.ndim > 1 and self.size() == tuple(weight.flatten(1).shape)

    def delta(self, weight: Tensor) -> Tensor:
        up, down = self.up.to(weight.device), self.down.to(weight.device)
        return self.scale * (up.float().flatten(1) @ down.float().flatten(1)).reshape(weight.shape)


@dataclass(frozen=True, slots=True)
class Difference:
    """A whole weight's, bias's or modulation's change."""

    values: Tensor

    def size(self) -> tuple[int, ...]:
        return tuple(self.values.shape)

    def fits(self, weight: Tensor) -> bool:
        return self.values.shape == weight.shape

    def delta(self, weight: Tensor) -> Tensor:
        return self.values.to(weight.device).float()


Change = Product | Difference


@dataclass(frozen=True, slots=True)
class Adapter:
    name: str
    changes: tuple[tuple[str, Change], ...]  # the parameter, by the name the file has for it, and its change


def read_adapter(path: Path) -> Adapter:
    """The adapter at `path` (.safetensors, or a published .pt); ModelError names every tensor it cannot use."""
    tensors = read_pickle(path, KEY, LARGEST_PICKLE) if path.suffix in {".pt", ".pth"} else read_weights(path)
    return parse_adapter(tensors, path.name)


def parse_adapter(tensors: Mapping[str, Tensor], name: str) -> Adapter:
    """Tensors paired to changes. lora_A/B (PUSA): B @ A as it is, or times alpha / rank where the file has an alpha.

    lora_down/up (LightX2V): times alpha / rank, alpha being 1 where the file has none. Both as PUSA's loaders do.
    """
    matches = {key: KEY.fullmatch(key) for key in tensors}
    unknown = [key for key, match in matches.items() if match is None]
    modules: dict[str, dict[str, Tensor]] = defaultdict(dict)
    for key, match in matches.items():
        if match is not None and match["part"] in modules[match["module"]]:
            unknown.append(key)
        elif match is not None:
            modules[match["module"]][match["part"]] = tensors[key]
    if unknown or not modules:
        what = f"unknown or doubled tensors: {some(unknown)}" if unknown else "no tensors"
        raise ModelError(f"{name} cannot be used as an adapter: it holds {what}.", do=WRONG_ADAPTER)
    return Adapter(name, tuple(change for module, parts in modules.items() for change in _changes(module, parts, name)))


def merge(transformer: VTATransformer, adapter: Adapter, strength: float) -> None:
    """W += strength * delta, summed in float32 and stored in W's own type.

    Everything is checked first: on ModelError nothing was merged. LightX2V's adapter goes before PUSA's. Subtracting
    again is not exact in low precision: to take an adapter out, load the weights afresh.
    """
    parameters = dict(transformer.named_parameters())
    names = {stored: _our_name(stored, parameters) for stored, _ in adapter.changes}
    homeless = [stored for stored in names if names[stored] not in parameters]
    if homeless:
        what = f"{adapter.name} changes what this model does not have: {some(homeless)}."
        raise ModelError(what, do=WRONG_ADAPTER)
    targets = [(stored, parameters[names[stored]], change) for stored, change in adapter.changes]
    unlike = [
        f"{stored} ({_by(change.size())} there, {_by(weight.shape)} here)"
        for stored, weight, change in targets
        if not change.fits(weight)
    ]
    if unlike:
        raise ModelError(f"{adapter.name} was made for another model: {some(unlike)}.", do=WRONG_ADAPTER)
    with torch.no_grad():
        for _, weight, change in targets:
            weight.copy_(weight.float() + strength * change.delta(weight))


def _changes(module: str, parts: dict[str, Tensor], name: str) -> list[tuple[str, Change]]:
    weight = module if module.endswith("modulation") else f"{module}.weight"
    changes: list[tuple[str, Change]] = []
    product = _product(module, parts, name)
    if product is not None:
        changes.append((weight, product))
    for part, parameter in (("diff", weight), ("diff_b", f"{module}.bias"), ("diff_m", f"{module}.modulation")):
        if part in parts:
            changes.append((parameter, Difference(parts[part])))
    return changes


def _product(module: str, parts: dict[str, Tensor], name: str) -> Product | None:
    halves = parts.keys() & {"lora_A", "lora_B", "lora_down", "lora_up"}
    if not halves and "alpha" not in parts:
        return None
    if halves not in ({"lora_A", "lora_B"}, {"lora_down", "lora_up"}):
        held = ", ".join(sorted(halves | (parts.keys() & {"alpha"})))
        raise ModelError(f"{name} has only {held} for {module}, not a pair of factors.", do=WRONG_ADAPTER)
    down, up = (parts["lora_A"], parts["lora_B"]) if "lora_A" in halves else (parts["lora_down"], parts["lora_up"])
    if down.ndim < 2 or up.ndim < 2 or up.flatten(1).shape[1] != down.shape[0]:
        what = f"{name} has factors of different rank for {module}: {_by(up.shape)} and {_by(down.shape)}."
        raise ModelError(what, do=WRONG_ADAPTER)
    return Product(down, up, _scale(module, parts, down.shape[0], name))


def _scale(module: str, parts: dict[str, Tensor], rank: int, name: str) -> float:
    if "alpha" not in parts:
        return 1.0 if "lora_A" in parts else 1.0 / rank
    if parts["alpha"].numel() != 1:
        raise ModelError(f"{name} has an alpha for {module} that is not one number.", do=WRONG_ADAPTER)
    return parts["alpha"].item() / rank


def _our_name(stored: str, parameters: Mapping[str, object]) -> str:
    """A name in diffusers' layout stands as it is; the original's norm3 is our norm2, and ours has no norm3."""
    return stored if stored in parameters else our_names([stored])[stored]


def _by(shape: tuple[int, ...]) -> str:
    return " x ".join(str(length) for length in shape)
