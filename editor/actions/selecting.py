"""What the verbs work on: the selection, the playhead, the tracks that are aimed at."""

from collections.abc import Iterable, Iterator

from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, ItemId, Timeline, Track, TrackKind
from editor.words import tr


def selected_clips(session: Session) -> list[Clip]:
    """In the order of their tracks, then of time."""
    timeline = session.document.timeline
    ids = sorted(session.document.selection, key=timeline.place)
    return [item for item_id in ids if isinstance(item := timeline.item(item_id), Clip)]


def only_clip(session: Session) -> Clip | None:
    """The selected clip where one alone is, its linked ones not counted; the picture comes before the sound."""
    clips = leads(selected_clips(session))
    return clips[0] if len(clips) == 1 else None


def leads(clips: Iterable[Clip]) -> list[Clip]:
    """The first clip of each link, and those without one."""
    first: dict[str, Clip] = {}
    for clip in clips:
        first.setdefault(clip.link or clip.id, clip)
    return list(first.values())


def with_linked(timeline: Timeline, ids: Iterable[ItemId]) -> frozenset[ItemId]:
    found = set(ids)
    for item in [timeline.item(item_id) for item_id in found]:
        if isinstance(item, Clip):
            found.update(timeline.linked(item))
    return frozenset(found)


def chosen(session: Session) -> frozenset[ItemId]:
    """The selection as an edit takes it: with what is linked, unless links are switched off.

    What stands on locked tracks is left out, unless there is nothing else. Raises EditError where nothing is selected.
    """
    timeline, ids = session.document.timeline, session.document.selection
    if not ids:
        raise EditError(tr("Nothing is selected."), tr("Select a clip first."))
    ids = with_linked(timeline, ids) if session.view.linked else ids
    return frozenset(item_id for item_id in ids if not timeline.track_of(item_id).locked) or ids


def targets(timeline: Timeline, kind: TrackKind) -> Iterator[Track]:
    """The tracks that are aimed at and may change."""
    return (track for track in timeline.tracks if track.kind is kind and track.targeted and not track.locked)


def clip_at(track: Track, frame: int) -> Clip | None:
    index = track.index_at(frame)
    item = None if index is None else track.items[index]
    return item if isinstance(item, Clip) else None


def clips_under_playhead(session: Session) -> list[Clip]:
    """The selected ones; where there are none, those on the tracks that are aimed at."""
    timeline, frame = session.document.timeline, session.playback.frame
    clips = [clip for clip in selected_clips(session) if timeline.range_of(clip.id).contains(frame)]
    if clips:
        return clips
    tracks = [track for kind in TrackKind for track in targets(timeline, kind)]
    return [clip for track in tracks if (clip := clip_at(track, frame))]


def needed_under_playhead(session: Session) -> list[Clip]:
    """As clips_under_playhead. Raises EditError where there are none."""
    clips = clips_under_playhead(session)
    if not clips:
        raise EditError(
            tr("There is no clip under the playhead."),
            tr("Put the playhead on a selected clip, or on one of a track that is aimed at (V1, A1)."),
        )
    return clips


def edit_points(timeline: Timeline) -> list[int]:
    """Every frame on which some clip begins or ends, in order, each once."""
    points = {0, timeline.duration}
    for track in timeline.tracks:
        for start, item in zip(track.starts, track.items, strict=True):
            if isinstance(item, Clip):
                points.update((start, start + item.duration))
    return sorted(points)


def select_all(session: Session) -> None:
    """Every clip that can be changed."""
    open_ = (track for track in session.document.timeline.tracks if not track.locked)
    session.document.select(clip.id for track in open_ for clip in track.clips)


def deselect(session: Session) -> None:
    session.document.select(())


def select_under_playhead(session: Session) -> None:
    """The clips there on the tracks that are aimed at, with what is linked to them. Raises EditError for none."""
    session.document.select(())
    ids = [clip.id for clip in needed_under_playhead(session)]
    session.document.select(with_linked(session.document.timeline, ids) if session.view.linked else ids)


def select_neighbour(session: Session, by: int) -> None:
    """The next clip on the track of the selected one, or the one before it (-1); the playhead goes to its start.

    Raises EditError where there is none.
    """
    timeline, clips = session.document.timeline, selected_clips(session) or needed_under_playhead(session)
    track = timeline.track_of(clips[0].id)
    alike = list(track.clips)
    here = [index for index, clip in enumerate(alike) if clip in clips]
    place = (max(here) if by > 0 else min(here)) + by
    if not 0 <= place < len(alike):
        raise EditError(
            tr("No clip follows on {label}.", label=timeline.label(track))
            if by > 0
            else tr("No clip comes before it on {label}.", label=timeline.label(track)),
            "",
        )
    found = alike[place].id
    session.document.select(with_linked(timeline, [found]) if session.view.linked else [found])
    session.playback.seek(timeline.range_of(found).start)


def select_gap(session: Session) -> None:
    """The next gap on the tracks that are aimed at, from the playhead on; it goes there. Raises EditError for none."""
    timeline, frame = session.document.timeline, session.playback.frame
    tracks = [track for kind in TrackKind for track in targets(timeline, kind)]
    gaps = [
        (start, item.id)
        for track in tracks
        for start, item in zip(track.starts, track.items, strict=True)
        if isinstance(item, Gap) and start + item.duration > frame and item.id not in session.document.selection
    ]
    if not gaps:
        raise EditError(tr("No gap follows on a track that is aimed at."), tr("Go to the start first (Home)."))
    start, gap_id = min(gaps)
    session.document.select([gap_id])
    session.playback.seek(start)
