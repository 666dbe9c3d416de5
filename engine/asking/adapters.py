"""Adapters out of plain values, and the published ones where they are usually put."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from engine.asking.settings import Settings
from engine.asking.values import number_or_none
from engine.errors import RequestError
from engine.requests import Adapter, Expert

STRONGEST = 10.0
# Where PUSA's own downloads put them: beside the model's folder.
OF_TWO_EXPERTS = {
    Expert.HIGH: "Wan2.2-Lightning/*/high_noise_model.safetensors",
    Expert.LOW: "Wan2.2-Lightning/*/low_noise_model.safetensors",
}
OF_ONE_TRANSFORMER = ("Wan2.1-LightX2V/lightx2v_T2V_14B*.safetensors", OF_TWO_EXPERTS[Expert.LOW])  # the first found


def adapters_of(settings: Settings) -> tuple[Adapter, ...]:
    """LightX2V's first, as it was published with PUSA's. Raises RequestError."""
    own = tuple(checked_adapter(each) for each in settings.get("adapters", ()))
    if not settings.get("lightx2v"):
        return own
    return (*lightx2v(Path(settings.get("model", ""))), *own)


def lightx2v(model: Path) -> tuple[Adapter, ...]:
    """For the model in that folder, from beside it or within it. Raises RequestError where there is none."""
    places = (model.absolute(), model.absolute().parent)
    if (model / "transformer_2").is_dir():
        found = {expert: _first(places, pattern) for expert, pattern in OF_TWO_EXPERTS.items()}
    else:
        there = (_first(places, pattern) for pattern in OF_ONE_TRANSFORMER)
        found = {Expert.BOTH: next((path for path in there if path), None)}
    adapters = tuple(Adapter(path, expert=expert) for expert, path in found.items() if path is not None)
    if len(adapters) < len(found):
        raise RequestError(
            f"LightX2V's adapter for {model.name or 'this model'} is not in {places[1]}.",
            do="Say where its files are, one --adapter for each.",
        )
    return adapters


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
