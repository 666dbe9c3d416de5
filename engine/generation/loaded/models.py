"""The model that a request names, out of its folder; the last one stays loaded."""

import gc
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import torch
from torch import nn

from engine.generation.loaded.adapters.merging import Merges
from engine.generation.loaded.experts import Experts, Turns, has_room
from engine.generation.loaded.files.loading import Where
from engine.generation.loaded.network.fastest import tuned
from engine.generation.loaded.placing import DTYPES, LOADING, PlacedTransformer, placed_encoder
from engine.generation.loaded.several.parallel import Group, Stock, group_for
from engine.generation.loaded.vae.wan_vae import WanVAE, load_vae
from engine.generation.loaded.wan import Wan
from engine.generation.loaded.words.text import Words
from engine.generation.memory.placement import Placement
from engine.generation.memory.plan import Placed, placement_for
from engine.generation.sampling.guidance import boundary_of
from engine.generation.sampling.latent_video import VideoModel
from engine.models.adapters import Kind, adapter_kind, usual_strength
from engine.models.chosen import is_built_in as is_built_in
from engine.models.chosen import outline_for as outline_for
from engine.models.families import family_of, loader
from engine.models.files.weight_files import weight_files
from engine.models.folder import Outline
from engine.models.layouts import Layout, layout
from engine.presets import spoken
from engine.progress import Report
from engine.requests import Adapter, Expert, Request

SWITCHING = "Switching experts"
BEFORE = 2  # parts that come before the transformer's blocks: words, VAE

Stamp = tuple[Path, int, int]  # of a file: bytes, and when it was written


def video_model(request: Request, report: Report) -> VideoModel:
    """Loaded, or as it was loaded for the last request. Raises ModelError, RequestError, OutOfMemory, Cancelled."""
    family = family_of(request.model)
    return _wan(request, report) if family is None else loader(family)(request, report)


def _wan(request: Request, report: Report) -> Wan:
    found = outline_for(request)
    parts = _WARM.parts(found, request, placement_for(request), report)
    parts.turns.telling(partial(report, SWITCHING if found.experts == 2 else LOADING), report.check)
    parts.words.encode(_prompts(request))
    boundary = boundary_of(request.sampling, found.defaults)
    return Wan(found.name, parts.experts, parts.vae, parts.words, found.defaults, boundary)


def told() -> tuple[str, ...]:
    """How what is loaded runs, in words, as far as there was something to choose."""
    return _WARM.told


def release() -> None:
    """Nothing is loaded any more, and what it took of memory is free."""
    _WARM.cool()
    gc.collect()
    _give_back()


@dataclass(frozen=True, slots=True)
class _Parts:
    group: Group | None
    turns: Turns
    experts: Experts
    vae: WanVAE
    words: Words


class _Warm:
    """The parts that were loaded last. Of one model only: two seldom fit."""

    def __init__(self) -> None:
        self._key: object = None
        self._parts: _Parts | None = None

    @property
    def told(self) -> tuple[str, ...]:
        return () if self._parts is None else self._parts.turns.told

    def parts(self, found: Outline, request: Request, placed: Placed, report: Report) -> _Parts:
        key = (placed.placement, request.sampling.adapters, tuple(map(_stamp, found.files)))
        if self._parts is None or key != self._key:
            self.cool()
            self._parts, self._key = _loaded(request, placed, report), key
        return self._parts

    def cool(self) -> None:
        """Whoever still holds the model holds it without its weights."""
        if self._parts is not None:
            self._parts.turns.leave()
            if self._parts.group is not None:
                self._parts.group.close()
        self._parts = None
        _give_back()


_WARM = _Warm()


def _loaded(request: Request, placed: Placed, report: Report) -> _Parts:
    """The prompts are encoded first: their encoder has left when the transformer comes."""
    found, placement = layout(request.model), placed.placement
    stock = Stock(found.transformers, _merges_of(found, request.sampling.adapters))
    turns, group = _turns(stock, placed), group_for(stock, placement)
    experts = Experts([partial(turns.take, at) for at in range(len(found.transformers))], placement.keeps_text, group)
    report(LOADING, 0, BEFORE + turns.blocks)
    where = Where(torch.device(placement.encoder), DTYPES[placement.precision])
    words = Words(request.model, where, loads=partial(_encoder, found, placement, experts, turns))
    words.encode(_prompts(request))
    report(LOADING, 1, BEFORE + turns.blocks)
    vae = load_vae(found.vae, placement)
    turns.telling(lambda done, blocks: report(LOADING, BEFORE + done, BEFORE + blocks), report.check)
    experts.ready()
    return _Parts(group, turns, experts, vae, words)


def _prompts(request: Request) -> tuple[str, ...]:
    text = spoken(request.text)
    return text.prompt, text.negative, *(later.prompt for later in text.later)


def _encoder(found: Layout, placement: Placement, experts: Experts, turns: Turns) -> nn.Module:
    """For prompts that are new. A placement has room for it or for the transformer, not always for both."""
    files = weight_files(found.text_encoder) if found.text_encoder.is_dir() else (found.text_encoder,)
    here = placement.encoder == "cpu" and placement.encoder_resident
    room = sum(file.stat().st_size for file in files) if here else 0
    if placement.encoder == placement.device or not has_room(room):
        experts.forget()
        turns.pause(room)
        _give_back()
    return placed_encoder(found, placement)


def _turns(stock: Stock, placed: Placed) -> Turns:
    placement, seconds = placed.placement, placed.room.seconds
    transformers = [PlacedTransformer(*each, placement) for each in zip(*stock, strict=True)]
    if placement.devices > 1:
        return Turns(transformers)
    return Turns(transformers, lambda network: tuned(network, torch.device(placement.device), seconds))


def _merges_of(found: Layout, adapters: tuple[Adapter, ...]) -> tuple[Merges, ...]:
    """Each transformer's."""
    which = (Expert.HIGH, Expert.LOW) if len(found.transformers) == 2 else (Expert.BOTH,)
    return tuple(_merges(adapters, expert) for expert in which)


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


def _give_back() -> None:
    """What torch keeps of a GPU's memory for later, to others."""
    torch.cuda.empty_cache()  # does nothing where there is none
    if torch.cuda.is_available():
        with suppress(AttributeError):  # no name that torch promises to keep
            torch._C._host_emptyCache()  # what is pinned of the computer's own, too
    if torch.backends.mps.is_available():
        torch.mps.empty_cache()
