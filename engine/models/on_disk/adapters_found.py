"""Adapters among what was found: which published one each is, and which models of the shelf it has the size of."""

from collections.abc import Sequence
from pathlib import Path

from engine.models.adapters import Kind
from engine.models.catalogue import Entry, catalogue
from engine.models.contents.found import Found, Part
from engine.models.contents.inspection import inspected
from engine.models.on_disk.experts import expert_of
from engine.models.on_disk.shelf import Known, KnownAdapter
from engine.requests import Expert


def known_adapters(found: Sequence[Found], models: Sequence[Known]) -> tuple[KnownAdapter, ...]:
    sizes = {each.path: (each.blocks, each.width) for each in found if each.kind is Part.TRANSFORMER}
    by_model = {each.name: sizes[each.layout.transformers[0]] for each in models}
    usable = [each for each in found if each.kind is Part.ADAPTER and not each.why]
    return tuple(_known(each, by_model) for each in usable)


def why_unfit(adapter: Path, transformer: Path) -> str:
    """Why a file cannot be added to a transformer, by both headers alone; "" = it is an adapter of that size."""
    found, network = inspected(adapter), inspected(transformer)
    if found.why:
        return f"{adapter.name} cannot be used. {found.why}"
    if found.kind is not Part.ADAPTER:
        return f"{adapter.name} is no adapter, but a {found.kind}."
    if _fits(found, (network.blocks, network.width)):
        return ""
    return f"{adapter.name} is {_made_for(found)}, and this one has {_blocks(network)}, {network.width} wide."


def _known(found: Found, models: dict[str, tuple[int, int]]) -> KnownAdapter:
    kind, expert = Kind(found.adapter), expert_of(found)
    entry = _entry(found, kind, expert)
    fits = tuple(name for name, size in models.items() if _fits(found, size))
    return KnownAdapter(
        path=found.path,
        title=entry.title if entry else found.path.stem,
        kind=kind,
        entry=entry.id if entry else "",
        expert=expert,
        bytes=found.bytes,
        fits=fits,
        about=f"{found.family}, {_made_for(found)}, {found.stored}",
    )


def _made_for(found: Found) -> str:
    return f"for transformers of {_blocks(found)}, {found.width} wide" if found.width else "for some layers"


def _blocks(found: Found) -> str:
    return "1 block" if found.blocks == 1 else f"{found.blocks} blocks"


def _fits(found: Found, size: tuple[int, int]) -> bool:
    """One that leaves blocks out fits, too; one that says no width may."""
    blocks, width = size
    return found.blocks <= blocks and found.width in (0, width)


def _entry(found: Found, kind: Kind, expert: Expert) -> Entry | None:
    """What an adapter for pictures is called may be all that tells it from one for words."""
    if is_for_pictures(found.path):
        return None
    alike = (each for each in catalogue().adapters.values() if each.kind is kind and each.expert is expert)
    return next((each for each in alike if (each.blocks, each.width) == (found.blocks, found.width)), None)


def is_for_pictures(path: Path) -> bool:
    return "i2v" in f"{path.parent.name} {path.name}".lower()
