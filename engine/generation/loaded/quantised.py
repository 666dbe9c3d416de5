"""Plain numbers out of weights stored in fewer bits: 8-bit floats, scaled or not, and GGUF's blocks."""

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import torch
from gguf.constants import GGMLQuantizationType
from gguf.quants import dequantize
from torch import Tensor

from engine.errors import ModelError
from engine.models.gguf_header import DAMAGED, Kind, Stored, read_header
from engine.models.weight_files import some

EIGHT_BITS = {torch.float8_e4m3fn, torch.float8_e5m2}
PLAIN = {Kind.F32: torch.float32, Kind.F16: torch.float16, Kind.BF16: torch.bfloat16}
WEIGHT, SCALE = ".weight", ".scale_weight"
# For multiplying in 8 bits: what goes into a layer is divided by it, and what comes out multiplied by it again. Here
# layers work in full, where that changes nothing.
INPUT_SCALE = ".scale_input"
MARKER = "scaled_fp8"  # an empty tensor by which other programs know such a file


def unscaled(tensors: Mapping[str, Tensor], source: str, dtype: torch.dtype) -> dict[str, Tensor]:
    """`tensors` with each scale multiplied into its weight and gone; what was scaled or in 8 bits is of `dtype`.

    One is made after another: of what is only mapped from a file, no second copy is held. Raises ModelError.
    """
    scales = {key: tensor for key, tensor in tensors.items() if key.endswith((SCALE, INPUT_SCALE))}
    _check(scales, tensors, source)
    kept = [key for key in tensors if key not in scales and key.rpartition(".")[2] != MARKER]
    return {key: _plain(tensors[key], scales.get(key.removesuffix(WEIGHT) + SCALE), dtype) for key in kept}


def read_gguf(path: Path, dtype: torch.dtype) -> dict[str, Tensor]:
    """Every tensor of a GGUF file; what is stored in blocks becomes `dtype`, one after another. Raises ModelError."""
    places = read_header(path)
    content = np.memmap(path, mode="c")  # "c": never written back, yet writable, as torch wants its memory
    return {
        name: _from_gguf(content[stored.start : stored.start + stored.length], stored, dtype)
        for name, stored in places.items()
    }


def with_leading_ones(tensors: Mapping[str, Tensor], network: Mapping[str, Tensor]) -> dict[str, Tensor]:
    """`tensors` in the shapes of `network`'s where only ones are missing in front.

    What writes GGUF in C counts dimensions up to the last that is longer than one, in its order: Wan's modulations
    are [1, part, width].
    """
    shapes = {name: tensor.shape for name, tensor in network.items()}
    return {
        name: tensor.reshape(shapes[name]) if _lacks_ones(tensor.shape, shapes.get(name, ())) else tensor
        for name, tensor in tensors.items()
    }


def _lacks_ones(shape: Sequence[int], wanted: Sequence[int]) -> bool:
    missing = len(wanted) - len(shape)
    return missing > 0 and tuple(wanted) == (1,) * missing + tuple(shape)


def _plain(tensor: Tensor, scale: Tensor | None, dtype: torch.dtype) -> Tensor:
    if scale is not None:
        return (tensor.float() * scale.float()).to(dtype)
    return tensor.to(dtype) if tensor.dtype in EIGHT_BITS else tensor


def _from_gguf(content: np.ndarray, stored: Stored, dtype: torch.dtype) -> Tensor:
    """content: its bytes."""
    if stored.kind in PLAIN:
        return torch.from_numpy(content).view(PLAIN[stored.kind]).reshape(stored.shape)
    numbers = dequantize(content, GGMLQuantizationType(stored.kind))
    return torch.from_numpy(numbers).to(dtype).reshape(stored.shape)


def _check(scales: Mapping[str, Tensor], tensors: Mapping[str, Tensor], source: str) -> None:
    stray = [key for key in scales if key.rpartition(".")[0] + WEIGHT not in tensors]
    unusable = [key for key, scale in scales.items() if scale.numel() != 1 or not bool(scale.float().isfinite().all())]
    if stray:
        raise ModelError(f"{source} holds scales without their weights: {some(stray)}.", do=DAMAGED)
    if unusable:
        raise ModelError(f"{source} holds scales that are not one number each: {some(unusable)}.", do=DAMAGED)
