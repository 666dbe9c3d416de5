"""Projects as the window handles them: which file, what is not saved, what stands in the way."""

import asyncio
import socket
import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.interchange.formats import BUNDLE, FORMATS
from editor.project.backups import Backup
from editor.project.errors import ProjectError, ProjectInUse
from editor.session import Session
from editor.timeline.model import Media, Timeline, new_timeline
from editor.ui.generation.rows import MenuRow
from editor.ui.window import questions
from editor.ui.window.questions import InUse, Unsaved
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

SUFFIX = ".otio"
FOLDER = "project folder"  # the setting's name
FOREIGN = {BUNDLE, *(form.suffix for form in FORMATS)} - {SUFFIX}  # of other editors' timelines
EARLIER = 12  # versions offered


class Files:
    """The File menu's verbs. Each is a coroutine: dialogs are awaited, the window goes on.

    They raise ProjectError; what was open stays open then, and what was saved stays saved.
    """

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self._writer = ThreadPoolExecutor(1, "save")
        self.saved_at: float | None = None  # seconds since 1970

    def close(self) -> None:
        """Waits for a save that is under way."""
        self._writer.shutdown()

    async def new(self) -> None:
        if await self.may_leave():
            timeline = new_timeline()
            self._session.project.new(timeline)
            self.show_opened(timeline)

    async def open(self) -> None:
        chosen = await questions.files_to_open(
            self._window, tr("Open a project"), questions.PROJECTS, self._folder(), many=False
        )
        if chosen:
            await self.open_project(chosen[0])

    async def open_sample(self) -> None:
        if await self.may_leave():
            self.show_opened(self._session.project.open_sample())
            self._window.timeline_panel.fit()

    async def open_project(self, path: Path) -> None:
        if not await self.may_leave():
            return
        try:
            timeline = self._session.project.open(path)
        except ProjectInUse as error:
            await self._open_in_use(path, error)
        except ProjectError as error:
            self._window.show_error(error)
            await self._offer_earlier(path)
        else:
            self.show_opened(timeline)

    async def take_in(self, paths: list[Path]) -> list[Media]:
        """What was dropped, or named at the start: a project among it is opened, else all of it is imported."""
        for path in [path for path in paths if path.suffix.lower() in FOREIGN]:
            await self._window.timelines.import_file(path)
            paths = [each for each in paths if each != path]
        projects = [path for path in paths if path.suffix.lower() == SUFFIX]
        if not projects:
            return await self._window.media_files.import_paths(paths) if paths else []
        await self.open_project(projects[0])
        return []

    async def save(self) -> bool:
        """Whether it was; the user may think better of it."""
        path = self._session.project.path
        return await self.save_as() if path is None else await self._save(path)

    async def save_as(self) -> bool:
        project = self._session.project
        proposed = project.path or Path(self._folder()) / f"{project.name}{SUFFIX}"
        path = await questions.file_to_save(self._window, tr("Save the project"), questions.PROJECTS, proposed)
        return path is not None and await self._save(path)

    async def may_leave(self) -> bool:
        """Whether what is open may be left: it is saved, or the user said so."""
        if self._session.project.is_saved:
            return True
        besides = self._window.making.words_for_leaving()
        answer = await questions.about_unsaved(self._window, self._session.project.name, besides)
        return answer is Unsaved.DISCARD or (answer is Unsaved.SAVE and await self.save())

    def show_opened(self, timeline: Timeline) -> None:
        """What the project has just been switched to."""
        session, path = self._session, self._session.project.path
        self.saved_at = path.stat().st_mtime if path else None
        session.document.replace(timeline)
        if session.source.media is not None:
            session.source.close()
        if path is not None:
            self._remember(path)
        session.jobs.tell_again()  # takes that were made while another project was open
        self._window.refresh()
        self._window.tell_notes(session.project.notes)
        self._window.media_files.tell_missing()

    @property
    def recent(self) -> list[Path]:
        """Projects opened last that are still there, the newest first."""
        return [Path(name) for name in self._session.settings.recent if Path(name).is_file()]

    def recent_rows(self) -> list[MenuRow]:
        rows = tuple(
            MenuRow(path.stem, partial(self.open_project, path), detail=path.parent.name) for path in self.recent
        )
        return [MenuRow(tr("Open Recent"), submenu=rows)] if rows else []

    def earlier_rows(self) -> list[MenuRow]:
        """Versions of the open project from before its last saves."""
        path = self._session.project.path
        backups = self._session.project.earlier_versions()[:EARLIER] if path else []
        rows = tuple(
            MenuRow(when(backup.when), partial(self._open_earlier, backup, path)) for backup in backups if path
        )
        return [MenuRow(tr("Open Earlier Version"), submenu=rows)] if rows else []

    @property
    def _session(self) -> Session:
        return self._window.session

    def _folder(self) -> str:
        return self._session.settings.text(FOLDER, str(Path.home()))

    def _remember(self, path: Path) -> None:
        self._session.settings.remember(str(path))
        self._session.settings.set({FOLDER: str(path.parent)})

    async def _save(self, path: Path) -> bool:
        session, name = self._session, self._session.project.name
        session.document.amend(partial(renamed, before=name, after=path.stem))
        timeline = session.document.timeline
        try:
            await self._write(timeline, path)
        except ProjectError:
            session.document.amend(partial(renamed, before=path.stem, after=name))
            raise
        was_edited = session.document.timeline is not timeline
        session.document.amend(session.project.relocated)
        if not was_edited:
            session.document.undo_stack.setClean()
        self._remember(path)
        self.saved_at = time.time()
        self._window.refresh()
        self._window.tell_notes(session.project.notes)
        return True

    async def _write(self, timeline: Timeline, path: Path) -> None:
        """On a thread of its own: media may have to be copied along, and edits go on meanwhile."""
        loop = asyncio.get_running_loop()
        await loop.run_in_executor(self._writer, self._session.project.save, timeline, path)

    async def _open_in_use(self, path: Path, error: ProjectInUse) -> None:
        elsewhere = error.holder.host not in ("", socket.gethostname())
        words = tr("A copy can be opened and saved under another name.")
        if elsewhere:
            words += tr(" Open it anyway only if that computer has let go of it.")
        answer = await questions.about_use(self._window, error.what, words, may_steal=elsewhere)
        if answer is not InUse.CANCEL:
            copy = answer is InUse.COPY
            self.show_opened(self._session.project.open(path, as_copy=copy, steal=not copy))

    async def _offer_earlier(self, path: Path) -> None:
        """Instead of one that cannot be read."""
        backups = self._session.project.earlier_versions(path)
        if backups:
            words = tr("It opens as a copy; {name} stays as it is.", name=path.name)
            question = tr("Open the version of {stem} from {when}?", stem=path.stem, when=when(backups[0].when))
            if await questions.confirmed(self._window, tr("Earlier version"), question, words, tr("Open")):
                self.show_opened(self._session.project.open_earlier(backups[0], path))

    async def _open_earlier(self, backup: Backup, path: Path) -> None:
        if await self.may_leave():
            self.show_opened(self._session.project.open_earlier(backup, path))


def renamed(timeline: Timeline, before: str, after: str) -> Timeline:
    """A timeline that was called as its project is goes on being called so."""
    return replace(timeline, name=after) if timeline.name == before != after else timeline


def when(seconds: float) -> str:
    """In the user's own time: Thu 26 Nov, 14:03"""
    return time.strftime("%a %d %b, %H:%M", time.localtime(seconds))
