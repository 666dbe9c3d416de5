"""What the models page says of each thing on it."""

from pathlib import Path
from typing import TYPE_CHECKING

from editor.model_getting import Getting, State
from editor.ui.jobs.words import span_words
from editor.words import capitalised, tr, trn
from engine.models.catalogue import catalogue
from engine.models.on_disk.presets import size_in_words
from engine.models.on_disk.shelf import Known, KnownAdapter
from engine.requests import Adapter, Expert, Room

if TYPE_CHECKING:
    from engine.models.getting.lacking import Lacking
    from engine.models.getting.leaving import Leaving
    from engine.models.getting.offers import Offer
    from engine.models.getting.watch import Came

ABILITIES = {  # as the catalogue of models has them
    "text to video": tr("text to video"),
    "any frames given": tr("any frames given"),
    "a first frame given": tr("a first frame given"),
    "4 steps, guidance 1": tr("4 steps, guidance 1"),
}
FORMS = {"fp8": "fp8", "q4": "GGUF Q4", "16-bit": tr("16-bit")}
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


def fits(room: Room | None) -> str:
    return ASKING if room is None else room.words


def looked(folder: str, files: int) -> str:
    """1,240 files, in models/loras"""
    return trn("{count:,} file looked at, in {folder}", "{count:,} files looked at, in {folder}", files, folder=folder)


def about_offer(offer: "Offer") -> str:
    """What it can do, how large it is, its licence, and whose it is."""
    size = tr("about {size}", size=size_in_words(offer.bytes))
    if offer.unknown:
        more = trn("{count} adapter", "{count} adapters", len(offer.unknown))
        size = tr("{size} and {more}", size=size, more=more)
    abilities = [ABILITIES.get(each, each) for each in offer.abilities]
    can, licences, places = (tr(", ").join(each) for each in (abilities, offer.licences, offer.repositories))
    return tr(
        "{can}; {size}; {licences}, from {places}.", can=capitalised(can), size=size, licences=licences, places=places
    )


def licence_words(offer: "Offer") -> str:
    """Which licence it comes under, and where its text is."""
    pages = tr(", ").join(f"huggingface.co/{each}" for each in offer.repositories)
    return tr("Licence: {licences}. Its text is at {pages}", licences=tr(", ").join(offer.licences), pages=pages)


def names_of(entries: tuple[str, ...]) -> str:
    """By their titles in the catalogue, where it knows them."""
    known = {**catalogue().bases, **catalogue().parts, **catalogue().adapters}
    return tr(", ").join(known[each].title if each in known else each for each in entries)


def lacking_words(lacking: "Lacking") -> str:
    """What would come, and how large it is."""
    names = tr(", ").join(lacking.titles)
    if not lacking.bytes:
        return tr("Get {names}", names=names)
    return tr("Get {names}: about {size}", names=names, size=size_in_words(lacking.bytes))


def leaving_words(leaving: "Leaving") -> str:
    """What moving it to the trash comes to."""
    size, names = size_in_words(leaving.bytes), tr(", ").join(each.name for each in leaving.files)
    parts = [tr("To the trash: {names}. That is {size}, free once the trash is emptied.", names=names, size=size)]
    if leaving.staying:
        kept, models = tr(", ").join(each.name for each in leaving.staying), tr(", ").join(leaving.needing)
        parts.append(tr("Kept, for {models}: {names}.", names=kept, models=models))
    if leaving.lost:
        parts.append(tr("Not to be chosen any more: {presets}.", presets=tr(", ").join(leaving.lost)))
    return "\n".join(parts)


def came_words(came: "Came | None") -> str:
    """1.2 GB of 14.3 GB, 35 MB/s, 6 min 2 s left, a.safetensors"""
    if came is None:
        return tr("Asking what there is to come…")
    if came.state:
        return tr("{file}: {state}", file=came.file, state=came.state)
    parts = [tr("{done} of {total}", done=size_in_words(came.done), total=size_in_words(came.total))]
    if came.speed is not None:
        parts.append(tr("{speed}/s", speed=size_in_words(round(came.speed))))
    if came.seconds_left is not None:
        parts.append(tr("{time} left", time=span_words(came.seconds_left)))
    return tr(", ").join((*parts, came.file))


def state_words(row: Getting) -> str:
    """How far it has come, and what it waits for."""
    if row.state is State.RUNNING:
        return came_words(row.came)
    if row.state is State.WAITING:
        return tr("Waits for the one before it")
    if row.came is None:
        return tr("Has not come") if row.state is State.FAILED else tr("What has come is kept")
    done, total = size_in_words(row.came.done), size_in_words(row.came.total)
    return tr("{done} of {total} have come and are kept", done=done, total=total)
