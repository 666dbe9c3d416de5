"""What can be chosen to make frames with: the built-in model, those on the shelf, and presets that join several."""

from collections.abc import Iterator

from engine.models.adapters import Kind
from engine.models.catalogue import Entry, catalogue
from engine.models.families import families
from engine.models.on_disk.assembling import bits, home_of
from engine.models.on_disk.presets import Choice as Choice
from engine.models.on_disk.presets import about, asked, for_all, presets
from engine.models.on_disk.presets import size_in_words as size_in_words
from engine.models.on_disk.shelf import Known, Shelf
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Adapter

BUILT_INS = (
    Choice(BUILT_IN, "Longtake built-in model", BUILT_IN, about="Needs nothing and runs on a processor."),
    Choice(
        BUILT_IN_NETWORK,
        "Longtake built-in model, network only",
        BUILT_IN_NETWORK,
        about="Its network in any case, also where measured motion foretells the clip better.",
    ),
)


def choices(shelf: Shelf) -> tuple[Choice, ...]:
    """The built-in model, then what can be chosen, then what lacks something."""
    found = [*_models(shelf), *presets(shelf), *_others()]
    return (*BUILT_INS, *(each for each in found if not each.missing), *(each for each in found if each.missing))


def _models(shelf: Shelf) -> Iterator[Choice]:
    for model in shelf.models:
        yield Choice(model.name, model.title, model.name, about=about(model), missing=model.missing)


def _others() -> Iterator[Choice]:
    for family in families():
        for name, title in family.models().items():
            yield Choice(name, title, name, about="Brought by a package of its own.")


def absent(shelf: Shelf) -> tuple[Entry, ...]:
    """Published bases and adapters of which nothing is on the shelf."""
    here = {BUILT_IN, *(each.entry for each in shelf.models), *(each.entry for each in shelf.adapters)}
    published = (*catalogue().bases.values(), *catalogue().adapters.values())
    return tuple(each for each in published if each.id not in here)


def chosen(name: str, shelf: Shelf) -> Choice | None:
    """What is called so: a model, or a preset; the id of a base alone means the most precise of its models."""
    found = {each.id: each for each in choices(shelf)}
    alone = next((each for each in catalogue().presets.values() if each.id == name and not each.adapters), None)
    base = alone.base if alone else name
    models = [each for each in shelf.models if each.entry == base]
    best = min(models, key=lambda model: (not model.is_ready, -bits(model.stored)), default=None)
    return found.get(name) or (found[best.name] if best else None)


def lightx2v_for(model: str, shelf: Shelf) -> tuple[Adapter, ...]:
    """LightX2V's adapters of the shelf for a model of it; empty where not all that it needs are there."""
    known = next((each for each in shelf.models if model in (each.name, _path(each))), None)
    return () if known is None else tuple(map(asked, for_all(Kind.LIGHTX2V, known, shelf.adapters)))


def _path(model: Known) -> str:
    """By which it may be asked for, too."""
    path = model.layout.transformers[0]
    return str(path if path.is_file() else home_of(path))
