"""By what an adapter's products are multiplied where the file says it elsewhere than beside the factors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite, sqrt
from pathlib import Path
from typing import Any

from engine.errors import ModelError
from engine.generation.loaded.adapters.keys import PEFT
from engine.generation.loaded.files.weights import read_metadata
from engine.models.files.weight_files import DAMAGED, read_settings

CONFIG = "adapter_config.json"  # PEFT's, beside its file
METADATA = "lora_adapter_metadata"  # diffusers' copy of it, in the file itself, each name after "transformer."
OWN = "transformer."


@dataclass(frozen=True, slots=True)
class Stated:
    """alpha: of all factors. by_root: it is over the root of their rank, not over the rank."""

    alpha: float
    by_root: bool

    def scale(self, rank: int) -> float:
        return self.alpha / (sqrt(rank) if self.by_root else rank)


def stated_scale(path: Path, keys: Mapping[str, object]) -> Stated | None:
    """As PEFT's configuration beside the file says, or diffusers' metadata in it. None: nothing is said. Raises
    ModelError."""
    beside = path.parent / CONFIG
    if any(key.startswith(PEFT) for key in keys) and beside.is_file():
        return _stated(read_settings(beside), f"{CONFIG} beside {path.name}")
    text = read_metadata(path).get(METADATA)
    return None if text is None else _stated(_own(text, path.name), f"the metadata of {path.name}")


def _own(text: str, source: str) -> dict[str, Any]:
    try:
        told = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise ModelError(f"The metadata of {source} cannot be read: {error}.", do=DAMAGED) from error
    return {name.removeprefix(OWN): value for name, value in told.items()} if isinstance(told, dict) else {}


def _stated(told: Mapping[str, Any], source: str) -> Stated | None:
    alpha = told.get("lora_alpha")
    if alpha is None:
        return None
    if isinstance(alpha, bool) or not isinstance(alpha, int | float) or not isfinite(alpha):
        raise ModelError(f"The lora_alpha in {source} is no number: {alpha}.", do=DAMAGED)
    if told.get("alpha_pattern"):
        what = f"The lora_alpha in {source} differs from layer to layer, which is not known here."
        raise ModelError(what, do="Choose an adapter that has its alphas beside its factors.")
    return Stated(float(alpha), bool(told.get("use_rslora")))
