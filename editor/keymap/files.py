"""A set of keys as a file that can be taken to another computer."""

import json
import tomllib
from collections.abc import Mapping
from pathlib import Path

from editor.keymap.keymap import Keys
from editor.words import tr
from engine.errors import LongtakeError, OutputError

KEPT = tr("The keys are as they were.")


def read_keys(path: Path) -> tuple[str, dict[str, str]]:
    """The preset that they lie over, and the changes by command. Raises LongtakeError."""
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
        keys = {str(name): str(own) for name, own in table["keys"].items()}
    except OSError as error:
        raise LongtakeError(
            tr("{name} cannot be read: {strerror}.", name=path.name, strerror=error.strerror), kept=KEPT
        ) from error
    except (ValueError, KeyError, AttributeError) as error:
        raise LongtakeError(
            tr("{name} holds no keyboard shortcuts.", name=path.name),
            kept=KEPT,
            do=tr("Choose a file that Export has written."),
        ) from error
    return str(table.get("preset", "")), keys


def write_keys(path: Path, preset: str, own: Mapping[str, Keys]) -> None:
    """As TOML, whose strings and names are written as JSON's are. Raises OutputError."""
    lines = [f"preset = {json.dumps(preset)}", "", "[keys]"]
    lines += [f"{json.dumps(name)} = {json.dumps('; '.join(keys))}" for name, keys in sorted(own.items())]
    try:
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    except OSError as error:
        raise OutputError(
            tr("{name} cannot be written: {strerror}.", name=path.name, strerror=error.strerror),
            do=tr("Choose another folder."),
        ) from error
