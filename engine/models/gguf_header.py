"""What the header of a GGUF file says: where each tensor is, of which type and shape.

Source: the format's own description, https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from math import prod
from pathlib import Path
from typing import BinaryIO

from engine.errors import ModelError

DAMAGED = "Download or copy it again; nothing was changed."
MAGIC = b"GGUF"
VERSIONS = (2, 3)  # the first had other lengths, and no Wan was ever written so
ALIGNMENT, USUAL_ALIGNMENT = "general.alignment", 32  # bytes
STRING, ARRAY = 8, 9
SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
MOST_DIMENSIONS = 8  # of a tensor; the format has four, Wan's files five


class Kind(IntEnum):
    """How a tensor's numbers are stored, by the number that stands in the file."""

    F32, F16, BF16 = 0, 1, 30
    Q4_0, Q4_1, Q5_0, Q5_1, Q8_0 = 2, 3, 6, 7, 8
    Q2_K, Q3_K, Q4_K, Q5_K, Q6_K = 10, 11, 12, 13, 14


# How many numbers a block holds, and in how many bytes.
BLOCKS = {
    **{Kind.F32: (1, 4), Kind.F16: (1, 2), Kind.BF16: (1, 2)},
    **{Kind.Q4_0: (32, 18), Kind.Q4_1: (32, 20), Kind.Q5_0: (32, 22), Kind.Q5_1: (32, 24), Kind.Q8_0: (32, 34)},
    **{Kind.Q2_K: (256, 84), Kind.Q3_K: (256, 110), Kind.Q4_K: (256, 144), Kind.Q5_K: (256, 176)},
    Kind.Q6_K: (256, 210),
}


@dataclass(frozen=True, slots=True)
class Stored:
    """A tensor. shape: rows first, as torch says it (the file says it the other way). start, length: bytes."""

    kind: Kind
    shape: tuple[int, ...]
    start: int
    length: int


def is_gguf(path: Path) -> bool:
    """By its first bytes. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def read_header(path: Path) -> dict[str, Stored]:
    """Every tensor by its name; the file is as long as they need. Raises ModelError."""
    try:
        with path.open("rb") as file:
            return _Header(file, path.stat().st_size).tensors()
    except (OSError, ValueError) as error:
        raise ModelError(f"{path.name} is damaged or no GGUF file that can be read: {error}.", do=DAMAGED) from error


class _Header:
    """Reads on from the beginning; a ValueError tells what is wrong."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._size = file, size

    def tensors(self) -> dict[str, Stored]:
        if self._bytes(len(MAGIC)) != MAGIC:
            raise ValueError("it begins otherwise")
        version, tensors, fields = self._numbers("IQQ")
        if version not in VERSIONS:
            raise ValueError(f"its version is {version}")
        alignment = self._alignment(fields)
        places = [self._tensor() for _ in range(tensors)]
        start = -(-self._file.tell() // alignment) * alignment
        found = dict(self._placed(places, start))
        if len(found) != len(places):
            raise ValueError("it holds two tensors of one name")
        return found

    def _placed(self, places: list[tuple[str, Stored]], start: int) -> Iterator[tuple[str, Stored]]:
        for name, stored in places:
            if start + stored.start + stored.length > self._size:
                raise ValueError(f"it ends before {name} does")
            yield name, Stored(stored.kind, stored.shape, start + stored.start, stored.length)

    def _tensor(self) -> tuple[str, Stored]:
        """Its start counts from where the tensors begin."""
        name = self._text()
        (dimensions,) = self._numbers("I")
        if dimensions > MOST_DIMENSIONS:
            raise ValueError(f"{name} has {dimensions} dimensions")
        shape = self._numbers(f"{dimensions}Q")[::-1]
        number, start = self._numbers("IQ")
        if number not in BLOCKS:
            raise ValueError(f"{name} is stored in a way that is not known here (type {number})")
        numbers, size = BLOCKS[Kind(number)]
        if prod(shape[-1:]) % numbers:
            raise ValueError(f"{name} does not consist of whole blocks")
        return name, Stored(Kind(number), shape, start, prod(shape) // numbers * size)

    def _alignment(self, fields: int) -> int:
        values = {}
        for _ in range(fields):
            name = self._text()
            values[name] = self._value(*self._numbers("I"))
        alignment = values.get(ALIGNMENT, USUAL_ALIGNMENT)
        if not isinstance(alignment, int) or alignment < 1:
            raise ValueError(f"its {ALIGNMENT} is {alignment}")
        return alignment

    def _value(self, kind: int) -> object:
        """None for an array, of which nothing is needed here."""
        if kind == STRING:
            return self._text()
        if kind != ARRAY:
            return self._numbers(self._scalar(kind))[0]
        inner, count = self._numbers("IQ")
        if inner == STRING:
            for _ in range(count):
                self._text()
        else:
            self._skip(count * struct.calcsize(self._scalar(inner)))
        return None

    def _scalar(self, kind: int) -> str:
        if kind not in SCALARS:
            raise ValueError(f"it holds a value of unknown type {kind}")
        return SCALARS[kind]

    def _text(self) -> str:
        (length,) = self._numbers("Q")
        return self._bytes(length).decode()

    def _numbers(self, form: str) -> tuple[int, ...]:
        little_endian = f"<{form}"
        return struct.unpack(little_endian, self._bytes(struct.calcsize(little_endian)))

    def _bytes(self, length: int) -> bytes:
        self._room(length)
        return self._file.read(length)

    def _skip(self, length: int) -> None:
        self._room(length)
        self._file.seek(length, 1)

    def _room(self, length: int) -> None:
        if length > self._size - self._file.tell():
            raise ValueError("it ends within its header")
