"""The models that are here, with the sums of their files and without where they lie."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from engine.errors import LongtakeError
from engine.models.contents.found import Part
from engine.models.files.weight_files import weight_files
from engine.models.getting.sums import summed
from engine.models.on_disk.store import Known, KnownAdapter, Shelf

Tell = Callable[[str, int, int], None]  # a stage, done, of how many
STAGE = "Adding up the files of models"


def models_here(shelf: Shelf, with_sums: bool, tell: Tell) -> list[dict[str, Any]]:
    """Models, then adapters. with_sums: every byte is read. tell: called before each file."""
    found = list(_found(shelf))
    files = sorted({path for _, weights in found for _, path in weights})
    sums: dict[Path, str | None] = {}
    for number, path in enumerate(files if with_sums else ()):
        tell(STAGE, number, len(files))
        sums[path] = _sum(path)
    return [{**about, "files": [_file(*each, sums) for each in weights]} for about, weights in found]


def _found(shelf: Shelf) -> Iterator[tuple[dict[str, Any], list[tuple[Part, Path]]]]:
    """What is said of each, and its files, by what they are."""
    for model in shelf.models:
        yield _model(model), [(part, file) for part, place in _places(model) for file in _weights(place)]
    for adapter in shelf.adapters:
        yield _adapter(adapter), [(Part.ADAPTER, file) for file in _weights(adapter.path)]


def _model(model: Known) -> dict[str, Any]:
    return {
        "title": model.title,
        "published": model.entry or None,
        "stored": model.stored,
        "bytes": model.bytes,
        "missing": list(model.missing),
    }


def _adapter(adapter: KnownAdapter) -> dict[str, Any]:
    return {
        "title": adapter.title,
        "published": adapter.entry or None,
        "stored": adapter.kind.value,
        "bytes": adapter.bytes,
        "missing": [],
    }


def _places(model: Known) -> Iterator[tuple[Part, Path]]:
    """Of the parts that are there; a missing one is an empty path."""
    found = model.layout
    yield from ((Part.TRANSFORMER, path) for path in found.transformers)
    parts = {Part.VAE: found.vae, Part.TEXT_ENCODER: found.text_encoder, Part.TOKENIZER: found.tokenizer}
    yield from ((part, path) for part, path in parts.items() if path != Path() and path.exists())


def _weights(part: Path) -> list[Path]:
    """None of what cannot be read as weights: `models list` says why."""
    try:
        return list(weight_files(part)) if part.is_dir() else [part]
    except LongtakeError:
        return []


def _file(part: Part, path: Path, sums: dict[Path, str | None]) -> dict[str, Any]:
    return {"part": part.value, "name": path.name, "bytes": path.stat().st_size, "sha256": sums.get(path)}


def _sum(path: Path) -> str | None:
    """None where it cannot be read."""
    try:
        return summed(path).sha256
    except OSError:
        return None
