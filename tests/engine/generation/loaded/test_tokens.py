"""Prompts as tokens, by every kind of file that carries a vocabulary; the vocabulary is a small one learned here."""

import io
import random
from collections.abc import Callable, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
import sentencepiece
import torch
from gguf import GGUFWriter
from safetensors.torch import save_file

from engine.errors import ModelError
from engine.generation.loaded.words.tokens import WORDS, first_words, load_tokenizer, told_of_length
from engine.requests import LaterText, Text
from tests.engine.tiny_wan import LETTERS, tiny_wan

PROMPTS = [
    "a cat on a red boat",
    "The CAT; naïve cafés, ﬁne ½ ﾊﾝｶｸ 魚 on the water",
    "",
    "x",
    "</s> <pad> a cat",
    "🎬🎬 film",
]
NORMAL, UNKNOWN, CONTROL, UNUSED, BYTE = 1, 2, 3, 5, 6  # kinds of tokens in GGUF
LONG = "a very long day " * 200


@pytest.fixture(scope="module")
def learned() -> bytes:
    """A spiece.model with umT5's special tokens and bytes for unknown letters."""
    words = ["a", "the", "cat", "boat", "red", "on", "water", "café", "film", "camera", "moves", "over", "sea", "grass"]
    draw = random.Random(1)
    lines = [" ".join(draw.choices(words, k=8)) for _ in range(200)]
    content = io.BytesIO()
    sentencepiece.SentencePieceTrainer.train(
        sentence_iterator=iter(lines),
        model_writer=content,
        vocab_size=330,
        pad_id=0,
        eos_id=1,
        unk_id=2,
        bos_id=-1,
        byte_fallback=True,
        hard_vocab_limit=False,
        minloglevel=2,
        num_threads=1,
    )
    return content.getvalue()


def fields(message: bytes) -> Iterator[tuple[int, bytes]]:
    """Of a message of protocol buffers: those that are bytes, each with its number."""
    at = 0

    def number() -> int:
        nonlocal at
        value = shift = 0
        while True:
            byte = message[at]
            value, at, shift = value | (byte & 127) << shift, at + 1, shift + 7
            if byte < 128:
                return value

    while at < len(message):
        tag = number()
        if tag & 7 == 2:
            length = number()
            yield tag >> 3, message[at : at + length]
            at += length
        elif tag & 7 == 0:
            number()
        else:
            at += {1: 8, 5: 4}[tag & 7]


def like_letters(model: bytes) -> bytes:
    """The table by which a spiece.model takes one letter for another."""
    normalizer = dict(fields(model))[3]
    return dict(fields(normalizer))[2]


def kind(processor: sentencepiece.SentencePieceProcessor, token: int) -> int:
    kinds = {
        UNKNOWN: processor.is_unknown(token),
        CONTROL: processor.is_control(token),
        BYTE: processor.is_byte(token),
    }
    return next((kind for kind, holds in kinds.items() if holds), NORMAL)


def write_gguf(path: Path, model: bytes, more: Callable[[GGUFWriter], None] = lambda writer: None) -> Path:
    """As llama.cpp writes umT5's: the vocabulary in the metadata, filled up to the embedding's length."""
    processor = sentencepiece.SentencePieceProcessor(model_proto=model)
    count = processor.get_piece_size()
    writer = GGUFWriter(path, "t5encoder")
    writer.add_tokenizer_model("t5")
    writer.add_token_list([*(processor.id_to_piece(token) for token in range(count)), "[PAD]", "[PAD2]"])
    writer.add_token_scores([*(processor.get_score(token) for token in range(count)), -10000.0, -10000.0])
    writer.add_token_types([*(kind(processor, token) for token in range(count)), UNUSED, UNUSED])
    writer.add_precompiled_charsmap(like_letters(model))
    writer.add_add_space_prefix(True)
    writer.add_remove_extra_whitespaces(True)
    writer.add_eos_token_id(1)
    writer.add_unk_token_id(2)
    more(writer)
    writer.add_tensor("token_embd.weight", np.zeros((1, 32), np.float32))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    return path


def carried(path: Path, model: bytes) -> Path:
    """As another program's text encoder carries it."""
    save_file({"spiece_model": torch.frombuffer(bytearray(model), dtype=torch.uint8)}, path)
    return path


