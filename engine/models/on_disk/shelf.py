"""What a search for models has found, as values."""

from dataclasses import dataclass
from pathlib import Path

from engine.models.adapters import Kind
from engine.models.folder_layouts import Layout
from engine.requests import Expert


@dataclass(frozen=True, slots=True)
class Known:
    """A model that is here. name: what a request says for it. title: as shown to the user.

    entry: of the catalogue, "" where it knows no such model. layout: a part that is missing is an empty path.
    stored: how its transformers are stored ("bf16", "fp8 scaled", "GGUF Q4_K"). bytes: of all its parts.
    missing: parts, in words; empty = ready.
    """

    name: str
    title: str
    entry: str
    layout: Layout
    stored: str
    bytes: int
    missing: tuple[str, ...] = ()

    @property
    def is_ready(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class KnownAdapter:
    """entry: of the catalogue, "" where it knows no such adapter. expert: as the user or its name says. fits: names of
    those models of the shelf whose transformers it has the size of. about: what it is and what it is for."""

    path: Path
    title: str
    kind: Kind
    entry: str
    expert: Expert
    bytes: int
    fits: tuple[str, ...]
    about: str


@dataclass(frozen=True, slots=True)
class Unusable:
    """A file or folder that was looked into and cannot be used; why: what it is and what it is for, or what is wrong
    with it."""

    path: Path
    why: str


@dataclass(frozen=True, slots=True)
class Shelf:
    models: tuple[Known, ...] = ()
    adapters: tuple[KnownAdapter, ...] = ()
    unusable: tuple[Unusable, ...] = ()
