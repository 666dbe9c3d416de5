"""A running session: its folder in app data, locked while its process lives, with the journal in it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from threading import Lock

from editor.project.disk import make_folder
from editor.project.errors import ProjectError
from editor.project.journal import Edit, Journal, Origin
from editor.project.locks import FileLock
from editor.project.recovery import Ending, end_session, lock_of
from editor.timeline.model import new_id


class Running:
    """Made even where app data can't be written to just now: `journal.error` tells, and it goes on trying."""

    def __init__(self, sessions: Path, origin: Origin, start: Edit, clock: Callable[[], float]) -> None:
        self.folder = sessions / new_id()
        self._clock = clock
        self._preparing = Lock()
        self._lock: FileLock | None = None
        self.journal = Journal(self.folder, origin, start, clock, self.prepare)

    @property
    def assets(self) -> Path:
        """Generated media of a project that was never saved."""
        return self.folder / "assets"

    def prepare(self) -> None:
        """Make the folder, locked before there is anything to be found. Raises OSError."""
        with self._preparing:
            make_folder(self.folder.parent)
            if self._lock is None:
                self._lock = FileLock(lock_of(self.folder))
            make_folder(self.folder)

    def end(self, ending: Ending | None) -> None:
        """None: it goes on after the next start, by being offered for recovery. What can't be written any more was
        told by `journal.error` before."""
        with suppress(ProjectError):
            self.journal.close()
        with suppress(OSError):
            if ending is not None:
                end_session(self.folder, ending, self._clock())
        if self._lock is not None:
            self._lock.release()
