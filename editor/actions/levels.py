"""What is done to how loud the selected sounds are."""

from editor.actions.by_kind import open_ids
from editor.session import Session
from editor.timeline import edits
from editor.timeline.looks import Level
from editor.timeline.model import TrackKind
from editor.words import tr


def louder(session: Session, decibels: float) -> None:
    """Below 0 quieter; such steps in a row are one undo step. Raises EditError."""
    ids = open_ids(session, TrackKind.AUDIO)
    after = edits.shift_values(session.document.timeline, ids, edits.VOLUME, decibels)
    session.document.apply(tr("Volume"), after, merge=("volume", tuple(ids)))


def reset(session: Session) -> None:
    """As loud as its file and in the middle all along, without points. Raises EditError."""
    ids = open_ids(session, TrackKind.AUDIO)
    session.document.apply(tr("Reset Sound"), edits.change_level(session.document.timeline, ids, lambda level: Level()))
