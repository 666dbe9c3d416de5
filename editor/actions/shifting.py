"""Shifting: selected clips slipped, slid, and taken to other tracks, by keys."""

from collections.abc import Callable

from editor.actions.selecting import chosen, leads, selected_clips
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId, Timeline, TrackKind
from editor.words import tr


def slip(session: Session, by: int) -> None:
    """What plays in the selected clips pulled by frames, as by the mouse: to the right, and earlier media is seen.

    Steps in a row are one undo step. Raises EditError where none has media to go on.
    """
    _pull(tr("Slip"), session, lambda timeline, clip_id, linked: edits.slip(timeline, clip_id, -by, linked))


def slide(session: Session, by: int) -> None:
    """The selected clips moved between their neighbours, which give and take the room. As `slip`."""
    _pull(tr("Slide"), session, lambda timeline, clip_id, linked: edits.slide(timeline, clip_id, by, linked))


def _pull(name: str, session: Session, edit: Callable[[Timeline, ItemId, bool], Timeline]) -> None:
    before = timeline = session.document.timeline
    clips, linked = selected_clips(session), session.view.linked
    for clip in leads(clips) if linked else clips:
        timeline = edit(timeline, clip.id, linked)
    if timeline is before:
        raise EditError(tr("The media, or a neighbour, ends there."), tr("Trim the clip first."))
    ids = frozenset(clip.id for clip in clips)
    session.document.apply(name, timeline, merge=(name, ids))


def move_to_track(session: Session, by: int) -> None:
    """Picture clips that many tracks up, or where only sound is selected, sound: to the track above is -1 for sound."""
    timeline, ids = session.document.timeline, chosen(session)
    kinds = {timeline.track_of(clip.id).kind for clip in selected_clips(session)}
    kind = min(kinds, key=list(TrackKind).index, default=TrackKind.VIDEO)
    rows = {kind: by if kind is TrackKind.VIDEO else -by}
    session.document.apply(tr("Move to Track"), edits.move(timeline, ids, 0, rows))
