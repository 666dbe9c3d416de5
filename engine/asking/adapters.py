"""Adapters out of plain values, and the published ones where they are usually put."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.asking.settings import Settings
from engine.asking.values import number_or_none
from engine.errors import RequestError
from engine.models.adapters import STRONGEST
from engine.models.asked import asked_model
from engine.models.folder_layouts import WAN_EXPERTS
from engine.models.on_disk.choices import lightx2v_for
from engine.models.on_disk.store import Store, is_path
from engine.requests import BUILT_IN, Adapter, Expert

# Where PUSA's own downloads put them: beside the model's folder.
OF_TWO_EXPERTS = {
    Expert.HIGH: "Wan2.2-Lightning/*/high_noise_model.safetensors",
    Expert.LOW: "Wan2.2-Lightning/*/low_noise_model.safetensors",
}
SECOND = ("transformer_2", WAN_EXPERTS[1])  # the other expert's folder, as diffusers and Wan have it
OF_ONE_TRANSFORMER = ("Wan2.1-LightX2V/lightx2v_T2V_14B*.safetensors", OF_TWO_EXPERTS[Expert.LOW])  # the first found


def adapters_of(settings: Settings) -> tuple[Adapter, ...]:
    """A preset's own, and LightX2V's first, as it was published with PUSA's. Raises RequestError."""
    asked = asked_model(settings.get("model", BUILT_IN))
    own = tuple(checked_adapter(each) for each in settings.get("adapters", ()))
    fast = lightx2v(asked.model) if settings.get("lightx2v") else ()
    return tuple(dict.fromkeys((*fast, *asked.adapters, *own)))


def lightx2v(model: str) -> tuple[Adapter, ...]:
    """For that model, from beside it or within it, else from the shelf. Raises RequestError where there is none."""
    beside = _beside(Path(model)) if is_path(model) else ()
    found = beside or lightx2v_for(model, Store().shelf())
    if not found:
        place = Path(model).absolute().parent if is_path(model) else "the folders you added"
        raise RequestError(
            f"LightX2V's adapter for {Path(model).name or 'this model'} is not in {place}.",
            do="Say where its files are, one --adapter for each.",
        )
    return found


def _beside(model: Path) -> tuple[Adapter, ...]:
    """Empty where not all that it needs are there."""
    places = (model.absolute(), model.absolute().parent)
    if any((model / second).is_dir() for second in SECOND):
        found = {expert: _first(places, pattern) for expert, pattern in OF_TWO_EXPERTS.items()}
    else:
        there = (_first(places, pattern) for pattern in OF_ONE_TRANSFORMER)
        found = {Expert.BOTH: next((path for path in there if path), None)}
    adapters = tuple(Adapter(path, expert=expert) for expert, path in found.items() if path is not None)
    return adapters if len(adapters) == len(found) else ()


def _first(places: tuple[Path, ...], pattern: str) -> Path | None:
    return next(_found(places, pattern), None)


def _found(places: tuple[Path, ...], pattern: str) -> Iterator[Path]:
    for place in places:
        yield from sorted(place.glob(pattern))


def checked_adapter(adapter: Path | str | Adapter) -> Adapter:
    given = adapter if isinstance(adapter, Adapter) else Adapter(Path(adapter))
    name = f"The strength of {given.path.name}"
    strength = number_or_none(name, given.strength, least=-STRONGEST, most=STRONGEST)
    return replace(given, path=given.path.absolute(), strength=strength)
