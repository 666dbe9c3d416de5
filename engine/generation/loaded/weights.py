"""Tensors out of weight files: safetensors, GGUF, and the published pickles through one guarded door."""

import json
import pickle
import re
import struct
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from zipfile import is_zipfile

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import load_file
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.quantised import read_gguf, unscaled
from engine.models.gguf_header import is_gguf
from engine.models.weight_files import DAMAGED, shard_places, some, weight_files

Tensors = dict[str, Tensor]

# What torch.load was seen or documented to raise on damaged and on hostile pickles.
UNREADABLE = (
    *(OSError, EOFError, RuntimeError, ValueError, LookupError, TypeError, AttributeError),
    *(struct.error, pickle.UnpicklingError),
)


def read_weights(path: Path, dtype: torch.dtype = torch.float32) -> Tensors:
    """Every tensor of a safetensors or GGUF file, or of a folder holding one, or its shards with their index.

    dtype: of what is stored in fewer bits; the rest stays as it is stored. Raises ModelError where something is
    missing, damaged, or not where the index says.
    """
    stored = _read_folder(path, dtype) if path.is_dir() else _read_file(path, dtype)
    return unscaled(stored, path.name, dtype)


def read_config(path: Path) -> dict[str, Any] | None:
    """The configuration stored with weights, if any: a folder's config.json, or a file's metadata entry "config"."""
    text = _config_text(path)
    if text is None:
        return None
    try:
        config = json.loads(text)
    except ValueError as error:
        raise ModelError(f"The configuration in {path.name} cannot be read: {error}.", do=DAMAGED) from error
    if not isinstance(config, dict):
        raise ModelError(f"The configuration in {path.name} is not a table of settings.", do=DAMAGED)
    return config


def read_pickle(path: Path, keys: re.Pattern[str], limit: int) -> Tensors:
    """The tensors of a .pt or .pth file: the only place where a pickle is opened, and only for tensors.

    keys: what every key has to match in full. limit: bytes above which the file is refused unread.
    """
    _must_exist(path)
    if path.stat().st_size > limit:
        raise ModelError(f"{path.name} is larger than the {limit / 1e9:.1f} GB such a file can have.", do=DAMAGED)
    damage = ModelError(
        f"{path.name} is damaged, or holds something other than tensors, which is never run.", do=DAMAGED
    )
    if not is_zipfile(path):  # every published file is one; torch's older formats have no checksums
        raise damage
    try:
        content = torch.load(path, map_location="cpu", weights_only=True)
    except UNREADABLE as error:
        raise damage from error
    if not isinstance(content, Mapping) or not content:
        raise ModelError(f"{path.name} holds no table of tensors.", do="Choose another file.")
    strange = [str(key) for key, value in content.items() if not _is_tensor_entry(key, value, keys)]
    if strange:
        raise ModelError(f"{path.name} holds what it should not: {some(strange)}.", do="Choose another file.")
    return dict(content)


def _is_tensor_entry(key: object, value: object, keys: re.Pattern[str]) -> bool:
    return isinstance(key, str) and isinstance(value, Tensor) and keys.fullmatch(key) is not None


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise ModelError(f"There is no file {path}.", do="Check the name, or download the model.")


def _read_file(path: Path, dtype: torch.dtype) -> Tensors:
    """A safetensors file is only mapped: its tensors take no memory of their own."""
    _must_exist(path)
    try:
        return read_gguf(path, dtype) if is_gguf(path) else load_file(path)
    except (SafetensorError, OSError, ValueError) as error:
        raise ModelError(f"{path.name} is damaged or not a safetensors file: {error}.", do=DAMAGED) from error


def _read_folder(folder: Path, dtype: torch.dtype) -> Tensors:
    places = shard_places(folder)
    if places is not None:
        return _read_shards(folder, places, dtype)
    (only,) = weight_files(folder)
    return _read_file(only, dtype)


def _read_shards(folder: Path, places: Mapping[str, str], dtype: torch.dtype) -> Tensors:
    tensors: Tensors = {}
    for name in sorted(set(places.values())):
        shard = _read_file(folder / name, dtype)
        strays = [key for key in shard if places.get(key) != name]
        if strays:
            raise ModelError(f"{name} holds keys its index does not place there: {some(strays)}.", do=DAMAGED)
        tensors |= shard
    missing = [key for key in places if key not in tensors]
    if missing:
        raise ModelError(f"The shards in {folder} lack {some(missing)}.", do=DAMAGED)
    return tensors


def _config_text(path: Path) -> str | None:
    if path.is_dir():
        file = path / "config.json"
        return file.read_text(encoding="utf-8") if file.is_file() else None
    try:
        if is_gguf(path):
            return None
        with safe_open(path, "pt") as opened:
            return (opened.metadata() or {}).get("config")
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{path.name} is damaged or not a safetensors file: {error}.", do=DAMAGED) from error
