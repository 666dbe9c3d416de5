"""Replace With Clip: what is in the source monitor, or selected in the pool, in the place of selected clips."""

from collections.abc import Callable
from fractions import Fraction

from editor.actions.selecting import chosen
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Media, Timeline, TrackKind
from editor.words import tr

Start = Callable[[Clip], Fraction]  # where in the media a clip begins, in seconds


def replace_from_source(session: Session) -> None:
    """From its in point on. Raises EditError where the source monitor is empty, or its media does not fit."""
    media = _opened(session)
    _replace(session, media, lambda _: session.source.mark_in or Fraction(0))


def replace_matching(session: Session) -> None:
    """So that what the source monitor shows is at the playhead. Raises EditError as `replace_from_source` does."""
    media = _opened(session)
    timeline, playhead = session.document.timeline, session.playback.frame
    shown = session.source_playback.frame / session.source.document.timeline.rate

    def start(clip: Clip) -> Fraction:
        within = playhead - timeline.range_of(clip.id).start
        return max(shown - within / timeline.rate, Fraction(0))

    _replace(session, media, start)


def replace_from_pool(session: Session, media: Media) -> None:
    """From its start on."""
    _replace(session, media, lambda _: Fraction(0))


def _opened(session: Session) -> Media:
    if session.source.media is None:
        raise EditError(tr("The source monitor is empty."), tr("Double-click a clip in the media pool first."))
    return session.source.media


def _replace(session: Session, media: Media, start: Start) -> None:
    timeline = edits.add_media(session.document.timeline, media)
    ids = [item_id for item_id in chosen(session) if _fits(timeline, item_id, media)]
    if not ids:
        raise EditError(
            tr("“{name}” has nothing for the selected clips.", name=media.name), tr("Select a clip of its kind.")
        )
    for clip_id in ids:
        timeline = edits.replace_media(timeline, clip_id, media, start(timeline.clip(clip_id)))
    session.document.apply(tr("Replace With Clip"), timeline)


def _fits(timeline: Timeline, item_id: ItemId, media: Media) -> bool:
    """A clip of its kind: the sound of what is replaced stays where the media has none."""
    is_picture = timeline.track_of(item_id).kind is TrackKind.VIDEO
    part = media.picture if is_picture else media.sound
    return isinstance(timeline.item(item_id), Clip) and part is not None
