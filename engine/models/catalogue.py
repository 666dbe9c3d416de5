"""What is known of published models: resources/models.toml as values, checked when it is read."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from engine.models.adapters import Kind
from engine.models.defaults import SAMPLING, Defaults
from engine.models.resource import resource
from engine.requests import BUILT_IN, Expert


@dataclass(frozen=True, slots=True)
class File:
    """bytes: None where it is not certain in what the published file is stored. repository: "" = its entry's first."""

    name: str
    bytes: int | None = None
    repository: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One published thing: a base that frames are made with, a part of one, or an adapter.

    repositories, smaller: where it is published as its makers have it, and in fewer bits.
    parameters: numbers in its tensors; 0 = not counted. blocks, width, channels: of its network, as the headers of its
    files tell them; 0 = it has none. sampling: the name of a base's own numbers. parts: what a base needs beside its
    transformers, each an entry. kind, expert: of an adapter.
    """

    id: str
    title: str
    licence: str
    repositories: tuple[str, ...] = ()
    smaller: tuple[str, ...] = ()
    files: tuple[File, ...] = ()
    abilities: tuple[str, ...] = ()
    parameters: int = 0
    blocks: int = 0
    width: int = 0
    channels: int = 0
    experts: int = 0
    sampling: str = ""
    parts: tuple[str, ...] = ()
    kind: Kind | None = None
    expert: Expert = Expert.BOTH

    @property
    def where(self) -> str:
        """Its files in words, each with its repository: a.pth or b.model of x/y or c.safetensors of z/w."""
        places: dict[str, list[str]] = {}
        for file in self.files:
            places.setdefault(file.repository or self.repositories[0], []).append(file.name)
        return " or ".join(f"{' or '.join(names)} of {place}" for place, names in places.items())

    @property
    def defaults(self) -> Defaults | None:
        """Of a base that is loaded."""
        return Defaults(**SAMPLING[self.sampling]) if self.sampling else None


@dataclass(frozen=True, slots=True, kw_only=True)
class Preset:
    """A base and adapters that go together. steps, guidance: what follows from them."""

    id: str
    title: str
    base: str
    adapters: tuple[str, ...] = ()
    steps: int
    guidance: float


@dataclass(frozen=True, slots=True)
class Catalogue:
    bases: Mapping[str, Entry] = field(default_factory=dict)
    parts: Mapping[str, Entry] = field(default_factory=dict)
    adapters: Mapping[str, Entry] = field(default_factory=dict)
    presets: Mapping[str, Preset] = field(default_factory=dict)

    def base_of(self, blocks: int, width: int, channels: int, experts: int) -> Entry | None:
        """The one whose transformers are of this size."""
        sizes = {(each.blocks, each.width, each.channels, each.experts): each for each in self.bases.values()}
        return sizes.get((blocks, width, channels, experts))


@cache
def catalogue() -> Catalogue:
    return read_catalogue(resource())


def read_catalogue(told: Mapping[str, Any]) -> Catalogue:
    """Raises ValueError, which only a mistake in the shipped file does."""
    bases, parts, adapters = (
        {name: _entry(name, each) for name, each in told[kind].items()} for kind in ("bases", "parts", "adapters")
    )
    presets = {name: _preset(name, each) for name, each in told["presets"].items()}
    found = Catalogue(bases, parts, adapters, presets)
    faults = list(_faults(found))
    if faults:
        raise ValueError(f"models.toml: {'; '.join(faults)}")
    return found


def _entry(name: str, told: Mapping[str, Any]) -> Entry:
    lists: dict[str, Any] = {key: tuple(told.get(key, ())) for key in ("repositories", "smaller", "abilities", "parts")}
    rest = {key: value for key, value in told.items() if key not in (*lists, "files", "kind", "expert")}
    return Entry(
        id=name,
        files=tuple(File(**each) for each in told.get("files", ())),
        kind=Kind(told["kind"]) if "kind" in told else None,
        expert=Expert(told.get("expert", Expert.BOTH)),
        **lists,
        **rest,
    )


def _preset(name: str, told: Mapping[str, Any]) -> Preset:
    return Preset(id=name, **{**told, "adapters": tuple(told.get("adapters", ()))})


def _faults(found: Catalogue) -> Iterator[str]:
    for base in found.bases.values():
        yield from (f"{base.id} needs {part}, of which nothing is said" for part in {*base.parts} - {*found.parts})
        if base.id != BUILT_IN and base.sampling not in SAMPLING:
            yield f"{base.id} has no sampling"
    for preset in found.presets.values():
        if preset.base not in found.bases:
            yield f"{preset.id} stands on {preset.base}, of which nothing is said"
        for name in {*preset.adapters} - {*found.adapters}:
            yield f"{preset.id} joins {name}, of which nothing is said"
    for adapter in found.adapters.values():
        if adapter.kind is None:
            yield f"{adapter.id} has no kind"
