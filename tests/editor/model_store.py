"""A store of models that has what the test says, wherever it looks."""

import threading
from dataclasses import dataclass, field
from pathlib import Path

from editor.model_shelf import ModelShelf
from engine.errors import ModelError
from engine.models.on_disk.shelf import Known, KnownAdapter, Shelf, Unusable
from engine.models.on_disk.store import Layout, Store, Tell
from engine.requests import Expert

NOWHERE = Layout((Path("/models/transformer.safetensors"),), Path(), Path(), Path())


@dataclass
class FakeStore:
    """`held`: it looks until that is set. told: files that a look tells of before it ends."""

    added: list[Path] = field(default_factory=list)
    found: Shelf = field(default_factory=Shelf)
    error: Exception | None = None
    told: int = 0
    looks: int = 0
    held: threading.Event | None = None
    said: list[tuple[Path, Expert | None]] = field(default_factory=list)

    @property
    def folders(self) -> tuple[Path, ...]:
        return tuple(self.added)

    def add(self, path: Path) -> None:
        if not path.is_dir():
            raise ModelError(f"There is no folder {path}.", do="Choose another one.")
        self.added.append(path)

    def remove(self, path: Path) -> None:
        self.added.remove(path)

    def say(self, path: Path, expert: Expert | None) -> None:
        self.said.append((path, expert))

    def shelf(self, tell: Tell | None = None) -> Shelf:
        self.looks += 1
        for files in range(self.told):
            if tell is not None:
                tell(str(self.added[0]), files)
        while self.held is not None and not self.held.wait(0.005):
            if tell is not None:
                tell(str(self.added[0]), self.told)
        if self.error is not None:
            raise self.error
        return self.found if self.added else Shelf()


def a_shelf(store: FakeStore | None = None) -> ModelShelf:
    fake: Store = store or FakeStore()  # type: ignore[assignment]
    return ModelShelf(fake)


def a_model(name: str, title: str, *missing: str, size: int = 28_000_000_000, stored: str = "bf16") -> Known:
    return Known(name, title, name, NOWHERE, stored, size, missing)


__all__ = ["FakeStore", "Known", "KnownAdapter", "Shelf", "Unusable", "a_model", "a_shelf"]
