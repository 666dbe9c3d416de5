"""Cutting: what the Edit, Clip and Sequence menus do to the selection at the playhead."""

from editor.actions import edit_points
from editor.actions.selecting import chosen, leads, needed_under_playhead, selected_clips, targets
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, ItemId, Timeline, TrackId, TrackKind, Transition, new_id
from editor.timeline.rational_time import TimeRange
from editor.words import tr


def delete(session: Session) -> None:
    """Selected gaps are closed; clips leave gaps, and dissolves cuts."""
    timeline, ids = session.document.timeline, chosen(session)
    gaps = {item_id for item_id in ids if isinstance(timeline.item(item_id), Gap)}
    timeline = edits.lift(edits.extract(timeline, gaps), ids - gaps)
    session.document.apply(tr("Close Gap") if gaps == ids else "Delete", timeline)


def ripple_delete(session: Session) -> None:
    timeline, ids = session.document.timeline, chosen(session)
    dissolves = {item_id for item_id in ids if isinstance(timeline.item(item_id), Transition)}
    session.document.apply(tr("Ripple Delete"), edits.extract(edits.lift(timeline, dissolves), ids - dissolves))


def close_gap(session: Session, gap_id: ItemId) -> None:
    session.document.apply(tr("Close Gap"), edits.close_gap(session.document.timeline, gap_id))


def close_all_gaps(session: Session, track_id: TrackId) -> None:
    session.document.apply(tr("Close All Gaps"), edits.close_all_gaps(session.document.timeline, track_id))


def close_gaps(session: Session) -> None:
    """On the tracks that are aimed at, as far as the others that keep in sync let it. Raises EditError for none."""
    timeline, refusal = session.document.timeline, None
    for track_id in targeted(timeline):
        try:
            timeline = edits.close_all_gaps(timeline, track_id)
        except EditError as error:
            refusal = error
    if timeline is session.document.timeline:
        raise refusal or EditError(
            tr("There is no gap on a track that is aimed at."), tr("Click V1 or A1 in the headers.")
        )
    session.document.apply(tr("Close All Gaps"), timeline)


def split(session: Session) -> None:
    """Cut the clips under the playhead in two."""
    timeline, ids = session.document.timeline, [clip.id for clip in needed_under_playhead(session)]
    _cut(tr("Split at Playhead"), session, edits.split(timeline, ids, session.playback.frame, session.view.linked))


def split_all(session: Session) -> None:
    _cut(tr("Split All"), session, edits.split_all(session.document.timeline, session.playback.frame))


def _cut(name: str, session: Session, after: Timeline) -> None:
    if after is session.document.timeline:
        raise EditError(tr("No clip plays across the playhead."), tr("Put the playhead inside a clip."))
    session.document.apply(name, after)


def ripple_trim_start(session: Session) -> None:
    """Take away what lies before the playhead in the clips under it, and close up; the playhead goes to the cut."""
    _ripple_trim(tr("Ripple Trim Start"), session, Edge.START)


def ripple_trim_end(session: Session) -> None:
    """Take away the frame under the playhead and what lies behind it in the clips there, and close up."""
    _ripple_trim(tr("Ripple Trim End"), session, Edge.END)


def _ripple_trim(name: str, session: Session, edge: Edge) -> None:
    """One clip is trimmed, and its linked ones with it; of several, the same time is taken out, as in Premiere."""
    timeline, clips = session.document.timeline, needed_under_playhead(session)
    alone = leads(clips) if session.view.linked else clips
    span = _up_to_playhead([timeline.range_of(clip.id) for clip in alone], session.playback.frame, edge)
    if len(alone) == 1:
        after = _ripple_trimmed(timeline, alone[0].id, edge, span.duration, session.view.linked)
    else:
        after = edits.extract_range(timeline, span, [timeline.track_of(clip.id).id for clip in clips])
    session.document.apply(name, after)
    session.playback.seek(span.start)


def _up_to_playhead(places: list[TimeRange], frame: int, edge: Edge) -> TimeRange:
    """From the nearest start to the playhead, or from there to the nearest end."""
    if any(place.start == frame for place in places):
        raise EditError(tr("The playhead stands on a cut."), tr("Put it inside the clip."))
    if edge is Edge.START:
        start = max(place.start for place in places)
        return TimeRange(start, frame - start)
    return TimeRange(frame, min(place.end for place in places) - frame)


def _ripple_trimmed(timeline: Timeline, clip_id: ItemId, edge: Edge, frames: int, linked: bool) -> Timeline:
    """All of it or nothing: else the playhead would not stand at the cut."""
    least, most = edits.ripple_limits(timeline, clip_id, edge, linked)
    by = frames if edge is Edge.START else -frames
    if not least <= by <= most:
        raise EditError(
            tr(
                "{frames} frames cannot be closed up: a clip on another track, or a linked one, is in the way.",
                frames=frames,
            ),
            tr("Unlock sync on that track, or trim the clip's edge with the mouse."),
        )
    return edits.ripple_trim(timeline, clip_id, edge, by, linked)


