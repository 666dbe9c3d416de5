"""Sessions that ended without a save: found, offered, and kept until they are surely of no use."""

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from time import time
from typing import Any

from editor.project.disk import make_folder, replace_file
from editor.project.errors import ProjectError, RecoveryFailed
from editor.project.locks import FileLock, is_held
from editor.project.reading import file_digest
from editor.project.replay import Replay, files_of, replay
from editor.timeline.model import Timeline
from editor.words import tr

KEEP = 7 * 86_400  # seconds that a closed session is kept
TRIES = 2  # recoveries of a session that may fail before it is put aside
CLOSED, TRIED, ASIDE = "closed.json", "tried.json", "aside"


class Ending(StrEnum):
    """Why a session is over."""

    SAVED = "saved"
    DISCARDED = "discarded"
    RECOVERED = "recovered"


@dataclass(frozen=True, slots=True)
class Recovered:
    """A session that can be gone on with."""

    folder: Path
    name: str
    path: Path | None  # of the project; None for one that was never saved
    sequence: int
    edits: int  # that no save holds
    lost: int  # records that could not be read
    when: float  # of the last edit, seconds since 1970
    session: Replay

    def load(self) -> Timeline:
        return self.session.timeline


def recoverable(sessions: Path, clock: Callable[[], float] = time) -> list[Recovered]:
    """Sessions whose process is gone and that hold edits beyond the last save, the furthest first."""
    found = [
        _offer(folder, clock()) for folder in _folders(sessions) if not _is_over(folder) and not is_running(folder)
    ]
    return sorted((offer for offer in found if offer), key=lambda offer: -offer.sequence)


def lock_of(folder: Path) -> Path:
    """Beside the folder: a session is locked before there is anything of it to be found."""
    return folder.with_suffix(".lock")


def is_running(folder: Path) -> bool:
    return is_held(lock_of(folder))


@contextmanager
def claimed(offer: Recovered) -> Iterator[None]:
    """Two windows may offer the same session. Raises RecoveryFailed to the second."""
    try:
        lock = FileLock(lock_of(offer.folder))
    except OSError as error:
        raise _gone(offer) from error
    try:
        if _is_over(offer.folder):
            raise _gone(offer)
        yield
    finally:
        lock.release()


def _gone(offer: Recovered) -> RecoveryFailed:
    return RecoveryFailed(
        tr("{name} is being recovered in another window.", name=offer.name),
        kept=tr("Nothing was changed."),
        do=tr("Go on with it there."),
    )


def begin_recovery(offer: Recovered) -> Timeline:
    """Its timeline; the attempt is noted, so that one which brings the editor down is not offered for ever."""
    with suppress(OSError):  # a full disk is no reason not to recover
        _write(offer.folder / TRIED, {"tries": _tries(offer.folder) + 1})
    return offer.load()


def go_on_in(offer: Recovered, folder: Path) -> None:
    """From here on the session in that folder holds it all, once its journal is on the disk."""
    with suppress(OSError):
        _write(offer.folder / TRIED, {"tries": _tries(offer.folder), "in": folder.name})


def _goes_on_elsewhere(folder: Path) -> bool:
    """Only where the other journal can be read: a process may have died between making its folder and writing it."""
    name = _read(folder / TRIED).get("in")
    other = folder.with_name(name) if isinstance(name, str) and name.isalnum() else folder
    if other == folder or not other.is_dir():
        return False
    try:
        replay(other)
    except ProjectError:
        return False
    return True


def end_session(folder: Path, ending: Ending, now: float) -> None:
    """It is not offered any more, and removed after a week. Raises OSError."""
    _write(folder / CLOSED, {"ending": ending.value, "when": now})


def sweep(sessions: Path, clock: Callable[[], float] = time) -> int:
    """Remove the sessions that have been over for a week; how many."""
    old = [folder for folder in _folders(sessions) if _is_old(folder, clock()) and not is_running(folder)]
    for folder in old:
        shutil.rmtree(folder, ignore_errors=True)
    return len(old)


def _folders(sessions: Path) -> list[Path]:
    return sorted(folder for folder in sessions.iterdir() if folder.is_dir()) if sessions.is_dir() else []


def _offer(folder: Path, now: float) -> Recovered | None:
    """None where there is nothing to recover; what can't be read is put aside."""
    session = None
    if _goes_on_elsewhere(folder):
        _end(folder, Ending.RECOVERED, now)
    elif files_of(folder):
        session = _replay_or_put_aside(folder)
    elif not (folder / ASIDE).exists():
        _end(folder, Ending.SAVED, now)
    if session is not None and _is_saved(session):
        _end(folder, Ending.SAVED, now)
        session = None
    return None if session is None else _recovered(folder, session)


def _replay_or_put_aside(folder: Path) -> Replay | None:
    if _tries(folder) < TRIES:
        with suppress(ProjectError):
            return replay(folder)
    _put_aside(folder)
    return None


def _end(folder: Path, ending: Ending, now: float) -> None:
    """What its process could not do any more."""
    with suppress(OSError):
        end_session(folder, ending, now)


def _recovered(folder: Path, session: Replay) -> Recovered:
    origin = session.origin
    edits = session.edits if origin.pending else session.sequence - max(origin.saved, 0)
    return Recovered(folder, origin.name, origin.path, session.sequence, edits, session.lost, session.when, session)


def _is_saved(session: Replay) -> bool:
    """Its last state is in the project's file, or it has none worth keeping."""
    origin = session.origin
    if origin.saved < 0:
        return session.sequence == 0
    if session.sequence > origin.saved:
        return False
    return not origin.pending or (origin.path is not None and file_digest(origin.path) == origin.digest)


def _put_aside(folder: Path) -> None:
    """The journal only: media that a project may point to stays where it is."""
    with suppress(OSError):
        make_folder(folder / ASIDE)
        for path in files_of(folder):
            path.rename(folder / ASIDE / path.name)


def _is_over(folder: Path) -> bool:
    return (folder / CLOSED).exists()


def _is_old(folder: Path, now: float) -> bool:
    when = _read(folder / CLOSED).get("when")
    return isinstance(when, int | float) and now - when > KEEP


def _tries(folder: Path) -> int:
    tries = _read(folder / TRIED).get("tries", 0)
    return tries if isinstance(tries, int) else TRIES


def _write(path: Path, value: dict[str, Any]) -> None:
    replace_file(path, json.dumps(value).encode())


def _read(path: Path) -> dict[str, Any]:
    """Nothing where it is not there or makes no sense."""
    try:
        value = json.loads(path.read_bytes())
    except (OSError, ValueError, RecursionError):
        return {}
    return value if isinstance(value, dict) else {}
