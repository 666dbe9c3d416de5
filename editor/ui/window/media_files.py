"""Media files as the window handles them: imported, missing, found again."""

import asyncio
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from editor.actions import importing, placing
from editor.render import media_match
from editor.session import Session
from editor.timeline.model import Media, MediaId, TrackId
from editor.ui.window import questions
from editor.words import tr, trn
from engine.errors import LongtakeError
from engine.media.fingerprint import content_fingerprint

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

MEDIA = tr("Video, sound and stills (") + " ".join(f"*.{suffix}" for suffix in importing.SUFFIXES.split()) + ")"
FOLDER = "media folder"  # the setting's name
TOLD = 3  # files that cannot be read are told one by one, up to so many


class MediaFiles(QObject):
    """missing: the media whose files were not there when it was last looked."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)  # so that nothing calls it any more when the window is gone
        self._window = window
        self.missing: dict[MediaId, Media] = {}

    async def ask_and_import(self) -> None:
        paths = await questions.files_to_open(self._window, tr("Import"), MEDIA, self._folder(), many=True)
        if paths:
            self._session.settings.set({FOLDER: str(paths[0].parent)})
            await self.import_paths(paths)

    async def ask(self, title: str, patterns: str) -> Path | None:
        """One file; None where the user thinks better of it."""
        paths = await questions.files_to_open(self._window, title, patterns, self._folder(), many=False)
        if not paths:
            return None
        self._session.settings.set({FOLDER: str(paths[0].parent)})
        return paths[0]

    async def import_paths(self, paths: list[Path]) -> list[Media]:
        """Into the pool; what could not be read is told."""
        imported = await importing.import_files(
            self._session, [path.absolute() for path in paths], self._window.pool.folder
        )
        self._tell_unread(imported.failed)
        for name, notes in list(imported.notes.items())[:TOLD]:
            self._window.toasts.show(name, " ".join(notes), "ph.warning", "warn")
        return imported.found

    async def take_in_at(self, paths: list[Path], track_id: TrackId | None, frame: int, insert: bool) -> None:
        """Import files that were dropped on the timeline, and put them there."""
        found = await self._window.files.take_in(paths)
        if found:
            placing.drop(self._session, [media.id for media in found], track_id, frame, insert)

    def look(self) -> None:
        """Which files of the pool are not there just now."""
        self.missing = {media.id: media for media in importing.missing(self._session.document.timeline)}
        self._window.actions_by_id.refresh()

    def has_missing(self) -> bool:
        return bool(self.missing)

    def tell_missing(self) -> None:
        self.look()
        count = len(self.missing)
        if count:
            what = trn("1 media file is missing", "{count} media files are missing", count)
            words = tr("The cut is kept; find them again whenever you like.")
            relink = partial(self._window.perform, self.relink_missing)
            self._window.toasts.show(what, words, "ph.link-break", "warn", button=tr("Relink…"), do=relink)

    async def relink_missing(self) -> None:
        """One after the other, until the user has enough of it."""
        while self.missing:
            count = len(self.missing)
            if not await self.relink(next(iter(self.missing.values()))) or len(self.missing) == count:
                return

    async def relink_in_folder(self) -> None:
        """Ask for a folder; what of the missing lies in it or below is linked, under whatever name."""
        folder = await questions.folder_to_open(self._window, tr("Where are the missing files?"), self._folder())
        if folder is None:
            return
        self._session.settings.set({FOLDER: str(folder)})
        before = len(self.missing)
        await self._relink_beside(folder)
        self.look()
        found = before - len(self.missing)
        what = (
            tr("No missing file was found")
            if not found
            else tr("{found} of {before} missing files found", found=found, before=before)
        )
        self._window.toasts.show(
            what, tr("They are known by their content."), "ph.link-simple", "ok" if found else "warn"
        )

    async def relink_id(self, media_id: str) -> None:
        await self.relink(self._session.document.timeline.media_by_id[MediaId(media_id)])

    async def relink(self, media: Media) -> bool:
        """Ask where a file is now; others that are missing are looked for beside it. Whether the user said where.

        Raises LongtakeError where the file will not do.
        """
        title = tr("Where is {name}?", name=Path(media.path).name)
        chosen = await questions.files_to_open(self._window, title, MEDIA, self._folder(), many=False)
        if not chosen:
            return False
        await importing.relink(self._session, media.id, chosen[0])
        self._session.settings.set({FOLDER: str(chosen[0].parent)})
        await self._relink_beside(chosen[0].parent)
        self.look()
        return True

    async def _relink_beside(self, folder: Path) -> None:
        """Those of the same content, under whatever name; what is only called the same, the user has to choose."""
        missing = importing.missing(self._session.document.timeline)
        known = {media.id: media.fingerprint for media in missing if media.fingerprint}
        found = await asyncio.to_thread(media_match.find, missing, folder, known, content_fingerprint)
        places = {media_id: place.path for media_id, place in found.items() if place.certain}
        for media_id, path in places.items():
            try:
                await importing.relink(self._session, media_id, path)
            except LongtakeError as error:
                self._window.show_error(error)

    def _tell_unread(self, failed: list[LongtakeError]) -> None:
        for error in failed[:TOLD]:
            self._window.show_error(error)
        rest = failed[TOLD:]
        if rest:
            what = trn("1 more file", "{count} more files", len(rest))
            words = " ".join(error.what for error in rest)
            self._window.toasts.show(tr("{what} could not be imported", what=what), words, "ph.warning", "bad")

    @property
    def _session(self) -> Session:
        return self._window.session

    def _folder(self) -> str:
        return self._session.settings.text(FOLDER, str(Path.home()))
