"""What `models verify` holds against the networks it is for: all that is here, one model, or one file."""

from collections.abc import Iterator
from pathlib import Path

from engine.errors import ModelError
from engine.generation.loaded.files.verify import Checked, checked_adapter, checked_model, checked_part
from engine.models.asked import asked_model
from engine.models.contents.found import Part
from engine.models.contents.inspection import inspected
from engine.models.layouts import layout
from engine.models.on_disk.store import ADD, Choice, Shelf, Store


def checks(model: str | None, full: bool) -> Iterator[Checked]:
    """model: a name, a preset's, a folder or a file; None: everything. full: every byte is read. Raises ModelError, and
    RequestError where a preset lacks something."""
    if model is None:
        yield from _everything(Store().shelf(), full)
    elif Path(model).is_file():
        yield _file(Path(model).absolute(), full)
    else:
        yield from _asked(asked_model(model), full)


def _everything(shelf: Shelf, full: bool) -> Iterator[Checked]:
    """What is whole: a model that lacks a part is told by `models list`."""
    for each in shelf.models:
        if each.is_ready:
            yield from checked_model(each.layout, full)
    for adapter in shelf.adapters:
        if adapter.fits:
            yield checked_adapter(adapter.path, _transformer_for(adapter.path, shelf), full)


def _asked(choice: Choice, full: bool) -> Iterator[Checked]:
    """A model, or a preset with its adapters."""
    found = layout(choice.model)
    yield from checked_model(found, full)
    yield from (checked_adapter(each.path, found.transformers[0], full) for each in choice.adapters)


def _file(path: Path, full: bool) -> Checked:
    found = inspected(path)
    if found.why:
        return Checked(path, found.kind, 0, found.why)
    if found.kind is Part.ADAPTER:
        return checked_adapter(path, _transformer_for(path, Store().shelf()), full)
    return checked_part(path, found.kind, full)


def _transformer_for(path: Path, shelf: Shelf) -> Path:
    """Of a model here that the adapter has the size of."""
    fits = {name for each in shelf.adapters if each.path == path for name in each.fits}
    there = (each.layout.transformers[0] for each in shelf.models if each.name in fits)
    found = next(there, None)
    if found is None:
        raise ModelError(f"There is no model here to hold {path.name} against.", do=ADD)
    return found
