"""Tracks: added, removed, put in another order, switched."""

from dataclasses import replace
from typing import TypedDict, Unpack

from editor.timeline.edits.aim import find_rows
from editor.timeline.errors import EditError
from editor.timeline.model import Timeline, Track, TrackId, TrackKind
from editor.words import tr


class TrackChanges(TypedDict, total=False):
    """What can be changed about a track."""

    name: str
    locked: bool
    sync_locked: bool
    muted: bool
    solo: bool
    hidden: bool
    targeted: bool


def add_track(timeline: Timeline, kind: TrackKind, track_id: TrackId, name: str = "") -> Timeline:
    """An empty track, the furthest from the middle: on top of the picture tracks, or below the sound tracks."""
    alike = sum(track.kind is kind for track in timeline.tracks)
    track = Track(track_id, kind, name or f"{tr(kind)} {alike + 1}")
    if kind is TrackKind.AUDIO:
        return replace(timeline, tracks=(*timeline.tracks, track))
    return replace(timeline, tracks=(*timeline.tracks[:alike], track, *timeline.tracks[alike:]))


def remove_track(timeline: Timeline, track_id: TrackId) -> Timeline:
    """A track with all that is on it. Raises EditError where it is locked, or the last of its kind."""
    (row,) = find_rows(timeline, [track_id])
    track = timeline.tracks[row]
    if sum(other.kind is track.kind for other in timeline.tracks) == 1:
        raise EditError(
            tr("{label} is the last of its kind.", label=timeline.label(track)), tr("Delete the clips on it instead.")
        )
    return replace(timeline, tracks=(*timeline.tracks[:row], *timeline.tracks[row + 1 :]))


def remove_empty_tracks(timeline: Timeline) -> Timeline:
    """Without the tracks that nothing stands on; locked ones stay, and one of each kind."""
    kept: list[Track] = []
    for kind in TrackKind:
        alike = [track for track in timeline.tracks if track.kind is kind]
        kept += [track for track in alike if track.items or track.locked] or alike[:1]
    return timeline if len(kept) == len(timeline.tracks) else replace(timeline, tracks=tuple(kept))


def move_track(timeline: Timeline, track_id: TrackId, by: int) -> Timeline:
    """A track with all that is on it, so many places further from the middle: V1 becomes V2, A1 becomes A2.

    Raises EditError where it is gone, and where there is no such place.
    """
    track = next((track for track in timeline.tracks if track.id == track_id), None)
    if track is None:
        raise EditError(tr("The track this was to change is not there any more."), tr("Choose another track."))
    alike = [other for other in timeline.tracks if other.kind is track.kind]
    place = alike.index(track) + by
    if not 0 <= place < len(alike):
        raise EditError(
            tr("{label} is the outermost track already.", label=timeline.label(track)), tr("Move another one.")
        )
    if not by:
        return timeline
    alike.remove(track)
    alike.insert(place, track)
    others = [other for other in timeline.tracks if other.kind is not track.kind]
    return replace(timeline, tracks=tuple(alike + others if track.kind is TrackKind.VIDEO else others + alike))


def change_track(timeline: Timeline, track_id: TrackId, **changes: Unpack[TrackChanges]) -> Timeline:
    """Rename or switch a track, a locked one too; nothing where it is gone or is so already."""
    tracks = tuple(_changed(track, changes) if track.id == track_id else track for track in timeline.tracks)
    if all(new is old for new, old in zip(tracks, timeline.tracks, strict=True)):
        return timeline
    return replace(timeline, tracks=tracks)


def _changed(track: Track, changes: TrackChanges) -> Track:
    changed = replace(track, **changes)
    return track if changed == track else changed
