"""Projects and media files as the window handles them: which file, unsaved changes, missing media."""

import time
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.actions import importing, placing
from editor.render import media_match
from editor.session import Session
from editor.timeline.model import Media, MediaId, TrackId, new_timeline
from editor.ui.generation.rows import MenuRow
from editor.ui.window import questions
from engine.errors import LongtakeError

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

SUFFIX = ".otio"
MEDIA = "Video, sound and stills (" + " ".join(f"*.{suffix}" for suffix in importing.SUFFIXES.split()) + ")"


class Files:
    """The File menu's verbs. Each is a coroutine: dialogs are awaited, the window goes on."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.saved_at: float | None = None

    @property
    def _session(self) -> Session:
        return self._window.session

    async def new(self) -> None:
        if await self.may_close():
            timeline = new_timeline()
            self._session.project.new(timeline)
            self.saved_at = None
            self._session.document.replace(timeline)

    async def offer_recovery(self) -> bool:
        """What a session that ended unexpectedly had not saved; whether the user took it."""
        offers = self._session.project.recoverable()
        if not offers:
            return False
        offer = offers[0]
        details = f"Longtake ended before {offer.name} was saved. {offer.edits} edits can be brought back."
        if not await questions.confirmed(
            self._window, "Recover", f"Recover {offer.name}?", details, "Recover", "Not now"
        ):
            return False
        timeline = self._session.project.recover(offer)
        self._session.document.replace(timeline)
        self._session.jobs.tell_again()
        self._window.refresh()
        self.tell_missing()
        return True

    async def open_or_import(self, files: list[Path]) -> None:
        """What was named when the program was started."""
        await self.take_in([file.absolute() for file in files])

    def recent_rows(self) -> list[MenuRow]:
        recent = [Path(name) for name in self._session.settings.recent if Path(name).is_file()]
        rows = tuple(MenuRow(path.stem, partial(self.open_project, path)) for path in recent)
        return [MenuRow("Open Recent", submenu=rows)] if rows else []

    async def open(self) -> None:
        chosen = await questions.files_to_open(
            self._window, "Open a project", questions.PROJECTS, self._folder(), many=False
        )
        if chosen:
            await self.open_project(chosen[0])

    async def open_project(self, path: Path) -> None:
        """Raises ProjectError; what was open stays open then."""
        if not await self.may_close():
            return
        timeline = self._session.project.open(path)
        self.saved_at = path.stat().st_mtime
        self._session.document.replace(timeline)
        self._session.jobs.tell_again()  # takes that were made while another project was open
        self._session.settings.remember(str(path))
        self._window.refresh()
        self.tell_missing()

    async def save(self) -> bool:
        path = self._session.project.path
        return await self.save_as() if path is None else self._save(path)

    async def save_as(self) -> bool:
        project = self._session.project
        proposed = project.path or Path(self._folder()) / f"{self._session.document.timeline.name}{SUFFIX}"
        path = await questions.file_to_save(self._window, "Save the project", questions.PROJECTS, proposed)
        return path is not None and self._save(path)

    def _save(self, path: Path) -> bool:
        session = self._session
        session.project.save(session.document.timeline, path)
        session.document.amend(session.project.relocated)  # takes have come along with the project
        session.document.undo_stack.setClean()
        session.settings.remember(str(path))
        self.saved_at = time.time()
        self._window.refresh()
        return True

    async def may_close(self) -> bool:
        """Whether what is open may be left: it is saved, or the user said so."""
        if self._session.project.is_saved:
            return True
        answer = await questions.about_unsaved(self._window, self._session.project.name)
        if answer is questions.Unsaved.SAVE:
            return await self.save()
        return answer is questions.Unsaved.DISCARD

    async def import_media(self) -> None:
        paths = await questions.files_to_open(self._window, "Import", MEDIA, self._folder("media folder"), many=True)
        if paths:
            self._session.settings.set({"media folder": str(paths[0].parent)})
            await self.take_in(paths)

    async def take_in(self, paths: list[Path]) -> list[Media]:
        """Import, and tell what could not be read. A project among them is opened instead."""
        projects = [path for path in paths if path.suffix.lower() == SUFFIX]
        if projects:
            await self.open_project(projects[0])
            return []
        found, failed = await importing.import_files(self._session, paths)
        for error in failed:
            self._window.show_error(error)
        return found

    async def take_in_at(self, paths: list[Path], track_id: TrackId | None, frame: int, insert: bool) -> None:
        """Import files that were dropped on the timeline, and put them there."""
        found = await self.take_in(paths)
        if found:
            placing.drop(self._session, [media.id for media in found], track_id, frame, insert)

    def has_missing(self) -> bool:
        return bool(self._window.missing)

    async def relink_missing(self) -> None:
        for media in list(self._window.missing.values()):
            if not await self.relink(media):
                return

    async def relink_id(self, media_id: str) -> None:
        await self.relink(self._session.document.timeline.media_by_id[MediaId(media_id)])

    async def relink(self, media: Media) -> bool:
        """Ask where one file is now; others that are missing are looked for in the same folder."""
        title = f"Where is {Path(media.path).name}?"
        chosen = await questions.files_to_open(self._window, title, MEDIA, self._folder("media folder"), many=False)
        if not chosen:
            return False
        await importing.relink(self._session, media.id, chosen[0])
        await self._relink_beside(chosen[0].parent)
        self._window.look_for_media()
        return True

    async def _relink_beside(self, folder: Path) -> None:
        """Those of the same name and size; what is only called the same, the user has to choose."""
        found = media_match.find(importing.missing(self._session.document.timeline), folder)
        for media_id, place in found.items():
            if not place.certain:
                continue
            try:
                await importing.relink(self._session, media_id, place.path)
            except LongtakeError as error:
                self._window.show_error(error)

    def tell_missing(self) -> None:
        self._window.look_for_media()
        count = len(self._window.missing)
        if count:
            self._window.toasts.show(
                f"{count} media {'file is' if count == 1 else 'files are'} missing",
                "The cut is kept; find them again whenever you like.",
                "ph.link-break",
                "warn",
                button="Relink…",
                do=lambda: self._window.perform(self.relink_missing),
            )

    def _folder(self, setting: str = "project folder") -> str:
        return self._session.settings.text(setting, str(Path.home()))
