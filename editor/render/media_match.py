"""Finding a missing file again: where it may be now, and whether what is there is the same file."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import takewhile
from pathlib import Path, PurePath

from editor.timeline.model import Media, MediaId

FILES = 50_000  # looked at in a chosen folder
DEPTH = 12  # folders below it
Fingerprint = Callable[[Path], str]  # engine.media.fingerprint.content_fingerprint; raises OSError


@dataclass(frozen=True, slots=True)
class Found:
    path: Path
    certain: bool  # size and content agree; else only the name does


def is_missing(media: Media) -> bool:
    return not Path(media.path).is_file()


def beside_project(media: Media, before: Path, now: Path) -> Path:
    """Where the file is if it moved along with the project from the folder `before` to the folder `now`."""
    relative = os.path.relpath(media.path, before)
    return Path(os.path.normpath(now / relative))


def moved_along(media: Media, old: Path, new: Path) -> Path | None:
    """Where the file is if it moved as another did, from `old` to `new`; None where that tells nothing of it."""
    same = len(common_tail(old, new))
    left, right = old.parts[: len(old.parts) - same], new.parts[: len(new.parts) - same]
    parts = Path(media.path).parts
    if not left or parts[: len(left)] != left:
        return None
    return Path(*right, *parts[len(left) :])


def match(
    media: Media, candidates: Iterable[Path], known: str = "", fingerprint: Fingerprint | None = None
) -> Found | None:
    """The best of the candidates that exist: one that is certainly the file, else one of the same name.

    known: the file's fingerprint from when it was there. Without that and `fingerprint`, name and size have to agree
    for certainty. A file of the same name whose size or content is another one's is still found, as uncertain.
    """
    best: Found | None = None
    for path in sorted({path for path in candidates if path.is_file()}, key=lambda path: likeness(media, path)):
        if is_same(media, path, known, fingerprint):
            return Found(path, True)
        if best is None and path.name == Path(media.path).name:
            best = Found(path, False)
    return best


def find(
    missing: Sequence[Media],
    folder: Path,
    known: Mapping[MediaId, str] | None = None,
    fingerprint: Fingerprint | None = None,
) -> dict[MediaId, Found]:
    """The missing files that are in `folder` or below, by name, or by size and content where they were renamed."""
    files = list(files_below(folder))
    sizes = {media.size for media in missing if media.size}
    by_name, by_size = grouped(files, lambda path: path.name), grouped(files, size_among(sizes))
    found = {}
    for media in missing:
        print_known = (known or {}).get(media.id, "")
        renamed = by_size.get(media.size, []) if media.size and print_known and fingerprint else []
        candidates = [*by_name.get(Path(media.path).name, []), *renamed]
        place = match(media, candidates, print_known, fingerprint)
        if place is not None:
            found[media.id] = place
    return found


def files_below(folder: Path, most: int = FILES, depth: int = DEPTH) -> Iterator[Path]:
    """Files in `folder` first, then deeper ones; links to folders are not followed, hidden folders not entered."""
    level, seen = [folder], 0
    for _ in range(depth + 1):
        deeper = []
        for current in level:
            for path in listed(current):
                if path.is_dir():
                    deeper += [] if path.is_symlink() or path.name.startswith(".") else [path]
                    continue
                yield path
                seen += 1
                if seen >= most:
                    return
        level = deeper


def listed(folder: Path) -> list[Path]:
    """In order of their names; nothing where the folder cannot be read."""
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def is_same(media: Media, path: Path, known: str, fingerprint: Fingerprint | None) -> bool:
    try:
        if not media.size or path.stat().st_size != media.size:
            return False
        return fingerprint(path) == known if known and fingerprint else path.name == Path(media.path).name
    except OSError:
        return False


def likeness(media: Media, path: Path) -> tuple[int, int, str]:
    """Sorts what lies in folders of the same names first, then what lies highest."""
    return -len(common_tail(Path(media.path), path)), len(path.parts), str(path)


def common_tail(first: PurePath, second: PurePath) -> list[str]:
    pairs = zip(reversed(first.parts), reversed(second.parts), strict=False)
    return [left for left, right in takewhile(lambda pair: pair[0] == pair[1], pairs) if left == right]


def grouped(files: Iterable[Path], key: Callable[[Path], object]) -> dict[object, list[Path]]:
    groups: dict[object, list[Path]] = {}
    for path in files:
        groups.setdefault(key(path), []).append(path)
    return groups


def size_among(sizes: set[int]) -> Callable[[Path], object]:
    def size(path: Path) -> object:
        try:
            found = path.stat().st_size
        except OSError:
            return None
        return found if found in sizes else None

    return size
