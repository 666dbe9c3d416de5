"""A running session: its folder in app data, locked while its process lives, with the journal in it."""

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from editor.project.disk import make_folder
from editor.project.errors import ProjectError, save_failed
from editor.project.journal import Edit, Journal, Origin
from editor.project.locks import FileLock
from editor.project.recovery import Ending, end_session, lock_of
from editor.timeline.model import new_id


class Running:
    """Raises SaveFailed where app data can't be written to."""

    def __init__(self, sessions: Path, origin: Origin, start: Edit, clock: Callable[[], float]) -> None:
        self.folder = sessions / new_id()
        self._clock = clock
        try:
            make_folder(sessions)
            self._lock = FileLock(lock_of(self.folder))
            make_folder(self.folder)
        except OSError as error:
            raise save_failed("The journal", error) from error
        self.journal = Journal(self.folder, origin, start, clock)

    @property
    def assets(self) -> Path:
        """Generated media of a project that was never saved."""
        return self.folder / "assets"

    def end(self, ending: Ending | None) -> None:
        """None: it goes on after the next start, by being offered for recovery. Raises nothing: what could not be
        written was told by `journal.error` before."""
        with suppress(ProjectError):
            self.journal.close()
        if ending is not None:
            with suppress(OSError):
                end_session(self.folder, ending, self._clock())
        self._lock.release()
