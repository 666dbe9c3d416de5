"""The project that is open: its file, its journal, its lock, and the folder of its generated media."""

import os
from collections import deque
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import RLock
from time import time

from editor.project import assets, backups, openings, recovery, sample
from editor.project.backups import Backup
from editor.project.disk import make_folder, sweep
from editor.project.errors import ProjectError, SaveFailed, sample_failed, save_failed
from editor.project.journal import Edit, Origin
from editor.project.locks import FileLock, lock_project
from editor.project.openings import Opening
from editor.project.places import app_data, assets_beside, backups_in, sessions_in
from editor.project.reading import digest_of
from editor.project.recovery import Ending, Recovered
from editor.project.running import Running
from editor.project.save import content_to_save, keep_other, save
from editor.timeline.model import Timeline, new_id
from editor.timeline.otio_file import Project
from editor.words import tr

RECENT = 64  # states whose sequence number is remembered: a save in a thread may come some edits late


class OpenProject:
    """There is always one. root: the app's folder, if not the usual one.

    Whoever opens another has asked the user about this one: what is not saved is given up, and kept for a week.
    `save` may run in a thread while `record` is called from another.
    """

    def __init__(self, timeline: Timeline, root: Path | None = None, clock: Callable[[], float] = time) -> None:
        self._root = root or app_data()
        self._clock = clock
        self._guard = RLock()
        self._lock: FileLock | None = None
        self._running: Running | None = None
        self._state = Project(timeline, "", 0)  # what was recorded last
        self._recent: deque[tuple[Timeline, int]] = deque(maxlen=RECENT)
        self._moves: dict[str, str] = {}  # media brought along: new path by old
        self.new(timeline)

    @property
    def path(self) -> Path | None:
        """The file; None before the first save."""
        return self._origin.path

    @property
    def name(self) -> str:
        return self._origin.name

    @property
    def project_id(self) -> str:
        return self._origin.project_id

    @property
    def sequence(self) -> int:
        """Counts every edit that was ever made."""
        return self._state.sequence

    @property
    def is_saved(self) -> bool:
        """The file holds the last edit; also true of a new project without any."""
        return self.sequence <= max(0, self._origin.saved)

    @property
    def journal_error(self) -> ProjectError | None:
        """Why edits are only in memory just now; it goes on trying."""
        return self._session.journal.error

    @property
    def assets(self) -> Path:
        """Where new generated media goes; made when asked for. Raises SaveFailed."""
        folder = assets_beside(self.path) if self.path else self._session.assets
        try:
            self._session.prepare()
            make_folder(folder)
        except OSError as error:
            raise save_failed(folder.name, error) from error
        return folder

    def new(self, timeline: Timeline) -> None:
        """Begin one that is saved nowhere yet."""
        self._switch(openings.from_nothing(timeline))

    def open(self, path: Path, as_copy: bool = False, steal: bool = False) -> Timeline:
        """as_copy: leave the file to whoever has it; the first save asks where. steal: though another computer is
        said to have it. Raises ProjectInUse, ProjectError; then what was open still is."""
        path = path.absolute()
        if as_copy:
            return self._switch(openings.from_copy(path, path, "copy"))
        return self._switch(openings.from_file(path, partial(self._claim, steal=steal), self._give_back))

    def open_sample(self) -> Timeline:
        """As it comes with the program, each time; the first save asks where. Raises ProjectError."""
        try:
            file = sample.lay_out(self._root)
        except OSError as error:
            raise sample_failed(self._root, error) from error
        return self._switch(openings.from_sample(file))

    def earlier_versions(self, path: Path | None = None) -> list[Backup]:
        """Of this project, or of the one under that name, which need not be readable; the newest first."""
        of = path or self.path
        return backups.of_project(Path(os.path.realpath(of)), backups_in(self._root)) if of else []

    def open_earlier(self, backup: Backup, path: Path) -> Timeline:
        """One of those: the first save asks where. Raises ProjectError."""
        return self._switch(openings.from_copy(backup.path, path, "earlier"))

    def recoverable(self) -> list[Recovered]:
        """Sessions that ended without a save, the furthest first. Removes those that are long over."""
        sessions = sessions_in(self._root)
        recovery.sweep(sessions, self._clock)
        return recovery.recoverable(sessions, self._clock)

    def recover(self, offer: Recovered) -> Timeline:
        """Go on with that session. Nothing is saved by that; and where its project's file is not what that session
        knew, saving will ask where. Raises ProjectError."""
        with recovery.claimed(offer):
            timeline = recovery.begin_recovery(offer)
            self._switch(openings.from_session(offer, timeline, self._claim, self._give_back))
            recovery.go_on_in(offer, self._session.folder)
            try:
                self._bring(timeline, self._session.assets)
                self.flush()
                self.discard(offer, Ending.RECOVERED)
            except SaveFailed as error:  # then that session is kept, and offered again
                self.notes += (str(error),)
        if offer.lost:
            self.notes += (tr("{lost} of its last edits could not be read.", lost=offer.lost),)
        return self._state.timeline

    def discard(self, offer: Recovered, ending: Ending = Ending.DISCARDED) -> None:
        """It is not offered again, and kept for a week. Raises SaveFailed."""
        try:
            recovery.end_session(offer.folder, ending, self._clock())
        except OSError as error:
            raise save_failed(offer.name, error) from error

    def record(self, name: str, before: Timeline, after: Timeline) -> None:
        """Journal an edit, an undo or a redo: takes microseconds."""
        with self._guard:
            if after is not before and after != self._state.timeline:
                self._state = replace(self._state, timeline=after, sequence=self.sequence + 1)
                self._recent.append((after, self.sequence))
                self._session.journal.record(Edit(name, self.sequence, after))

    def flush(self) -> None:
        """Wait until every recorded edit is on the disk. Raises SaveFailed."""
        self._session.journal.flush()

    def save(self, timeline: Timeline, path: Path | None = None) -> Timeline:
        """Save what was recorded last, or lately; path: where to from now on. Generated media comes along: what is
        returned knows its new place, and `relocated` tells it to the undo history (Document.amend).

        Raises ProjectInUse, SaveFailed; then everything is as it was.
        """
        target = path.absolute() if path else self.path
        if target is None:
            raise SaveFailed(
                tr("The project has no name yet."), kept=tr("Nothing was changed."), do=tr("Choose where to save it.")
            )
        lock = self._claim(target)
        try:
            timeline, sequence = self._bring(timeline, assets_beside(target))
            self._write(target, replace(self._state, timeline=timeline, sequence=sequence))
        except ProjectError:
            self._give_back(lock)
            raise
        if lock is not self._lock:
            self._release(self._lock)
        self._lock = lock
        return timeline

    def relocated(self, timeline: Timeline) -> Timeline:
        """The same timeline with its generated media where it was brought to."""
        return assets.relocated(timeline, self._moves)

    def close(self, discard: bool) -> None:
        """discard: the user does not want what is not saved. Else that is offered at the next start."""
        if self._running is not None:
            self._leave(Ending.DISCARDED if discard else None)
        self._release(self._lock)
        self._lock = None

    @property
    def _session(self) -> Running:
        assert self._running is not None, "closed"
        return self._running

    def _switch(self, opening: Opening) -> Timeline:
        if opening.origin.path is not None:
            sweep(opening.origin.path)
        start = Edit(tr("Open"), opening.project.sequence, opening.project.timeline)
        running = Running(sessions_in(self._root), opening.origin, start, self._clock)
        if self._running is not None:
            self._leave(Ending.DISCARDED)
        if self._lock is not opening.lock:
            self._release(self._lock)
        self._running, self._lock, self._origin = running, opening.lock, opening.origin
        self._state = opening.project
        self._recent = deque([(start.after, start.sequence)], RECENT)
        self._moves = {}
        # Generated media in these comes along; that of other sessions is there after a recovery.
        self._homes = [sessions_in(self._root), *opening.homes]
        self.notes = opening.project.notes  # what the user should know of the last open or save
        return start.after

    def _claim(self, path: Path, steal: bool = False) -> FileLock | None:
        return self._lock if path == self.path else lock_project(path, steal)

    def _leave(self, ending: Ending | None) -> None:
        session, self._running = self._session, None
        if self.is_saved:
            assets.remove_originals(self._moves, session.assets)
            ending = Ending.SAVED
        session.end(ending)

    def _release(self, lock: FileLock | None) -> None:
        if lock is not None:
            lock.release()

    def _give_back(self, lock: FileLock | None) -> None:
        """What was claimed for nothing."""
        if lock is not self._lock:
            self._release(lock)

    def _bring(self, timeline: Timeline, to: Path) -> tuple[Timeline, int]:
        """With its generated media there, and the sequence number of that. Raises SaveFailed."""
        moves = assets.bring_along(timeline, self._homes, to)
        with self._guard:
            self._moves = {old: moves.get(new, new) for old, new in self._moves.items()} | moves
            sequence = self._sequence_of(timeline)
            is_latest = sequence == self.sequence
            latest = self._state.timeline
            self.record(tr("Bring Media Along"), latest, assets.relocated(latest, moves))
            return assets.relocated(timeline, moves), self.sequence if is_latest else sequence

    def _sequence_of(self, timeline: Timeline) -> int:
        """A state that was never recorded is recorded now."""
        for state, sequence in reversed(self._recent):
            if state == timeline:
                return sequence
        self.record(tr("Save"), self._state.timeline, timeline)
        return self.sequence

    def _write(self, target: Path, project: Project) -> None:
        """Raises SaveFailed."""
        before, moves_house = self._origin, self.path is not None and target != self.path
        if moves_house:  # two files are two projects
            project = replace(project, project_id=new_id())
        data = content_to_save(target, project)
        after = Origin(project.project_id, target.stem, target, digest_of(data), project.sequence)

        def announce() -> None:
            """Once this is on the disk, the file itself tells whether it was saved."""
            former = before.digest if target == before.path else ""
            self._note(replace(after, pending=True, former=former))
            with suppress(SaveFailed):
                self.flush()
            self.notes = keep_other(target, former)

        try:
            save(target, data, backups_in(self._root) / project.project_id, self._clock(), announce)
        except SaveFailed:
            self._note(before)
            raise
        with self._guard:
            self._note(after)
            self._state = replace(self._state, project_id=project.project_id)
        self._homes.append(assets_beside(target))

    def _note(self, origin: Origin) -> None:
        if not origin.pending:
            self._origin = origin
        self._session.journal.note(origin)
