"""What the right mouse button offers in the media pool."""

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.actions import importing, placing
from editor.session import Session
from editor.timeline.model import Media, MediaId
from editor.ui.generation.rows import LINE, MenuRow
from editor.ui.window.commands.conditions import NO_MEDIA
from editor.ui.window.desktop import show_in_file_manager
from editor.words import tr
from engine.media.encoding_names import ENCODING_NAMES

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def pool_rows(window: "MainWindow") -> list[MenuRow]:
    """Of the media that is selected there; with nothing selected, how to get some."""
    session = window.session
    chosen = [MediaId(media_id) for media_id in window.pool.selected_ids]
    if not chosen:
        return [
            MenuRow(tr("Import…"), window.media_files.ask_and_import, "Ctrl+I", "ph.download-simple"),
            MenuRow(tr("New Folder…"), window.pooling.new_folder, icon="ph.folder-plus"),
            MenuRow(
                tr("Remove Unused"), window.pooling.remove_unused, enabled=window.pooling.has_media(), reason=NO_MEDIA
            ),
        ]
    rows = [MenuRow(tr("Add to Timeline"), partial(placing.append, session, chosen), icon="ph.plus")]
    if len(chosen) == 1:
        rows += _rows_of_one(window, session.document.timeline.media_by_id[chosen[0]])
    rows.append(window.pooling.folder_row(chosen))
    rows += window.proxying.rows(chosen)
    rows += _interpretations(session, chosen)
    remove = partial(importing.remove_media, session, chosen)
    return [*rows, LINE, MenuRow(tr("Remove From Pool"), remove, "Del", "ph.trash-simple")]


def _rows_of_one(window: "MainWindow", media: Media) -> list[MenuRow]:
    return [
        MenuRow(tr("Open in Source Monitor"), partial(window.open_media, media.id), "Return"),
        MenuRow(tr("Show in File Manager"), partial(show_in_file_manager, Path(media.path)), icon="ph.folder-open"),
        MenuRow(tr("Properties"), partial(window.pooling.show_properties, media), icon="ph.info"),
        MenuRow(tr("Rename"), window.pool.view.rename_current, "F2"),
        MenuRow(tr("Relink…"), partial(window.media_files.relink, media), icon="ph.link-simple"),
    ]


def _interpretations(session: Session, chosen: list[MediaId]) -> list[MenuRow]:
    """How the colours of these are coded; of sound alone there is nothing to say."""
    media = [session.document.timeline.media_by_id[media_id] for media_id in chosen]
    pictures = [each for each in media if each.picture is not None]
    if not pictures:
        return []
    now = {each.encoding for each in pictures}
    ids = [each.id for each in pictures]

    def row(name: str, label: str) -> MenuRow:
        return MenuRow(label, partial(importing.interpret, session, ids, name), checked=now == {name})

    names = [row(name, label) for name, label in ENCODING_NAMES.items()]
    note = MenuRow(tr("Models are shown the colours as Rec.709; new frames come back as the clip's own."))
    inner = (row("", tr("As the File Says")), LINE, *names, LINE, note)
    return [MenuRow(tr("Interpret Colours"), icon="ph.palette", submenu=inner)]
