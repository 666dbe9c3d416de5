"""Joining: a cut through which the same media goes on taken away, as if it had never been made."""

from dataclasses import replace
from itertools import product

from editor.timeline.edits.aim import find_clip, party
from editor.timeline.edits.rolling import are_neighbours
from editor.timeline.edits.track_items import halves, head, new_links, with_items, with_tracks
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline
from editor.words import tr


def join(timeline: Timeline, left_id: ItemId, right_id: ItemId, linked: bool = True) -> Timeline:
    """One clip of two that play on across their cut; with `linked`, of what is linked to both as well.

        |  A  |  A' |   ->   |     A     |

    Raises EditError on a locked track, and where the cut is one.
    """
    if not plays_on(timeline, left_id, right_id):
        raise EditError(tr("The media does not go on here."), tr("Only what was split, and left as it was, is joined."))
    pairs = product(party(timeline, left_id, linked), party(timeline, right_id, linked))
    for left, right in [pair for pair in pairs if plays_on(timeline, *pair)]:
        timeline = _joined(timeline, left, right)
    return timeline


def plays_on(timeline: Timeline, left_id: ItemId, right_id: ItemId) -> bool:
    """Whether a clip goes on as the next one on its track, with all that is laid over it."""
    if not are_neighbours(timeline, left_id, right_id):
        return False
    left, right = timeline.clip(left_id), timeline.clip(right_id)
    parts = halves(timeline, _whole(left, right), left.duration, new_links())
    return [*map(_bare, parts)] == [*map(_bare, (left, right))]


def _bare(clip: Clip) -> Clip:
    """Without what a split changes, or what only names it."""
    return replace(clip, id=ItemId(""), link=None, name="")


def _whole(left: Clip, right: Clip) -> Clip:
    longer = head(left, left.duration + right.duration)
    return replace(longer, fade_out=right.fade_out, fade_out_cut=right.fade_out_cut)


def _joined(timeline: Timeline, left_id: ItemId, right_id: ItemId) -> Timeline:
    row, index, left = find_clip(timeline, left_id)
    right = timeline.clip(right_id)
    track = timeline.tracks[row]
    items = (*track.items[:index], _whole(left, right), *track.items[track.indices[right_id] + 1 :])
    return with_tracks(timeline, {row: with_items(timeline, track, items)})
