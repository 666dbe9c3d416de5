"""Rolling: the cut between two clips moved, and nothing else."""

from itertools import product

from editor.timeline.edits.aim import find_clip, party
from editor.timeline.edits.track_items import head, swapped, tail, with_items, with_tracks
from editor.timeline.edits.trimming import Edge, Limits, clamp, common, edge_limits
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline, Transition
from editor.words import tr

Cut = tuple[Clip, Clip]


def roll(timeline: Timeline, left_id: ItemId, right_id: ItemId, by: int, linked: bool = True) -> Timeline:
    """Move the cut between two clips `by` frames, as far as `roll_limits` lets it.

        |    A    |   B   |   ->   |   A   |    B    |        by < 0

    With `linked`, a cut between clips that are linked to both moves along. Raises EditError on a locked track, and
    where the clips are not neighbours.
    """
    cuts = _cuts(timeline, left_id, right_id, linked)
    by = clamp(by, _limits(timeline, cuts))
    for left, right in cuts if by else ():
        row, index, _ = find_clip(timeline, left.id)
        track = timeline.tracks[row]
        items = swapped(track.items, index, head(left, left.duration + by))
        items = swapped(items, track.indices[right.id], tail(timeline, right, by))
        timeline = with_tracks(timeline, {row: with_items(timeline, track, items)})
    return timeline


def roll_limits(timeline: Timeline, left_id: ItemId, right_id: ItemId, linked: bool = True) -> Limits:
    """How far a cut can go: while both clips keep a frame and have media. (0, 0) on a locked track."""
    if timeline.track_of(left_id).locked:
        return 0, 0
    return _limits(timeline, _cuts(timeline, left_id, right_id, linked))


def _limits(timeline: Timeline, cuts: list[Cut]) -> Limits:
    limits = [edge_limits(timeline, left, Edge.END) for left, _ in cuts]
    return common(limits + [edge_limits(timeline, right, Edge.START) for _, right in cuts])


def _cuts(timeline: Timeline, left_id: ItemId, right_id: ItemId, linked: bool) -> list[Cut]:
    """The cut itself, and those between clips linked to its sides."""
    pairs = product(party(timeline, left_id, linked), party(timeline, right_id, linked))
    if not are_neighbours(timeline, left_id, right_id):
        raise EditError(tr("There is no cut between these clips."), tr("Choose two clips that meet."))
    return [(timeline.clip(one), timeline.clip(other)) for one, other in pairs if are_neighbours(timeline, one, other)]


def are_neighbours(timeline: Timeline, left_id: ItemId, right_id: ItemId) -> bool:
    """Whether one clip follows right after another, be it through a transition."""
    (row, index), (other_row, other) = timeline.place(left_id), timeline.place(right_id)
    between = timeline.tracks[row].items[index + 1 : other]
    return row == other_row and index < other and all(isinstance(item, Transition) for item in between)
