"""Transitions: put over a cut, as far as the handles of its clips reach, changed, and taken away."""

from dataclasses import replace
from enum import StrEnum

from editor.timeline.edits.aim import find, find_clip
from editor.timeline.edits.handles import handles
from editor.timeline.edits.removing import lift
from editor.timeline.edits.rolling import are_neighbours
from editor.timeline.edits.track_items import swapped, with_items, with_tracks
from editor.timeline.edits.trimming import Edge, Limits
from editor.timeline.errors import EditError, InsufficientMedia
from editor.timeline.model import DIP_TO_BLACK, DIP_TO_WHITE, DISSOLVE, Clip, ItemId, Timeline, TrackKind, Transition
from editor.words import tr, trn

LEAST = 2  # frames: a transition of one only shows both pictures at once
KINDS = {TrackKind.VIDEO: (DISSOLVE, DIP_TO_BLACK, DIP_TO_WHITE), TrackKind.AUDIO: (DISSOLVE,)}


class Alignment(StrEnum):
    """Where a transition stands about its cut."""

    CENTRE = "centre"
    START = "start"  # it starts at the cut
    END = "end"  # it ends at the cut


def add_transition(
    timeline: Timeline, left_id: ItemId, right_id: ItemId, duration: int, transition_id: ItemId, kind: str = DISSOLVE
) -> Timeline:
    """A dissolve, or a dip, of `duration` frames over a cut, in the place of the one that is there.

        |    A    |    B    |   ->   |    A  [ X ]  B    |

    It is centred, or as near to that as handles allow: A plays on behind the cut, B plays before it. Raises EditError
    where there is no cut, on a locked track, and where the media is not enough.
    """
    row, index, left = find_clip(timeline, left_id)
    right = find_clip(timeline, right_id)[2]
    if duration < 1 or not are_neighbours(timeline, left_id, right_id):
        raise EditError(
            tr("A transition needs a cut between two clips, and a length."), tr("Choose two clips that meet.")
        )
    track = timeline.tracks[row]
    before, after = _reach(timeline, left_id, right_id)
    if before + after < duration:
        raise _insufficient(left, right, (before, after), duration)
    out_offset = min(after, max(duration // 2, duration - before))
    transition = Transition(transition_id, duration - out_offset, out_offset, kind)
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
        what = tr(
            "The clips have media for a transition of {possible} frames, not {duration}.",
            possible=possible,
            duration=duration,
        )
        return InsufficientMedia(
            what, tr("Make it {possible} frames or trim the clips.", possible=possible), left.id, right.id
        )
    return InsufficientMedia(
        tr(
            "Insufficient media: “{name}” has {frames} for it after the cut, “{name_2}” {before} before.",
            name=left.name,
            frames=_frames(after),
            name_2=right.name,
            before=before,
        ),
        tr("Trim the clips: what is cut off of them is its media."),
        left.id,
        right.id,
    )


def _frames(count: int) -> str:
    return trn("1 frame", "{count} frames", count)


def remove_transition(timeline: Timeline, transition_id: ItemId) -> Timeline:
    """Back to a cut. Raises EditError on a locked track, and for what is no transition."""
    row, index = find(timeline, transition_id)
    if not isinstance(timeline.tracks[row].items[index], Transition):
        raise EditError(tr("This is not a transition."), tr("Select a transition."))
    return lift(timeline, [transition_id])


def transition_at(timeline: Timeline, transition_id: ItemId) -> tuple[Clip, Transition, Clip]:
    """A transition between its clips. Raises KeyError where there is none of that id."""
    row, index = timeline.place(transition_id)
    around = timeline.tracks[row].items[max(0, index - 1) : index + 2]
    left, transition, right = around if len(around) == 3 else (None, None, None)
    if not (isinstance(left, Clip) and isinstance(transition, Transition) and isinstance(right, Clip)):
        raise KeyError(transition_id)
    return left, transition, right


def set_transition_kind(timeline: Timeline, transition_id: ItemId, kind: str) -> Timeline:
    """Raises EditError on a locked track, and for a kind that its track does not know."""
    row, _ = find(timeline, transition_id)
    transition = transition_at(timeline, transition_id)[1]
    if kind not in KINDS[timeline.tracks[row].kind]:
        raise EditError(tr("Sound has no such transition."), tr("Choose a cross fade."))
    return timeline if transition.kind == kind else _with(timeline, replace(transition, kind=kind))


def transition_edge_limits(timeline: Timeline, transition_id: ItemId, edge: Edge) -> Limits:
    """How many frames an edge can go: as far as the media reaches, not over the cut, and with a frame left."""
    left, transition, right = transition_at(timeline, transition_id)
    before, after = _reach(timeline, left.id, right.id)
    if edge is Edge.START:
        return transition.in_offset - before, transition.in_offset - (0 if transition.out_offset else 1)
    return -(transition.out_offset - (0 if transition.in_offset else 1)), after - transition.out_offset


def resize_transition(timeline: Timeline, transition_id: ItemId, edge: Edge, by: int) -> Timeline:
    """Move an edge `by` frames, as far as `transition_edge_limits` lets it; the other one stays.

        A  [ X ]  B    ->    A [  X ]  B        START, by < 0

    Raises EditError on a locked track.
    """
    find(timeline, transition_id)
    transition = transition_at(timeline, transition_id)[1]
    low, high = transition_edge_limits(timeline, transition_id, edge)
    by = max(low, min(by, high))
    if edge is Edge.START:
        return _with(timeline, replace(transition, in_offset=transition.in_offset - by))
    return _with(timeline, replace(transition, out_offset=transition.out_offset + by))


def transition_move_limits(timeline: Timeline, transition_id: ItemId) -> Limits:
    """How many frames the whole of it can go: it keeps touching its cut, and needs media at both ends."""
    left, transition, right = transition_at(timeline, transition_id)
    before, after = _reach(timeline, left.id, right.id)
    return (
        max(-transition.out_offset, transition.in_offset - before),
        min(transition.in_offset, after - transition.out_offset),
    )


def move_transition(timeline: Timeline, transition_id: ItemId, by: int) -> Timeline:
    """Move it along its cut, as far as `transition_move_limits` lets it. Raises EditError on a locked track.

    A  [ X|  ]  B    ->    A  [  X| ]  B        by < 0; the cut stays where it is
    """
    find(timeline, transition_id)
    transition = transition_at(timeline, transition_id)[1]
    low, high = transition_move_limits(timeline, transition_id)
    by = max(low, min(by, high))
    moved = replace(transition, in_offset=transition.in_offset - by, out_offset=transition.out_offset + by)
    return _with(timeline, moved)


def align_transition(timeline: Timeline, transition_id: ItemId, alignment: Alignment) -> Timeline:
    """As long as it is, about, before or behind its cut. Raises EditError where there is not enough media for that."""
    left, transition, right = transition_at(timeline, transition_id)
    frames = transition.in_offset + transition.out_offset
    wanted = {Alignment.CENTRE: frames - frames // 2, Alignment.START: 0, Alignment.END: frames}[alignment]
    moved = move_transition(timeline, transition_id, transition.in_offset - wanted)
    if transition_at(moved, transition_id)[1].in_offset != wanted:
        raise _insufficient_for(alignment, left, right)
    return moved


def alignment_of(transition: Transition) -> Alignment | None:
    """None for one that was dragged elsewhere."""
    if not transition.in_offset:
        return Alignment.START
    if not transition.out_offset:
        return Alignment.END
    return Alignment.CENTRE if 0 <= transition.in_offset - transition.out_offset <= 1 else None


def _insufficient_for(alignment: Alignment, left: Clip, right: Clip) -> EditError:
    if alignment is Alignment.CENTRE:
        what = tr(
            "“{name}” and “{name_2}” have too little media for a transition in the middle of the cut.",
            name=left.name,
            name_2=right.name,
        )
    else:
        short, where = (left, "behind") if alignment is Alignment.START else (right, "before")
        what = tr(
            "“{name}” has too little media {where} the cut for all of the transition.", name=short.name, where=where
        )
    return EditError(what, tr("Make the transition shorter, or trim the clips."))


def _with(timeline: Timeline, transition: Transition) -> Timeline:
    row, index = timeline.place(transition.id)
    track = timeline.tracks[row]
    return with_tracks(timeline, {row: with_items(timeline, track, swapped(track.items, index, transition))})
