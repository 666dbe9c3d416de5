"""The media pool put in order: folders, what is in them, and what nothing uses."""

from collections.abc import Iterable

from editor.session import Session
from editor.timeline.edits import pool_folders
from editor.timeline.errors import EditError
from editor.timeline.model import MediaId
from editor.words import tr


def new_folder(session: Session, name: str, within: str = "", media_ids: Iterable[MediaId] = ()) -> None:
    """With media in it where some is given. Raises EditError for a name that cannot be."""
    timeline = pool_folders.add_folder(session.document.timeline, name, within)
    folder = timeline.folders[-1]
    session.document.apply(tr("New Folder"), pool_folders.move_media(timeline, media_ids, folder))


def rename_folder(session: Session, folder: str, name: str) -> None:
    """Raises EditError for a name that cannot be."""
    session.document.apply(tr("Rename Folder"), pool_folders.rename_folder(session.document.timeline, folder, name))


def remove_folder(session: Session, folder: str) -> None:
    """What was in it goes to the folder around it."""
    session.document.apply(tr("Delete Folder"), pool_folders.remove_folder(session.document.timeline, folder))


def move_media(session: Session, media_ids: Iterable[MediaId], folder: str) -> None:
    session.document.apply(tr("Move to Folder"), pool_folders.move_media(session.document.timeline, media_ids, folder))


def remove_unused(session: Session) -> int:
    """How many went. Raises EditError where all is in use."""
    before = session.document.timeline
    after = pool_folders.remove_unused(before)
    if after is before:
        raise EditError(tr("Everything in the media pool is in use."), tr("Delete clips on the timeline first."))
    session.document.apply(tr("Remove Unused"), after)
    if session.source.media is not None and session.source.media.id not in after.media_by_id:
        session.source.close()
    return len(before.media) - len(after.media)
