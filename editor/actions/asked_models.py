"""A model, its adapters and how far its sampling goes: as a project keeps them, and as the engine is asked."""

from pathlib import Path

from editor import presets
from editor.presets import BY_HAND
from editor.timeline.model import Adapter, Generation
from editor.words import tr
from engine import requests
from engine.models.chosen import is_built_in
from engine.requests import Expert, Quality, Sampling


def adapters_kept(asked: tuple[requests.Adapter, ...]) -> tuple[Adapter, ...]:
    return tuple(Adapter(str(each.path), each.strength, each.expert.value) for each in asked)


def adapters_asked(kept: tuple[Adapter, ...]) -> tuple[requests.Adapter, ...]:
    """An expert that only a newer version knows is taken for all of them: the engine says so if that cannot be."""
    known = {expert.value: expert for expert in Expert}
    return tuple(requests.Adapter(Path(each.path), each.strength, known.get(each.expert, Expert.BOTH)) for each in kept)


def adapters_in_words(asked: tuple[requests.Adapter, ...]) -> str:
    """grain, style at 0.8 (high-noise expert)"""
    return ", ".join(map(_in_words, asked))


def _in_words(adapter: requests.Adapter) -> str:
    strength = "" if adapter.strength is None else tr(" at {strength:g}", strength=adapter.strength)
    expert = "" if adapter.expert is Expert.BOTH else tr(" ({expert} expert)", expert=adapter.expert)
    return f"{adapter.path.stem}{strength}{expert}"


def lacks(missing: tuple[str, ...]) -> str:
    """Missing: text encoder, tokenizer"""
    return tr("Missing: {names}", names=", ".join(missing)) if missing else ""


def quality_asked(generation: Generation) -> Quality:
    """Of a loaded model, which has its own numbers for it; the built-in model's steps are asked for by number."""
    if is_built_in(generation.model):
        return Quality.FINAL
    return next((each.effort for each in presets.QUALITIES if each.name == generation.quality), Quality.FINAL)


def quality_told(model: str, sampling: Sampling) -> str:
    """The name of what a request asked for, or BY_HAND."""
    if is_built_in(model):
        return presets.quality_named(sampling.steps)
    if sampling.steps is not None:
        return BY_HAND
    return next(each.name for each in presets.QUALITIES if each.effort is sampling.quality)


def steps_of(model: str, quality: str) -> int | None:
    """What a quality means in steps; None = the model's own number. Raises KeyError."""
    return presets.quality(quality).steps if is_built_in(model) else None
