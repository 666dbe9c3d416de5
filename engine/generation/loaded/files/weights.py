"""Tensors out of weight files: safetensors, GGUF, and the published pickles through one guarded door."""

import json
import pickle
import re
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from zipfile import BadZipFile, is_zipfile

import torch
from safetensors import SafetensorError, safe_open
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.files.mapped_files import read_safetensors
from engine.generation.loaded.files.quantised import is_marker, read_gguf, with_scales
from engine.generation.loaded.files.stored import EIGHT_BITS, Blocks, Plain, Stored
from engine.models.contents.inspection import VOCABULARY
from engine.models.files.gguf_header import is_gguf
from engine.models.files.weight_files import DAMAGED, read_settings, shard_places, some, weight_files

Tensors = dict[str, Tensor]
Found = dict[str, Tensor | Blocks]  # before scales have found their weights

NUMBERS = {torch.float64, torch.float32, torch.float16, torch.bfloat16, *EIGHT_BITS}
WHOLE = {torch.int64, torch.int32, torch.int16, torch.int8, torch.uint8}
CONFIG = "config.json"
NO_ROOM = "Cannot allocate memory"  # in what torch says where it cannot map a file
AS_IS = "Choose the same weights as .safetensors, which are read piece by piece."
KNOWN = "Choose a file in fp32, fp16, bf16, fp8 or GGUF."
ZIPPED = b"PK"  # how every published pickle begins
# What torch.load was seen or documented to raise on damaged and on hostile pickles.
UNREADABLE = (
    *(OSError, EOFError, RuntimeError, ValueError, LookupError, TypeError, AttributeError, AssertionError),
    *(ArithmeticError, MemoryError, BadZipFile, struct.error, pickle.UnpicklingError),
)


@dataclass(frozen=True, slots=True)
class Pickled:
    """What a pickle may be. keys: what every key has to match in full. limit: bytes; what is larger is not read."""

    keys: re.Pattern[str]
    limit: int


def stored_weights(path: Path, pickled: Pickled | None = None) -> dict[str, Stored]:
    """Every tensor of a safetensors or GGUF file, or of a folder holding one, or its shards with their index: mapped.

    pickled: what is allowed where the file is a pickle; None: none is opened. Raises ModelError where something is
    missing, damaged, not where the index says, or stored in a way that is not known here.
    """
    found = _read_folder(path) if path.is_dir() else _read_file(path, pickled)
    blocks = {key: each for key, each in found.items() if isinstance(each, Blocks)}
    others = {key: each for key, each in found.items() if isinstance(each, Tensor)}
    _check_numbers(others, path.name)
    return with_scales(others, path.name) | blocks


def read_weights(path: Path, dtype: torch.dtype = torch.float32, pickled: Pickled | None = None) -> Tensors:
    """The tensors of `stored_weights` as plain numbers, on the CPU.

    dtype: of what is stored in fewer bits; the rest stays as it is stored.
    """
    return plain_weights(stored_weights(path, pickled), dtype)


def plain_weights(stored: Mapping[str, Stored], dtype: torch.dtype) -> Tensors:
    """As `read_weights`. One is made after another: of what is only mapped from a file, no second copy is held."""
    cpu = torch.device("cpu")
    return {name: each.values if isinstance(each, Plain) else each.plain(cpu, dtype) for name, each in stored.items()}


def read_config(path: Path) -> dict[str, Any]:
    """The configuration stored with weights: config.json in their folder, or a file's metadata entry "config"; empty
    where there is none. Raises ModelError."""
    if path.is_dir():
        file = path / CONFIG
        return read_settings(file) if file.is_file() else {}
    try:
        config = json.loads(read_metadata(path).get("config", "{}"))
    except (ValueError, RecursionError) as error:
        raise ModelError(f"The configuration in {path.name} cannot be read: {error}.", do=DAMAGED) from error
    if not isinstance(config, dict):
        raise ModelError(f"The configuration in {path.name} is not a table of settings.", do=DAMAGED)
    return config


