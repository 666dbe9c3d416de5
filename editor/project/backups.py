"""Earlier versions of a project, kept in app data by count and age."""

import os
from dataclasses import dataclass
from pathlib import Path

from editor.project.disk import make_folder, replace_file, write_new

TIERS = ((600, 6), (3_600, 8), (86_400, 5))  # seconds, count: one for each of the last 6 ten minutes, 8 hours, 5 days


@dataclass(frozen=True, slots=True)
class Backup:
    """number counts them: the order of making, whatever the clock did."""

    path: Path
    number: int
    when: int  # seconds since 1970


OF = "of"  # the file that says of which project they are, for when that itself can't be read


def keep(path: Path, folder: Path, now: float) -> None:
    """Keep what stands under that name, and thin out what was kept. Raises OSError."""
    if not path.exists():
        return
    make_folder(folder)
    kept = found_in(folder)
    number = kept[0].number + 1 if kept else 1
    link_or_copy(path, folder / f"{number:08d}-{int(now)}.otio")
    if not (folder / OF).exists() or (folder / OF).read_bytes() != os.fsencode(path):
        replace_file(folder / OF, os.fsencode(path))
    for backup in superfluous(found_in(folder)):
        backup.path.unlink(missing_ok=True)


def of_project(path: Path, root: Path) -> list[Backup]:
    """Of what stands, or stood, under that name; the newest first. root: the folder of all backups."""
    folders = [place.parent for place in root.glob(f"*/{OF}") if place.read_bytes() == os.fsencode(path)]
    found = [backup for folder in folders for backup in found_in(folder)]
    return sorted(found, key=lambda backup: (-backup.when, -backup.number))


def found_in(folder: Path) -> list[Backup]:
    """The newest first."""
    if not folder.is_dir():
        return []
    backups = [_backup(path) for path in folder.glob("*.otio")]
    return sorted((backup for backup in backups if backup), key=lambda backup: -backup.number)


def superfluous(backups: list[Backup]) -> list[Backup]:
    """Which of them no tier needs; the newest of each period stands for it."""
    needed: set[int] = set()
    for seconds, count in TIERS:
        periods: dict[int, int] = {}
        for backup in backups:
            periods.setdefault(backup.when // seconds, backup.number)
        needed.update(list(periods.values())[:count])
    return [backup for backup in backups if backup.number not in needed]


def _backup(path: Path) -> Backup | None:
    number, _, when = path.stem.partition("-")
    return Backup(path, int(number), int(when)) if number.isdigit() and when.isdigit() else None


def link_or_copy(path: Path, to: Path) -> None:
    """A link costs nothing; not every disk has them, and none reaches another disk."""
    try:
        os.link(path, to)
    except OSError:
        write_new(to, path.read_bytes())
