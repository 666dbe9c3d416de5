"""What the right mouse button offers in the media pool."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.actions import importing, placing
from editor.timeline.model import Media, MediaId
from editor.ui.generation.rows import LINE, MenuRow
from editor.ui.window.desktop import show_in_file_manager

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def pool_rows(window: "MainWindow") -> list[MenuRow]:
    """Of the media that is selected there; with nothing selected, how to get some."""
    session = window.session
    chosen = [MediaId(media_id) for media_id in window.pool.selected_ids]
    if not chosen:
        return [MenuRow("Import…", window.media_files.ask_and_import, "Ctrl+I", "ph.download-simple")]
    rows = [MenuRow("Add to Timeline", partial(placing.append, session, chosen), icon="ph.plus")]
    if len(chosen) == 1:
        rows += _rows_of_one(window, session.document.timeline.media_by_id[chosen[0]])
    remove = partial(importing.remove_media, session, chosen)
    return [*rows, LINE, MenuRow("Remove From Pool", remove, "Del", "ph.trash-simple")]


def _rows_of_one(window: "MainWindow", media: Media) -> list[MenuRow]:
    return [
        MenuRow("Open in Source Monitor", partial(window.open_media, media.id), "Return"),
        MenuRow("Show in File Manager", partial(show_in_file_manager, Path(media.path)), icon="ph.folder-open"),
        MenuRow("Rename", window.pool.view.rename_current, "F2"),
        MenuRow("Relink…", partial(window.media_files.relink, media), icon="ph.link-simple"),
    ]
