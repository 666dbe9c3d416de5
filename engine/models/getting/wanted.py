"""Which published files make up a preset: resources/downloads.toml as values."""

import os
import re
import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from engine.errors import ModelError
from engine.models.catalogue import Entry, Preset, catalogue
from engine.models.resource import FILE

# Where nothing is said the first is taken that there is: 4 bits are smaller, and farther from what was trained.
FORMS = ("fp8", "q4", "16-bit")
BYTES = {"fp8": 1.0, "q4": 0.7, "16-bit": 2.0, "any": 2.0}  # of a number; of q4 on average, as it mixes 4 to 6 bits
COMMIT = re.compile(r"[0-9a-f]{40}")
NEWEST = "main"
LIST = "LONGTAKE_DOWNLOADS"  # a variable: another list than ours, as a studio's own hub may need


@dataclass(frozen=True, slots=True)
class Wanted:
    """Files of one repository that are one entry of the catalogue. sha256, bytes: by path, where they are known
    beforehand."""

    entry: Entry
    form: str
    repository: str
    files: tuple[str, ...]
    revision: str = NEWEST
    sha256: Mapping[str, str] = field(default_factory=dict)
    bytes: Mapping[str, int] = field(default_factory=dict)

    @property
    def about_bytes(self) -> int | None:
        """As told, else as its numbers take them; None where nobody has counted those."""
        if len(self.bytes) == len(self.files):
            return sum(self.bytes.values())
        return int(self.entry.parameters * BYTES[self.form]) or None


@cache
def published() -> Mapping[str, Mapping[str, Wanted]]:
    """By entry and form. Raises ModelError where the user's own list cannot be read."""
    own = os.environ.get(LIST)
    try:
        return _listed(Path(own) if own else FILE.with_name("downloads.toml"))
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        if not own:
            raise
        what = f"The list of downloads {own} cannot be read ({error})."
        raise ModelError(what, do=f"Mend it, or unset {LIST}.") from error


def _listed(file: Path) -> Mapping[str, Mapping[str, Wanted]]:
    told = tomllib.loads(file.read_text(encoding="utf-8"))
    entries = {**catalogue().bases, **catalogue().parts, **catalogue().adapters}
    return {
        name: {form: _wanted(entries[name], form, each) for form, each in forms.items()} for name, forms in told.items()
    }


def _wanted(entry: Entry, form: str, told: Mapping[str, Any]) -> Wanted:
    files = told["files"]
    wanted = Wanted(
        entry,
        form,
        str(told["repository"]),
        tuple(str(each["path"]) for each in files),
        str(told.get("revision", NEWEST)),
        {each["path"]: each["sha256"] for each in files if "sha256" in each},
        {each["path"]: each["bytes"] for each in files if "bytes" in each},
    )
    if form not in BYTES or (wanted.revision != NEWEST and not COMMIT.fullmatch(wanted.revision)):
        raise ValueError(f"downloads.toml: {entry.id} has no form {form}, or its revision is no commit")
    return wanted


def preset_called(name: str) -> Preset:
    """Raises ModelError."""
    found = catalogue().presets.get(name)
    if found is None:
        names = ", ".join(catalogue().presets)
        raise ModelError(f'There is no preset called "{name}".', do=f"There are: {names}.")
    return found


def forms_of(preset: Preset) -> tuple[str, ...]:
    """In which its model is published."""
    return tuple(form for form in FORMS if form in published()[preset.base])


def wanted_for(preset: Preset, form: str = "", only: Collection[str] = ()) -> tuple[Wanted, ...]:
    """Its model, what that needs beside it, its adapters. form: "" = the usual one. only: ids of those that are meant,
    none = all. Raises ModelError."""
    forms = forms_of(preset)
    if form and form not in forms:
        raise ModelError(f"{preset.title} is not published as {form}.", do=f"Ask for {' or '.join(forms)}.")
    names = (preset.base, *catalogue().bases[preset.base].parts, *preset.adapters)
    if strange := set(only) - set(names):
        raise ModelError(f"{preset.title} has no {', '.join(sorted(strange))}.", do=f"It has {', '.join(names)}.")
    return tuple(_in_form(published()[name], form or forms[0]) for name in names if not only or name in only)


def _in_form(found: Mapping[str, Wanted], form: str) -> Wanted:
    return found.get(form) or next(iter(found.values()))


def about_bytes(wanted: tuple[Wanted, ...]) -> int:
    """Of all whose size is known beforehand."""
    return sum(each.about_bytes or 0 for each in wanted)
