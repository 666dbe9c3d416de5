"""Media onto tracks: which clips a file becomes, and where they go."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from editor.actions.selecting import targets
from editor.session import Session
from editor.timeline import edits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, ItemId, Media, MediaId, Take, Timeline, TrackId, TrackKind, new_id
from editor.timeline.rational_time import MediaRange, to_frames, whole_frames

STILL_SECONDS = 5  # how long a still stands when it is put on a track: Premiere's default

Placements = dict[TrackId, list[Clip | Gap]]


@dataclass(frozen=True, slots=True)
class Aim:
    """The tracks that picture and sound go to; None = that part is left out."""

    picture: TrackId | None
    sound: TrackId | None


def aim(timeline: Timeline, track_id: TrackId | None = None) -> Aim:
    """The targeted tracks, or, where something is dropped on a track, that one and its counterpart (A1 under V1)."""
    if track_id is None:
        first = {kind: next(targets(timeline, kind), None) for kind in TrackKind}
        picture, sound = first[TrackKind.VIDEO], first[TrackKind.AUDIO]
        return Aim(picture.id if picture else None, sound.id if sound else None)
    kinds = {kind: [track.id for track in timeline.tracks if track.kind is kind] for kind in TrackKind}
    row = kinds[timeline.track(track_id).kind].index(track_id)
    across = {kind: ids[min(row, len(ids) - 1)] if ids else None for kind, ids in kinds.items()}
    return Aim(across[TrackKind.VIDEO], across[TrackKind.AUDIO])


def placements(timeline: Timeline, pieces: Sequence[tuple[Media, MediaRange | None]], at: Aim) -> Placements:
    """The pieces one after another: picture on one track, its sound on the other, linked.

    A piece's range is what plays, in the media's own seconds; None is all of it.
    """
    placed: Placements = {}
    for media, span in pieces:
        picture, sound = clips_of(media, span, timeline.rate)
        length = (picture or sound or Gap(ItemId(""), 0)).duration
        for track_id, clip in ((at.picture, picture), (at.sound, sound)):
            if track_id is not None and length:
                placed.setdefault(track_id, []).append(clip or Gap(ItemId(new_id()), length))
    return {track_id: items for track_id, items in placed.items() if any(isinstance(item, Clip) for item in items)}


def clips_of(media: Media, span: MediaRange | None, rate: Fraction) -> tuple[Clip | None, Clip | None]:
    """Its picture and its sound as clips on a timeline of that rate."""
    whole = Fraction(STILL_SECONDS) if media.is_still else media.duration
    start, length = (span.start, span.duration) if span else (Fraction(0), whole)
    frames = max(1, to_frames(length, rate) if span else whole_frames(length, rate))
    link = new_id() if media.picture and media.sound else None
    picture, sound = (
        Clip(ItemId(new_id()), media.name, frames, (Take(media.id),), source_start=start, link=link) if there else None
        for there in (media.picture, media.sound)
    )
    return picture, sound


def place(
    session: Session,
    pieces: Sequence[tuple[Media, MediaRange | None]],
    at: int,
    where: Aim,
    insert: bool,
    name: str = "",
) -> None:
    """Put them down as one edit, and select them. Raises EditError where no track can take them."""
    timeline = session.document.timeline
    if pieces and timeline.is_fresh:
        timeline = edits.conform(timeline, pieces[0][0])
    placed = placements(timeline, pieces, where)
    if not placed:
        raise EditError("No track is aimed at for this.", do="Click V1 or A1 in the track headers.")
    edit = edits.insert if insert else edits.overwrite
    session.document.apply(name or ("Insert" if insert else "Overwrite"), edit(timeline, at, placed))
    session.document.select(item.id for items in placed.values() for item in items if isinstance(item, Clip))


def drop(session: Session, media_ids: Iterable[MediaId], track_id: TrackId | None, at: int, insert: bool) -> None:
    """Media from the pool, let go over a track."""
    timeline = session.document.timeline
    pieces = [(timeline.media_by_id[media_id], None) for media_id in media_ids if media_id in timeline.media_by_id]
    place(session, pieces, at, aim(timeline, track_id), insert)


def append(session: Session, media_ids: Iterable[MediaId]) -> None:
    """After the last clip of the tracks aimed at."""
    timeline = session.document.timeline
    where = aim(timeline)
    ends = [timeline.track(track_id).duration for track_id in (where.picture, where.sound) if track_id is not None]
    drop(session, media_ids, None, max(ends, default=0), insert=False)
