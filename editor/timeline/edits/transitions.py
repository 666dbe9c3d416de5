"""Transitions: put over a cut, as far as the handles of its clips reach, and taken away."""

from editor.timeline.edits.aim import find, find_clip
from editor.timeline.edits.handles import handles
from editor.timeline.edits.removing import lift
from editor.timeline.edits.rolling import are_neighbours
from editor.timeline.edits.track_items import with_items, with_tracks
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline, Track, Transition


def add_transition(
    timeline: Timeline, left_id: ItemId, right_id: ItemId, duration: int, transition_id: ItemId
) -> Timeline:
    """A dissolve of `duration` frames over a cut, in the place of the one that is there.

        |    A    |    B    |   ->   |    A  [ X ]  B    |

    It is centred, or as near to that as handles allow: A plays on behind the cut, B plays before it. Raises EditError
    where there is no cut, on a locked track, and where the media is not enough.
    """
    row, index, left = find_clip(timeline, left_id)
    right = find_clip(timeline, right_id)[2]
    if duration < 1 or not are_neighbours(timeline, left_id, right_id):
        raise EditError("A transition needs a cut between two clips, and a length.", "Choose two clips that meet.")
    track = timeline.tracks[row]
    before, after = _reach(timeline, track, index, left, right)
    if before + after < duration:
        raise _insufficient(before + after, duration)
    out_offset = min(after, max(duration // 2, duration - before))
    transition = Transition(transition_id, duration - out_offset, out_offset)
    items = (*track.items[: index + 1], transition, *track.items[track.indices[right_id] :])
    return with_tracks(timeline, {row: with_items(timeline, track, items)})


def _reach(timeline: Timeline, track: Track, index: int, left: Clip, right: Clip) -> tuple[int, int]:
    """How far a transition behind the clip at `index` can reach before and after the cut."""
    items, after = track.items, track.indices[right.id] + 1
    earlier = items[index - 1] if index else None
    later = items[after] if after < len(items) else None
    taken = earlier.out_offset if isinstance(earlier, Transition) else 0
    given = later.in_offset if isinstance(later, Transition) else 0
    return (
        min(left.duration - taken, handles(timeline, right)[0]),
        min(right.duration - given, handles(timeline, left)[1]),
    )


def _insufficient(possible: int, duration: int) -> EditError:
    return EditError(
        f"The clips have media for a transition of {possible} frames, not {duration}.",
        f"Make it {possible} frames or trim the clips."
        if possible
        else "Trim the clips: what is cut off is its media.",
    )


def remove_transition(timeline: Timeline, transition_id: ItemId) -> Timeline:
    """Back to a cut. Raises EditError on a locked track, and for what is no transition."""
    row, index = find(timeline, transition_id)
    if not isinstance(timeline.tracks[row].items[index], Transition):
        raise EditError("This is not a transition.", "Select a transition.")
    return lift(timeline, [transition_id])
