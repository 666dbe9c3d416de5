"""umT5's vocabulary out of a GGUF file's metadata.

Source of the names and of the kinds of tokens: the format's own description,
https://github.com/ggml-org/ggml/blob/master/docs/gguf.md.
"""

from pathlib import Path
from typing import Any

from tokenizers import Tokenizer, models, normalizers, pre_tokenizers, processors

from engine.errors import ModelError
from engine.models.files.gguf_header import Array, read_array, read_details
from engine.models.files.weight_files import DAMAGED

PREFIX, KIND = "tokenizer.ggml.", "t5"
UNKNOWN, END = "unknown_token_id", "eos_token_id"
USUAL_UNKNOWN, USUAL_END = 2, 1  # umT5's
CONTROL, UNUSED, BYTE = 3, 5, 6  # kinds of tokens; the first two stand for no text
SPACE = "▁"


def gguf_tokenizer(path: Path) -> Tokenizer:
    """The tokens that its words, their scores and its table of like letters make of a text. Raises ModelError."""
    told = _told(path)
    words, scores, kinds = (told.get(name) for name in ("tokens", "scores", "token_type"))
    if told.get("model") != KIND or not words or not scores or len(words) != len(scores):
        what = f"{path.name} carries no vocabulary of umT5's, so that prompts could not be read."
        raise ModelError(what, do="Put umT5's tokenizer.json or spiece.model beside it.")
    kinds = kinds if kinds and len(kinds) == len(words) else (1,) * len(words)
    try:
        return _made(_vocabulary(words, scores, kinds), told, BYTE in kinds)
    except Exception as error:  # the library raises nothing narrower
        raise ModelError(f"The vocabulary in {path.name} cannot be used: {error}.", do=DAMAGED) from error


def _told(path: Path) -> dict[str, Any]:
    _, metadata = read_details(path)
    return {
        name.removeprefix(PREFIX): read_array(path, value) if isinstance(value, Array) else value
        for name, value in metadata.items()
        if name.startswith(PREFIX)
    }


def _vocabulary(words: tuple[str, ...], scores: tuple[float, ...], kinds: tuple[int, ...]) -> list[tuple[str, float]]:
    """What stands for no text gets a name that no text has."""
    named = zip(words, scores, kinds, strict=True)
    return [
        (f"\0{number}" if kind in (CONTROL, UNUSED) else word, float(score))
        for number, (word, score, kind) in enumerate(named)
    ]


def _made(vocabulary: list[tuple[str, float]], told: dict[str, Any], has_bytes: bool) -> Tokenizer:
    tokenizer = Tokenizer(models.Unigram(vocabulary, told.get(UNKNOWN, USUAL_UNKNOWN), has_bytes))
    letters = told.get("precompiled_charsmap")
    if letters:
        tokenizer.normalizer = normalizers.Precompiled(bytes(value & 0xFF for value in letters))
    always = "always" if told.get("add_space_prefix", True) else "never"
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace(replacement=SPACE, prepend_scheme=always)
    end = told.get(END, USUAL_END)
    if not 0 <= end < len(vocabulary):
        raise ValueError(f"its {END} is {end}")
    tokenizer.post_processor = processors.TemplateProcessing(single=f"$A {END}", special_tokens=[(END, end)])
    return tokenizer
