"""What of a model or an adapter was fetched and may go, and what else there is that needs it."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from engine.models.getting.origin import noted, was_fetched
from engine.models.getting.wanted import published
from engine.models.on_disk.choices import choices
from engine.models.on_disk.shelf import Known, KnownAdapter, Shelf


@dataclass(frozen=True, slots=True)
class Leaving:
    """files: that were fetched, and that no other model needs; bytes: of them. staying: that were fetched and that
    others need. needing: titles of those models. lost: titles of what else cannot be chosen any more."""

    files: tuple[Path, ...]
    bytes: int
    staying: tuple[Path, ...]
    needing: tuple[str, ...]
    lost: tuple[str, ...]


def leaving(thing: Known | KnownAdapter, shelf: Shelf) -> Leaving:
    own = tuple(path for path in _files(thing) if was_fetched(path))
    others = {each.title: {*_files(each)} & {*own} for each in shelf.models if each is not thing}
    shared = set().union(*others.values())
    files = tuple(each for each in own if each not in shared)
    return Leaving(
        files,
        sum(each.stat().st_size for each in files),
        tuple(each for each in own if each in shared),
        tuple(title for title, needed in others.items() if needed),
        tuple(_lost(thing, shelf)),
    )


def _files(thing: Known | KnownAdapter) -> tuple[Path, ...]:
    if isinstance(thing, KnownAdapter):
        return (thing.path,)
    layout = thing.layout
    parts = (*layout.transformers, layout.vae, layout.text_encoder, layout.tokenizer)
    return tuple(dict.fromkeys(each for part in parts for each in _as_published(part)))


def _as_published(path: Path) -> Iterator[Path]:
    """With what is published as one with it: there are tokenizers of two files."""
    yield path
    origin = noted(path) if was_fetched(path) else None
    for wanted in (each for forms in published().values() for each in forms.values()):
        if origin and origin.repository == wanted.repository and origin.path in wanted.files:
            root = path.parents[len(PurePosixPath(origin.path).parts) - 1]
            yield from (root / each for each in wanted.files)


def _lost(thing: Known | KnownAdapter, shelf: Shelf) -> Iterator[str]:
    """Presets that are made of it."""
    for choice in choices(shelf):
        if isinstance(thing, Known):
            needs = choice.model == thing.name and choice.id != thing.name
        else:
            needs = thing.path in (each.path for each in choice.adapters)
        if needs and not choice.missing:
            yield choice.title
