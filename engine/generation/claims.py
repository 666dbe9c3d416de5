"""Which file a take gets, and which takes a job that was cut off has made already.

In a hidden folder beside the takes, every take of a named job has a note: written before its file is begun, and again,
with all that is known of the take, once the file is complete. A note without a take is what a dead run left behind.
"""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from glob import escape
from itertools import count as numbers
from pathlib import Path

from engine.media.origin import written_into_takes
from engine.requests import Outputs, Request, Take
from engine.wire import NotOurs, from_json, to_json

NOTES = ".takes"


@dataclass(frozen=True, slots=True)
class Note:
    """number: of the take within its job, from 0. name: its file's, in the folder that the notes are in."""

    number: int
    name: str
    request: Request
    take: Take | None = None


@contextmanager
def claimed(request: Request, number: int, name: str, suffix: str) -> Iterator[Path]:
    """The first of "name, take 1", "name, take 2", ... that is not there yet: takes are never written over.

    A take that is written in the block says how it was made. An empty file holds the name against other runs; it, and
    folders with nothing in them, go when the block fails. Raises OutputError or NoSpace.
    """
    from engine.generation.origins import origin_of
    from engine.media.target import output_errors  # late: it brings PyAV, and a parent only sweeps

    folder = request.outputs.folder
    with output_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        paths = (folder / f"{name}, take {index}{suffix}" for index in numbers(1))
        path = next(path for path in paths if not path.exists() and _claim(path, request, number))
    try:
        with written_into_takes(origin_of(request, number)):
            yield path
    except BaseException:
        with suppress(OSError):
            if not path.stat().st_size:
                path.unlink()
                _forget(request.outputs, number)
            folder.rmdir()
        raise


def finished(request: Request, number: int, take: Take) -> None:
    """Note that the take's file is complete, for good; only then may it be told."""
    from engine.media.target import new_file

    if not request.outputs.job:
        return
    note = Note(number, take.path.name, request, take)
    with new_file(_note_path(request.outputs, number)) as temporary:
        temporary.write_text(json.dumps(to_json(note)), "utf-8")


def made(outputs: Outputs) -> dict[int, Take]:
    """The takes that runs of this job have finished, by number, where their files still are."""
    takes: dict[int, Take] = {}
    for note in _notes(outputs):
        path = outputs.folder / note.name
        if note.take is not None and path.is_file():
            takes[note.number] = replace(note.take, path=path)  # the folder may have been moved
    return takes


def sweep(outputs: Outputs) -> None:
    """Remove what a dead run of this job has begun and not finished. No run of it may be alive."""
    if not outputs.job:
        return
    with suppress(OSError):  # what cannot be removed is no reason to make nothing
        for part in (outputs.folder / NOTES).glob(f".{escape(outputs.job)}-*.part"):
            part.unlink(missing_ok=True)
        for note in _notes(outputs):
            if note.take is None:
                _remove(outputs, note)


def _remove(outputs: Outputs, note: Note) -> None:
    for part in outputs.folder.glob(f".{escape(note.name)}.*.part"):
        part.unlink(missing_ok=True)
    (outputs.folder / note.name).unlink(missing_ok=True)  # complete or not: nobody was told of it
    _forget(outputs, note.number)


def _claim(path: Path, request: Request, number: int) -> bool:
    """The note comes first: whenever the run ends, an unfinished file has one that says so."""
    if request.outputs.job:
        note = _note_path(request.outputs, number)
        note.parent.mkdir(exist_ok=True)
        note.write_text(json.dumps(to_json(Note(number, path.name, request))), "utf-8")
    try:
        path.touch(exist_ok=False)
    except FileExistsError:
        _forget(request.outputs, number)
        return False
    return True


def _notes(outputs: Outputs) -> Iterator[Note]:
    """Those that can be read: a note that was cut off while it was written says nothing of a file yet."""
    if not outputs.job:
        return
    for path in sorted((outputs.folder / NOTES).glob(f"{escape(outputs.job)}-*.json")):
        try:
            yield from_json(Note, json.loads(path.read_text("utf-8")))
        except (OSError, ValueError, NotOurs):
            continue


def _note_path(outputs: Outputs, number: int) -> Path:
    return outputs.folder / NOTES / f"{outputs.job}-{number}.json"


def _forget(outputs: Outputs, number: int) -> None:
    if outputs.job:
        note = _note_path(outputs, number)
        note.unlink(missing_ok=True)
        with suppress(OSError):  # other notes are there
            os.rmdir(note.parent)
