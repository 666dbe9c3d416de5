"""Cutting: what the Edit, Clip and Sequence menus do to the selection at the playhead."""

from editor.actions.selecting import chosen, clips_under_playhead, selected_clips, targets, with_linked
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, ItemId, TrackId, TrackKind, Transition, new_id
from editor.timeline.rational_time import TimeRange

DISSOLVE_SECONDS = 1  # Premiere's and Resolve's default


def delete(session: Session) -> None:
    """Clips leave gaps; a selected gap is closed, a selected dissolve goes."""
    timeline = session.document.timeline
    items = {item_id: timeline.item(item_id) for item_id in session.document.selection}
    gaps = [item_id for item_id, item in items.items() if isinstance(item, Gap)]
    dissolves = [item_id for item_id, item in items.items() if isinstance(item, Transition)]
    clips = [item_id for item_id in chosen(session) if isinstance(timeline.item(item_id), Clip)]
    for item_id in dissolves:
        timeline = edits.remove_transition(timeline, item_id)
    if clips:
        timeline = edits.lift(timeline, clips)
    for item_id in gaps:
        if timeline.has(item_id):
            timeline = edits.close_gap(timeline, item_id)
    session.document.apply("Close Gap" if gaps and not clips else "Delete", timeline)


def ripple_delete(session: Session) -> None:
    timeline = session.document.timeline
    ids = [item_id for item_id in chosen(session) if not isinstance(timeline.item(item_id), Transition)]
    session.document.apply("Ripple Delete", edits.extract(timeline, ids))


def close_gap(session: Session, gap_id: ItemId) -> None:
    session.document.apply("Close Gap", edits.close_gap(session.document.timeline, gap_id))


def close_all_gaps(session: Session, track_id: TrackId) -> None:
    session.document.apply("Close All Gaps", edits.close_all_gaps(session.document.timeline, track_id))


def split(session: Session) -> None:
    """Cut the clips under the playhead in two."""
    timeline = session.document.timeline
    ids: frozenset[ItemId] = frozenset(clip.id for clip in clips_under_playhead(session))
    ids = with_linked(timeline, ids) if session.view.linked else ids
    session.document.apply("Split at Playhead", edits.split(timeline, ids, session.playback.frame))


def split_all(session: Session) -> None:
    session.document.apply("Split All", edits.split_all(session.document.timeline, session.playback.frame))


def ripple_trim_start(session: Session) -> None:
    """Take away what lies before the playhead in the clip under it, and close up; the playhead goes to the cut."""
    clips = clips_under_playhead(session)
    if not clips:
        return
    start = session.document.timeline.range_of(clips[0].id).start
    by = session.playback.frame - start
    after = edits.ripple_trim(session.document.timeline, clips[0].id, Edge.START, by, linked=session.view.linked)
    session.document.apply("Ripple Trim Start", after)
    session.playback.seek(start)


def ripple_trim_end(session: Session) -> None:
    clips = clips_under_playhead(session)
    if not clips:
        return
    by = session.playback.frame - session.document.timeline.range_of(clips[0].id).end
    after = edits.ripple_trim(session.document.timeline, clips[0].id, Edge.END, by, linked=session.view.linked)
    session.document.apply("Ripple Trim End", after)


def extend_edit(session: Session) -> None:
    """Trim the selected clip's nearer edge to the playhead, as far as neighbours and media allow."""
    clips = selected_clips(session)
    if not clips:
        return
    timeline, frame = session.document.timeline, session.playback.frame
    place = timeline.range_of(clips[0].id)
    edge = Edge.START if abs(frame - place.start) < abs(frame - place.end) else Edge.END
    by = frame - (place.start if edge is Edge.START else place.end)
    least, most = edits.trim_limits(timeline, clips[0].id, edge, linked=session.view.linked)
    by = min(max(by, least), most)
    session.document.apply("Extend Edit", edits.trim(timeline, clips[0].id, edge, by, linked=session.view.linked))


def nudge(session: Session, by: int) -> None:
    """Move the selected clips by frames; steps in a row are one undo step."""
    ids = chosen(session)
    if ids:
        session.document.apply("Nudge", edits.move(session.document.timeline, ids, by), merge=("nudge", ids))


def toggle_enabled(session: Session) -> None:
    clips = selected_clips(session)
    on = not all(clip.enabled for clip in clips)
    after = edits.set_enabled(session.document.timeline, [clip.id for clip in clips], on)
    session.document.apply("Enable" if on else "Disable", after)


def toggle_link(session: Session) -> None:
    clips = selected_clips(session)
    ids = [clip.id for clip in clips]
    if any(clip.link for clip in clips):
        session.document.apply("Unlink", edits.unlink(session.document.timeline, ids))
    else:
        session.document.apply("Link", edits.link(session.document.timeline, ids))


def rename(session: Session, item_id: ItemId, name: str) -> None:
    session.document.apply("Rename", edits.rename(session.document.timeline, item_id, name))


def add_dissolve(session: Session) -> None:
    """At the selected cut, or at the start of the selected clip, or at the cut nearest to the playhead on V1..."""
    timeline = session.document.timeline
    left, right = cut_for_dissolve(session)
    after = edits.add_transition(timeline, left, right, round(DISSOLVE_SECONDS * timeline.rate), ItemId(new_id()))
    session.document.apply("Cross Dissolve", after)


def cut_for_dissolve(session: Session) -> tuple[ItemId, ItemId]:
    """The two clips around the cut nearest to the playhead: of the selected clips, else of the tracks aimed at."""
    timeline, frame = session.document.timeline, session.playback.frame
    selected = session.document.selection
    tracks = {timeline.track_of(item_id).id for item_id in selected}
    tracks = tracks or {track.id for kind in TrackKind for track in targets(timeline, kind)}
    cuts = []
    for track in timeline.tracks:
        if track.id in tracks:
            for index, (one, other) in enumerate(zip(track.items, track.items[1:], strict=False), 1):
                if (
                    isinstance(one, Clip)
                    and isinstance(other, Clip)
                    and (not selected or {one.id, other.id} & selected)
                ):
                    cuts.append((abs(track.starts[index] - frame), one.id, other.id))
    if not cuts:
        raise EditError("There is no cut between two clips here.", do="Select a clip that touches another one.")
    _, left, right = min(cuts)
    return left, right


def remove_dissolve(session: Session, transition_id: ItemId) -> None:
    session.document.apply("Delete Dissolve", edits.remove_transition(session.document.timeline, transition_id))


def lift_marked(session: Session) -> None:
    """Empty the range between in and out on the tracks that are aimed at."""
    timeline = session.document.timeline
    session.document.apply("Lift", edits.lift_range(timeline, marked(session), targeted(session)))


def extract_marked(session: Session) -> None:
    """As lift, and close up."""
    span = marked(session)
    timeline = edits.extract_range(session.document.timeline, span, targeted(session))
    session.document.apply("Extract", edits.set_marks(timeline, None, None))
    session.playback.seek(span.start)


def marked(session: Session) -> TimeRange:
    timeline = session.document.timeline
    start = timeline.mark_in or 0
    end = timeline.duration if timeline.mark_out is None else timeline.mark_out
    if (timeline.mark_in is None and timeline.mark_out is None) or end <= start:
        raise EditError("No range is marked.", do="Set an in and an out point first (I, O).")
    return TimeRange(start, end - start)


def targeted(session: Session) -> list[TrackId]:
    return [track.id for kind in TrackKind for track in targets(session.document.timeline, kind)]