def trim(session: Session, clip_id: ItemId, edge: Edge, by: int) -> int:
    """Move an edge of a clip; and how far it went, which its media and its neighbours may have limited.

    Raises EditError on a locked track.
    """
    before = session.document.timeline
    after = edits.trim(before, clip_id, edge, by, session.view.linked)
    session.document.apply(tr("Trim"), after)
    old, new = before.range_of(clip_id), after.range_of(clip_id)
    return new.start - old.start if edge is Edge.START else new.end - old.end


def extend_edit(session: Session) -> None:
    """The selected edit point to the playhead; without one, the selected clips' nearer edges, as far as neighbours and
    media allow."""
    if edit_points.point_of(session.document.timeline, session.view.edit_point) is not None:
        edit_points.to_playhead(session)
        return
    before = timeline = session.document.timeline
    linked = session.view.linked
    clips = selected_clips(session)
    for clip in leads(clips) if linked else clips:
        edge, by = _nearer_edge(timeline.range_of(clip.id), session.playback.frame)
        timeline = edits.trim(timeline, clip.id, edge, by, linked)
    if timeline is before:
        raise EditError(
            tr("No selected clip can be brought any nearer to the playhead: its media, or a neighbour, ends there."),
            tr("Try Generative Extend (G), or move the neighbour."),
        )
    session.document.apply(tr("Extend Edit"), timeline)


def _nearer_edge(place: TimeRange, frame: int) -> tuple[Edge, int]:
    """And how far it is from there to the frame."""
    if abs(frame - place.start) < abs(frame - place.end):
        return Edge.START, frame - place.start
    return Edge.END, frame - place.end


def nudge(session: Session, by: int) -> None:
    """Move the selected clips by frames; steps in a row are one undo step."""
    ids = chosen(session)
    session.document.apply(tr("Nudge"), edits.move(session.document.timeline, ids, by), merge=("nudge", ids))


def join(session: Session, left_id: ItemId, right_id: ItemId) -> None:
    """Raises EditError where the cut between them is one."""
    after = edits.join(session.document.timeline, left_id, right_id, session.view.linked)
    session.document.apply(tr("Join Through Edit"), after)


def into_sync(session: Session, clip_id: ItemId, slips: bool) -> None:
    """Moved, or slipped where it stands, to play with its partner again."""
    mend = edits.slip_into_sync if slips else edits.move_into_sync
    name = tr("Slip Into Sync") if slips else tr("Move Into Sync")
    session.document.apply(name, mend(session.document.timeline, clip_id))


def toggle_enabled(session: Session) -> None:
    timeline, ids = session.document.timeline, chosen(session)
    on = not all(item.enabled for item in map(timeline.item, ids) if isinstance(item, Clip))
    session.document.apply(tr("Enable") if on else tr("Disable"), edits.set_enabled(timeline, ids, on))


def toggle_link(session: Session) -> None:
    timeline, ids = session.document.timeline, [clip.id for clip in selected_clips(session)]
    if are_linked(session):
        session.document.apply(tr("Unlink"), edits.unlink(timeline, ids))
    else:
        session.document.apply(tr("Link"), edits.link(timeline, ids))


def are_linked(session: Session) -> bool:
    """Whether some selected clip still has another one it is linked to."""
    timeline = session.document.timeline
    return any(len(timeline.linked(clip)) > 1 for clip in selected_clips(session))


def rename(session: Session, item_id: ItemId, name: str) -> None:
    """A clip, and what is linked to it under the same name. Raises EditError for no name."""
    timeline, name = session.document.timeline, name.strip()
    if not name:
        raise EditError(tr("A clip needs a name."), tr("Type one."))
    clip = timeline.clip(item_id)
    after = edits.rename(timeline, item_id, name)
    for other in timeline.linked(clip):
        if timeline.clip(other).name == clip.name and not timeline.track_of(other).locked:
            after = edits.rename(after, other, name)
    session.document.apply(tr("Rename"), after)


def lift_marked(session: Session) -> None:
    """Empty the range between in and out on the tracks that are aimed at."""
    timeline = session.document.timeline
    span = marked(timeline)
    empty = {track_id: [Gap(ItemId(new_id()), span.duration)] for track_id in targeted(timeline)}
    session.document.apply(tr("Lift"), edits.overwrite(timeline, span.start, empty))


def extract_marked(session: Session) -> None:
    """As lift, and close up."""
    timeline = session.document.timeline
    span = marked(timeline)
    after = edits.extract_range(timeline, span, targeted(timeline))
    session.document.apply(tr("Extract"), edits.set_marks(after, None, None))
    session.playback.seek(span.start)


def marked(timeline: Timeline) -> TimeRange:
    """From the in to the out point; from the start, or to the end, where one is not set. Raises EditError."""
    start = timeline.mark_in or 0
    end = timeline.duration if timeline.mark_out is None else timeline.mark_out
    if (timeline.mark_in is None and timeline.mark_out is None) or end <= start:
        raise EditError(tr("No range is marked."), tr("Set an in and an out point first (I, O)."))
    return TimeRange(start, end - start)


def targeted(timeline: Timeline) -> list[TrackId]:
    """Raises EditError where no track that can be changed is aimed at."""
    ids = [track.id for kind in TrackKind for track in targets(timeline, kind)]
    if not ids:
        raise EditError(tr("No unlocked track is aimed at."), tr("Click V1 or A1 in the track headers."))
    return ids
