"""Weights written to files as other programs write them, quantised or not."""

from pathlib import Path

import torch
from gguf import GGMLQuantizationType, GGUFWriter
from gguf.quants import quantize
from safetensors.torch import save_file
from torch import Tensor

from engine.models.files.gguf_header import BLOCKS, Kind

Tensors = dict[str, Tensor]
FP8 = torch.float8_e4m3fn


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
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


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
