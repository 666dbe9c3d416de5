"""Placing: clips put onto tracks, with the rest pushed aside (insert) or covered (overwrite)."""

from collections.abc import Mapping, Sequence

from editor.timeline.edits.aim import find_rows
from editor.timeline.edits.ripple import cut_open
from editor.timeline.edits.track_items import gap, new_links, splice, with_tracks
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Item, Timeline, Track, TrackId, TrackKind
from editor.timeline.rational_time import TimeRange
from editor.words import tr

Placements = Mapping[TrackId, Sequence[Item]]


def insert(timeline: Timeline, at: int, placements: Placements) -> Timeline:
    """Open time at `at` on these and all sync-locked tracks, as much as the longest needs, and put the clips there.

             at                      at
        |   A   |  B  |    ->    | A  |  new  | A' |  B  |
        |  C   |     | D |       | C  |       |C'|     | D |

    Raises EditError before frame 0, on a locked track, or where a clip does not go with the kind of its track.
    """
    rows = _rows(timeline, at, placements)
    frames = max((length(items) for items in placements.values()), default=0)
    if not frames:
        return timeline
    links = new_links()
    tracks = cut_open(timeline, at, frames, rows, links)
    for row, items in rows.items():
        filled = (*items, gap(frames - length(items)))
        tracks[row] = splice(timeline, timeline.tracks[row], TimeRange(at, 0), filled, links)
    return with_tracks(timeline, tracks)


def overwrite(timeline: Timeline, at: int, placements: Placements) -> Timeline:
    """Put the clips over what is there. Nothing else moves.

             at                      at
        |   A   |  B  |    ->    | A  |  new  |B|

    Raises EditError as `insert` does.
    """
    rows = _rows(timeline, at, placements)
    links = new_links()
    tracks = {
        row: splice(timeline, timeline.tracks[row], TimeRange(at, length(items)), items, links)
        for row, items in rows.items()
    }
    return with_tracks(timeline, tracks)


def length(items: Sequence[Item]) -> int:
    """In frames, one after another."""
    return sum(item.duration for item in items)


def _rows(timeline: Timeline, at: int, placements: Placements) -> dict[int, Sequence[Item]]:
    """The row of each placement."""
    refuse_before_start(at)
    rows = dict(zip(find_rows(timeline, placements), placements.values(), strict=True))
    for row, items in rows.items():
        for item in items:
            if isinstance(item, Clip):
                refuse_other_kind(timeline, timeline.tracks[row], item)
    return rows


def refuse_before_start(at: int) -> None:
    """Raises EditError before frame 0."""
    if at < 0:
        raise EditError(tr("Nothing can start before the first frame of the timeline."), tr("Drop it further right."))


def refuse_other_kind(timeline: Timeline, track: Track, clip: Clip) -> None:
    """Raises EditError where the clip has no picture for a picture track, or no sound for a sound track."""
    media = timeline.media_of(clip)
    if media is None:
        fits = track.kind is TrackKind.VIDEO or (clip.generation is not None and clip.generation.is_heard)
    else:
        fits = (media.picture if track.kind is TrackKind.VIDEO else media.sound) is not None
    if not fits:
        picture, sound = tr("picture"), tr("sound")
        kind, other = (picture, sound) if track.kind is TrackKind.VIDEO else (sound, picture)
        raise EditError(
            tr("“{name}” has no {kind} for {label}.", name=clip.name, kind=kind, label=timeline.label(track)),
            tr("Put it on a {other} track.", other=other),
        )
