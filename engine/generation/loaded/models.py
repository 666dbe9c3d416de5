"""The model that a request names, out of its folder; the last one stays loaded."""

from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import nn

from engine.generation.loaded.experts import Experts
from engine.generation.loaded.loading import Where, load_transformer, usual_place
from engine.generation.loaded.lora import merge, read_adapter
from engine.generation.loaded.text import Words
from engine.generation.loaded.transformer import VTATransformer
from engine.generation.loaded.vae import WanVAE, load_vae
from engine.generation.loaded.wan import Wan
from engine.generation.sampling.guidance import boundary_of
from engine.models.adapters import Kind, adapter_kind, usual_strength
from engine.models.chosen import is_built_in as is_built_in
from engine.models.chosen import outline_for as outline_for
from engine.models.folder import Outline
from engine.models.layouts import layout
from engine.presets import spoken
from engine.progress import Report
from engine.requests import Adapter, Expert, Request

LOADING = "Loading the model"
PARTS = 3  # words, VAE, transformer

Stamp = tuple[Path, int, int]  # of a file: bytes, and when it was written
Merges = tuple[tuple[Path, float], ...]  # adapters in the order in which they are merged, each with its strength


def video_model(request: Request, report: Report) -> Wan:
    """Loaded, or as it was loaded for the last request. Raises ModelError, RequestError, Cancelled."""
    found = outline_for(request)
    parts = _WARM.parts(found, request, report)
    boundary = boundary_of(request.sampling, found.defaults)
    return Wan(found.name, parts.experts, parts.vae, parts.words, found.defaults, boundary)


@dataclass(frozen=True, slots=True)
class _Parts:
    experts: Experts
    vae: WanVAE
    words: Words


class _Warm:
    """The parts that were loaded last. Of one model only: two seldom fit."""

    def __init__(self) -> None:
        self._key: object = None
        self._parts: _Parts | None = None

    def parts(self, found: Outline, request: Request, report: Report) -> _Parts:
        key = (request.sampling.adapters, tuple(map(_stamp, found.files)))
        if self._parts is None or key != self._key:
            self._parts = None
            torch.cuda.empty_cache()  # does nothing where there is none
            self._parts, self._key = _loaded(request, report), key
        return self._parts


_WARM = _Warm()


def _loaded(request: Request, report: Report) -> _Parts:
    """The prompts are encoded first: their encoder has left when the transformer comes."""
    folder, where = Path(request.model), usual_place()
    found = layout(folder)
    report(LOADING, 0, PARTS)
    words, text = Words(folder, where), spoken(request.text)
    words.encode((text.prompt, text.negative, *(later.prompt for later in text.later)))
    report(LOADING, 1, PARTS)
    vae = load_vae(found.vae, where.device)
    report(LOADING, 2, PARTS)
    which = (Expert.HIGH, Expert.LOW) if len(found.transformers) == 2 else (Expert.BOTH,)
    merges = [_merges(request.sampling.adapters, expert) for expert in which]
    experts = Experts([partial(_transformer, *each, where) for each in zip(found.transformers, merges, strict=True)])
    experts.ready()
    report(LOADING, PARTS, PARTS)
    return _Parts(experts, vae, words)


def _transformer(folder: Path, merges: Merges, where: Where) -> VTATransformer:
    transformer = load_transformer(folder, dtype=where.dtype)
    nn.Module.to(transformer, where.device)  # merging is quickest there
    for path, strength in merges:
        merge(transformer, read_adapter(path), strength)
    return transformer


def _merges(adapters: tuple[Adapter, ...], expert: Expert) -> Merges:
    """As given, but LightX2V's before PUSA's, as they were published for use together."""
    kinds = {adapter.path: adapter_kind(adapter.path) for adapter in adapters}
    own = [adapter for adapter in adapters if adapter.expert in (Expert.BOTH, expert)]
    own.sort(key=lambda adapter: kinds[adapter.path] is not Kind.LIGHTX2V)
    usual = {path: usual_strength(kind, expert is Expert.HIGH) for path, kind in kinds.items()}
    return tuple((each.path, usual[each.path] if each.strength is None else each.strength) for each in own)


def _stamp(path: Path) -> Stamp:
    found = path.stat()
    return path.absolute(), found.st_size, found.st_mtime_ns
