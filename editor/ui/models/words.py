"""What the models page says of each thing on it."""

from pathlib import Path

from editor.words import tr, trn
from engine.models.catalogue import Entry
from engine.models.on_disk.presets import size_in_words
from engine.models.on_disk.shelf import Known, KnownAdapter
from engine.requests import Adapter, Expert, Room

BF16 = 2  # bytes of a number
ASKING = tr("Looking at whether it fits…")
NOT_THERE = tr("Not there just now: plug its disk in, or remove it from the list")
EXPERTS = {Expert.BOTH: "", Expert.HIGH: "high-noise expert", Expert.LOW: "low-noise expert"}


def place_of(model: Known) -> Path | None:
    """The folder or file that it is known by; None where even that is missing."""
    return next((each for each in model.layout.transformers if each.parts), None)


def about_model(model: Known) -> str:
    """How it is stored, how large it is, and where: "fp8 scaled, 15.6 GB, in diffusion_models"."""
    place = place_of(model)
    stored = "" if model.stored in model.title else model.stored
    parts = (stored, size_in_words(model.bytes), tr("in {name}", name=place.parent.name) if place else "")
    return ", ".join(part for part in parts if part)


def with_files(adapters: tuple[Adapter, ...]) -> str:
    """With pusa_v1.safetensors, lightx2v.safetensors"""
    return tr("With {names}", names=", ".join(each.path.name for each in adapters)) if adapters else ""


def about_adapter(adapter: KnownAdapter) -> str:
    return ", ".join(part for part in (size_in_words(adapter.bytes), EXPERTS[adapter.expert], adapter.about) if part)


def about_published(entry: Entry) -> str:
    """28.6 GB in bf16, Apache-2.0, from Wan-AI/Wan2.1-T2V-14B"""
    size = tr("{size} in bf16", size=size_in_words(BF16 * entry.parameters)) if entry.parameters else ""
    repository = tr("from {repositories}", repositories=entry.repositories[0]) if entry.repositories else ""
    return ", ".join(part for part in (size, entry.licence, repository) if part)


def fits(room: Room | None) -> str:
    return ASKING if room is None else room.words


def looked(folder: str, files: int) -> str:
    """1,240 files, in models/loras"""
    return trn("{count:,} file looked at, in {folder}", "{count:,} files looked at, in {folder}", files, folder=folder)
