"""Which files hold a model's weights, and what their headers say."""

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from safetensors import SafetensorError, safe_open

from engine.errors import ModelError
from engine.models.files.gguf_header import DAMAGED as DAMAGED
from engine.models.files.gguf_header import is_gguf, read_header

INDEX = "*.safetensors.index.json"
ENDINGS = (".safetensors", ".gguf")
MOST_SETTINGS = 64 << 20  # bytes of a file of settings: an index of the largest model has less than one

Shapes = dict[str, tuple[int, ...]]


def read_settings(path: Path) -> dict[str, Any]:
    """A JSON file that holds a table. Raises ModelError where it is missing or something else."""
    if not path.is_file():
        raise ModelError(f"There is no {path.name} in {path.parent}.", do=DAMAGED)
    try:
        if path.stat().st_size > MOST_SETTINGS:
            raise ValueError("it is too large")
        settings = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path} cannot be read: {error}.", do=DAMAGED) from error
    if not isinstance(settings, dict):
        raise ModelError(f"{path} is not a table of settings.", do=DAMAGED)
    return settings


def shard_places(folder: Path) -> dict[str, str] | None:
    """Which file of `folder` each key is in; None where one file holds them all.

    File names must be plain, so that an index cannot reach outside its folder. Raises ModelError.
    """
    indices, files = sorted(folder.glob(INDEX)), _weights(folder)
    if len(indices) == 1:
        return _read_index(indices[0])
    if not indices and len(files) == 1:
        return None
    found = some(file.name for file in (indices or files)) or "nothing"
    raise ModelError(
        f"{folder} should hold one .safetensors file, or several and one index, or one .gguf file; it holds {found}.",
        do="Choose the file itself, or download the folder again.",
    )


def weight_files(folder: Path) -> tuple[Path, ...]:
    """All that hold the weights of `folder`. Raises ModelError."""
    places = shard_places(folder)
    if places is None:
        return tuple(_weights(folder))
    return tuple(folder / name for name in sorted(set(places.values())))


def read_shapes(path: Path) -> Shapes:
    """Every tensor's shape, from the header; the file is as long as that says. Raises ModelError."""
    if not path.is_file():
        raise ModelError(f"There is no file {path}.", do="Check the name, or download the model.")
    try:
        if is_gguf(path):
            return {key: stored.shape for key, stored in read_header(path).items()}
        with safe_open(path, "np") as opened:
            return {key: tuple(opened.get_slice(key).get_shape()) for key in opened.keys()}  # noqa: SIM118
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{path} is damaged or not a safetensors file: {error}.", do=DAMAGED) from error


def some(names: Iterable[str], most: int = 5) -> str:
    """The first few of `names` and how many more there are."""
    ordered = list(names)
    more = f" and {len(ordered) - most} more" if len(ordered) > most else ""
    return ", ".join(ordered[:most]) + more


def _weights(folder: Path) -> list[Path]:
    return sorted(file for ending in ENDINGS for file in folder.glob(f"*{ending}"))


def _read_index(path: Path) -> dict[str, str]:
    try:
        places = json.loads(path.read_text(encoding="utf-8"))["weight_map"]
        plain = all(isinstance(name, str) and Path(name).name == name for name in places.values())
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise ModelError(f"The index {path.name} cannot be read: {error!r}.", do=DAMAGED) from error
    if not plain:
        raise ModelError(f"The index {path.name} names files outside its folder.", do="Choose another model.")
    return places
