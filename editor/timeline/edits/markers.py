"""Markers and the in and out points. They stay where they are when clips ripple."""

from dataclasses import replace

from editor.timeline.model import Marker, MarkerId, Timeline


def add_marker(timeline: Timeline, marker: Marker) -> Timeline:
    """In order of time; in the place of one with its id."""
    others = (other for other in timeline.markers if other.id != marker.id)
    markers = tuple(sorted((*others, marker), key=lambda one: one.at))
    return timeline if markers == timeline.markers else replace(timeline, markers=markers)


def change_marker(timeline: Timeline, marker: Marker) -> Timeline:
    """Another value for the marker of this id; nothing where it is gone."""
    return add_marker(timeline, marker) if any(other.id == marker.id for other in timeline.markers) else timeline


def remove_marker(timeline: Timeline, marker_id: MarkerId) -> Timeline:
    """Nothing where it is gone."""
    markers = tuple(marker for marker in timeline.markers if marker.id != marker_id)
    return timeline if len(markers) == len(timeline.markers) else replace(timeline, markers=markers)


def set_marks(timeline: Timeline, mark_in: int | None, mark_out: int | None) -> Timeline:
    """The in point, and the first frame after the marked range. None: no such mark.

    Where they would cross, the one that was set now stays and the other goes.
    """
    if mark_in is not None and mark_out is not None and mark_out <= mark_in:
        mark_in, mark_out = (mark_in, None) if mark_in != timeline.mark_in else (None, mark_out)
    if (mark_in, mark_out) == (timeline.mark_in, timeline.mark_out):
        return timeline
    return replace(timeline, mark_in=mark_in, mark_out=mark_out)
