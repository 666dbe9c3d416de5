"""Weights stored in fewer bits, as their files have them: 8-bit floats with their scales, GGUF's blocks."""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import torch
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.files.mapped_files import Place, mapped
from engine.generation.loaded.files.stored import EIGHT_BITS, Blocks, EightBit, Plain, Stored, reshaped
from engine.models.files import gguf_header
from engine.models.files.gguf_header import BLOCKS, DAMAGED, Kind, read_header
from engine.models.files.weight_files import some

PLAIN = {Kind.F32: torch.float32, Kind.F16: torch.float16, Kind.BF16: torch.bfloat16}
WEIGHT = ".weight"
SCALES = (".scale_weight", ".weight_scale")  # what a layer's weight is to be multiplied by, by age of the writer
# For multiplying in 8 bits: what goes into a layer is divided by it, and what comes out multiplied by it again. Here
# layers work in full, where that changes nothing.
INPUT_SCALES = (".scale_input", ".input_scale")
MARKER = "scaled_fp8"  # an empty tensor by which other programs know such a file
LAYER_MARKER = ".comfy_quant"  # text as numbers: how newer writers say in which format a layer's weight is
FORMATS = {"float8_e4m3fn", "float8_e5m2"}
IN_FULL = "full_precision_matrix_mult"  # beside the format: how another program is to multiply
MOST_TOLD = 4096  # letters of it


def with_scales(tensors: Mapping[str, Tensor], source: str) -> dict[str, Stored]:
    """Each tensor as it is stored; scales are put to their weights, and gone. Raises ModelError."""
    scales = {key: tensor for key, tensor in tensors.items() if key.endswith((*SCALES, *INPUT_SCALES))}
    markers = {key: tensor for key, tensor in tensors.items() if is_marker(key)}
    _check(scales, tensors, source)
    _check_markers(markers, source)
    kept = {key: tensor for key, tensor in tensors.items() if key not in scales and key not in markers}
    of_weights = {
        key.rpartition(".")[0] + WEIGHT: scale.float() for key, scale in scales.items() if key.endswith(SCALES)
    }
    return {
        key: EightBit(tensor, of_weights.get(key)) if tensor.dtype in EIGHT_BITS or key in of_weights else Plain(tensor)
        for key, tensor in kept.items()
    }


def read_gguf(path: Path) -> dict[str, Tensor | Blocks]:
    """Every tensor of a GGUF file, mapped. Raises ModelError and OSError."""
    header = read_header(path)
    tensors = mapped(path, {name: _place(stored) for name, stored in header.items()})
    return {
        name: tensors[name] if stored.kind in PLAIN else Blocks(tensors[name], stored.kind, stored.shape)
        for name, stored in header.items()
    }


def with_leading_ones(tensors: Mapping[str, Stored], shapes: Mapping[str, tuple[int, ...]]) -> dict[str, Stored]:
    """`tensors` in `shapes` where only ones are missing in front.

    What writes GGUF in C counts dimensions up to the last that is longer than one, in its order: Wan's modulations
    are [1, part, width].
    """
    return {
        name: reshaped(tensor, shapes[name]) if _lacks_ones(tensor.shape, shapes.get(name, ())) else tensor
        for name, tensor in tensors.items()
    }


def _lacks_ones(shape: Sequence[int], wanted: Sequence[int]) -> bool:
    missing = len(wanted) - len(shape)
    return missing > 0 and tuple(wanted) == (1,) * missing + tuple(shape)


def _place(stored: gguf_header.Stored) -> Place:
    if stored.kind in PLAIN:
        return Place(stored.start, stored.shape, PLAIN[stored.kind])
    size = BLOCKS[stored.kind][1]
    return Place(stored.start, (stored.length // size, size), torch.uint8)


def _check(scales: Mapping[str, Tensor], tensors: Mapping[str, Tensor], source: str) -> None:
    stray = [key for key in scales if key.rpartition(".")[0] + WEIGHT not in tensors]
    if stray:
        raise ModelError(f"{source} holds scales without their weights: {some(stray)}.", do=DAMAGED)
    two = [key for key in scales if key.endswith(SCALES[0]) and key.removesuffix(SCALES[0]) + SCALES[1] in scales]
    if two:
        raise ModelError(f"{source} holds two scales for one weight: {some(two)}.", do=DAMAGED)
    unusable = [key for key, scale in scales.items() if not _is_scale(scale, tensors[key.rpartition(".")[0] + WEIGHT])]
    if unusable:
        raise ModelError(f"{source} holds scales that are not one number each: {some(unusable)}.", do=DAMAGED)


def _is_scale(scale: Tensor, weight: Tensor) -> bool:
    by_row = weight.ndim == 2 and scale.shape == (weight.shape[0], 1)
    return (scale.numel() == 1 or by_row) and scale.is_floating_point() and bool(scale.float().isfinite().all())


def is_marker(key: str) -> bool:
    """Whether a tensor is no weight: other programs know a file or a layer's format by it."""
    return key.endswith(LAYER_MARKER) or key.rpartition(".")[2] == MARKER


def _check_markers(markers: Mapping[str, Tensor], source: str) -> None:
    """What marks a file or a layer says nothing but what was understood."""
    strange = [key for key, tensor in markers.items() if not _is_understood(key, tensor)]
    if strange:
        what = f"{source} is stored in a way that is not known here, by {some(strange)}."
        raise ModelError(what, do="Choose a file in fp16, bf16, fp8 or GGUF.")


def _is_understood(key: str, marker: Tensor) -> bool:
    if not key.endswith(LAYER_MARKER):
        return True
    if marker.dtype != torch.uint8 or marker.numel() > MOST_TOLD:
        return False
    try:
        told = json.loads(bytes(marker.flatten().tolist()))
    except ValueError:
        return False
    return isinstance(told, dict) and told.keys() <= {"format", IN_FULL} and told.get("format") in FORMATS
