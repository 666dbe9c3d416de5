"""Motion: the points that selected pictures are moved by, as keys, panels and menus set, find and remove them."""

from collections.abc import Callable
from dataclasses import replace

from editor.actions import lines
from editor.actions.by_kind import open_ids, pictures
from editor.actions.lines import frame_of
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind
from editor.view_state import CurvePoint, Line
from editor.words import tr

PUSH = 1.15  # times as large at the end: seen well, and not soft yet


def here(session: Session) -> list[Clip]:
    """The selected pictures that stand under the playhead."""
    timeline, frame = session.document.timeline, session.playback.frame
    return [clip for clip in pictures(session) if timeline.range_of(clip.id).contains(frame)]


def is_at_point(session: Session) -> bool:
    """Whether the first selected picture under the playhead has a point there."""
    clips = here(session)[:1]
    return any(_has_point(session, clip) for clip in clips)


def toggle_point(session: Session) -> None:
    """Add one at the playhead to the selected pictures there, or remove those that stand there. Raises EditError."""
    timeline, removes = session.document.timeline, is_at_point(session)
    for clip in _needed_here(session):
        at = frame_of(session, clip)
        if removes:
            timeline = edits.remove_motion_point(timeline, clip.id, at)
        elif not _has_point(session, clip):
            timeline = edits.add_motion_point(timeline, clip.id, at)
    session.document.apply(tr("Remove Motion Point") if removes else tr("Add Motion Point"), timeline)


def go(session: Session, way: int) -> None:
    """The playhead to the next motion point of the selected pictures, or below 0 to the one before."""
    frame = session.playback.frame
    ahead = [place for place in _places(session) if (place - frame) * way > 0]
    if ahead:
        session.playback.seek(min(ahead, key=lambda place: abs(place - frame)))


def has_point(session: Session, way: int) -> bool:
    """Whether `go` leads somewhere."""
    return any((place - session.playback.frame) * way > 0 for place in _places(session))


def has_points(session: Session) -> bool:
    return any(edits.motion_of(clip) for clip in pictures(session))


def is_smooth(session: Session) -> bool:
    """Whether the first selected picture that moves comes to rest at all of its points."""
    moving = [clip for clip in pictures(session) if edits.motion_of(clip)][:1]
    return any(all(point.smooth for point in edits.motion_of(clip)) for clip in moving)


def toggle_smooth(session: Session) -> None:
    """Raises EditError."""
    ids, on = open_ids(session, TrackKind.VIDEO), not is_smooth(session)
    name = tr("Smooth Motion") if on else tr("Straight Motion")
    session.document.apply(name, edits.set_motion_smooth(session.document.timeline, ids, on))


def push_in(session: Session) -> None:
    """Each selected picture grows slowly, all along its clip. Raises EditError."""
    _push(session, tr("Push In"), PUSH)


def pull_out(session: Session) -> None:
    """Each selected picture comes back slowly from larger. Raises EditError."""
    _push(session, tr("Pull Out"), 1 / PUSH)


def clear(session: Session) -> None:
    """The selected pictures stand all along as they do at the playhead. Raises EditError."""

    def stand(timeline: Timeline, clip_id: ItemId) -> Timeline:
        at = frame_of(session, timeline.clip(clip_id))
        return edits.change_look(
            timeline, [clip_id], lambda look: replace(look, transform=look.transform_at(at), motion=())
        )

    _each(session, tr("Remove Motion"), stand)


def chosen_point(session: Session) -> CurvePoint | None:
    """The selected motion point, where it is there still."""
    place, timeline = session.view.point, session.document.timeline
    if place is None or place.line is not Line.MOTION or not timeline.has(place.clip_id):
        return None
    return place if any(point.at == place.at for point in edits.motion_of(timeline.clip(place.clip_id))) else None


def move_chosen(session: Session, frames: int) -> bool:
    """The selected point, as far as its neighbours let it; moves in a row are one undo step. False without one."""
    place, timeline = chosen_point(session), session.document.timeline
    if place is None:
        return False
    clip = timeline.clip(place.clip_id)
    low, high = edits.motion_limits(clip, place.at)
    moved = place._replace(at=max(low, min(place.at + frames, high)))
    index = [point.at for point in edits.motion_of(clip)].index(place.at)
    after = edits.move_motion_point(timeline, place.clip_id, place.at, moved.at)
    session.document.apply(tr("Move Motion Point"), after, ("motion point", place.clip_id, index))
    session.view.choose_point(moved)
    return True


def delete(session: Session) -> None:
    """The selected motion point; without one as `lines.delete`. Raises EditError."""
    place = chosen_point(session)
    if place is None:
        lines.delete(session)
        return
    after = edits.remove_motion_point(session.document.timeline, place.clip_id, place.at)
    session.document.apply(tr("Delete Motion Point"), after)
    session.view.choose_point(None)


def _push(session: Session, name: str, grown: float) -> None:
    _each(session, name, lambda timeline, clip_id: edits.push_picture(timeline, clip_id, grown))


def _each(session: Session, name: str, change: Callable[[Timeline, ItemId], Timeline]) -> None:
    timeline = session.document.timeline
    for clip_id in open_ids(session, TrackKind.VIDEO):
        timeline = change(timeline, clip_id)
    session.document.apply(name, timeline)


def _has_point(session: Session, clip: Clip) -> bool:
    return any(point.at == frame_of(session, clip) for point in edits.motion_of(clip))


def _needed_here(session: Session) -> list[Clip]:
    """Those that may change. Raises EditError."""
    clips = here(session)
    if not clips:
        raise EditError(
            tr("No selected picture stands under the playhead."), tr("Select one, or put the playhead on it.")
        )
    free = [clip for clip in clips if not session.document.timeline.track_of(clip.id).locked]
    return free or clips


def _places(session: Session) -> list[int]:
    """Frames of the timeline with a motion point that is not trimmed away."""
    timeline, places = session.document.timeline, []
    for clip in pictures(session):
        start = timeline.range_of(clip.id).start
        places += [start + point.at for point in edits.motion_of(clip) if 0 <= point.at < clip.duration]
    return places
