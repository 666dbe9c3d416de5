"""Tracks: added, removed, switched."""

from dataclasses import replace
from typing import TypedDict, Unpack

from editor.timeline.edits.aim import find_rows
from editor.timeline.errors import EditError
from editor.timeline.model import Timeline, Track, TrackId, TrackKind


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
    track = Track(track_id, kind, name or f"{kind} {alike + 1}")
    if kind is TrackKind.AUDIO:
        return replace(timeline, tracks=(*timeline.tracks, track))
    return replace(timeline, tracks=(*timeline.tracks[:alike], track, *timeline.tracks[alike:]))


def remove_track(timeline: Timeline, track_id: TrackId) -> Timeline:
    """A track with all that is on it. Raises EditError where it is locked, or the last of its kind."""
    (row,) = find_rows(timeline, [track_id])
    track = timeline.tracks[row]
    if sum(other.kind is track.kind for other in timeline.tracks) == 1:
        raise EditError(f"{timeline.label(track)} is the last of its kind.", "Delete the clips on it instead.")
    return replace(timeline, tracks=(*timeline.tracks[:row], *timeline.tracks[row + 1 :]))


def change_track(timeline: Timeline, track_id: TrackId, **changes: Unpack[TrackChanges]) -> Timeline:
    """Rename or switch a track, a locked one too; nothing where it is gone or is so already."""
    tracks = tuple(_changed(track, changes) if track.id == track_id else track for track in timeline.tracks)
    if all(new is old for new, old in zip(tracks, timeline.tracks, strict=True)):
        return timeline
    return replace(timeline, tracks=tracks)


def _changed(track: Track, changes: TrackChanges) -> Track:
    changed = replace(track, **changes)
    return track if changed == track else changed
