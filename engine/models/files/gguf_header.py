"""What the header of a GGUF file says: where each tensor is, of which type and shape.

Source: the format's own description, https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from enum import IntEnum
from math import prod
from pathlib import Path
from typing import Any, BinaryIO

from engine.errors import ModelError

DAMAGED = "Download or copy it again; nothing was changed."
MAGIC = b"GGUF"
VERSIONS = (2, 3)  # the first had other lengths, and no Wan was ever written so
ORIGINAL_SHAPE = "comfy.gguf.orig_shape."  # before a tensor's name: what it was before its writer flattened it
ALIGNMENT, USUAL_ALIGNMENT = "general.alignment", 32  # bytes
STRING, ARRAY = 8, 9
WHOLE = {0, 1, 2, 3, 4, 5, 10, 11}  # numbers
SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q", 12: "d"}
# What a header may count to: a file that says more would be read for hours. The largest known have 1,100 tensors, 60
# fields, and 260,000 words in one of them.
MOST_TENSORS, MOST_FIELDS, MOST_ITEMS = 1 << 16, 1 << 14, 1 << 22
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


# Kinds that the format has, too, and nothing here makes plain.
UNREAD = {
    **{16: "IQ2_XXS", 17: "IQ2_XS", 18: "IQ3_XXS", 19: "IQ1_S", 20: "IQ4_NL", 21: "IQ3_S", 22: "IQ2_S", 23: "IQ4_XS"},
    **{29: "IQ1_M", 34: "TQ1_0", 35: "TQ2_0", 39: "MXFP4"},
}


@dataclass(frozen=True, slots=True)
class Stored:
    """A tensor. shape: rows first, as torch says it (the file says it the other way). start, length: bytes."""

    kind: Kind
    shape: tuple[int, ...]
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Array:
    """A list in the metadata. kind: of its values, by the file's number. start: bytes from the file's beginning."""

    kind: int
    length: int
    start: int


def is_gguf(path: Path) -> bool:
    """By its first bytes. Raises OSError."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def read_header(path: Path) -> dict[str, Stored]:
    """Every tensor by its name; the file is as long as they need. Raises ModelError."""
    return read_details(path)[0]


def read_details(path: Path) -> tuple[dict[str, Stored], dict[str, object]]:
    """The same, and the metadata. Raises ModelError."""
    try:
        with path.open("rb") as file:
            header = _Header(file, path.stat().st_size)
            return header.tensors(), header.metadata
    except NotImplementedError as error:
        raise ModelError(
            f"{path.name} cannot be read here: {error}.", do="Choose a Q4_K, Q5_K, Q6_K or Q8_0."
        ) from error
    except (OSError, ValueError) as error:
        raise ModelError(f"{path.name} is damaged or no GGUF file that can be read: {error}.", do=DAMAGED) from error


def read_array(path: Path, array: Array) -> tuple[Any, ...]:
    """The values of a list in the metadata. Raises ModelError."""
    try:
        with path.open("rb") as file:
            file.seek(array.start)
            return _Header(file, path.stat().st_size).values(array)
    except (OSError, ValueError) as error:
        raise ModelError(f"{path.name} is damaged or no GGUF file that can be read: {error}.", do=DAMAGED) from error


class _Header:
    """Reads on from the beginning; a ValueError tells what is wrong, a NotImplementedError what is not known here."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self._file, self._size = file, size
        self.metadata: dict[str, object] = {}

    def tensors(self) -> dict[str, Stored]:
        if self._bytes(len(MAGIC)) != MAGIC:
            raise ValueError("it begins otherwise")
        version, tensors, fields = self._numbers("IQQ")
        if version not in VERSIONS:
            raise ValueError(f"its version is {version}")
        if tensors > MOST_TENSORS or fields > MOST_FIELDS:
            raise ValueError(f"it says that it holds {tensors} tensors and {fields} fields")
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
            yield name, Stored(stored.kind, self._shape(name, stored.shape), start + stored.start, stored.length)

    def _shape(self, name: str, shape: tuple[int, ...]) -> tuple[int, ...]:
        told = self.metadata.get(ORIGINAL_SHAPE + name)
        if not isinstance(told, Array) or told.kind not in WHOLE or told.length > MOST_DIMENSIONS:
            return shape
        self._file.seek(told.start)
        original = self.values(told)
        if prod(original) != prod(shape) or min(original, default=1) < 0:
            raise ValueError(f"{name} is said to have another size than it has")
        return original

    def _tensor(self) -> tuple[str, Stored]:
        """Its start counts from where the tensors begin."""
        name = self._text()
        (dimensions,) = self._numbers("I")
        if dimensions > MOST_DIMENSIONS:
            raise ValueError(f"{name} has {dimensions} dimensions")
        shape = self._numbers(f"{dimensions}Q")[::-1]
        number, start = self._numbers("IQ")
        if number in UNREAD:
            raise NotImplementedError(f"{name} is stored as {UNREAD[number]}")
        if number not in BLOCKS:
            raise ValueError(f"{name} is stored in a way that is not known here (type {number})")
        numbers, size = BLOCKS[Kind(number)]
        if prod(shape[-1:]) % numbers:
            raise ValueError(f"{name} does not consist of whole blocks")
        return name, Stored(Kind(number), shape, start, prod(shape) // numbers * size)

    def _alignment(self, fields: int) -> int:
        for _ in range(fields):
            name = self._text()
            self.metadata[name] = self._value(*self._numbers("I"))
        alignment = self.metadata.get(ALIGNMENT, USUAL_ALIGNMENT)
        if not isinstance(alignment, int) or alignment < 1:
            raise ValueError(f"its {ALIGNMENT} is {alignment}")
        return alignment

    def _value(self, kind: int) -> object:
        if kind == STRING:
            return self._text()
        if kind != ARRAY:
            return self._numbers(self._scalar(kind))[0]
        inner, count = self._numbers("IQ")
        if count > MOST_ITEMS:
            raise ValueError(f"it holds a list of {count}")
        start = self._file.tell()
        if inner == STRING:
            for _ in range(count):
                self._text()
        else:
            self._skip(count * struct.calcsize(self._scalar(inner)))
        return Array(inner, count, start)

    def values(self, array: Array) -> tuple[Any, ...]:
        if array.kind == STRING:
            return tuple(self._text() for _ in range(array.length))
        return self._numbers(f"{array.length}{self._scalar(array.kind)}")

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