def read_pickle(path: Path, pickled: Pickled) -> Tensors:
    """The tensors of a .pt or .pth file, mapped: the only place where a pickle is opened, and only for tensors."""
    _must_exist(path)
    if path.stat().st_size > pickled.limit:
        raise ModelError(f"{path.name} is larger than the {pickled.limit / 1e9:.1f} GB it can have.", do=DAMAGED)
    damage = ModelError(
        f"{path.name} is damaged, or holds something other than tensors, which is never run.", do=DAMAGED
    )
    try:
        if not is_zipfile(path):  # every published file is one; torch's older formats cannot be mapped
            raise damage
        content = _loaded(path)
    except UNREADABLE as error:
        if NO_ROOM in str(error):
            size = path.stat().st_size / 1e9
            raise ModelError(
                f"{path.name} has {size:.1f} GB: this computer has too little memory.", do=AS_IS
            ) from error
        raise damage from error
    if not isinstance(content, Mapping) or not content:
        raise ModelError(f"{path.name} holds no table of tensors.", do="Choose another file.")
    strange = [str(key) for key, value in content.items() if not _is_tensor_entry(key, value, pickled.keys)]
    if strange:
        raise ModelError(f"{path.name} holds what it should not: {some(strange)}.", do="Choose another file.")
    return dict(content)


def _read_pickle(path: Path, pickled: Pickled | None) -> Tensors:
    if pickled is None:
        what = f"{path.name} is a pickle, a file that can hold programs: only what Wan and PUSA publish so is opened."
        raise ModelError(what, do="Choose the same weights as .safetensors.")
    return read_pickle(path, pickled)


def _is_whole_number(tensor: Tensor) -> bool:
    return tensor.numel() == 1 and tensor.dtype in WHOLE


def _is_pickle(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(len(ZIPPED)) == ZIPPED


def _is_tensor_entry(key: object, value: object, keys: re.Pattern[str]) -> bool:
    return isinstance(key, str) and isinstance(value, Tensor) and keys.fullmatch(key) is not None


def _loaded(path: Path) -> object:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # damaged ones make torch wonder, about itself, too
        return torch.load(path, map_location="cpu", weights_only=True, mmap=True)


def _must_exist(path: Path) -> None:
    if not path.is_file():
        raise ModelError(f"There is no file {path}.", do="Check the name, or download the model.")


def _read_file(path: Path, pickled: Pickled | None = None) -> Found:
    """Which kind it is, its first bytes tell. Only mapped: its tensors take no memory of their own."""
    _must_exist(path)
    try:
        if is_gguf(path):
            return read_gguf(path)
        return {**(_read_pickle(path, pickled) if _is_pickle(path) else read_safetensors(path))}
    except (SafetensorError, OSError, ValueError) as error:
        raise ModelError(f"{path.name} is damaged or not a safetensors file: {error}.", do=DAMAGED) from error


def _read_folder(folder: Path) -> Found:
    places = shard_places(folder)
    if places is not None:
        return _read_shards(folder, places)
    (only,) = weight_files(folder)
    return _read_file(only)


def _read_shards(folder: Path, places: Mapping[str, str]) -> Found:
    tensors: Found = {}
    for name in sorted(set(places.values())):
        shard = _read_file(folder / name)
        strays = [key for key in shard if places.get(key) != name]
        if strays:
            raise ModelError(f"{name} holds keys its index does not place there: {some(strays)}.", do=DAMAGED)
        tensors |= shard
    missing = [key for key in places if key not in tensors]
    if missing:
        raise ModelError(f"The shards in {folder} lack {some(missing)}.", do=DAMAGED)
    return tensors


def _check_numbers(tensors: Mapping[str, Tensor], source: str) -> None:
    """Of weights alone: what marks a format may be of any type, and one whole number is as good as another."""
    strange = [
        f"{key} ({str(tensor.dtype).removeprefix('torch.')})"
        for key, tensor in tensors.items()
        if not (tensor.dtype in NUMBERS or key == VOCABULARY or is_marker(key) or _is_whole_number(tensor))
    ]
    if strange:
        raise ModelError(f"{source} is stored in a way that is not known here: {some(strange)}.", do=KNOWN)


def read_metadata(path: Path) -> dict[str, str]:
    """What a safetensors file says of itself; other files say nothing. Raises ModelError."""
    try:
        if is_gguf(path) or _is_pickle(path):
            return {}
        with safe_open(path, "np") as opened:
            return opened.metadata() or {}
    except (SafetensorError, OSError) as error:
        raise ModelError(f"{path.name} is damaged or not a safetensors file: {error}.", do=DAMAGED) from error
