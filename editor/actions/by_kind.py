"""What is selected of one kind: pictures, or sounds."""

from collections.abc import Iterable

from editor.actions.selecting import selected_clips
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, TrackKind
from editor.words import tr

NONE = {
    TrackKind.VIDEO: tr("No clip with a picture is selected."),
    TrackKind.AUDIO: tr("No clip with sound is selected."),
}


def pictures(session: Session) -> list[Clip]:
    """The selected clips on picture tracks, in the order of their tracks, then of time."""
    return _on(session, TrackKind.VIDEO)


def sounds(session: Session) -> list[Clip]:
    return _on(session, TrackKind.AUDIO)


def open_ids(session: Session, kind: TrackKind) -> list[ItemId]:
    """Of the selected clips of that kind those that may change; all where none may, so that the edit says why.

    Raises EditError where none is selected.
    """
    timeline, clips = session.document.timeline, _on(session, kind)
    if not clips:
        raise EditError(NONE[kind], tr("Select one, or a clip that it is linked to."))
    return [clip.id for clip in clips if not timeline.track_of(clip.id).locked] or [clip.id for clip in clips]


def why_locked(session: Session, clips: Iterable[Clip]) -> str:
    """Why none of these can be changed; "" = one can."""
    tracks = [session.document.timeline.track_of(clip.id) for clip in clips]
    if any(not track.locked for track in tracks) or not tracks:
        return ""
    return tr("{label} is locked", label=session.document.timeline.label(tracks[0]))


def _on(session: Session, kind: TrackKind) -> list[Clip]:
    timeline = session.document.timeline
    return [clip for clip in selected_clips(session) if timeline.track_of(clip.id).kind is kind]
