"""Fades of the selected clips: typed, or up to the playhead."""

from editor.actions.by_kind import open_ids, pictures, sounds
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.errors import EditError
from editor.timeline.model import TrackKind
from editor.words import tr

NAMES = {Edge.START: tr("Fade In"), Edge.END: tr("Fade Out")}


def set_fade(session: Session, kind: TrackKind, edge: Edge, frames: int) -> None:
    """Of all selected pictures, or sounds. Raises EditError."""
    timeline = session.document.timeline
    for clip_id in open_ids(session, kind):
        timeline = edits.set_fade(timeline, clip_id, edge, frames)
    session.document.apply(NAMES[edge], timeline)


def fade_to_playhead(session: Session, edge: Edge) -> None:
    """Let the selected clips, pictures too, come from nothing up to the playhead, or go to it from there.

    Raises EditError where the playhead stands in none of them.
    """
    timeline, frame = session.document.timeline, session.playback.frame
    selected = [*pictures(session), *sounds(session)]
    under = [clip for clip in selected if timeline.range_of(clip.id).contains(frame)]
    if not under:
        raise EditError(tr("The playhead stands in no selected clip."), tr("Put it where the fade is to end."))
    for clip in under:
        place = timeline.range_of(clip.id)
        frames = frame - place.start if edge is Edge.START else place.end - frame
        timeline = edits.set_fade(timeline, clip.id, edge, frames)
    session.document.apply(NAMES[edge], timeline)
