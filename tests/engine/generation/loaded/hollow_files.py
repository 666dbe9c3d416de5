"""Weight files of full size that hold nothing: a header, and as much emptiness as the weights would take.

A file system keeps no emptiness, and what reads the file maps it: no test writes or reads gigabytes.
"""

import json
import struct
from collections.abc import Mapping, Sequence
from math import prod
from pathlib import Path

from engine.models.files.gguf_header import BLOCKS, Kind

Shapes = Mapping[str, Sequence[int]]
ALIGNMENT = 32  # bytes, GGUF's own


def hollow_safetensors(path: Path, shapes: Shapes) -> Path:
    """In bf16."""
    header: dict[str, object] = {}
    end = 0
    for name, shape in shapes.items():
        begin, end = end, end + 2 * prod(shape)
        header[name] = {"dtype": "BF16", "shape": list(shape), "data_offsets": [begin, end]}
    return _hollow(path, struct.pack("<Q", len(text := json.dumps(header).encode())) + text, end)


def hollow_gguf(path: Path, shapes: Shapes) -> Path:
    """Matrices in Q8_0, what is no matrix in full."""
    content, end = b"GGUF" + struct.pack("<IQQ", 3, len(shapes), 0), 0
    for name, shape in shapes.items():
        kind = Kind.Q8_0 if len(shape) == 2 and shape[-1] % 32 == 0 else Kind.F32
        numbers, size = BLOCKS[kind]
        lengths = struct.pack(f"<I{len(shape)}Q", len(shape), *reversed(shape))
        content += struct.pack("<Q", len(name)) + name.encode() + lengths + struct.pack("<IQ", kind, end)
        end = _aligned(end + prod(shape) // numbers * size)
    return _hollow(path, content + bytes(_aligned(len(content)) - len(content)), end)


def _aligned(length: int) -> int:
    return -(-length // ALIGNMENT) * ALIGNMENT


def _hollow(path: Path, header: bytes, length: int) -> Path:
    with path.open("wb") as file:
        file.write(header)
        file.truncate(len(header) + length)
    return path
