"""What an edit is aimed at: found, on a track that may change, with what is linked to it."""

from collections.abc import Iterable

from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline, Track, TrackId
from editor.words import tr


def find(timeline: Timeline, item_id: ItemId) -> tuple[int, int]:
    """The row and index of an item on a track that is not locked. Raises EditError."""
    try:
        row, index = timeline.place(item_id)
    except KeyError:
        raise EditError(tr("What this was to change is not on the timeline any more."), tr("Select it anew.")) from None
    refuse_locked(timeline, timeline.tracks[row])
    return row, index


def find_clip(timeline: Timeline, clip_id: ItemId) -> tuple[int, int, Clip]:
    """The row, the index and the clip itself, on a track that is not locked. Raises EditError."""
    row, index = find(timeline, clip_id)
    clip = timeline.tracks[row].items[index]
    if not isinstance(clip, Clip):
        raise EditError(tr("This can only be done to a clip."), tr("Select a clip."))
    return row, index, clip


def find_clips(timeline: Timeline, ids: Iterable[ItemId]) -> dict[ItemId, tuple[int, Clip]]:
    """The clips of a selection with their rows; gaps and transitions in it are passed over.

    Raises EditError for one on a locked track.
    """
    places = {item_id: find(timeline, item_id) for item_id in ids}
    items = {item_id: (row, timeline.tracks[row].items[index]) for item_id, (row, index) in places.items()}
    return {item_id: (row, item) for item_id, (row, item) in items.items() if isinstance(item, Clip)}


def find_rows(timeline: Timeline, track_ids: Iterable[TrackId]) -> list[int]:
    """The rows of tracks that are not locked. Raises EditError."""
    rows = {track.id: row for row, track in enumerate(timeline.tracks)}
    wanted = list(track_ids)
    if any(track_id not in rows for track_id in wanted):
        raise EditError(tr("The track this was to change is not there any more."), tr("Choose another track."))
    for track_id in wanted:
        refuse_locked(timeline, timeline.tracks[rows[track_id]])
    return [rows[track_id] for track_id in wanted]


def refuse_locked(timeline: Timeline, track: Track) -> None:
    """Raises EditError where the track is locked."""
    if track.locked:
        label = timeline.label(track)
        raise EditError(tr("{label} is locked.", label=label), tr("Unlock {label} first.", label=label))


def party(timeline: Timeline, clip_id: ItemId, linked: bool) -> tuple[ItemId, ...]:
    """The clip, and what is linked to it on other tracks, one clip of each; locked tracks stay as they are.

    Raises EditError where the clip itself stands on a locked one.
    """
    row, _, clip = find_clip(timeline, clip_id)
    if not linked or clip.link is None:
        return (clip_id,)
    others = (track for other, track in enumerate(timeline.tracks) if other != row and not track.locked)
    return (clip_id, *(track.links[clip.link][0] for track in others if clip.link in track.links))
