"""Keyframes as the user handles them: placed at the playhead or by dropping, moved, set freer, deleted."""

from collections.abc import Hashable
from fractions import Fraction
from typing import NamedTuple

from editor.actions import editing
from editor.actions.meeting import shown_from
from editor.actions.selecting import clip_at, selected_clips, targets
from editor.document import Document
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Keyframe, Media, MediaId, Timeline, TrackKind
from editor.view_state import KeyframePlace, ViewState
from editor.words import tr


class Shown(NamedTuple):
    """A picture: a still, or the frame of a film that begins at `start`, in seconds."""

    media: Media
    start: Fraction = Fraction(0)


def chosen_keyframe(document: Document, view: ViewState) -> KeyframePlace | None:
    """The one that was clicked last, while it is there and its clip selected."""
    place = view.keyframe
    if place is None or place.clip_id not in document.selection or not document.timeline.has(place.clip_id):
        return None
    item = document.timeline.item(place.clip_id)
    return place if isinstance(item, Clip) and edits.keyframe_at(item, place.at) is not None else None


def under_playhead(session: Session) -> KeyframePlace | None:
    """Where K places one: in the selected generated clip, else in the topmost one of the tracks aimed at."""
    timeline, frame = session.document.timeline, session.playback.frame
    selected = [clip for clip in selected_clips(session) if timeline.range_of(clip.id).contains(frame)]
    aimed = [clip_at(track, frame) for track in targets(timeline, TrackKind.VIDEO)][::-1]
    for clip in (*selected, *aimed):
        if clip is not None and not edits.why_no_keyframe(timeline, clip.id):
            return KeyframePlace(clip.id, frame - edits.first_new_frame(timeline, clip))
    return None


def needed_under_playhead(session: Session) -> KeyframePlace:
    """As under_playhead. Raises EditError where there is none."""
    place = under_playhead(session)
    if place is None:
        raise EditError(
            tr("No generated clip stands under the playhead."),
            tr("Put the playhead on one that is selected, or that is on a track that is aimed at."),
        )
    return place


def shown_at(timeline: Timeline, place: KeyframePlace) -> Shown | None:
    """What a generated clip shows at one of its frames, out of the take in use; None while it has none."""
    clip = timeline.clip(place.clip_id)
    media = timeline.media_of(clip)
    if media is None:
        return None
    within = edits.first_new_frame(timeline, clip) + place.at - timeline.range_of(clip.id).start
    return Shown(media, shown_from(media, timeline.moment(clip, within)))


def place_shown(session: Session, place: KeyframePlace) -> bool:
    """The frame that is shown there kept there; False where nothing is made that could be shown. Raises EditError.

    It is not selected: the arrow keys go on to the next one. Where one stands already, that is selected instead.
    """
    timeline = session.document.timeline
    if edits.keyframe_at(timeline.clip(place.clip_id), place.at) is not None:
        session.document.select([place.clip_id])
        session.view.choose_keyframe(place)
        return True
    shown = shown_at(timeline, place)
    if shown is not None:
        place_picture(session, place, shown)
        session.view.choose_keyframe(None)
    return shown is not None


def place_picture(session: Session, place: KeyframePlace, shown: Shown) -> None:
    """Raises EditError where the clip takes none there."""
    keyframe = Keyframe(shown.media.id, place.at, start=shown.start)
    after = edits.place_keyframe(session.document.timeline, place.clip_id, shown.media, keyframe)
    session.document.apply(tr("Add Keyframe"), after)
    session.document.select([place.clip_id])
    session.view.choose_keyframe(place)


def place_media(session: Session, place: KeyframePlace, media_id: MediaId) -> None:
    """A still; of a film the frame it is marked in at, where it is open in the source monitor, else its first one."""
    media = session.document.timeline.media_by_id.get(media_id)
    if media is None:
        raise EditError(tr("This media is not in the pool any more."), tr("Import it again."))
    source = session.source
    is_open = source.media is not None and source.media.id == media_id and not media.is_still
    marked = source.document.timeline.mark_in if is_open else None
    start = Fraction(0) if marked is None else shown_from(media, marked / source.document.timeline.rate)
    place_picture(session, place, Shown(media, start))


def move_chosen(session: Session, by: int) -> bool:
    """The selected one so many frames on, as far as it goes; moves in a row are one undo step. False without one."""
    timeline, place = session.document.timeline, chosen_keyframe(session.document, session.view)
    if place is None:
        return False
    least, most = edits.keyframe_limits(timeline, *place)
    to = place.at + max(least, min(by, most))
    after = edits.move_keyframe(timeline, *place, by)
    number = _number(timeline, place)
    session.document.apply(tr("Move Keyframe"), after, merge=(tr("move keyframe"), place.clip_id, number))
    session.view.choose_keyframe(KeyframePlace(place.clip_id, to))
    return True


def set_noise(session: Session, place: KeyframePlace, noise: float, merge: Hashable | None = None) -> None:
    """noise: 0 keep to 1 free. merge: see Document.apply."""
    after = edits.set_keyframe_noise(session.document.timeline, *place, round(noise, 2))
    session.document.apply(tr("Keyframe Keep ↔ Free"), after, merge)


def free_chosen(session: Session, by: float) -> bool:
    """The selected one freer, or below 0 less free; such steps in a row are one undo step. False without one."""
    place = chosen_keyframe(session.document, session.view)
    if place is None:
        return False
    keyframe = edits.keyframe_at(session.document.timeline.clip(place.clip_id), place.at)
    assert keyframe is not None, "it is there while it is chosen"
    set_noise(session, place, keyframe.noise + by, merge=(tr("keyframe noise"), *place))
    return True


def remove(session: Session, place: KeyframePlace) -> None:
    after = edits.remove_keyframe(session.document.timeline, *place)
    session.document.apply(tr("Delete Keyframe"), after)


def delete(session: Session) -> None:
    """The selected keyframe; without one, what is selected. Raises EditError."""
    place = chosen_keyframe(session.document, session.view)
    if place is None:
        editing.delete(session)
    else:
        remove(session, place)


def _number(timeline: Timeline, place: KeyframePlace) -> int:
    """Which of its clip's keyframes it is: moves never change their order."""
    generation = timeline.clip(place.clip_id).generation
    assert generation is not None, "it is there while it is chosen"
    return [each.at for each in generation.keyframes].index(place.at)
