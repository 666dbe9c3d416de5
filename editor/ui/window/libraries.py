"""The libraries that this program is built on, with their licences: out of its bundle, or of what is installed."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

from packaging.requirements import Requirement

BUNDLED = Path(__file__).resolve().parents[3] / "licences"  # made when the program is bundled
OURS = "longtake"
TEXTS = ("licen", "copying", "notice")  # how the names of their files begin


@dataclass(frozen=True, slots=True)
class Library:
    """licence: its name. texts: files that hold it."""

    name: str
    version: str
    licence: str
    texts: tuple[Path, ...]

    def read(self) -> str:
        """All of its texts; nothing where it came with none."""
        read = (path.read_text("utf-8", "replace").strip() for path in self.texts if path.is_file())
        return "\n\n\n".join(read)


def libraries(bundled: Path = BUNDLED) -> list[Library]:
    """By name."""
    listed = bundled / "libraries.json"
    found = _told(listed, bundled) if listed.is_file() else installed()
    return sorted((each for each in found if each.name.lower() != OURS), key=lambda each: each.name.lower())


def _told(listed: Path, folder: Path) -> Iterator[Library]:
    for each in json.loads(listed.read_text("utf-8")):
        texts = tuple(folder / text for text in each["texts"])
        yield Library(each["name"], each["version"], each["licence"], texts)


def installed(name: str = OURS) -> list[Library]:
    """All that a library needs, and what those need, as far as it is installed here; itself among them."""
    found: dict[str, Library] = {}
    left = [name]
    while left:
        called = left.pop()
        if called not in found and (each := _distribution(called)) is not None:
            found[called] = _library(each)
            left += [_plain(need.name) for need in map(Requirement, each.requires or ()) if _is_needed(need)]
    return list(found.values())


def _plain(name: str) -> str:
    return name.lower().replace("_", "-").replace(".", "-")


def _distribution(name: str) -> Distribution | None:
    try:
        return distribution(name)
    except PackageNotFoundError:  # for another system, or left out
        return None


def _is_needed(need: Requirement) -> bool:
    """Here, without extras that nobody asked for."""
    return need.marker is None or need.marker.evaluate({"extra": ""})


def _library(each: Distribution) -> Library:
    told = each.metadata.json
    classified = [line.rpartition(":: ")[2] for line in told.get("classifier", []) if line.startswith("License")]
    lines = str(told.get("license", "")).strip().split("\n")
    named = str(told.get("license_expression", "")) or (lines[0] if len(lines) == 1 else "") or ", ".join(classified)
    texts = (Path(str(each.locate_file(file))) for file in each.files or () if _is_text(Path(str(file))))
    return Library(each.metadata["Name"], each.version, named, tuple(texts))


def _is_text(file: Path) -> bool:
    return file.name.lower().startswith(TEXTS) and file.suffix not in (".py", ".pyc")
