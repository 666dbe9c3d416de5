"""What a model or a preset that is not whole lacks, as far as that is published."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from engine.models.catalogue import Entry, Preset, catalogue
from engine.models.getting.wanted import FORMS, about_bytes, forms_of, wanted_for
from engine.models.on_disk.assembling import MISSING, bits
from engine.models.on_disk.choices import Choice
from engine.models.on_disk.shelf import Known, Shelf

SMALL, LARGE = FORMS[0], FORMS[-1]
TOKENIZER = "tokenizer"


@dataclass(frozen=True, slots=True)
class Lacking:
    """only: ids of the entries that are missing, of a preset in a form. bytes: of those whose size is known."""

    preset: str
    form: str
    only: tuple[str, ...]
    titles: tuple[str, ...]
    bytes: int


def lacking(choice: Choice, shelf: Shelf) -> Lacking | None:
    """None where nothing is missing, or fetching would not make it whole."""
    model = next((each for each in shelf.models if each.name == choice.model), None)
    if not choice.missing or model is None or not _is_whole_beside_parts(model):
        return None
    preset, here = _preset_of(choice, model), {each.entry for each in shelf.adapters}
    only = (*_parts(model), *(each for each in preset.adapters if each not in here))
    return _lacking(preset, _form(preset, model), only) if only else None


def _is_whole_beside_parts(model: Known) -> bool:
    """A second expert would have to be of the very form that the first is in."""
    base = catalogue().bases.get(model.entry)
    return base is not None and len(model.layout.transformers) == max(1, base.experts)


def _preset_of(choice: Choice, model: Known) -> Preset:
    """The choice's own; a model that stands alone is that of a preset without adapters."""
    presets = catalogue().presets
    own = presets.get(choice.id.partition(":")[0])
    return own or next(each for each in presets.values() if each.base == model.entry and not each.adapters)


def _form(preset: Preset, model: Known) -> str:
    wanted = LARGE if bits(model.stored) >= 16 else SMALL
    forms = forms_of(preset)
    return wanted if wanted in forms else forms[0]


def _parts(model: Known) -> Iterator[str]:
    """Of its base; where each of them would lie is told by what it is."""
    for name in catalogue().bases[model.entry].parts:
        if _place(catalogue().parts[name], model) == MISSING:
            yield name


def _place(part: Entry, model: Known) -> Path:
    if part.channels:
        return model.layout.vae
    return model.layout.tokenizer if part.id.endswith(TOKENIZER) else model.layout.text_encoder


def _lacking(preset: Preset, form: str, only: tuple[str, ...]) -> Lacking:
    wanted = wanted_for(preset, form, only)
    return Lacking(preset.id, form, only, tuple(each.entry.title for each in wanted), about_bytes(wanted))
