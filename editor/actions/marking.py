"""In and out points, markers, and going from one place to the next."""

from bisect import bisect_left, bisect_right

from editor.actions.selecting import edit_points, needed_under_playhead
from editor.document import Document
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Marker, MarkerId, new_id
from editor.words import tr

COLOUR = "marker colour"  # the setting's name: of new ones; "" is plain


def mark_in(session: Session) -> None:
    mark_in_at(session.document, session.playback.frame)


def mark_in_at(document: Document, frame: int) -> None:
    """That frame is the first one of the range. An out point before it goes."""
    document.apply(tr("Mark In"), edits.set_marks(document.timeline, frame, document.timeline.mark_out))


def mark_out(session: Session) -> None:
    mark_out_at(session.document, session.playback.frame)


def mark_out_at(document: Document, frame: int) -> None:
    """That frame is the last one of the range; behind the end, the last one there is. An in point behind it goes."""
    timeline = document.timeline
    end = max(1, min(frame + 1, timeline.duration or frame + 1))
    document.apply(tr("Mark Out"), edits.set_marks(timeline, timeline.mark_in, end))


def clear_marks(session: Session) -> None:
    session.document.apply(tr("Clear In and Out"), edits.set_marks(session.document.timeline, None, None))


def mark_clip(session: Session) -> None:
    """In and out around what is selected, a gap too, or around the clip under the playhead."""
    timeline, selection = session.document.timeline, session.document.selection
    ids = selection or {clip.id for clip in needed_under_playhead(session)}
    places = [place for item_id in ids if (place := timeline.range_of(item_id)).duration]
    if not places:
        raise EditError(tr("A dissolve cannot be marked."), tr("Select a clip or a gap."))
    start, end = min(place.start for place in places), max(place.end for place in places)
    session.document.apply(tr("Mark Clip"), edits.set_marks(timeline, start, end))


def go_to_in(session: Session) -> None:
    """To the start where there is no in point."""
    session.playback.seek(session.document.timeline.mark_in or 0)


def go_to_out(session: Session) -> None:
    """To the last frame of the range, or of all where there is no out point."""
    timeline = session.document.timeline
    session.playback.seek(max(0, (timeline.duration if timeline.mark_out is None else timeline.mark_out) - 1))


def go_to_start(session: Session) -> None:
    session.playback.seek(0)


def go_to_end(session: Session) -> None:
    """Behind the last frame: where the next clip would go."""
    session.playback.seek(session.document.timeline.duration)


def next_edit(session: Session) -> None:
    _jump(session, edit_points(session.document.timeline), onward=True)


def previous_edit(session: Session) -> None:
    _jump(session, edit_points(session.document.timeline), onward=False)


def add_marker(session: Session) -> None:
    timeline, frame = session.document.timeline, session.playback.frame
    if any(marker.at == frame for marker in timeline.markers):
        raise EditError(tr("There is a marker on this frame already."), tr("Rename it with a right-click."))
    marker = Marker(MarkerId(new_id()), frame, colour=session.settings.text(COLOUR))
    session.document.apply(tr("Add Marker"), edits.add_marker(timeline, marker))


def remove_marker(session: Session, marker_id: MarkerId) -> None:
    session.document.apply(tr("Delete Marker"), edits.remove_marker(session.document.timeline, marker_id))


def marker_at(session: Session, frame: int) -> Marker | None:
    return next((marker for marker in session.document.timeline.markers if marker.at == frame), None)


def change_marker(session: Session, marker: Marker, name: str = tr("Edit Marker")) -> None:
    """Nothing where it is gone: what it should be may have been asked for while it was deleted."""
    session.document.apply(name, edits.change_marker(session.document.timeline, marker))


def clear_markers(session: Session) -> None:
    timeline = session.document.timeline
    for marker in timeline.markers:
        timeline = edits.remove_marker(timeline, marker.id)
    session.document.apply(tr("Delete All Markers"), timeline)


def next_marker(session: Session) -> None:
    _jump(session, [marker.at for marker in session.document.timeline.markers], onward=True)


def previous_marker(session: Session) -> None:
    _jump(session, [marker.at for marker in session.document.timeline.markers], onward=False)


def _jump(session: Session, points: list[int], onward: bool) -> None:
    """To the nearest point on that side of the playhead; stays where there is none."""
    frame = session.playback.frame
    index = bisect_right(points, frame) if onward else bisect_left(points, frame) - 1
    if 0 <= index < len(points):
        session.playback.seek(points[index])
