"""The lines drawn along clips: their values at the playhead, and their points, as the panels and keys change them."""

from collections.abc import Hashable

from editor.actions import keyframing
from editor.actions.by_kind import open_ids, pictures, sounds
from editor.session import Session
from editor.timeline import edits
from editor.timeline.edits import Envelope
from editor.timeline.errors import EditError
from editor.timeline.model import Clip
from editor.view_state import CurvePoint, Line
from editor.words import tr

ENVELOPES = {Line.VOLUME: edits.VOLUME, Line.PAN: edits.PAN, Line.OPACITY: edits.OPACITY, Line.SPEED: edits.SPEED}
# of a key; up is to the left on screen
STEPS = {Line.VOLUME: 1.0, Line.PAN: -0.05, Line.OPACITY: 0.05, Line.SPEED: 0.05}


def set_value(session: Session, envelope: Envelope, value: float, merge: Hashable | None = None) -> None:
    """Of all selected clips that have such a line, all along it; where one has points, at the playhead, by a point that
    is there or made. Raises EditError."""
    timeline = session.document.timeline
    for clip_id in open_ids(session, envelope.kind):
        clip = timeline.clip(clip_id)
        if envelope.curve_of(clip).points:
            timeline = edits.add_point(timeline, clip_id, envelope, frame_of(session, clip), value)
        else:
            timeline = edits.set_value(timeline, [clip_id], envelope, value)
    session.document.apply(envelope.name, timeline, merge)


def value_at(session: Session, clip: Clip, envelope: Envelope) -> float:
    """At the playhead."""
    return envelope.curve_of(clip).at(frame_of(session, clip))


def frame_of(session: Session, clip: Clip) -> int:
    """The playhead, as a frame of the clip; its nearest one where that stands outside."""
    place = session.document.timeline.range_of(clip.id)
    return min(max(session.playback.frame - place.start, 0), place.duration - 1)


def add_point(session: Session) -> None:
    """To the lines shown on the selected clips, at the playhead. Raises EditError where there is none."""
    timeline, frame, last = session.document.timeline, session.playback.frame, None
    for clip in (*pictures(session), *sounds(session)):
        line = session.view.line_of(timeline.track_of(clip.id).kind)
        place, envelope = timeline.range_of(clip.id), ENVELOPES.get(line)
        if envelope is not None and envelope.is_on(timeline, clip) and place.contains(frame):
            last = CurvePoint(clip.id, line, frame - place.start)
            timeline = edits.add_point(timeline, clip.id, envelope, last.at)
    if last is None:
        raise EditError(
            tr("No selected clip under the playhead shows a line."), tr("Choose one in View, Show on Clips.")
        )
    session.document.apply(tr("Add {name} Point", name=ENVELOPES[last.line].name), timeline)
    session.view.choose_point(last)


def chosen_point(session: Session) -> CurvePoint | None:
    """The selected point, where it is there still."""
    place, timeline = session.view.point, session.document.timeline
    if place is None or place.line not in ENVELOPES or not timeline.has(place.clip_id):
        return None
    points = ENVELOPES[place.line].curve_of(timeline.clip(place.clip_id)).points
    return place if any(point.at == place.at for point in points) else None


def move_chosen(session: Session, frames: int) -> bool:
    """The selected point, as far as its neighbours let it; moves in a row are one undo step. False without one."""
    return _change_chosen(session, frames, 0.0)


def raise_chosen(session: Session, steps: int) -> bool:
    """Its value so many steps up, or below 0 down; such steps in a row are one undo step. False without one."""
    return _change_chosen(session, 0, float(steps))


def _change_chosen(session: Session, frames: int, steps: float) -> bool:
    place, timeline = chosen_point(session), session.document.timeline
    if place is None:
        return False
    envelope, clip = ENVELOPES[place.line], timeline.clip(place.clip_id)
    places = [point.at for point in envelope.curve_of(clip).points]
    low, high = edits.point_limits(clip, envelope, place.at)
    moved = place._replace(at=max(low, min(place.at + frames, high)))
    value = envelope.curve_of(clip).at(place.at) + steps * STEPS[place.line]
    after = edits.move_point(timeline, place.clip_id, envelope, place.at, moved.at, value)
    merge = ("point", place.clip_id, place.line, places.index(place.at))
    session.document.apply(tr("Move {name} Point", name=envelope.name), after, merge)
    session.view.choose_point(moved)
    return True


def delete(session: Session) -> None:
    """The selected point of a line; without one the selected keyframe; without that, what is selected.

    Raises EditError.
    """
    place = chosen_point(session)
    if place is None:
        keyframing.delete(session)
        return
    envelope = ENVELOPES[place.line]
    after = edits.remove_point(session.document.timeline, place.clip_id, envelope, place.at)
    session.document.apply(tr("Delete {name} Point", name=envelope.name), after)
    session.view.choose_point(None)
