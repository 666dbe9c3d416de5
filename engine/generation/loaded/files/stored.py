"""Tensors in the form in which their file has them: plain, in 8 bits with a scale, in GGUF's blocks."""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Protocol

import torch
from gguf.constants import GGMLQuantizationType
from torch import Tensor

from engine.generation.loaded.lean_diffusers import lean_import
from engine.models.files.gguf_header import BLOCKS, Kind

with lean_import():
    from diffusers.quantizers.gguf.utils import dequantize_functions

EIGHT_BITS = {torch.float8_e4m3fn, torch.float8_e5m2}
AT_ONCE = 1 << 24  # numbers made plain together: in between, each takes up to 16 bytes


class Stored(Protocol):
    """One tensor. It is mapped from its file, or lies in memory or on a device, in as few bytes as it was stored in."""

    @property
    def shape(self) -> tuple[int, ...]:
        """Of the plain tensor."""
        ...

    @property
    def nbytes(self) -> int:
        """As it is stored."""
        ...

    @property
    def is_exact(self) -> bool:
        """Whether it is stored as plain numbers of 16 bits or more."""
        ...

    def plain(self, device: torch.device, dtype: torch.dtype) -> Tensor:
        """The tensor as a network computes with it, made where `device` is: the stored bytes travel, not the plain
        ones."""
        ...

    def held(self, device: torch.device, *, pinned: bool = False) -> "Stored":
        """The same with its bytes there. pinned: in memory that a GPU reads without a copy; only for the CPU."""
        ...


@dataclass(frozen=True, slots=True)
class Plain:
    """Ordinary numbers."""

    values: Tensor

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.values.shape)

    @property
    def nbytes(self) -> int:
        return self.values.nbytes

    @property
    def is_exact(self) -> bool:
        return True

    def plain(self, device: torch.device, dtype: torch.dtype) -> Tensor:
        return _moved(self.values, device).to(dtype)

    def held(self, device: torch.device, *, pinned: bool = False) -> "Plain":
        return Plain(_held(self.values, device, pinned))


@dataclass(frozen=True, slots=True)
class EightBit:
    """Numbers of 8 bits, each to be multiplied by the scale. scale: float32; one, or one a row as [row, 1]."""

    values: Tensor
    scale: Tensor | None = None

    @property
    def shape(self) -> tuple[int, ...]:
        return tuple(self.values.shape)

    @property
    def nbytes(self) -> int:
        return self.values.nbytes + (0 if self.scale is None else self.scale.nbytes)

    @property
    def is_exact(self) -> bool:
        return False

    def plain(self, device: torch.device, dtype: torch.dtype) -> Tensor:
        where = _with_eight_bits(device)
        values, scale = _moved(self.values, where), self.scale
        if scale is None:
            return values.to(dtype).to(device)
        scale = _moved(scale, where)
        if scale.numel() > 1:
            return (values.float() * scale).to(dtype).to(device)
        plain = _in_pieces(values.reshape(-1), lambda piece: piece.float() * scale, dtype)
        return plain.reshape(values.shape).to(device)

    def held(self, device: torch.device, *, pinned: bool = False) -> "EightBit":
        where = _with_eight_bits(device)
        scale = None if self.scale is None else _held(self.scale, where, pinned)
        return EightBit(_held(self.values, where, pinned), scale)


@dataclass(frozen=True, slots=True)
class Blocks:
    """GGUF's blocks of numbers. content: [block, byte], uint8."""

    content: Tensor
    kind: Kind
    shape: tuple[int, ...]

    @property
    def nbytes(self) -> int:
        return self.content.nbytes

    @property
    def is_exact(self) -> bool:
        return False

    def plain(self, device: torch.device, dtype: torch.dtype) -> Tensor:
        numbers, size = BLOCKS[self.kind]
        dequantised = dequantize_functions[GGMLQuantizationType(self.kind)]

        def made(blocks: Tensor) -> Tensor:
            return dequantised(blocks, numbers, size, torch.float32)

        return _in_pieces(_moved(self.content, device), made, dtype, numbers).reshape(self.shape)

    def held(self, device: torch.device, *, pinned: bool = False) -> "Blocks":
        return replace(self, content=_held(self.content, device, pinned))


def reshaped(stored: Stored, shape: tuple[int, ...]) -> Stored:
    """The same numbers in as large a shape."""
    if isinstance(stored, Blocks):
        return replace(stored, shape=shape)
    assert isinstance(stored, Plain | EightBit)
    return replace(stored, values=stored.values.reshape(shape))


def _with_eight_bits(device: torch.device) -> torch.device:
    """Where such numbers can lie: torch has none on Apple's GPU, whose memory is the computer's own."""
    return torch.device("cpu") if device.type == "mps" else device


def _moved(tensor: Tensor, device: torch.device) -> Tensor:
    """From pinned memory without waiting for it."""
    return tensor.to(device, non_blocking=tensor.device.type == "cpu" and tensor.is_pinned())


def _held(tensor: Tensor, device: torch.device, pinned: bool) -> Tensor:
    """A copy, also of what a file only maps; not pinned where the system gives out no more of such memory."""
    if pinned:
        with suppress(RuntimeError):
            return tensor.pin_memory()
    return tensor.to(device, copy=True)


def _in_pieces(stored: Tensor, make: Callable[[Tensor], Tensor], dtype: torch.dtype, each: int = 1) -> Tensor:
    """[row, ...] made from `stored`'s rows, of which each holds `each` numbers: never all of them as float32."""
    rows = max(1, AT_ONCE // each)
    if len(stored) <= rows:
        return make(stored).to(dtype)
    plain = torch.empty(len(stored), *([each] if each > 1 else []), dtype=dtype, device=stored.device)
    for source, target in zip(stored.split(rows), plain.split(rows), strict=True):
        target.copy_(make(source))
    return plain
