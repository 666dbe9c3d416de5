"""Tracks: added, removed, named, put in another order. Their switches are the headers' own."""

from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import TrackId, TrackKind, new_id
from editor.words import tr


def add_track(session: Session, kind: TrackKind) -> None:
    session.document.apply(tr("Add Track"), edits.add_track(session.document.timeline, kind, TrackId(new_id())))


def remove_track(session: Session, track_id: TrackId) -> None:
    """With all that is on it. Raises EditError where it is locked, or the last of its kind."""
    session.document.apply(tr("Delete Track"), edits.remove_track(session.document.timeline, track_id))


def rename_track(session: Session, track_id: TrackId, name: str) -> None:
    if not (name := name.strip()):
        raise EditError(tr("A track needs a name."), tr("Type one."))
    session.document.apply(tr("Rename Track"), edits.change_track(session.document.timeline, track_id, name=name))


def remove_empty_tracks(session: Session) -> None:
    """Raises EditError where something stands on every one."""
    timeline = session.document.timeline
    after = edits.remove_empty_tracks(timeline)
    if after is timeline:
        raise EditError(tr("No track is empty, save the last one of its kind."), tr("Delete one by its own menu."))
    session.document.apply(tr("Delete Empty Tracks"), after)


def move_track(session: Session, track_id: TrackId, by: int) -> None:
    """by: places further from the middle."""
    session.document.apply(tr("Move Track"), edits.move_track(session.document.timeline, track_id, by))
