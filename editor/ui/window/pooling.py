"""The media pool's verbs as the window does them: folders, what is shown in which order, properties."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint

from editor.actions import importing, pool_folders
from editor.actions.selecting import only_clip
from editor.timeline.edits.pool_folders import APART, all_folders
from editor.timeline.errors import EditError
from editor.timeline.model import Media, MediaId
from editor.ui.generation.rows import LINE, MenuRow
from editor.ui.pool.columns import Order
from editor.ui.window.desktop import show_in_file_manager
from editor.ui.window.menu_filling import add_rows, pop_up
from editor.ui.window.pool_menu import pool_rows
from editor.ui.window.properties import PropertiesDialog
from editor.ui.window.questions import text_asked
from editor.words import tr, trn

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

FINDS = ((tr("Unused"), "unused"), (tr("Used"), "used"), (tr("Offline"), "offline"))


class Pooling(QObject):
    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)  # as MediaFiles
        self._window = window
        self.dialog: PropertiesDialog | None = None  # the one that is open, or was last

    def serve(self) -> None:
        """Once the pool is there."""
        window, pool, perform, session = self._window, self._window.pool, self._window.perform, self._window.session
        window.timeline_panel.surface.presence.changed.connect(window.media_files.look)
        session.thumbnails.failed.connect(self._look_again)
        pool.files_dropped.connect(lambda paths: perform(partial(window.files.take_in, paths)))
        pool.opened.connect(window.open_media)
        pool.relink_wanted.connect(lambda media_id: perform(partial(window.media_files.relink_id, media_id)))
        pool.deleted.connect(lambda ids: perform(partial(importing.remove_media, session, ids)))
        pool.renamed.connect(lambda media_id, name: perform(partial(importing.rename, session, media_id, name)))
        pool.menu_wanted.connect(lambda at: self._pop_up(at, pool_rows(window)))
        pool.moved.connect(lambda folder, ids: perform(partial(pool_folders.move_media, session, ids, folder)))
        pool.folder_menu_wanted.connect(lambda folder, at: self._pop_up(at, self.folder_rows(folder)))
        pool.view_menu_wanted.connect(lambda at: self._pop_up(at, self.view_rows()))

    def _look_again(self, media_id: str, why: str) -> None:
        """A file that cannot be read any more may have gone."""
        self._window.timeline_panel.surface.presence.look_again()

    async def new_folder(self, media_ids: tuple[MediaId, ...] = (), within: str | None = None) -> None:
        """In the folder that is open, unless told otherwise."""
        outer = self._window.pool.folder if within is None else within
        name = await text_asked(self._window, tr("New folder"), tr("Name of the folder"), "")
        if name is not None:
            pool_folders.new_folder(self._window.session, name, outer, media_ids)

    def remove_unused(self) -> None:
        count = pool_folders.remove_unused(self._window.session)
        what = trn("1 file is out of the pool", "{count} files are out of the pool", count)
        self._window.toasts.show(what, tr("They stay on the disk. Undo brings them back."), "ph.check")

    def has_media(self) -> bool:
        return bool(self._window.session.document.timeline.media)

    def has_clip_media(self) -> bool:
        return self._clip_media() is not None

    def reveal(self) -> None:
        """The selected clip's media, in the pool. Raises EditError."""
        self._window.pool.reveal(self._wanted().id)

    def show_file(self) -> None:
        show_in_file_manager(Path(self._wanted().path))

    def show_properties(self, media: Media | None = None) -> None:
        """Of the selected clip's media unless told otherwise. Raises EditError."""
        media = media or self._wanted()
        uses = self._window.pool.model.uses(media)
        self.dialog = PropertiesDialog(self._window, media, uses)
        self.dialog.open_centred()
        self._window.perform(partial(self.dialog.ask_file))

    def folder_row(self, chosen: list[MediaId]) -> MenuRow:
        """Move to Folder, of the media chosen."""
        session = self._window.session
        timeline = session.document.timeline
        now = {timeline.media_by_id[media_id].folder for media_id in chosen}
        places = [("", tr("None")), *((folder, _indented(folder)) for folder in all_folders(timeline))]
        rows = [
            MenuRow(label, partial(pool_folders.move_media, session, chosen, folder), checked=now == {folder})
            for folder, label in places
        ]
        anew = MenuRow(tr("New Folder…"), partial(self.new_folder, tuple(chosen)), icon="ph.folder-plus")
        return MenuRow(tr("Move to Folder"), icon="ph.folder", submenu=(*rows, LINE, anew))

    def folder_rows(self, folder: str) -> list[MenuRow]:
        session = self._window.session
        return [
            MenuRow(tr("New Folder Inside…"), partial(self.new_folder, (), folder), icon="ph.folder-plus"),
            MenuRow(tr("Rename…"), partial(self._rename, folder)),
            LINE,
            MenuRow(tr("Delete Folder"), partial(pool_folders.remove_folder, session, folder), icon="ph.trash-simple"),
            MenuRow(tr("What is in it goes to the folder around it.")),
        ]

    def view_rows(self) -> list[MenuRow]:
        """In which order, and what is looked for."""
        pool = self._window.pool
        order, falling = pool.model.order, pool.model.falling
        orders = [
            MenuRow(tr(each.value), partial(pool.order_by, each, falling), checked=each is order) for each in Order
        ]
        finds = [
            MenuRow(label, partial(pool.look_for, word), checked=pool.search.text() == word) for label, word in FINDS
        ]
        backward = MenuRow(tr("Descending"), partial(pool.order_by, order, not falling), checked=falling)
        clear = MenuRow(tr("All"), partial(pool.look_for, ""), checked=not pool.search.text())
        return [MenuRow(tr("Sort by")), *orders, LINE, backward, LINE, MenuRow(tr("Find")), clear, *finds]

    async def _rename(self, folder: str) -> None:
        name = await text_asked(
            self._window, tr("Rename folder"), tr("Name of the folder"), folder.rpartition(APART)[2]
        )
        if name is not None:
            pool_folders.rename_folder(self._window.session, folder, name)

    def _pop_up(self, at: QPoint, rows: list[MenuRow]) -> None:
        pop_up(self._window, at, lambda menu: add_rows(menu, rows, self._window.perform))

    def _clip_media(self) -> Media | None:
        clip = only_clip(self._window.session)
        return self._window.session.document.timeline.media_of(clip) if clip is not None else None

    def _wanted(self) -> Media:
        media = self._clip_media()
        if media is None:
            raise EditError(tr("No clip with media is selected."), tr("Select one clip first."))
        return media


def _indented(folder: str) -> str:
    """Under the folder it lies in."""
    *outer, name = folder.split(APART)
    return "    " * len(outer) + name
