"""What is in a weight file by its header alone: each tensor's shape and how it is stored. Told by content, not name."""

import math
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from safetensors import SafetensorError, safe_open

from engine.errors import ModelError
from engine.models.files.gguf_header import DAMAGED, MAGIC, read_details
from engine.models.files.pickled_names import pickled_names

ZIP = b"PK\x03\x04"
OLD_PICKLES = tuple(b"\x80" + bytes([protocol]) for protocol in range(2, 6))  # torch's older form is no zip file
BYTES = {
    **{"F64": 8, "I64": 8, "U64": 8, "F32": 4, "I32": 4, "U32": 4, "F16": 2, "BF16": 2, "I16": 2, "U16": 2},
    **{"F8_E4M3": 1, "F8_E5M2": 1, "I8": 1, "U8": 1, "BOOL": 1},
}


@dataclass(frozen=True, slots=True)
class Piece:
    """A tensor. stored: safetensors' or GGUF's word for it: BF16, F8_E4M3, Q4_K."""

    shape: tuple[int, ...]
    stored: str
    bytes: int


@dataclass(frozen=True, slots=True)
class Header:
    """form: safetensors, GGUF or pickle. words: how many a vocabulary has that GGUF's metadata carries; 0 = none."""

    form: str
    pieces: dict[str, Piece]
    metadata: dict[str, str] = field(default_factory=dict)
    words: int = 0

    def main_kind(self) -> str:
        """How most of its numbers are stored."""
        held: Counter[str] = Counter()
        for piece in self.pieces.values():
            held[piece.stored] += piece.bytes
        return max(held, key=lambda kind: (held[kind], kind)) if held else ""


def read_any_header(path: Path) -> Header:
    """Raises ModelError where it is none of the three, damaged, or not whole."""
    try:
        with path.open("rb") as file:
            begins = file.read(len(MAGIC))
    except OSError as error:
        raise ModelError(f"{path.name} cannot be opened: {error.strerror}.", do="Look at its place.") from error
    if not begins:
        raise ModelError(f"{path.name} is empty.", do=DAMAGED)
    if begins == MAGIC:
        return _gguf(path)
    if begins == ZIP:
        return _pickle(path)
    try:
        return _safetensors(path)
    except ModelError as error:
        if not begins.startswith(OLD_PICKLES):
            raise
        what = f"{path.name} is a pickle of a form that has no checksums, and is not opened."
        raise ModelError(what, do="Look for the same model as .safetensors.") from error


def _gguf(path: Path) -> Header:
    tensors, metadata = read_details(path)
    pieces = {name: Piece(each.shape, each.kind.name, each.length) for name, each in tensors.items()}
    words = getattr(metadata.get("tokenizer.ggml.tokens"), "length", 0)
    return Header("GGUF", pieces, {key: text for key, text in metadata.items() if isinstance(text, str)}, words)


def _pickle(path: Path) -> Header:
    told = pickled_names(path)
    return Header("pickle", {name: _piece(shape, stored) for name, shape, stored in told})


def _safetensors(path: Path) -> Header:
    try:
        with safe_open(path, "np") as opened:
            slices = ((key, opened.get_slice(key)) for key in opened.keys())  # noqa: SIM118
            pieces = {key: _piece(tuple(each.get_shape()), each.get_dtype()) for key, each in slices}
            return Header("safetensors", pieces, opened.metadata() or {})
    except (SafetensorError, OSError, UnicodeError) as error:
        raise ModelError(f"{path.name} is damaged or not a safetensors file: {error}.", do=DAMAGED) from error


def _piece(shape: tuple[int, ...], stored: str) -> Piece:
    return Piece(shape, stored, math.prod(shape) * BYTES.get(stored, 1))