def own(path: Path, model: bytes) -> Path:
    path.write_bytes(model)
    return path


@pytest.mark.parametrize("write", [own, carried, write_gguf])
def test_every_file_that_carries_the_vocabulary_reads_a_prompt_as_the_same_tokens(
    learned: bytes, tmp_path: Path, write: Callable[[Path, bytes], Path]
) -> None:
    wanted = sentencepiece.SentencePieceProcessor(model_proto=learned)
    tokens = load_tokenizer(write(tmp_path / "file", learned))
    for prompt in PROMPTS:
        assert tokens(prompt) == [*wanted.encode(prompt), 1], prompt
    assert len({token for prompt in PROMPTS for token in tokens(prompt)}) > 40


def test_a_table_of_like_letters_is_heeded(learned: bytes, tmp_path: Path) -> None:
    tokens = load_tokenizer(write_gguf(tmp_path / "words.gguf", learned))
    assert tokens("ﬁlm") == tokens("film") != tokens("fílm")


def test_a_long_prompt_ends_where_the_transformer_s_words_end_and_the_end_is_marked(
    learned: bytes, tmp_path: Path
) -> None:
    tokens = load_tokenizer(own(tmp_path / "spiece.model", learned))(LONG)
    seen = first_words(tokens)
    assert len(tokens) > len(seen) == WORDS
    assert (seen[:-1], seen[-1]) == (tokens[: WORDS - 1], 1)
    assert first_words(tokens[:WORDS]) == tokens[:WORDS]


def test_whoever_writes_too_long_a_prompt_is_told_what_the_model_does_not_read(tmp_path: Path) -> None:
    model = tiny_wan(tmp_path)
    count = len(load_tokenizer(model / "tokenizer" / "tokenizer.json")(LONG.strip()))
    told = told_of_length(Text("a cat", LONG, (LaterText(Fraction(1), "a dog"),)), model)
    assert told == (f"“{LONG[:40]}…” has {count} tokens: the model reads the first 512 and not the rest.",)
    assert told_of_length(Text("a cat"), tmp_path / "is not even looked for") == ()


def test_tokenizer_json_is_not_cut_before_it_is_counted(tmp_path: Path) -> None:
    tokenizer = tiny_wan(tmp_path) / "tokenizer" / "tokenizer.json"
    tokens = load_tokenizer(tokenizer)
    assert len(tokens(LETTERS * 20)) == len(LETTERS) * 20 + 2


def without_end(writer: GGUFWriter) -> None:
    writer.add_eos_token_id(10**6)


@pytest.mark.parametrize(
    ("write", "words"),
    [
        (lambda path, model: own(path, b"\n" + bytes(50)), "The vocabulary in file cannot be read"),
        (lambda path, model: own(path, model[: len(model) // 2]), "The vocabulary in file cannot be read"),
        (lambda path, model: own(path, b'{"version": 1}'), "cannot be read"),
        (lambda path, model: own(path, b""), "holds no tokenizer"),
        (lambda path, model: carried(path, b"\n\0"), "The vocabulary in file cannot be read"),
        (lambda path, model: save_file({"a": torch.zeros(1)}, path), "carries no vocabulary"),
        (lambda path, model: path, "cannot be read: No such file"),
        (
            lambda path, model: write_gguf(path, model, lambda writer: writer.add_tokenizer_model("gpt2")),
            "carries no vocabulary of umT5's",
        ),
        (
            lambda path, model: write_gguf(path, model, lambda writer: writer.add_token_scores([0.0])),
            "carries no vocabulary of umT5's",
        ),
        (
            lambda path, model: write_gguf(path, model, lambda writer: writer.add_unk_token_id(10**6)),
            "vocabulary in file cannot be used",
        ),
        (lambda path, model: write_gguf(path, model, without_end), "vocabulary in file cannot be used"),
        (
            lambda path, model: write_gguf(path, model, lambda writer: writer.add_precompiled_charsmap(b"\1")),
            "vocabulary in file cannot be used",
        ),
    ],
)
def test_a_file_that_reads_no_prompts_is_told(
    learned: bytes, tmp_path: Path, write: Callable[[Path, bytes], object], words: str
) -> None:
    write(tmp_path / "file", learned)
    with pytest.raises(ModelError, match=words):
        load_tokenizer(tmp_path / "file")
