"""What tensors a .pt or .pth file holds, told by the text of its pickle, which is looked at and never run."""

import pickletools
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast

from engine.errors import ModelError
from engine.models.files.gguf_header import DAMAGED

LARGEST_NAMES = 8 << 20  # bytes of a pickle beside its tensors: the published ones have far less than one
# What zipfile and pickletools raise on damaged and on hostile files.
UNREADABLE = (
    *(OSError, EOFError, zipfile.BadZipFile, zlib.error, NotImplementedError, RuntimeError, ArithmeticError),
    *(ValueError, LookupError, TypeError, struct.error),
)
TUPLES = {"EMPTY_TUPLE", "TUPLE", "TUPLE1", "TUPLE2", "TUPLE3"}
STORAGE = "Storage"
# Torch's names of what numbers are stored as, by safetensors'.
STORED = {
    **{"Float": "F32", "Half": "F16", "BFloat16": "BF16", "Double": "F64", "Byte": "U8", "Char": "I8", "Bool": "BOOL"},
    **{"Int": "I32", "Long": "I64", "Short": "I16"},
}

Told = tuple[str, tuple[int, ...], str]  # a tensor's name, shape, and how it is stored


def pickled_names(path: Path) -> list[Told]:
    """Of a zip file as torch.save writes it. Raises ModelError."""
    try:
        with zipfile.ZipFile(path) as opened:
            found = [entry for entry in opened.infolist() if entry.filename.endswith("data.pkl")]
            if len(found) != 1 or found[0].file_size > LARGEST_NAMES:
                raise ValueError("it has no list of tensors, or one that is far too long")
            with opened.open(found[0]) as names:
                return list(_tensors(names.read(LARGEST_NAMES)))
    except UNREADABLE as error:
        what = f"{path.name} is damaged, or holds no tensors: {str(error) or type(error).__name__}."
        raise ModelError(what, do=DAMAGED) from error


@dataclass(slots=True)
class _Seen:
    """So far. place: where a tensor's numbers are was just told; what comes next are its offset and its shape."""

    texts: list[str] = field(default_factory=list)
    memo: dict[int, Any] = field(default_factory=dict)
    storage: str = ""
    numbers: list[int] | None = None
    last: Any = None


def _tensors(pickle: bytes) -> Iterator[Told]:
    """A tensor is told as: its name, ("storage", class, key, device, count), offset, shape."""
    seen = _Seen()
    for code, argument, _ in pickletools.genops(pickle):
        name, value = code.name, cast(Any, argument)
        if name in ("BINPUT", "LONG_BINPUT"):
            seen.memo[value] = seen.last
        elif name == "MEMOIZE":
            seen.memo[len(seen.memo)] = seen.last
        elif name == "BINPERSID":
            seen.numbers = []
        elif name in TUPLES and seen.numbers:
            yield _told(seen)
            seen.numbers = seen.last = None
        else:
            _note(seen, seen.memo.get(value) if name in ("BINGET", "LONG_BINGET") else value)


def _note(seen: _Seen, value: Any) -> None:
    seen.last = value
    if isinstance(value, str) and " " in value and value.endswith(STORAGE):  # a class: "torch HalfStorage"
        seen.storage = value.rpartition(" ")[2].removesuffix(STORAGE)
    elif isinstance(value, str) and " " not in value:
        seen.texts.append(value)
    elif isinstance(value, int) and not isinstance(value, bool) and seen.numbers is not None:
        seen.numbers.append(value)


def _told(seen: _Seen) -> Told:
    """The last texts are the tensor's name, "storage", the key of its numbers and their device."""
    name = seen.texts[-4]
    _, *shape = seen.numbers or (0,)
    return name, tuple(shape), STORED.get(seen.storage, seen.storage)
