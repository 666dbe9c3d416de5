"""Weights written to files as other programs write them, quantised or not."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import torch
from gguf import GGMLQuantizationType, GGUFWriter
from gguf.quants import dequantize, quantize
from safetensors.torch import save_file
from torch import Tensor

from engine.models.files.gguf_header import BLOCKS, Kind

Tensors = dict[str, Tensor]
FP8 = torch.float8_e4m3fn
# Where a block of 256 numbers has its scale and, where there is one, that of its smallest numbers, and how large they
# are for numbers as weights are. What lies between is whole numbers of a few bits: any byte is right there.
K_SCALES = {
    Kind.Q2_K: {80: 1e-3, 82: 1.5e-3},
    Kind.Q3_K: {108: 4e-4},
    Kind.Q4_K: {0: 1e-4, 2: 7.5e-4},
    Kind.Q5_K: {0: 5e-5, 2: 7.75e-4},
    Kind.Q6_K: {208: 2e-5},
}


def matrices(tensors: Tensors) -> list[str]:
    """What is quantised in published files."""
    return [name for name, tensor in tensors.items() if tensor.ndim == 2 and name.endswith(".weight")]


def write_gguf(path: Path, tensors: Tensors, kind: Kind = Kind.F32, architecture: str = "wan") -> Path:
    """Matrices as `kind`, or in half precision where a row is no whole number of blocks; all else in full."""
    writer = GGUFWriter(path, architecture)
    writer.add_array("general.tags", ["video", "wan"])
    writer.add_array("sizes", [1, 2, 3])
    for name, tensor in tensors.items():
        whole = tensor.shape[-1] % BLOCKS[kind][0] == 0
        stored = GGMLQuantizationType((kind if whole else Kind.F16) if name in matrices(tensors) else Kind.F32)
        writer.add_tensor(name, quantize(tensor.numpy(), stored), raw_dtype=stored)
    _written(writer)
    return path


def write_k_gguf(path: Path, tensors: Tensors, kinds: Mapping[str, Kind], usual: Kind = Kind.Q4_K) -> Tensors:
    """Matrices of whole blocks as random ones, `usual` but for the ends of names in `kinds`, as published files mix
    them; other matrices in half precision, all else in full. Gives back what was written, as plain numbers."""
    writer, written = GGUFWriter(path, "wan"), dict(tensors)
    for seed, (name, tensor) in enumerate(tensors.items()):
        kind = next((kind for end, kind in kinds.items() if name.endswith(end)), usual)
        content, stored = tensor.numpy(), GGMLQuantizationType.F32
        if name in matrices(tensors):
            whole = tensor.shape[-1] % 256 == 0
            stored = GGMLQuantizationType(kind if whole else Kind.F16)
            content = k_blocks(tensor.shape, kind, seed) if whole else quantize(content, stored)
            written[name] = torch.from_numpy(dequantize(content, stored))
        writer.add_tensor(name, content, raw_dtype=stored)
    _written(writer)
    return written


def k_blocks(shape: tuple[int, ...], kind: Kind, seed: int = 0) -> np.ndarray:
    """[row, byte], uint8: random blocks in the format's own layout, each with another scale."""
    numbers, size = BLOCKS[kind]
    random = np.random.default_rng(seed)
    blocks = random.integers(0, 256, (shape[0], shape[1] // numbers, size), np.uint8)
    for start, scale in K_SCALES[kind].items():
        scales = (scale * random.uniform(0.7, 1.3, (*blocks.shape[:2], 1))).astype("<f2")
        blocks[..., start : start + 2] = scales.view(np.uint8)
    return blocks.reshape(shape[0], -1)


def _written(writer: GGUFWriter) -> None:
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()


def eight_bits(tensors: Tensors) -> Tensors:
    return tensors | {name: tensors[name].to(FP8) for name in matrices(tensors)}


def scaled(tensors: Tensors) -> Tensors:
    """As other programs write it: each matrix over its scale, a marker, and scales for what goes in."""
    found = dict(tensors) | {"scaled_fp8": torch.zeros(0, dtype=FP8)}
    for name in matrices(tensors):
        scale = tensors[name].abs().max() / 448  # the largest number of the format
        layer = name.removesuffix(".weight")
        found |= {name: (tensors[name] / scale).to(FP8), f"{layer}.scale_weight": scale}
        found[f"{layer}.scale_input"] = torch.tensor([3.0])
    return found


def saved(path: Path, tensors: Tensors) -> Path:
    save_file(tensors, path)
    return path


def newly_scaled(tensors: Tensors) -> Tensors:
    """As newer writers do: the scale has another name, and each layer says its format."""
    found = {key.replace(".scale_weight", ".weight_scale"): tensor for key, tensor in scaled(tensors).items()}
    del found["scaled_fp8"]
    found = {key.replace(".scale_input", ".input_scale"): tensor for key, tensor in found.items()}
    layers = [name.removesuffix(".weight") for name in matrices(tensors)]
    return found | {f"{layer}.comfy_quant": letters('{"format": "float8_e4m3fn"}') for layer in layers}


def row_scaled(tensors: Tensors) -> Tensors:
    """A scale for each row of a matrix."""
    found = dict(tensors)
    for name in matrices(tensors):
        scale = tensors[name].abs().amax(dim=1, keepdim=True) / 448
        found |= {name: (tensors[name] / scale).to(FP8), f"{name.removesuffix('.weight')}.weight_scale": scale}
    return found


def letters(words: str) -> Tensor:
    """A text as a tensor of bytes."""
    return torch.frombuffer(bytearray(words.encode()), dtype=torch.uint8)
