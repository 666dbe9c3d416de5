"""Models that are here, as sentences."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from engine.models.catalogue import Entry
from engine.models.on_disk.choices import absent, size_in_words
from engine.models.on_disk.store import Choice, KnownAdapter, Shelf, Unusable, choices

if TYPE_CHECKING:
    from engine.generation.loaded.files.verify import Checked  # it brings torch

NOTHING = (
    "No folder was added. The built-in model needs none. To fetch what is published: models get. To use what you have: "
    "models add FOLDER."
)
SHOWN = 20  # of what cannot be used


def shelf_in_words(folders: Sequence[Path], shelf: Shelf) -> str:
    """What --model understands stands first in each line."""
    found = choices(shelf)
    parts = [
        "" if folders else NOTHING,
        _part("Models", [_choice(each) for each in found if each.id == each.model]),
        _part("Presets", [_choice(each) for each in found if each.id != each.model]),
        _part("Adapters", map(_adapter, shelf.adapters)),
        _part("Published, and not here", map(_published, absent(shelf))),
        _part("Cannot be used", _strange(shelf.unusable)),
        _part("Folders", map(str, folders)),
    ]
    return "\n\n".join(part for part in parts if part)


def added_in_words(folder: Path, shelf: Shelf) -> str:
    """What came with a folder."""
    models = [f"{each.name}: {each.title}: {_state(each.missing)}" for each in shelf.models]
    parts = [
        f"{folder} is looked into from now on. Nothing was copied.",
        _part("Models", models) or "There is no Wan model in it.",
        _part("Adapters", map(_adapter, shelf.adapters)),
        _part("Cannot be used", _strange(shelf.unusable)),
    ]
    return "\n\n".join(part for part in parts if part)


def checked_in_words(checked: Iterable["Checked"]) -> str:
    """Of what is sound."""
    return "\n".join(line for each in checked for line in _checked(each)) or "No model is here that is whole."


def _checked(each: "Checked") -> Iterator[str]:
    held = f", {each.tensors} tensors in their places" if each.tensors else ", which reads words"
    read = "" if each.sha256 is None else ", every byte read and every number one"
    yield f"{each.path}: {each.part}{held}{read}"
    yield from (f"  SHA-256 {digest}  {file}" for file, digest in (each.sha256 or {}).items())


def _part(title: str, lines: Iterable[str]) -> str:
    """Empty where there are none."""
    found = list(lines)
    return "\n".join([f"{title}:", *(f"  {line}" for line in found)]) if found else ""


def _choice(choice: Choice) -> str:
    return f"{choice.id}: {choice.title}: {_state(choice.missing)}. {choice.about}".rstrip()


def _published(entry: Entry) -> str:
    """parameters: of 16 bits, as its makers' own files for such machines have them."""
    size = f", {size_in_words(2 * entry.parameters)} in bf16" if entry.parameters else ""
    what = ", ".join(entry.abilities)
    smaller = f"; smaller: {' or '.join(entry.smaller)}" if entry.smaller else ""
    return f"{entry.title}: {' or '.join(entry.repositories)} ({what}{size}; {entry.licence}){smaller}"


def _state(missing: Sequence[str]) -> str:
    return f"missing is {', and '.join(missing)}" if missing else "ready"


def _adapter(adapter: KnownAdapter) -> str:
    fits = f"fits {', '.join(adapter.fits)}" if adapter.fits else "fits no model that is here"
    return f"{adapter.path}: {adapter.title} ({adapter.about}), {fits}"


def _strange(unusable: Sequence[Unusable]) -> list[str]:
    more = len(unusable) - SHOWN
    told = [f"{each.path}: {each.why}" for each in unusable[:SHOWN]]
    return [*told, f"and {more} more, which --json lists"] if more > 0 else told
