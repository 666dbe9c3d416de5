"""Prompts as umT5's tokens, by whichever file carries its vocabulary."""

import html
from collections.abc import Callable
from pathlib import Path

import ftfy
from safetensors import SafetensorError, safe_open
from tokenizers import Tokenizer

from engine.errors import ModelError
from engine.generation.loaded.words.gguf_vocabulary import gguf_tokenizer
from engine.models.contents.inspection import VOCABULARY
from engine.models.files.gguf_header import is_gguf
from engine.models.files.weight_files import DAMAGED
from engine.models.layouts import layout
from engine.presets import spoken
from engine.requests import Text

WORDS = 512  # tokens that the transformer sees, whatever the prompt's length; zeros past its last one
JSON, SENTENCEPIECE = b"{", b"\n"  # how tokenizer.json and spiece.model begin
SHOWN = 40  # letters of a prompt that is told of

Tokens = Callable[[str], list[int]]  # all of a prompt's, the end's own last


def cleaned(prompt: str) -> str:
    """As Wan's own prompts were before its training: mended, entities twice unescaped, white space folded."""
    return " ".join(html.unescape(html.unescape(ftfy.fix_text(prompt))).split())


def first_words(tokens: list[int]) -> list[int]:
    """As many as the transformer sees, the end's own still last."""
    return tokens if len(tokens) <= WORDS else [*tokens[: WORDS - 1], tokens[-1]]


def told_of_length(text: Text, model: str | Path) -> tuple[str, ...]:
    """What of the prompts a model does not read, for the user. Its tokenizer is loaded for a long one alone. Raises
    ModelError."""
    told = spoken(text)
    prompts = [cleaned(each) for each in (told.prompt, told.negative, *(later.prompt for later in told.later))]
    long = [prompt for prompt in prompts if len(prompt.encode()) > WORDS - 2]  # a token is a byte or more
    tokens = load_tokenizer(layout(model).tokenizer) if long else None
    counts = {} if tokens is None else {prompt: len(tokens(prompt)) for prompt in long}
    return tuple(
        f"“{prompt[:SHOWN]}…” has {count} tokens: the model reads the first {WORDS} and not the rest."
        for prompt, count in counts.items()
        if count > WORDS
    )


def load_tokenizer(path: Path) -> Tokens:
    """path: a tokenizer.json, a spiece.model, or a text encoder's file that carries its vocabulary, told by how they
    begin. Raises ModelError."""
    try:
        with path.open("rb") as file:
            begins = file.read(1)
        if begins == JSON:
            return _encoded_by(_from_json(path))
        if is_gguf(path):
            return _encoded_by(gguf_tokenizer(path))
        return _sentencepiece(path.read_bytes() if begins == SENTENCEPIECE else _carried(path), path.name)
    except OSError as error:
        raise ModelError(f"{path} cannot be read: {error.strerror}.", do=DAMAGED) from error


def _from_json(path: Path) -> Tokenizer:
    try:
        return Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        raise ModelError(f"{path} cannot be read: {error}.", do=DAMAGED) from error


def _encoded_by(tokenizer: Tokenizer) -> Tokens:
    tokenizer.no_padding()
    tokenizer.no_truncation()

    def tokens(prompt: str) -> list[int]:
        return list(tokenizer.encode(prompt).ids)

    return tokens


def _carried(path: Path) -> bytes:
    """The whole spiece.model, in a tensor of bytes."""
    try:
        with safe_open(path, "np") as opened:
            if VOCABULARY not in opened.keys():  # noqa: SIM118
                what = f"{path.name} carries no vocabulary, so that prompts could not be read."
                raise ModelError(what, do="Put umT5's tokenizer.json or spiece.model beside it.")
            return bytes(opened.get_tensor(VOCABULARY).tobytes())
    except (SafetensorError, OSError, TypeError) as error:
        raise ModelError(f"{path.name} is damaged, or holds no tokenizer: {error}.", do=DAMAGED) from error


def _sentencepiece(content: bytes, source: str) -> Tokens:
    from sentencepiece import SentencePieceProcessor  # late: only where the vocabulary is in its own form

    try:
        processor = SentencePieceProcessor(model_proto=content)
    except (RuntimeError, TypeError, ValueError) as error:
        raise ModelError(f"The vocabulary in {source} cannot be read: {error}.", do=DAMAGED) from error
    end = processor.eos_id()
    if end < 0:
        raise ModelError(f"The vocabulary in {source} has no end of a text: it is not umT5's.", do=DAMAGED)

    def tokens(prompt: str) -> list[int]:
        return [*processor.encode(prompt), end]

    return tokens
