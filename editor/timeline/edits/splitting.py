"""Splitting: clips cut in two that play what the one did."""

from collections.abc import Iterable

from editor.timeline.edits.aim import find_clips, party
from editor.timeline.edits.track_items import Links, halves, new_links, with_items, with_tracks
from editor.timeline.model import Clip, ItemId, Timeline, Track


def split(timeline: Timeline, ids: Iterable[ItemId], at: int, linked: bool = True) -> Timeline:
    """Cut those of these clips, and with `linked` of those linked to them, that play across `at`.

              at                   at
        |     A     |   ->   |  A  |  A' |

    The left part keeps its id and link. What is right of the cut is linked anew, so that halves do not stay linked to
    each other. A transition that reaches over the cut goes. Raises EditError for a clip on a locked track.
    """
    wanted = {member for clip_id in find_clips(timeline, ids) for member in party(timeline, clip_id, linked)}
    links = new_links()
    tracks = {}
    for row, track in enumerate(timeline.tracks):
        index = track.index_at(at)
        if index is not None and track.items[index].id in wanted:
            tracks[row] = _split(timeline, track, index, at, links)
    return with_tracks(timeline, tracks)


def split_all(timeline: Timeline, at: int) -> Timeline:
    """Cut whatever plays across `at` on every track that is not locked."""
    links = new_links()
    tracks = {}
    for row, track in enumerate(timeline.tracks):
        index = track.index_at(at)
        if index is not None and not track.locked:
            tracks[row] = _split(timeline, track, index, at, links)
    return with_tracks(timeline, tracks)


def _split(timeline: Timeline, track: Track, index: int, at: int, links: Links) -> Track:
    clip, frames = track.items[index], at - track.starts[index]
    if not isinstance(clip, Clip) or not frames:
        return track
    items = (*track.items[:index], *halves(timeline, clip, frames, links), *track.items[index + 1 :])
    return with_items(timeline, track, items)
