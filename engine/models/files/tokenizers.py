"""How many words a tokenizer's file knows; it is looked into, and not made use of."""

import json
from pathlib import Path

from engine.errors import ModelError
from engine.models.files.gguf_header import DAMAGED

NAME, ENDING = "tokenizer.json", ".model"  # of Hugging Face's and of sentencepiece's files
LARGEST = 64 << 20  # bytes: umT5's have 17 and 5 million
FEWEST = 8


def is_tokenizer(path: Path) -> bool:
    """By its name: what it holds is read by `words_of`."""
    return path.name == NAME or path.suffix == ENDING


def words_of(path: Path) -> int:
    """0 where it is a tokenizer of another kind than umT5's. Raises ModelError where it cannot be read."""
    try:
        if path.stat().st_size > LARGEST:
            return 0
        content = path.read_bytes()
        return _of_json(content) if path.name == NAME else _of_sentencepiece(content)
    except (OSError, ValueError, RecursionError) as error:
        raise ModelError(f"{path.name} cannot be read: {error}.", do=DAMAGED) from error


def _of_json(content: bytes) -> int:
    told = json.loads(content)
    model = told.get("model") if isinstance(told, dict) else None
    words = model.get("vocab") if isinstance(model, dict) and model.get("type") == "Unigram" else None
    return len(words) if isinstance(words, list) else 0


def _of_sentencepiece(content: bytes) -> int:
    """A message of protocol buffers whose first field, many times, is a word: each begins with 10 and its length."""
    at = count = 0
    while at < len(content) and content[at] == 10:
        length, at = _varint(content, at + 1)
        at += length
        count += 1
    return count if count >= FEWEST and at <= len(content) else 0


def _varint(content: bytes, at: int) -> tuple[int, int]:
    """The number and where it ends."""
    value = shift = 0
    while at < len(content):
        byte = content[at]
        value, at, shift = value | (byte & 127) << shift, at + 1, shift + 7
        if byte < 128 or shift > 63:
            break
    return value, at
