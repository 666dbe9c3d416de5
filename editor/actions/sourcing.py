"""From the source monitor onto the tracks: three-point edits and match frame."""

from collections.abc import Iterator
from fractions import Fraction

from editor.actions.placing import aim, frames_of, laid, stretch_of
from editor.actions.selecting import needed_under_playhead
from editor.session import Session
from editor.source import Source
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Media, MediaId, TrackKind
from editor.timeline.rational_time import MediaRange, whole_frames
from editor.timeline.timing import FASTEST, Timing
from editor.words import tr


def open_in_source(session: Session, media_id: MediaId) -> None:
    session.source.open(session.document.timeline.media_by_id[media_id])


def insert_from_source(session: Session) -> None:
    _edit(session, insert=True)


def overwrite_from_source(session: Session) -> None:
    _edit(session, insert=False)


def fit_to_fill(session: Session) -> None:
    """Between in and out of the timeline: all that is marked in the source, as fast as it takes to fill that.

    Raises EditError where a mark of the timeline is missing, for a still, and where it would have to be too fast.
    """
    media, timeline = _opened(session), session.document.timeline
    start, end = timeline.mark_in, timeline.mark_out
    if start is None or end is None:
        raise EditError(tr("No range is marked on the timeline."), tr("Set an in and an out point there first (I, O)."))
    if media.is_still:
        raise EditError(tr("“{name}” is a still: it has no speed.", name=media.name), tr("Overwrite with it (.)."))
    span = session.source.marked or MediaRange(Fraction(0), media.duration)
    speed = span.duration * timeline.rate / (end - start)
    _require(
        speed <= FASTEST,
        tr("“{name}” would have to play more than {fastest} times as fast.", name=media.name, fastest=FASTEST),
    )
    retimed = (end - start, Timing(speed) if speed != 1 else None)
    timeline, clips = laid(timeline, [(media, span)], start, aim(timeline), insert=False, retimed=retimed)
    session.document.apply(tr("Fit to Fill"), edits.set_marks(timeline, None, None))
    session.document.select(clips)
    session.playback.seek(end)


def _opened(session: Session) -> Media:
    if session.source.media is None:
        raise EditError(tr("The source monitor is empty."), tr("Double-click a clip in the media pool first."))
    return session.source.media


def _edit(session: Session, insert: bool) -> None:
    """The marks of the timeline are used up, and the playhead goes to the end of the piece: for the next one."""
    media = _opened(session)
    at, span = _points(session, media)
    timeline = session.document.timeline
    timeline, clips = laid(timeline, [(media, span)], at, aim(timeline), insert)
    session.document.apply(tr("Insert") if insert else tr("Overwrite"), edits.set_marks(timeline, None, None))
    session.document.select(clips)
    session.playback.seek(max(timeline.range_of(clip_id).end for clip_id in clips))


def _points(session: Session, media: Media) -> tuple[int, MediaRange | None]:
    """Three-point editing: where the piece goes, and what of the media plays.

    It begins at the timeline's in point, else at the playhead; with an out point alone it ends there. With both, they
    say how long it is, and the source says where it begins, or with an out point alone, where it ends.
    """
    timeline, span = session.document.timeline, stretch_of(media, session.source.marked, session.view.still_seconds)
    start, end = timeline.mark_in, timeline.mark_out
    if end is None:
        return session.playback.frame if start is None else start, span
    if start is None:
        start = end - frames_of(media, span, timeline.rate)
        _require(
            start >= 0,
            tr("“{name}” would have to begin before the timeline does to end at its out point.", name=media.name),
        )
        return start, span
    return start, _filling(session.source, media, end - start, timeline.rate)


def _filling(source: Source, media: Media, frames: int, rate: Fraction) -> MediaRange:
    """What of the media fills that many frames."""
    length = frames / rate
    start = source.mark_in or Fraction(0)
    if source.mark_in is None and source.mark_out is not None:
        start = source.mark_out - length
    there = frames if media.is_still else whole_frames(media.duration - start, rate)
    if start < 0:
        start, there = Fraction(0), whole_frames(source.mark_out or media.duration, rate)
    _require(
        there >= frames,
        tr(
            "“{name}” has {there} frames for the {frames} that are marked on the timeline.",
            name=media.name,
            there=there,
            frames=frames,
        ),
    )
    return MediaRange(start, length)


def _require(fits: bool, otherwise: str) -> None:
    if not fits:
        raise EditError(otherwise, tr("Mark less, or clear one of the marks (Alt+X)."))


def match_frame(session: Session) -> None:
    """Show the frame under the playhead in the source monitor: of the selected clip, else of the topmost picture."""
    timeline = session.document.timeline
    for clip in _topmost_first(session):
        media = timeline.media_of(clip)
        if media is not None:
            session.source.open(media)
            within = session.playback.frame - timeline.range_of(clip.id).start
            moment = timeline.moment(clip, within)
            session.source_playback.seek(whole_frames(moment, session.source.document.timeline.rate))
            return
    raise EditError(tr("What is under the playhead is not made yet."), tr("Wait until its first take is there."))


def _topmost_first(session: Session) -> Iterator[Clip]:
    clips, timeline = needed_under_playhead(session), session.document.timeline
    pictures = [clip for clip in clips if timeline.track_of(clip.id).kind is TrackKind.VIDEO]
    yield from reversed(pictures)
    yield from (clip for clip in clips if clip not in pictures)
