"""When a command can be done, and what to say while it cannot."""

from collections.abc import Callable
from functools import partial

from editor.actions import edit_points
from editor.session import Session
from editor.timeline.model import Clip, Gap, Timeline
from editor.words import tr

NO_SELECTION = tr("Select a clip or a gap first")
NO_CLIP = tr("Select a clip first")
NO_EDIT_POINT = tr("Select an edit point first (T, or click the edge of a clip)")
NO_CLIP_OR_POINT = tr("Select a clip or an edit point first")
NO_GAP = tr("Select a gap first")
NO_CLIPS = tr("Put a clip on the timeline first")
NO_MEDIA = tr("The media pool is empty")
NO_COPY = tr("Copy a clip first")
NO_MARKS = tr("Mark a range first (I, O)")
NO_MARKERS = tr("Add a marker first (M)")
NO_SOURCE = tr("Double-click a clip in the media pool first")


def has_selection(session: Session) -> bool:
    return bool(session.document.selection)


def has_clips_selected(session: Session) -> bool:
    timeline = session.document.timeline
    return any(isinstance(timeline.item(item_id), Clip) for item_id in session.document.selection)


def are_enabled(session: Session) -> bool:
    """All of the selected clips."""
    items = map(session.document.timeline.item, session.document.selection)
    return all(item.enabled for item in items if isinstance(item, Clip))


def has_only_gaps(session: Session) -> bool:
    timeline, selection = session.document.timeline, session.document.selection
    return bool(selection) and all(isinstance(timeline.item(item_id), Gap) for item_id in selection)


def has_edit_point(session: Session) -> bool:
    return edit_points.point_of(session.document.timeline, session.view.edit_point) is not None


def has_clips(session: Session) -> bool:
    return session.document.timeline.duration > 0


def has_copied(session: Session) -> bool:
    return session.clipboard.contents is not None


def has_source(session: Session) -> bool:
    return session.source.media is not None


def has_marks(session: Session) -> bool:
    return is_marked(session.document.timeline)


def has_any_marks(session: Session) -> bool:
    """Also in the source monitor: which one a key means is known when it is pressed."""
    return has_marks(session) or is_marked(session.source.document.timeline)


def has_markers(session: Session) -> bool:
    return bool(session.document.timeline.markers)


def is_marked(timeline: Timeline) -> bool:
    return timeline.mark_in is not None or timeline.mark_out is not None


def when(condition: Callable[[Session], bool], session: Session) -> Callable[[], bool]:
    return partial(condition, session)
