"""The edit point that is selected: an edge or a cut that keys and typed numbers move."""

from editor.actions.cuts import cuts_of
from editor.actions.selecting import chosen, selected_clips, targets
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Edge, Limits
from editor.timeline.edits.rolling import are_neighbours
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Timeline, TrackKind
from editor.view_state import EditPoint, Trimming
from editor.words import tr

NAMES = {Trimming.TRIM: tr("Trim"), Trimming.RIPPLE: tr("Ripple Trim"), Trimming.ROLL: tr("Roll")}


def point_of(timeline: Timeline, point: EditPoint | None) -> EditPoint | None:
    """None where a clip of it is gone, or its clips do not meet any more."""
    if point is None or not all(timeline.has(each) for each in point.clips):
        return None
    if point.left is None or point.right is None:
        return point
    return point if are_neighbours(timeline, point.left, point.right) else None


def frame_of(timeline: Timeline, point: EditPoint) -> int:
    """Where it stands. Raises KeyError where it is gone."""
    if point.right is not None:
        return timeline.range_of(point.right).start
    assert point.left is not None, "a point has a clip"
    return timeline.range_of(point.left).end


def limits(session: Session, point: EditPoint) -> Limits:
    """How many frames it can go to the left (0 or less) and to the right."""
    timeline, linked = session.document.timeline, session.view.linked
    if point.left is not None and point.right is not None:
        return edits.roll_limits(timeline, point.left, point.right, linked)
    reach = edits.ripple_limits if point.trimming is Trimming.RIPPLE else edits.trim_limits
    return reach(timeline, *_edge(point), linked)


def move(session: Session, by: int, merge: bool = False) -> None:
    """Move the selected edit point by frames, as far as media and neighbours let it.

    merge: steps in a row are one undo step. Raises EditError where none is selected, and where it cannot move.
    """
    timeline = session.document.timeline
    point = point_of(timeline, session.view.edit_point)
    if point is None:
        raise EditError(tr("No edit point is selected."), tr("Click the edge of a clip, or press T."))
    low, high = limits(session, point)
    if by and not max(low, min(by, high)):
        raise EditError(
            tr("The edit point cannot go there: its media, or a neighbour, ends."), tr("Trim the other side.")
        )
    key = (tr("edit point"), point) if merge else None
    session.document.apply(NAMES[point.trimming], _moved(timeline, point, by, session.view.linked), merge=key)


def _moved(timeline: Timeline, point: EditPoint, by: int, linked: bool) -> Timeline:
    if point.left is not None and point.right is not None:
        return edits.roll(timeline, point.left, point.right, by, linked)
    trim = edits.ripple_trim if point.trimming is Trimming.RIPPLE else edits.trim
    return trim(timeline, *_edge(point), by, linked)


def _edge(point: EditPoint) -> tuple[ItemId, Edge]:
    if point.left is not None:
        return point.left, Edge.END
    assert point.right is not None, "a point has a clip"
    return point.right, Edge.START


def to_playhead(session: Session) -> None:
    """Raises EditError as `move` does."""
    point = point_of(session.document.timeline, session.view.edit_point)
    at = frame_of(session.document.timeline, point) if point is not None else 0
    move(session, session.playback.frame - at)


def choose_nearest(session: Session) -> None:
    """The cut that is nearest to the playhead, on the selected clip's track or those aimed at, to be rolled; where
    one is selected already, the next way to trim there: roll, ripple on either side, trim on either side.

    Raises EditError where there is none.
    """
    timeline, view = session.document.timeline, session.view
    point = point_of(timeline, view.edit_point)
    if point is not None and (cut := _cut_at(timeline, point)) is not None:
        ways = ways_at(*cut)
        view.choose_edit_point(ways[(ways.index(point) + 1) % len(ways)])
        return
    tracks = [timeline.track_of(clip.id) for clip in selected_clips(session)][:1]
    tracks = tracks or [track for kind in TrackKind for track in targets(timeline, kind)][:1]
    cuts = [cut for track in tracks for cut in cuts_of(track)]
    if not cuts:
        raise EditError(tr("There is no cut between two clips here."), tr("Click the edge of a clip instead."))
    nearest = min(cuts, key=lambda cut: abs(cut.at - session.playback.frame))
    view.choose_edit_point(EditPoint(nearest.left, nearest.right, Trimming.ROLL))
    session.playback.seek(nearest.at)


def ways_at(left: ItemId, right: ItemId) -> list[EditPoint]:
    """How a cut can be trimmed, in the order that a key goes through them."""
    return [
        EditPoint(left, right, Trimming.ROLL),
        *(EditPoint(left, None, each) for each in (Trimming.RIPPLE, Trimming.TRIM)),
        *(EditPoint(None, right, each) for each in (Trimming.RIPPLE, Trimming.TRIM)),
    ]


def _cut_at(timeline: Timeline, point: EditPoint) -> tuple[ItemId, ItemId] | None:
    """The clips that meet at a point; None at the edge of one that meets none."""
    row, _ = timeline.place(point.clips[0])
    for cut in cuts_of(timeline.tracks[row]):
        if point.left in (None, cut.left) and point.right in (None, cut.right):
            return cut.left, cut.right
    return None


def move_typed(session: Session, frames: int) -> None:
    """What a typed number moves: the edit point, else the selected clips, else the playhead. Raises EditError."""
    timeline = session.document.timeline
    if point_of(timeline, session.view.edit_point) is not None:
        move(session, frames)
    elif selected_clips(session):
        session.document.apply(tr("Move"), edits.move(timeline, chosen(session), frames))
    else:
        session.playback.seek(max(0, session.playback.frame + frames))
