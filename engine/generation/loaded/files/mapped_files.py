"""Files of weights as tensors whose numbers are read when they are looked at."""

import json
import mmap
import struct
import warnings
from collections.abc import Mapping
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import torch
from safetensors import safe_open
from torch import Tensor

# By safetensors' names; what it has besides, torch cannot compute with.
DTYPES = {
    **{"F64": torch.float64, "F32": torch.float32, "F16": torch.float16, "BF16": torch.bfloat16},
    **{"F8_E4M3": torch.float8_e4m3fn, "F8_E5M2": torch.float8_e5m2, "BOOL": torch.bool, "U8": torch.uint8},
    **{"I64": torch.int64, "I32": torch.int32, "I16": torch.int16, "I8": torch.int8},
}


@dataclass(frozen=True, slots=True)
class Place:
    """Of a tensor in a file. start: bytes."""

    start: int
    shape: tuple[int, ...]
    dtype: torch.dtype


def mapped(path: Path, places: Mapping[str, Place]) -> dict[str, Tensor]:
    """The tensors at `places` of a file that is as long as they need. They must not be written to.

    A mapping that could be written to is refused by Linux where the file is larger than its memory. Raises OSError.
    """
    with path.open("rb") as file, warnings.catch_warnings():
        warnings.simplefilter("ignore", UserWarning)  # that what is mapped so must not be written to
        content = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        return {name: _tensor(content, place) for name, place in places.items()}


def read_safetensors(path: Path) -> dict[str, Tensor]:
    """Every tensor, mapped. Raises SafetensorError, OSError, and ValueError where one is of a type unknown to torch."""
    with safe_open(path, "np"):  # it checks that the header and the file's length are as they must be
        pass
    with path.open("rb") as file:
        (length,) = struct.unpack("<Q", file.read(8))
        header = json.loads(file.read(length))
    told = {name: entry for name, entry in header.items() if name != "__metadata__"}
    return mapped(path, {name: _place(name, entry, 8 + length) for name, entry in told.items()})


def _place(name: str, told: Mapping[str, Any], begin: int) -> Place:
    if told["dtype"] not in DTYPES:
        raise ValueError(f"{name} is stored as {told['dtype']}")
    return Place(begin + told["data_offsets"][0], tuple(told["shape"]), DTYPES[told["dtype"]])


def _tensor(content: mmap.mmap, place: Place) -> Tensor:
    count = prod(place.shape)
    if not count:
        return torch.empty(place.shape, dtype=place.dtype)
    return torch.frombuffer(content, dtype=place.dtype, count=count, offset=place.start).reshape(place.shape)
