"""In and out points, markers, and going from one place to the next."""

from bisect import bisect_left, bisect_right
from dataclasses import replace

from editor.actions.selecting import clips_under_playhead, edit_points, selected_clips
from editor.document import Document
from editor.session import Session
from editor.timeline import edits
from editor.timeline.model import Marker, MarkerId, new_id


def mark_in(session: Session) -> None:
    mark_in_at(session.document, session.playback.frame)


def mark_in_at(document: Document, frame: int) -> None:
    timeline = document.timeline
    out = timeline.mark_out if timeline.mark_out is None or timeline.mark_out > frame else None
    document.apply("Mark In", edits.set_marks(timeline, frame, out))


def mark_out(session: Session) -> None:
    mark_out_at(session.document, session.playback.frame)


def mark_out_at(document: Document, frame: int) -> None:
    """That frame is the last one of the range."""
    timeline, end = document.timeline, frame + 1
    start = timeline.mark_in if timeline.mark_in is None or timeline.mark_in < end else None
    document.apply("Mark Out", edits.set_marks(timeline, start, end))


def clear_marks(session: Session) -> None:
    session.document.apply("Clear In and Out", edits.set_marks(session.document.timeline, None, None))


def mark_clip(session: Session) -> None:
    """In and out around the selected clips, or the one under the playhead."""
    timeline = session.document.timeline
    places = [timeline.range_of(clip.id) for clip in selected_clips(session) or clips_under_playhead(session)]
    if places:
        start, end = min(place.start for place in places), max(place.end for place in places)
        session.document.apply("Mark Clip", edits.set_marks(timeline, start, end))


def go_to_in(session: Session) -> None:
    session.playback.seek(session.document.timeline.mark_in or 0)


def go_to_out(session: Session) -> None:
    timeline = session.document.timeline
    session.playback.seek(max(0, (timeline.duration if timeline.mark_out is None else timeline.mark_out) - 1))


def go_to_start(session: Session) -> None:
    session.playback.seek(0)


def go_to_end(session: Session) -> None:
    session.playback.seek(session.document.timeline.duration)


def next_edit(session: Session) -> None:
    _jump(session, edit_points(session.document.timeline), onward=True)


def previous_edit(session: Session) -> None:
    _jump(session, edit_points(session.document.timeline), onward=False)


def add_marker(session: Session) -> None:
    marker = Marker(MarkerId(new_id()), session.playback.frame)
    session.document.apply("Add Marker", edits.add_marker(session.document.timeline, marker))


def remove_marker(session: Session, marker_id: MarkerId) -> None:
    session.document.apply("Delete Marker", edits.remove_marker(session.document.timeline, marker_id))


def rename_marker(session: Session, marker_id: MarkerId, name: str) -> None:
    timeline = session.document.timeline
    marker = next(each for each in timeline.markers if each.id == marker_id)
    session.document.apply("Rename Marker", edits.change_marker(timeline, replace(marker, name=name)))


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
