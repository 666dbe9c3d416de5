"""From the source monitor onto the tracks: three-point edits and match frame."""

from fractions import Fraction

from editor.actions.placing import aim, place
from editor.actions.selecting import clips_under_playhead
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import MediaId
from editor.timeline.rational_time import MediaRange, to_frames


def open_in_source(session: Session, media_id: MediaId) -> None:
    session.source.open(session.document.timeline.media_by_id[media_id])


def insert_from_source(session: Session) -> None:
    _edit(session, insert=True)


def overwrite_from_source(session: Session) -> None:
    _edit(session, insert=False)


def _edit(session: Session, insert: bool) -> None:
    """The marked part of the source, at the timeline's in point, else at the playhead; the playhead goes to its end."""
    media = session.source.media
    if media is None:
        raise EditError("The source monitor is empty.", do="Double-click a clip in the media pool first.")
    timeline = session.document.timeline
    at = session.playback.frame if timeline.mark_in is None else timeline.mark_in
    span = fitted_span(session, session.source.marked)
    place(session, [(media, span)], at, aim(timeline), insert)
    timeline = session.document.timeline
    session.playback.seek(max(timeline.range_of(item_id).end for item_id in session.document.selection))


def fitted_span(session: Session, span: MediaRange | None) -> MediaRange | None:
    """Three-point editing: where the timeline has both marks, its range says how long the piece is."""
    timeline = session.document.timeline
    if timeline.mark_in is None or timeline.mark_out is None:
        return span
    start = span.start if span else Fraction(0)
    return MediaRange(start, (timeline.mark_out - timeline.mark_in) / timeline.rate)


def match_frame(session: Session) -> None:
    """Show the frame under the playhead in the source monitor."""
    timeline = session.document.timeline
    for clip in clips_under_playhead(session):
        media = timeline.media_of(clip)
        if media is not None:
            session.source.open(media)
            within = session.playback.frame - timeline.range_of(clip.id).start
            moment = timeline.source_range(clip).start + within / timeline.rate
            session.source_playback.seek(to_frames(moment, session.source.document.timeline.rate))
            return
