"""What the Effects page and the box in the monitor do to the looks of the selected pictures."""

from collections.abc import Callable, Hashable
from dataclasses import replace
from functools import partial
from typing import Any

from editor.actions import lines
from editor.actions.by_kind import open_ids
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.looks import Look
from editor.timeline.model import Clip, ItemId, Timeline, TrackKind
from editor.words import tr


def change(session: Session, name: str, value: Callable[[Look], Look], merge: Hashable | None = None) -> None:
    """All selected pictures by one undo step, called `name`; those on locked tracks stay, unless there are no others.

    Where a picture moves, it is changed as it stands at the playhead, by a motion point there. merge: see
    Document.apply. Raises EditError.
    """
    timeline = session.document.timeline
    for clip_id in open_ids(session, TrackKind.VIDEO):
        timeline = _changed(session, timeline, clip_id, value)
    session.document.apply(name, timeline, merge)


def change_clip(
    session: Session, clip_id: ItemId, name: str, value: Callable[[Look], Look], merge: Hashable | None = None
) -> None:
    """One picture, selected or not. Raises EditError."""
    session.document.apply(name, _changed(session, session.document.timeline, clip_id, value), merge)


def reset_opacity(session: Session) -> None:
    """Opaque all along, without points."""
    ids = open_ids(session, TrackKind.VIDEO)
    after = edits.set_value(session.document.timeline, ids, edits.OPACITY, edits.OPACITY.rest)
    session.document.apply(tr("Reset Opacity"), after)


def set_table(session: Session, path: str) -> None:
    """The look-up table of all selected pictures; "" = none. Raises EditError for a file that is none."""
    if path:
        _check_table(path)
    name = tr("Look-Up Table") if path else tr("Remove Look-Up Table")
    change(session, name, lambda look: replace(look, grade=replace(look.grade, lut=path, lut_part=1.0)))


def fill_frame(session: Session) -> None:
    """The selected pictures so large that they leave no bars, in the middle. Raises EditError."""
    timeline = session.document.timeline
    for clip_id in open_ids(session, TrackKind.VIDEO):
        scale = filling_scale(timeline, timeline.clip(clip_id))
        timeline = _changed(session, timeline, clip_id, partial(with_transform, x=0.0, y=0.0, scale=scale))
    if timeline is session.document.timeline:
        raise EditError(tr("The picture fills the frame already."), tr("Scale it under Effects in the inspector."))
    session.document.apply(tr("Fill Frame"), timeline)


def filling_scale(timeline: Timeline, clip: Clip) -> float:
    """Times as large as fitted, at which the canvas is covered."""
    media = timeline.media_of(clip)
    if media is None or media.picture is None:
        return 1.0
    across, down = timeline.width / media.picture.width, timeline.height / media.picture.height
    return max(across, down) / min(across, down)


def flip(session: Session) -> None:
    """Each of the selected pictures the other way round, left to right. Raises EditError."""
    change(session, tr("Flip"), lambda look: with_transform(look, flip_x=not look.transform.flip_x))


def reset(session: Session) -> None:
    """The selected pictures as their files have them, but for their fades. Raises EditError."""
    change(session, tr("Reset Effects"), lambda look: Look())


def with_transform(look: Look, **changes: Any) -> Look:
    return replace(look, transform=replace(look.transform, **changes))


def _changed(session: Session, timeline: Timeline, clip_id: ItemId, value: Callable[[Look], Look]) -> Timeline:
    at = lines.frame_of(session, timeline.clip(clip_id))
    return edits.change_look(timeline, [clip_id], lambda look: edits.changed_at(look, at, value))


def _check_table(path: str) -> None:
    from editor.render.looks.grading import TableUnreadable, check_table  # here, since it brings numpy

    try:
        check_table(path)
    except TableUnreadable as error:
        raise EditError(error.what, tr("Choose another .cube file.")) from error
