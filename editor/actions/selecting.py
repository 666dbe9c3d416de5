"""What the verbs work on: the selection, the playhead, the tracks that are aimed at."""

from collections.abc import Iterable, Iterator

from editor.session import Session
from editor.timeline.model import Clip, ItemId, Timeline, Track, TrackKind


def selected_clips(session: Session) -> list[Clip]:
    """In the order of their tracks, then of time."""
    timeline = session.document.timeline
    places = sorted((timeline.places[item_id], item_id) for item_id in session.document.selection)
    items = (timeline.item(item_id) for _, item_id in places)
    return [item for item in items if isinstance(item, Clip)]


def only_clip(session: Session) -> Clip | None:
    """The selected clip where one alone is, its linked ones not counted; the picture comes before the sound."""
    clips = selected_clips(session)
    groups = {clip.link or clip.id for clip in clips}
    return clips[0] if len(groups) == 1 else None


def with_linked(timeline: Timeline, ids: Iterable[ItemId]) -> frozenset[ItemId]:
    found = set(ids)
    for item_id in list(found):
        item = timeline.item(item_id)
        if isinstance(item, Clip) and item.link is not None:
            found.update(timeline.links[item.link])
    return frozenset(found)


def chosen(session: Session) -> frozenset[ItemId]:
    """The selection as an edit takes it: with what is linked, unless links are switched off."""
    ids = session.document.selection
    return with_linked(session.document.timeline, ids) if session.view.linked else ids


def targets(timeline: Timeline, kind: TrackKind) -> Iterator[Track]:
    return (track for track in timeline.tracks if track.kind is kind and track.targeted and not track.locked)


def clip_at(track: Track, frame: int) -> Clip | None:
    for start, item in zip(track.starts, track.items, strict=True):
        if isinstance(item, Clip) and start <= frame < start + item.duration:
            return item
    return None


def clips_under_playhead(session: Session) -> list[Clip]:
    """The selected ones; where there are none, those on the tracks that are aimed at."""
    timeline, frame = session.document.timeline, session.playback.frame
    clips = [clip for clip in selected_clips(session) if timeline.range_of(clip.id).contains(frame)]
    if clips:
        return clips
    tracks = [track for kind in TrackKind for track in targets(timeline, kind)]
    return [clip for track in tracks if (clip := clip_at(track, frame))]


def edit_points(timeline: Timeline) -> list[int]:
    """Every frame on which some clip begins or ends, in order, each once."""
    points = {0, timeline.duration}
    for track in timeline.tracks:
        for start, item in zip(track.starts, track.items, strict=True):
            if isinstance(item, Clip):
                points.update((start, start + item.duration))
    return sorted(points)


def select_all(session: Session) -> None:
    session.document.select(clip.id for track in session.document.timeline.tracks for clip in track.clips)


def deselect(session: Session) -> None:
    session.document.select(())


def select_under_playhead(session: Session) -> None:
    """Mark out the clips that play now."""
    session.document.select(with_linked(session.document.timeline, (c.id for c in clips_under_playhead(session))))
