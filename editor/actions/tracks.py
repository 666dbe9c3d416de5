"""Tracks: added, removed, switched."""

from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import TrackId, TrackKind, new_id

NAMES = {
    "locked": "Lock",
    "sync_locked": "Sync Lock",
    "muted": "Mute",
    "solo": "Solo",
    "hidden": "Hide",
    "targeted": "Target",
}


def add_track(session: Session, kind: TrackKind) -> None:
    session.document.apply("Add Track", edits.add_track(session.document.timeline, kind, TrackId(new_id())))


def remove_track(session: Session, track_id: TrackId) -> None:
    session.document.apply("Delete Track", edits.remove_track(session.document.timeline, track_id))


def rename_track(session: Session, track_id: TrackId, name: str) -> None:
    session.document.apply("Rename Track", edits.change_track(session.document.timeline, track_id, name=name))


def toggle(session: Session, track_id: TrackId, switch: str) -> None:
    """switch: the name of one of the track's yes-or-no fields."""
    on = not getattr(session.document.timeline.track(track_id), switch)
    after = edits.change_track(session.document.timeline, track_id, **{switch: on})
    session.document.apply(f"{NAMES[switch]} Track" if on else f"{NAMES[switch]} Track Off", after)
