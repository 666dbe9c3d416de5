"""What there is to fetch, told without asking anybody."""

from dataclasses import dataclass
from pathlib import Path

from engine.models.catalogue import Preset, catalogue
from engine.models.getting.wanted import Wanted, about_bytes, forms_of, preset_called, wanted_for
from engine.models.on_disk.choices import chosen
from engine.models.on_disk.shelf import Shelf
from engine.models.on_disk.store import store_folder

IN = "@"  # between a preset and its form


@dataclass(frozen=True, slots=True)
class Offer:
    """A preset in one form, before the hub is asked. bytes: of those whose size is known; unknown: titles of adapters
    whose size is not.

    is_here: nothing of it needs fetching, in whatever form.
    """

    preset: Preset
    form: str
    abilities: tuple[str, ...]
    licences: tuple[str, ...]
    repositories: tuple[str, ...]
    bytes: int
    unknown: tuple[str, ...]
    is_here: bool

    @property
    def model(self) -> str:
        """By which a host tells whether it would fit here and how long it would take."""
        return f"{self.preset.id}{IN}{self.form}"


def preset_and_form(model: str) -> tuple[Preset, str]:
    """Of an offer's `model`. Raises ModelError."""
    preset, _, form = model.rpartition(IN)
    return preset_called(preset), form


def is_offer(model: str) -> bool:
    return model.rpartition(IN)[0] in catalogue().presets


def offers(shelf: Shelf) -> tuple[Offer, ...]:
    """Every preset in every form. No connection is opened."""
    return tuple(_offer(each, form, shelf) for each in catalogue().presets.values() for form in forms_of(each))


def usual_folder() -> Path:
    """Where fetched models go if nothing is said."""
    return store_folder() / "fetched"


def _offer(preset: Preset, form: str, shelf: Shelf) -> Offer:
    wanted = wanted_for(preset, form)
    choice = chosen(preset.id, shelf)
    return Offer(
        preset=preset,
        form=form,
        abilities=_abilities(wanted),
        licences=tuple(dict.fromkeys(each.entry.licence for each in wanted)),
        repositories=tuple(dict.fromkeys(each.repository for each in wanted)),
        bytes=about_bytes(wanted),
        unknown=tuple(each.entry.title for each in wanted if each.entry.kind and each.about_bytes is None),
        is_here=choice is not None and not choice.missing,
    )


def _abilities(wanted: tuple[Wanted, ...]) -> tuple[str, ...]:
    """Of all together."""
    said = (ability for each in wanted for ability in each.entry.abilities if "with PUSA" not in ability)
    return tuple(dict.fromkeys(said))
