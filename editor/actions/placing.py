"""Media onto tracks: which clips a file becomes, and where they go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from fractions import Fraction

from editor.session import Session
from editor.source import STILL_SECONDS
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import (
    Clip,
    Gap,
    Item,
    ItemId,
    Media,
    MediaId,
    Take,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    new_id,
)
from editor.timeline.rational_time import MediaRange, to_frames, whole_frames
from editor.timeline.timing import Timing
from editor.words import tr

Piece = tuple[Media, MediaRange | None]  # what plays, in the media's own seconds; None is all of it


@dataclass(frozen=True, slots=True)
class Aim:
    """The tracks that picture and sound go to; None = that part is left out."""

    picture: TrackId | None
    sound: TrackId | None


@dataclass(frozen=True, slots=True)
class Excerpt:
    """What of a file is dropped."""

    kind: TrackKind | None = None  # its picture alone, or its sound; None = what there is
    span: MediaRange | None = None  # None = all of it


WHOLE = Excerpt()


@dataclass(frozen=True, slots=True)
class Spot:
    """Items for a track, from a frame on."""

    track: TrackId
    start: int
    items: tuple[Item, ...]

    @property
    def end(self) -> int:
        return self.start + sum(item.duration for item in self.items)


def aim(timeline: Timeline, track_id: TrackId | None = None) -> Aim:
    """The targeted tracks, or, where something is dropped on a track, that one and its counterpart (A1 under V1)."""
    kinds = {kind: [track for track in timeline.tracks if track.kind is kind] for kind in TrackKind}
    if track_id is None:
        aimed = {kind: next((track for track in tracks if track.targeted), None) for kind, tracks in kinds.items()}
    else:
        track = timeline.track(track_id)
        row = kinds[track.kind].index(track)
        aimed = {kind: tracks[min(row, len(tracks) - 1)] if tracks else None for kind, tracks in kinds.items()}
    picture, sound = aimed[TrackKind.VIDEO], aimed[TrackKind.AUDIO]
    return Aim(picture.id if picture else None, sound.id if sound else None)


def laid(
    timeline: Timeline,
    pieces: Sequence[Piece],
    at: int,
    where: Aim,
    insert: bool,
    retimed: tuple[int, Timing | None] | None = None,
) -> tuple[Timeline, frozenset[ItemId]]:
    """The timeline with the pieces on it, one after another from `at` on, and the new clips.

    retimed: how long each is instead, in frames, and how fast it then plays.

    A fresh timeline first takes the size and rate of the first film among them. Raises EditError where a piece has no
    track to go to.
    """
    before = timeline
    for media, _ in pieces:
        timeline = edits.conform(edits.add_media(timeline, media), media)
    at = to_frames(at / before.rate, timeline.rate)
    spots = _spots(timeline, pieces, at, where, retimed)
    clips = (item.id for spot in spots for item in spot.items)
    return put(timeline, spots, insert), frozenset(clips)


def put(timeline: Timeline, spots: Sequence[Spot], insert: bool) -> Timeline:
    """Over what is there, each where it belongs; or with time opened for all of them together."""
    if insert:
        at = min(spot.start for spot in spots)
        tracks = {spot.track: [each for each in spots if each.track == spot.track] for spot in spots}
        return edits.insert(timeline, at, {track: _spaced(at, alike) for track, alike in tracks.items()})
    for start in sorted({spot.start for spot in spots}):  # together, so that what they cut in two stays linked
        timeline = edits.overwrite(timeline, start, {spot.track: spot.items for spot in spots if spot.start == start})
    return timeline


def _spaced(at: int, spots: Iterable[Spot]) -> list[Item]:
    """One after another from `at` on, with gaps between."""
    items: list[Item] = []
    for spot in spots:
        items += [Gap(ItemId(new_id()), spot.start - at), *spot.items]
        at = spot.end
    return items


def _spots(
    timeline: Timeline, pieces: Sequence[Piece], at: int, where: Aim, retimed: tuple[int, Timing | None] | None = None
) -> list[Spot]:
    spots = []
    for media, span in pieces:
        frames, timing = retimed or (frames_of(media, span, timeline.rate), None)
        start = span.start if span else Fraction(0)
        tracks = _tracks_for(timeline, media, where)
        link = new_id() if len(tracks) > 1 else None
        clip = Clip(ItemId(""), media.name, frames, (Take(media.id),), source_start=start, link=link, timing=timing)
        spots += [Spot(track.id, at, (replace(clip, id=ItemId(new_id())),)) for track in tracks]
        at += frames
    return spots


def _tracks_for(timeline: Timeline, media: Media, where: Aim) -> list[Track]:
    """For its picture, for its sound, for both. A locked one is left out, unless there is no other."""
    parts = {TrackKind.VIDEO: (media.picture, where.picture), TrackKind.AUDIO: (media.sound, where.sound)}
    aimed = [timeline.track(track_id) for part, track_id in parts.values() if part is not None and track_id is not None]
    if not aimed:
        kind = next(kind for kind, (part, _) in parts.items() if part is not None)
        word = "picture" if kind is TrackKind.VIDEO else "sound"
        raise EditError(
            tr("No {word} track is aimed at for “{name}”.", word=word, name=media.name),
            tr("Click {kind}1 in the track headers.", kind=kind[0]),
        )
    return [track for track in aimed if not track.locked] or aimed


def frames_of(media: Media, span: MediaRange | None, rate: Fraction) -> int:
    """How long a piece is on a timeline of that rate: no longer than there is media."""
    if media.is_still:
        return max(1, to_frames(span.duration if span else Fraction(STILL_SECONDS), rate))
    room = media.duration - (span.start if span else 0)
    return max(1, min(to_frames(span.duration if span else room, rate), whole_frames(room, rate)))


def place(session: Session, pieces: Sequence[Piece], at: int, where: Aim, insert: bool, name: str = "") -> None:
    """Put them down as one edit, and select them. Raises EditError where no track can take them."""
    if not pieces:
        raise EditError(tr("This media is not in the pool any more."), tr("Import it again."))
    timeline, clips = laid(session.document.timeline, pieces, at, where, insert)
    session.document.apply(name or (tr("Insert") if insert else tr("Overwrite")), timeline)
    session.document.select(clips)


def drop(
    session: Session,
    media_ids: Iterable[MediaId],
    track_id: TrackId | None,
    at: int,
    insert: bool,
    excerpt: Excerpt = WHOLE,
) -> None:
    """Media from the pool or the source monitor, let go over a track."""
    timeline = session.document.timeline
    if track_id is not None and (track := timeline.track(track_id)).locked:
        raise EditError(
            tr("{label} is locked.", label=timeline.label(track)),
            tr("Unlock {label} first.", label=timeline.label(track)),
        )
    where = _aim_of(aim(timeline, track_id), excerpt)
    place(session, _whole(timeline, media_ids, session.view.still_seconds, excerpt.span), at, where, insert)


def _aim_of(where: Aim, excerpt: Excerpt) -> Aim:
    """Without the track of the part that is left out."""
    picture = None if excerpt.kind is TrackKind.AUDIO else where.picture
    sound = None if excerpt.kind is TrackKind.VIDEO else where.sound
    return Aim(picture, sound)


def landing(
    timeline: Timeline,
    media_ids: Iterable[MediaId],
    track_id: TrackId | None,
    at: int,
    still: Fraction,
    excerpt: Excerpt = WHOLE,
) -> list[Spot]:
    """What `drop` would put where, to be shown before; nothing where it would be refused. still: how long one is."""
    if track_id is not None and timeline.track(track_id).locked:
        return []
    try:
        where = _aim_of(aim(timeline, track_id), excerpt)
        spots = _spots(timeline, _whole(timeline, media_ids, still, excerpt.span), at, where)
    except EditError:
        return []
    return [] if any(timeline.track(spot.track).locked for spot in spots) else spots


def append(session: Session, media_ids: Iterable[MediaId]) -> None:
    """After the last clip of the tracks that they go to."""
    timeline = session.document.timeline
    pieces, where = _whole(timeline, media_ids, session.view.still_seconds), aim(timeline)
    ends = [track.duration for media, _ in pieces for track in _tracks_for(timeline, media, where)]
    place(session, pieces, max(ends, default=0), where, insert=False, name=tr("Add to Timeline"))


def _whole(
    timeline: Timeline, media_ids: Iterable[MediaId], still: Fraction, span: MediaRange | None = None
) -> list[Piece]:
    known = [timeline.media_by_id[media_id] for media_id in media_ids if media_id in timeline.media_by_id]
    return [(media, stretch_of(media, span, still)) for media in known]


def stretch_of(media: Media, span: MediaRange | None, still: Fraction) -> MediaRange | None:
    """What of it plays: what is marked, or of a still as much as the user wants of one; None = all there is."""
    return MediaRange(Fraction(0), still) if span is None and media.is_still else span
