"""Prompts as Wan's transformers read them: umT5's embeddings, one row for each prompt that holds somewhere."""

import html
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import ftfy
import torch
from accelerate import init_empty_weights
from tokenizers import Tokenizer
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded import original
from engine.generation.loaded.loading import Where, filled
from engine.generation.loaded.text_cache import TextCache
from engine.generation.loaded.weights import read_weights
from engine.media.file_mark import file_mark
from engine.models.layouts import Layout, layout
from engine.models.weight_files import DAMAGED, read_settings, weight_files
from engine.requests import Text

WORDS = 512  # that the transformer sees, whatever the prompt's length; zeros past its last one
# All of a stranger's settings that are heeded: others can make transformers fetch code and run it.
SHAPE = (
    *("vocab_size", "d_model", "d_kv", "d_ff", "num_layers", "num_heads", "layer_norm_epsilon", "feed_forward_proj"),
    *("relative_attention_num_buckets", "relative_attention_max_distance"),
)
SHARED, TIED = "shared.weight", "encoder.embed_tokens.weight"  # one tensor under two names


def cleaned(prompt: str) -> str:
    """As Wan's own prompts were before its training: mended, entities twice unescaped, white space folded."""
    return " ".join(html.unescape(html.unescape(ftfy.fix_text(prompt))).split())


def prompts_at(text: Text, times: Sequence[Fraction]) -> tuple[str, ...]:
    """The prompt that holds at each time, in seconds from the first new frame; what was before that is as it begins."""
    changes = [(None, text.prompt), *((each.at, each.prompt) for each in text.later)]
    return tuple([prompt for at, prompt in changes if at is None or at <= time][-1] for time in times)


class Words:
    """Encodes prompts with the encoder of a model folder, which is loaded for those alone that never were before."""

    def __init__(self, folder: Path, where: Where, cache: TextCache | None = None) -> None:
        self._layout, self._where = layout(folder), where
        self._cache = TextCache() if cache is None else cache
        self._known: dict[str, Tensor] = {}  # [word, width], without the zeros
        encoder = self._layout.text_encoder
        files = weight_files(encoder) if encoder.is_dir() else (encoder,)
        self._marks = " ".join(file_mark(file).sha256 for file in (*files, self._layout.tokenizer))

    def __call__(self, text: Text, times: Sequence[Fraction]) -> tuple[Tensor, Tensor]:
        """As engine.generation.sampling.latent_video.VideoModel.words."""
        held = prompts_at(text, times) or (text.prompt,)
        self.encode((*held, text.negative))
        rows = held if len(set(held)) > 1 else held[:1]
        return torch.stack([self._padded(prompt) for prompt in rows]), self._padded(text.negative)[None]

    def encode(self, prompts: Iterable[str]) -> None:
        """So that they are known. The encoder is let go of afterwards: it is larger than most transformers."""
        encoder = _Encoder(self._layout, self._where)
        for prompt in dict.fromkeys(map(cleaned, prompts)):
            if prompt not in self._known:
                key = f"{self._marks} {self._where.device.type} {self._where.dtype} {prompt}"
                self._known[prompt] = self._cache.cached(key, partial(encoder.encoded, prompt))
        encoder.release()

    def _padded(self, prompt: str) -> Tensor:
        """[512, width]"""
        words = self._known[cleaned(prompt)]
        return torch.cat([words, words.new_zeros(WORDS - len(words), words.shape[1])])


class _Encoder:
    """umT5 and its tokenizer, loaded when the first prompt comes."""

    def __init__(self, found: Layout, where: Where) -> None:
        self._layout, self._where = found, where
        self._network: torch.nn.Module | None = None

    @torch.no_grad()
    def encoded(self, prompt: str) -> Tensor:
        """[word, width] of the prompt's own words: padding would cost most of the time and is masked out anyway."""
        if self._network is None:
            self._network = load_encoder(self._layout.text_encoder, self._where)
        ids = load_tokenizer(self._layout.tokenizer).encode(prompt).ids
        inputs = torch.tensor([ids], device=self._where.device)
        return self._network(input_ids=inputs).last_hidden_state[0].cpu()

    def release(self) -> None:
        if self._network is not None:
            self._network = None
            torch.cuda.empty_cache()  # does nothing where there is none


def load_tokenizer(path: Path) -> Tokenizer:
    """path: its file. Raises ModelError."""
    try:
        tokenizer = Tokenizer.from_file(str(path))
    except Exception as error:  # the library raises nothing narrower
        raise ModelError(f"{path} cannot be read: {error}.", do=DAMAGED) from error
    tokenizer.no_padding()
    tokenizer.enable_truncation(WORDS)
    return tokenizer


def load_encoder(path: Path, where: Where) -> torch.nn.Module:
    """path: a folder, or Wan's own file. Raises ModelError, naming keys, if a single tensor is missing, left over or
    of another shape."""
    if path.is_dir():
        settings, state = read_settings(path / "config.json"), read_weights(path, where.dtype)
    else:
        settings, state = original.read_text_encoder(path)
    one = state.get(SHARED, state.get(TIED))
    state |= {} if one is None else {SHARED: one, TIED: one}
    return filled(empty_encoder(settings, path), state, str(path), where)


def empty_encoder(settings: dict[str, Any], source: Path) -> torch.nn.Module:
    """An encoder whose parameters take no memory yet. Raises ModelError."""
    from transformers import UMT5Config, UMT5EncoderModel  # late: transformers takes seconds

    shape = {name: settings[name] for name in SHAPE if name in settings}
    try:
        with init_empty_weights():
            return UMT5EncoderModel(UMT5Config(**shape))
    except Exception as error:  # settings are checked by a library of their own, whose errors have no common name
        raise ModelError(f"The configuration in {source} fits no text encoder: {error}.", do=DAMAGED) from error
