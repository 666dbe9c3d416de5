"""Every edit on the disk within a tenth of a second, while the work goes on."""

import json
import os
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from time import time
from typing import Any

from editor.project.deltas import delta
from editor.project.disk import sync, sync_folder, write_all
from editor.project.errors import ProjectError, SaveFailed
from editor.project.group_commit import GroupCommit
from editor.project.records import framed
from editor.timeline.model import Timeline
from editor.timeline.otio.media_paths import pack_path
from editor.timeline.otio_file import encode
from editor.words import tr

VERSION = 1
SNAPSHOT = 200  # edits between two snapshots
SUFFIX = ".journal"


@dataclass(frozen=True, slots=True)
class Origin:
    """Which project a journal is of, and what its file held when that was last known."""

    project_id: str
    name: str
    path: Path | None = None
    digest: str = ""  # of the file's bytes
    saved: int = -1  # the sequence number it was saved with; -1 = never
    pending: bool = False  # that save was about to be made: whether it was, the file tells
    former: str = ""  # while pending: of the file's bytes before


@dataclass(frozen=True, slots=True)
class Edit:
    name: str
    sequence: int
    after: Timeline


class Journal:
    """Of one session, in its folder: files that each begin with a snapshot, of which the last two are kept.

    prepare: makes the folder; raises OSError where that can't be done yet.
    """

    def __init__(
        self,
        folder: Path,
        origin: Origin,
        start: Edit,
        clock: Callable[[], float] = time,
        prepare: Callable[[], None] = lambda: None,
    ) -> None:
        self._folder = folder
        self._clock = clock
        self._prepare = prepare
        self._origin = origin
        self._state = start  # the last edit that was given to write, on the disk or not
        self._file: JournalFile | None = None
        self._number = 0
        self._writer: GroupCommit[Edit | Origin] = GroupCommit(self._write)
        self._writer.put(start)

    def record(self, edit: Edit) -> None:
        """Takes microseconds. It is on the disk when `flush` returns, or a tenth of a second later."""
        self._writer.put(edit)

    def note(self, origin: Origin) -> None:
        """The project was saved, is about to be, or is another one from here on."""
        self._writer.put(origin)

    def flush(self) -> None:
        """Wait until everything recorded so far is on the disk. Raises SaveFailed."""
        try:
            self._writer.flush()
        except (OSError, ProjectError) as error:
            raise _failed(error) from error

    @property
    def error(self) -> ProjectError | None:
        """Why edits are not being journalled just now; it goes on trying."""
        return _failed(self._writer.error) if self._writer.error else None

    def close(self) -> None:
        """What was recorded is written. Raises SaveFailed."""
        try:
            self._writer.close()
        except (OSError, ProjectError) as error:
            raise _failed(error) from error
        finally:
            self._leave_file()

    def _write(self, entries: list[Edit | Origin]) -> None:
        """In the writer's thread. After a failure the next begins another file, with all that there is by then."""
        steps = [self._advance(entry) for entry in entries]
        try:
            if self._file is None or self._file.is_full or not all(steps):
                self._begin_file()
            else:
                self._file.append([self._record(step) for step in steps if step])
        except BaseException:
            self._leave_file()
            raise

    def _advance(self, entry: Edit | Origin) -> "Step | None":
        """None where a record does not do, and a new file has to begin."""
        if isinstance(entry, Origin):
            before, self._origin = self._origin, entry
            return Step(entry, self._state, entry) if before.project_id == entry.project_id else None
        before_edit, self._state = self._state, entry
        return Step(self._origin, before_edit, entry)

    def _begin_file(self) -> None:
        self._leave_file()
        self._prepare()
        self._number += 1
        head = self._payload(_origin(self._origin, self._state.sequence), "origin")
        content = {"sequence": self._state.sequence, "timeline": encode(self._state.after)}
        file = JournalFile(self._folder, self._number)
        try:
            file.append([head, self._payload(content, "snapshot")])
            sync_folder(self._folder)
        except BaseException:
            with suppress(OSError):
                file.close()
            raise
        self._file = file
        self._place(self._number - 2).unlink(missing_ok=True)

    def _leave_file(self) -> None:
        """What it holds was synced when it was written."""
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None

    def _record(self, step: "Step") -> bytes:
        if isinstance(step.entry, Origin):
            return self._payload(_origin(step.entry, step.before.sequence), "origin")
        change = delta(step.before.after, step.entry.after)
        content = {"sequence": step.entry.sequence, "name": step.entry.name, "delta": change}
        return self._payload(content, "edit", step.origin)

    def _payload(self, content: dict[str, Any], kind: str, origin: Origin | None = None) -> bytes:
        project = (origin or self._origin).project_id
        head = {"kind": kind, "version": VERSION, "project": project, "when": self._clock()}
        return json.dumps(head | content, ensure_ascii=False, separators=(",", ":")).encode(errors="replace")

    def _place(self, number: int) -> Path:
        return self._folder / f"{number:06d}{SUFFIX}"


@dataclass(frozen=True, slots=True)
class Step:
    """An entry, and what stood before it."""

    origin: Origin
    before: Edit
    entry: Edit | Origin


class JournalFile:
    """One file of records, each group on the disk when `append` returns."""

    def __init__(self, folder: Path, number: int) -> None:
        flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_APPEND | getattr(os, "O_BINARY", 0)
        self._descriptor = os.open(folder / f"{number:06d}{SUFFIX}", flags, 0o600)
        self._records = 0

    @property
    def is_full(self) -> bool:
        return self._records >= SNAPSHOT

    def append(self, payloads: list[bytes]) -> None:
        """Raises OSError; the file may then end in half a record."""
        if payloads:
            write_all(self._descriptor, b"".join(map(framed, payloads)))
            sync(self._descriptor)
            self._records += len(payloads)

    def close(self) -> None:
        os.close(self._descriptor)


def _origin(origin: Origin, sequence: int) -> dict[str, Any]:
    path = None if origin.path is None else pack_path(str(origin.path), None)
    found = {"path": path, "title": origin.name, "digest": origin.digest}
    return found | {"saved": origin.saved, "pending": origin.pending, "former": origin.former, "sequence": sequence}


def _failed(error: Exception) -> SaveFailed:
    return SaveFailed(
        tr("Edits are not being journalled: {error}", error=error),
        kept=tr("They are in memory, and in the project once it is saved."),
        do=tr("Save the project, and make room on the disk that holds your home folder."),
    )
