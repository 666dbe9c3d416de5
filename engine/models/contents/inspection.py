"""What one file is, by its header alone, and whether it can be used."""

import os
from collections.abc import Mapping
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

from engine.errors import ModelError
from engine.models.adapters import hints_of
from engine.models.contents.adapter_shapes import adapter_of, is_adapter
from engine.models.contents.found import XXL_ROWS, Found, Part
from engine.models.contents.network_shapes import HEAD_WIDTH, NETWORKS, NOWHERE
from engine.models.files.headers import Header, Piece, read_any_header
from engine.models.files.tokenizers import is_tokenizer, words_of
from engine.models.files.weight_files import some, weight_files

CONFIG = "config.json"
VOCABULARY = "spiece_model"  # a tokenizer's file as a tensor among a text encoder's
STORED = {
    **{"BF16": "bf16", "F16": "fp16", "F32": "fp32", "F8_E4M3": "fp8", "F8_E5M2": "fp8 e5m2"},
}
SCALES = (".scale_weight", ".weight_scale", "scaled_fp8")
READABLE = "Choose it in bf16, fp16, fp32, fp8 or GGUF."
REMEMBERED = 512  # files


def inspected(path: Path) -> Found:
    """A file, or a folder of one file or its shards with their index. What cannot be read is told in `why`."""
    try:
        return _inspected(path, stamp(path))
    except ModelError as error:
        return Found(path, Part.OTHER, why=str(error))


def stamp(path: Path) -> tuple[int, int]:
    """Bytes, and when it was written last; of a folder, of all that decides in it. Raises ModelError."""
    try:
        files = [path] if not path.is_dir() else [path / CONFIG, *path.glob("*.index.json"), *_shards(path)]
        found = [os.stat(file) for file in files if file.name != CONFIG or file.exists()]
    except OSError as error:
        what = f"{Path(error.filename or path).name} cannot be opened: {error.strerror}."
        raise ModelError(what, do="Look at its place.") from error
    return sum(each.st_size for each in found), max(each.st_mtime_ns for each in found)


def _shards(folder: Path) -> tuple[Path, ...]:
    """Raises ModelError where one is missing."""
    files = weight_files(folder)
    missing = [file.name for file in files if not file.exists()]
    if missing:
        what = f"{folder} is not whole: {len(missing)} of its {len(files)} files are missing, {some(missing, 2)}."
        raise ModelError(what, do="Go on with its download.")
    return files


@lru_cache(REMEMBERED)
def _inspected(path: Path, stamped: tuple[int, int]) -> Found:
    """stamped: then it is looked into anew. Raises ModelError."""
    if path.is_file() and is_tokenizer(path):
        return _tokenizer(path, stamped[0])
    header = _folder(path) if path.is_dir() else read_any_header(path)
    found = _recognised(header, path)
    why = found.why or _unreadable(header) or _without_heads(found, path, header)
    stored = _stored(header)
    carries = header.words > 0 or VOCABULARY in header.pieces
    return replace(found, path=path, stored=stored, bytes=stamped[0], why=why, carries_words=carries)


def _recognised(header: Header, path: Path) -> Found:
    if is_adapter(header.pieces):
        return adapter_of(header.pieces, hints_of(header, path))
    found = (network(header.pieces) for network in NETWORKS)
    unknown = f"It is no part of a Wan model: it holds {some(header.pieces, 3) or 'no tensors'}."
    return next((each for each in found if each), Found(NOWHERE, Part.OTHER, why=unknown))


def _folder(folder: Path) -> Header:
    """Of all its shards together. Raises ModelError where one is missing."""
    headers = [read_any_header(file) for file in weight_files(folder)]
    pieces: Mapping[str, Piece] = {key: piece for each in headers for key, piece in each.pieces.items()}
    return replace(headers[0], pieces=dict(pieces))


def _stored(header: Header) -> str:
    main = header.main_kind()
    if header.form == "GGUF":
        return f"GGUF {main}"
    scaled = any(key.endswith(SCALES) for key in header.pieces)
    return f"{STORED.get(main, main)} scaled" if scaled and main.startswith("F8") else STORED.get(main, main)


def _unreadable(header: Header) -> str:
    main = header.main_kind()
    if header.form == "GGUF" or main in STORED:
        return ""
    return f"It is stored as {main or 'nothing'}, which cannot be read here. {READABLE}"


def _without_heads(found: Found, path: Path, header: Header) -> str:
    """Every published transformer's heads are as wide; of another its configuration has to tell."""
    told = (path / CONFIG).is_file() if path.is_dir() else "config" in header.metadata
    if found.kind is not Part.TRANSFORMER or told or found.width % HEAD_WIDTH == 0:
        return ""
    return f"It is {found.width} wide, which does not tell how many heads it has. Put its config.json beside it."


def _tokenizer(path: Path, size: int) -> Found:
    words = words_of(path)
    if not words:
        return Found(path, Part.OTHER, "tokenizer", bytes=size, why="It is a tokenizer of another kind than umT5's.")
    family = "tokenizer of umT5" if words > XXL_ROWS // 2 else f"tokenizer of {words} words"
    return Found(path, Part.TOKENIZER, family, bytes=size, words=words)
