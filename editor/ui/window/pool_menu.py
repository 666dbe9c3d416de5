"""What the right mouse button offers in the media pool."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from editor.actions import importing, placing, sourcing
from editor.timeline.model import MediaId
from editor.ui.generation.rows import LINE, MenuRow

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def pool_rows(window: "MainWindow") -> list[MenuRow]:
    """Of the media that is selected there; with nothing selected, how to get some."""
    session, files = window.session, window.files
    chosen = [MediaId(media_id) for media_id in window.pool.selected_ids]
    if not chosen:
        return [MenuRow("Import…", files.import_media, "Ctrl+I", "ph.download-simple")]
    media = session.document.timeline.media_by_id[chosen[0]]
    one = len(chosen) == 1
    folder = QUrl.fromLocalFile(str(Path(media.path).parent))
    rows = [MenuRow("Add to Timeline", partial(placing.append, session, chosen), icon="ph.plus")]
    if one:
        rows += [
            MenuRow("Open in Source Monitor", partial(sourcing.open_in_source, session, media.id)),
            MenuRow("Show in File Manager", lambda: QDesktopServices.openUrl(folder), icon="ph.folder-open"),
            MenuRow("Rename", window.pool.view.rename_current, "F2"),
            MenuRow("Relink…", partial(files.relink, media), icon="ph.link-simple"),
        ]
    remove = partial(importing.remove_media, session, chosen)
    return [*rows, LINE, MenuRow("Remove From Pool", remove, "Del", "ph.trash-simple")]
