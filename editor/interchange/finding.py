"""Where the files are that a foreign timeline names: as it says, or near the timeline under the same name."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path, PureWindowsPath
from typing import Any
from urllib.parse import unquote, urlsplit

from editor.interchange.foreign import ForeignMedia
from editor.render.media_match import files_below

NO_REEL = ("AX", "BL")  # an EDL's words for a file without a name, and for black


@dataclass(slots=True)
class Files:
    """folder: of the timeline. found: each file that was named, once."""

    folder: Path
    found: list[ForeignMedia] = field(default_factory=list)
    _indices: dict[str, int] = field(default_factory=dict)
    _near: dict[str, Path] | None = None

    def index_of(self, clip: Any) -> int | None:
        """Which of `found` an otio.schema.Clip plays; None where it names no file."""
        names = list(names_of(clip))
        if not names:
            return None
        if names[0] not in self._indices:
            self._indices[names[0]] = self._add(names)
        return self._indices[names[0]]

    def _add(self, names: list[str]) -> int:
        place = next(filter(None, map(self._place, names)), None)
        path = place or path_of(names[0], self.folder)
        known = next((index for index, each in enumerate(self.found) if each.path == str(path)), None)
        if known is not None:
            return known
        self.found.append(ForeignMedia(path.stem, str(path), place is not None))
        return len(self.found) - 1

    def _place(self, name: str) -> Path | None:
        path = path_of(name, self.folder)
        if os.path.isfile(path):  # which takes any name, also one that is too long
            return path
        return self._nearby.get(path.name.casefold()) or self._nearby.get(path.stem.casefold())

    @property
    def _nearby(self) -> dict[str, Path]:
        """By their names, with and without the ending; what lies highest comes first."""
        if self._near is None:
            self._near = {}
            for path in files_below(self.folder):
                self._near.setdefault(path.name.casefold(), path)
                self._near.setdefault(path.stem.casefold(), path)
        return self._near


def names_of(clip: Any) -> Iterator[str]:
    """What a clip says of its file: an address and a name, else its own name and its reel's."""
    reference = clip.media_reference
    said = [str(name) for field in ("target_url", "name") if (name := getattr(reference, field, ""))]
    reel = clip.metadata.get("cmx_3600", {}).get("reel")
    yield from said or [str(name) for name in (clip.name, reel) if name and name not in NO_REEL]


def path_of(name: str, folder: Path) -> Path:
    """A path, a relative one, or a file's URL, also as Windows writes them."""
    parts = urlsplit(name)
    path = unquote(parts.path) if parts.scheme == "file" else unquote(name) if "%" in name else name
    if len(path) > 2 and path[0] == "/" and path[2] == ":":  # file:///C:/...
        path = path[1:]
    if "\\" in path or path[1:2] == ":":
        path = PureWindowsPath(path).as_posix()
    return Path(path.replace("\0", "")) if Path(path).is_absolute() else folder / path
