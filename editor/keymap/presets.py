"""Presets of keys: resources/keys/*.toml, each with what differs from the Standard one."""

import tomllib
from collections.abc import Mapping
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "keys"


@cache
def preset_names() -> Mapping[str, str]:
    """What they are called, by their files' names; without the Standard one, which has no file."""
    return {path.stem: str(_read(path)["name"]) for path in sorted(FOLDER.glob("*.toml"), reverse=True)}


@cache
def preset_keys(preset: str) -> Mapping[str, str]:
    """By command: keys as a command writes them. Raises OSError where there is no such preset."""
    return dict(_read(FOLDER / f"{preset}.toml")["keys"])


def _read(path: Path) -> dict:
    return tomllib.loads(path.read_text(encoding="utf-8"))
