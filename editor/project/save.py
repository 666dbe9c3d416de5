"""Saves a project: whatever fails, what was saved before stays whole."""

import logging
import os
from collections.abc import Callable
from itertools import count
from pathlib import Path

from editor.project import backups
from editor.project.disk import replace_file
from editor.project.errors import KEPT, SaveFailed, save_failed
from editor.project.reading import check, file_digest
from editor.timeline.otio_file import Project, from_bytes, to_bytes
from editor.words import tr

log = logging.getLogger(__name__)


def content_to_save(path: Path, project: Project) -> bytes:
    """What the file will hold; it is read back once here, so that nothing is written that could not be opened.

    Raises ProjectError.
    """
    check(project.timeline, path.name)
    data = to_bytes(project, path.parent)
    if from_bytes(data, path.parent, path.name).timeline != project.timeline:
        raise SaveFailed(
            tr("{name} was not saved: it would not have come back the same.", name=path.name),
            kept=KEPT,
            do=tr("Undo the last edits and save again."),
        )
    return data


def save(path: Path, data: bytes, kept: Path, now: float, before: Callable[[], None] | None = None) -> None:
    """Replace the file, its former content kept in a folder of backups. Raises SaveFailed."""
    path = Path(os.path.realpath(path))  # a link goes on pointing to it

    def keep_old() -> None:
        if before is not None:
            before()
        _keep(path, kept, now)

    try:
        replace_file(path, data, keep_old)
        found = path.read_bytes()
    except OSError as error:
        raise save_failed(path.name, error) from error
    if found != data:
        raise SaveFailed(
            tr("{name} was saved, but its disk gives back something else.", name=path.name),
            kept=tr("Every edit is in the journal, and earlier versions in the backups."),
            do=tr("Save a copy on another disk."),
        )


def keep_other(path: Path, known: str) -> tuple[str, ...]:
    """Where the file is not the one we know by its digest, somebody else has saved there: theirs stays beside ours.

    Notes for the user. Raises OSError.
    """
    if not known or file_digest(path) in ("", known):
        return ()
    for number in count(1):
        again = f" {number}" if number > 1 else ""
        place = path.with_name(
            tr(
                "{stem} (saved elsewhere{number}){suffix}",
                stem=path.stem,
                number=again,
                suffix=path.suffix,
            )
        )
        if not place.exists():
            backups.link_or_copy(path, place)
            return (
                tr(
                    "{name} had been changed by somebody else; that version is {kept} now.",
                    name=path.name,
                    kept=place.name,
                ),
            )
    raise AssertionError("count never ends")


def _keep(path: Path, folder: Path, now: float) -> None:
    """Backups are a second line: a full app-data disk must not stop the save."""
    try:
        backups.keep(path, folder, now)
    except OSError as error:
        log.warning("no backup of %s was kept: %s", path, error)
