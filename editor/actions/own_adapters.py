"""Adapters that the user adds to a model: which there are for it, and what becomes of them with another model."""

import asyncio
from dataclasses import replace
from pathlib import Path

from editor.model_shelf import ModelShelf
from editor.words import tr
from engine.errors import ModelError
from engine.models.on_disk.adapters_found import why_unfit
from engine.models.on_disk.experts import named_expert
from engine.models.on_disk.shelf import Known, KnownAdapter, Shelf
from engine.models.on_disk.store import Choice
from engine.requests import Adapter, Expert


def offered(shelf: Shelf, model: str, present: tuple[Adapter, ...]) -> tuple[KnownAdapter, ...]:
    """Those of the model's size that are not asked for yet."""
    there = {each.path for each in present}
    return tuple(each for each in shelf.adapters if model in each.fits and each.path not in there)


def model_on(shelf: Shelf, model: str) -> Known | None:
    """None: what can be added to it is not known."""
    return next((each for each in shelf.models if each.name == model), None)


def has_two_experts(shelf: Shelf, model: str) -> bool:
    known = model_on(shelf, model)
    return known is not None and len(known.layout.transformers) == 2


def of_shelf(shelf: Shelf, model: str, known: KnownAdapter) -> Adapter:
    """As it would be asked for at first."""
    return Adapter(known.path, expert=known.expert if has_two_experts(shelf, model) else Expert.BOTH)


async def of_file(shelf: Shelf, model: str, path: Path) -> Adapter:
    """One that lies anywhere. Its header is read on another thread. Raises ModelError where it does not fit."""
    known = model_on(shelf, model)
    if known is None:
        raise ModelError(tr("{model} is not here.", model=model), do=tr("Choose another model first."))
    if refusal := await asyncio.to_thread(why_unfit, path, known.layout.transformers[0]):
        raise ModelError(refusal, do=tr("Choose another file, or another model."))
    return Adapter(path, expert=named_expert(path) if has_two_experts(shelf, model) else Expert.BOTH)


def carried(models: ModelShelf, model: str, adapters: tuple[Adapter, ...], to: Choice) -> tuple[Adapter, ...]:
    """What another choice asks for, and after that those of one's own that fit it, too."""
    _, own = models.meant(model, adapters)
    if to.model != model:
        own = tuple(_as_in(models.shelf, to.model, each) for each in own if _fits(models.shelf, to.model, each))
    there = {each.path for each in to.adapters}
    return (*to.adapters, *(each for each in own if each.path not in there))


def _fits(shelf: Shelf, model: str, adapter: Adapter) -> bool:
    return any(each.path == adapter.path for each in offered(shelf, model, ()))


def _as_in(shelf: Shelf, model: str, adapter: Adapter) -> Adapter:
    """A model of one transformer has no experts."""
    if not has_two_experts(shelf, model):
        return replace(adapter, expert=Expert.BOTH)
    known = next(each for each in shelf.adapters if each.path == adapter.path)
    return adapter if adapter.expert is not Expert.BOTH else replace(adapter, expert=known.expert)
