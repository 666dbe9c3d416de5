"""What headers told, kept on the disk: a file is looked into once, and again when it has changed."""

import dataclasses
import json
import os
from contextlib import suppress
from pathlib import Path
from typing import Any
from uuid import uuid4

from engine.errors import ModelError
from engine.models.contents.found import Found, Part
from engine.models.contents.inspection import inspected, stamp

FORM = 2  # of what is kept; another one whenever files are judged otherwise than before
FIELDS = tuple(each.name for each in dataclasses.fields(Found) if each.name not in ("path", "kind"))


class KeptHeaders:
    """path: of the file that keeps them. One that cannot be read or written costs time alone."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._kept = _read(path)
        self._asked: dict[str, Any] = {}

    def inspected(self, path: Path) -> Found:
        """As engine.models.contents.inspection.inspected."""
        try:
            size, written = stamp(path)
        except ModelError as error:
            return Found(path, Part.OTHER, why=str(error))
        kept = self._kept.get(str(path))
        found = _found(path, kept, [size, written]) or inspected(path)
        self._asked[str(path)] = [size, written, found.kind.value, *(getattr(found, name) for name in FIELDS)]
        return found

    def keep(self, gone: tuple[Path, ...]) -> None:
        """What was asked for, and what lies in folders that are not there now."""
        away = {path: each for path, each in self._kept.items() if any(map(Path(path).is_relative_to, gone))}
        with suppress(OSError):  # a disk that takes nothing
            write_json(self._path, {"form": FORM, "files": {**away, **self._asked}})


def _found(path: Path, kept: Any, stamped: list[int]) -> Found | None:
    if not isinstance(kept, list) or len(kept) != 3 + len(FIELDS) or kept[:2] != stamped:
        return None
    values: dict[str, Any] = dict(zip(FIELDS, kept[3:], strict=True))
    with suppress(ValueError):
        return Found(path, Part(kept[2]), **values)
    return None


def _read(path: Path) -> dict[str, Any]:
    told = read_json(path)
    files = told.get("files") if told.get("form") == FORM else None
    return files if isinstance(files, dict) else {}


def read_json(path: Path) -> dict[str, Any]:
    """Empty where there is nothing, or nothing sound."""
    try:
        told = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}
    return told if isinstance(told, dict) else {}


def write_json(path: Path, told: dict[str, Any]) -> None:
    """There whole or not at all. Raises OSError."""
    temporary = path.with_suffix(f".{uuid4().hex[:8]}.part")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.write_text(json.dumps(told), encoding="utf-8")
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
