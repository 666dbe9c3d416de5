"""Prompts as Wan's transformers read them: umT5's embeddings, one row for each prompt that holds somewhere."""

from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from functools import partial
from pathlib import Path
from typing import Any

import torch
from accelerate import init_empty_weights
from torch import Tensor

from engine.errors import ModelError
from engine.generation.loaded.files import original
from engine.generation.loaded.files.loading import States, Where, check_state
from engine.generation.loaded.files.original import SHARED, TIED
from engine.generation.loaded.files.weights import read_config
from engine.generation.loaded.words.text_cache import TextCache
from engine.generation.loaded.words.tokens import WORDS, Tokens, cleaned, first_words, load_tokenizer
from engine.media.file_mark import file_mark
from engine.models.files.weight_files import DAMAGED, weight_files
from engine.models.layouts import Layout, layout
from engine.requests import Text

Loads = Callable[[], torch.nn.Module]

# All of a stranger's settings that are heeded: others can make transformers fetch code and run it.
SHAPE = (
    *("vocab_size", "d_model", "d_kv", "d_ff", "num_layers", "num_heads", "layer_norm_epsilon", "feed_forward_proj"),
    *("relative_attention_num_buckets", "relative_attention_max_distance"),
)
USUAL = "gated-gelu"  # feed_forward_proj of every umT5


def prompts_at(text: Text, times: Sequence[Fraction]) -> tuple[str, ...]:
    """The prompt that holds at each time, in seconds from the first new frame; what was before that is as it begins."""
    changes = [(None, text.prompt), *((each.at, each.prompt) for each in text.later)]
    return tuple([prompt for at, prompt in changes if at is None or at <= time][-1] for time in times)


class Words:
    """Encodes prompts with a model's encoder, which is loaded for those alone that never were before."""

    def __init__(
        self, model: str | Path, where: Where, cache: TextCache | None = None, loads: Loads | None = None
    ) -> None:
        """model: as a request names it. loads: what makes the encoder ready to run; None: `load_encoder`, there."""
        self._layout, self._where, self._loads = layout(model), where, loads
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
        encoder = _Encoder(self._layout, self._where, self._loads)
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

    def __init__(self, found: Layout, where: Where, loads: Loads | None) -> None:
        self._layout, self._where, self._loads = found, where, loads
        self._network: Any = None
        self._tokens: Tokens | None = None

    @torch.no_grad()
    def encoded(self, prompt: str) -> Tensor:
        """[word, width] of the prompt's own words: padding would cost most of the time and is masked out anyway."""
        if self._tokens is None:
            self._tokens = load_tokenizer(self._layout.tokenizer)
        tokens = first_words(self._tokens(prompt))
        if self._network is None:
            self._network = self._loads() if self._loads else load_encoder(self._layout.text_encoder, self._where)
        if max(tokens) >= self._network.config.vocab_size:
            what = f"{self._layout.tokenizer} has more words than the text encoder: it belongs to another."
            raise ModelError(what, do="Put umT5's tokenizer.json or spiece.model in its place.")
        inputs = torch.tensor([tokens], device=self._where.device)
        return self._network(input_ids=inputs).last_hidden_state[0].cpu()

    def release(self) -> None:
        if self._network is not None:
            self._network = None
            torch.cuda.empty_cache()  # does nothing where there is none


def stored_encoder(path: Path) -> tuple[torch.nn.Module, States]:
    """An encoder whose parameters take no memory yet, and its weights as they are stored at `path`, a folder or a
    file, by its names. Its embedding of words is one tensor under two names.

    Raises ModelError, naming keys, if a single tensor is missing, left over or of another shape.
    """
    settings, state = original.stored_text_encoder(path)
    network = empty_encoder(read_config(path) | settings, path)
    check_state(state, network, str(path), DAMAGED)
    return network, state


def load_encoder(path: Path, where: Where) -> torch.nn.Module:
    """`stored_encoder`'s, ready to run."""
    network, state = stored_encoder(path)
    plain = {name: each.plain(where.device, where.dtype) for name, each in state.items() if name != TIED}
    network.load_state_dict(plain | {TIED: plain[SHARED]}, assign=True)
    return network.eval().requires_grad_(False)


def empty_encoder(settings: dict[str, Any], source: Path) -> torch.nn.Module:
    """An encoder whose parameters take no memory yet. Raises ModelError."""
    from transformers import UMT5Config, UMT5EncoderModel  # late: transformers takes seconds

    shape = {"feed_forward_proj": USUAL} | {name: settings[name] for name in SHAPE if name in settings}
    try:
        with init_empty_weights():
            return UMT5EncoderModel(UMT5Config(**shape))
    except Exception as error:  # settings are checked by a library of their own, whose errors have no common name
        raise ModelError(f"The configuration in {source} fits no text encoder: {error}.", do=DAMAGED) from error
