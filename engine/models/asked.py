"""The model that was asked for: one by its path or its name, or a preset, which stands for a model and its adapters."""

from pathlib import Path

from engine.errors import RequestError
from engine.models.catalogue import catalogue
from engine.models.chosen import as_told, is_built_in
from engine.models.on_disk.choices import Choice, chosen
from engine.models.on_disk.store import ADD, Store, is_path


def asked_model(model: str | Path) -> Choice:
    """What nobody knows stays as it is, to be refused when its files are looked for. Raises RequestError where a
    preset lacks something."""
    name = str(model)
    plain = Choice(name, name, as_told(name))
    if is_built_in(name) or is_path(name) or Store().knows(name):
        return plain
    found = chosen(name, Store().shelf())
    if found is None:
        _must_not_be_preset(name)
        return plain
    if found.missing:
        raise RequestError(f"{found.title} is not whole: missing is {', and '.join(found.missing)}.", do=ADD)
    return found


def _must_not_be_preset(name: str) -> None:
    """Of a model that is not here."""
    known = catalogue().presets.get(name)
    if known is not None:
        base = catalogue().bases[known.base].title
        what = f"{known.title} needs {base}, and nothing of it is in the folders you added."
        raise RequestError(what, do=f"Get it: models get {name}, or Window > Models. {ADD}")
