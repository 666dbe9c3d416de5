"""Transitions: put over a cut, as far as the handles of its clips reach, and taken away."""

from editor.timeline.edits.aim import find, find_clip
from editor.timeline.edits.handles import handles
from editor.timeline.edits.removing import lift
from editor.timeline.edits.rolling import are_neighbours
from editor.timeline.edits.track_items import with_items, with_tracks
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Timeline, Transition

LEAST = 2  # frames: a transition of one only shows both pictures at once


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
    before, after = _reach(timeline, left_id, right_id)
    if before + after < duration:
        raise _insufficient(left, right, (before, after), duration)
    out_offset = min(after, max(duration // 2, duration - before))
    transition = Transition(transition_id, duration - out_offset, out_offset)
    items = (*track.items[: index + 1], transition, *track.items[track.indices[right_id] :])
    return with_tracks(timeline, {row: with_items(timeline, track, items)})


def transition_limit(timeline: Timeline, left: ItemId, right: ItemId) -> int:
    """How many frames a transition over a cut can have: as far as handles, the clips themselves and the transitions at
    their other ends allow. 0 where there is no cut. Raises KeyError."""
    return sum(_reach(timeline, left, right)) if are_neighbours(timeline, left, right) else 0


def _reach(timeline: Timeline, left_id: ItemId, right_id: ItemId) -> tuple[int, int]:
    """How far a transition can reach before and after the cut between two neighbours."""
    items = timeline.track_of(left_id).items
    left, right = timeline.clip(left_id), timeline.clip(right_id)
    index, after = timeline.place(left_id)[1], timeline.place(right_id)[1] + 1
    earlier = items[index - 1] if index else None
    later = items[after] if after < len(items) else None
    taken = earlier.out_offset if isinstance(earlier, Transition) else 0
    given = later.in_offset if isinstance(later, Transition) else 0
    return (
        min(left.duration - taken, handles(timeline, right)[0]),
        min(right.duration - given, handles(timeline, left)[1]),
    )


def _insufficient(left: Clip, right: Clip, reach: tuple[int, int], duration: int) -> EditError:
    """reach: frames before the cut, which the right clip gives, and after it, which the left one gives."""
    before, after = reach
    possible = before + after
    if possible >= LEAST:
        what = f"The clips have media for a transition of {possible} frames, not {duration}."
        return EditError(what, f"Make it {possible} frames or trim the clips.")
    return EditError(
        f"Insufficient media: “{left.name}” has {_frames(after)} for it after the cut, “{right.name}” {before} before.",
        "Trim the clips: what is cut off is its media. Or make more of it with Generative Extend (G).",
    )


def _frames(count: int) -> str:
    return "1 frame" if count == 1 else f"{count} frames"


def remove_transition(timeline: Timeline, transition_id: ItemId) -> Timeline:
    """Back to a cut. Raises EditError on a locked track, and for what is no transition."""
    row, index = find(timeline, transition_id)
    if not isinstance(timeline.tracks[row].items[index], Transition):
        raise EditError("This is not a transition.", "Select a transition.")
    return lift(timeline, [transition_id])
