"""What Smooth Cut, Regenerate, Repair Frame and Make Loop do to the timeline, told before it is done."""

from dataclasses import replace

from editor.actions.extending import Laid, bridged, neighbour
from editor.actions.known import known_in
from editor.actions.model_view import FEWEST
from editor.actions.requesting import Wishes, generation_of, why_no_bridge, why_no_source
from editor.timeline import edits
from editor.timeline.edits import Rule
from editor.timeline.edits.track_items import head, tail
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, ItemId, Purpose, Task, Timeline, Transition, new_id
from editor.timeline.rational_time import TimeRange
from editor.words import tr
from engine.requests import Sound


def smoothed(timeline: Timeline, left_id: ItemId, right_id: ItemId, each_side: int, wishes: Wishes) -> Laid:
    """A cut with `each_side` frames on either side of it made anew; nothing moves. Raises EditError."""
    for clip in (timeline.clip(left_id), timeline.clip(right_id)):
        if clip.duration <= each_side:
            raise EditError(tr("That would replace all of {name}.", name=clip.name), tr("Ask for fewer frames."))
    laid = bridged(timeline, left_id, right_id, 2 * each_side, _unheard(wishes), Rule.OVERWRITE, Purpose.SMOOTH)
    return _seeing(laid)


def regenerated(
    timeline: Timeline, clip_id: ItemId, range_: TimeRange, wishes: Wishes, purpose: Purpose = Purpose.ANEW
) -> Laid:
    """A part within a clip made anew, from what the clip plays before and after it. Raises EditError."""
    asked = generation_of(timeline, Task.BRIDGE, parts(timeline, clip_id, range_), _unheard(wishes), purpose)
    generation, made = replace(asked, frames=range_.duration), ItemId(new_id())
    after = edits.replace_within(timeline, clip_id, range_, generation, made)
    return _seeing(Laid(after, 0, range_.duration, made, generation))


def looped(timeline: Timeline, clip_id: ItemId, frames: int, wishes: Wishes, rule: Rule = Rule.RIPPLE) -> Laid:
    """`frames` after a clip that lead from its end back to its own start. Raises EditError."""
    clip = timeline.clip(clip_id)
    generation = replace(generation_of(timeline, Task.BRIDGE, (clip, clip), wishes, Purpose.LOOP), frames=frames)
    made = ItemId(new_id())
    return _seeing(
        Laid(edits.insert_generated(timeline, clip_id, frames, generation, made, rule), 0, frames, made, generation)
    )


def parts(timeline: Timeline, clip_id: ItemId, range_: TimeRange) -> tuple[Clip, Clip]:
    """What a clip plays before and after a range within it."""
    clip, start = timeline.clip(clip_id), timeline.range_of(clip_id).start
    return head(clip, range_.start - start), tail(timeline, clip, range_.end - start)


def parts_beside_cut(timeline: Timeline, left_id: ItemId, right_id: ItemId, each_side: int) -> tuple[Clip, Clip]:
    """What two clips play but for `each_side` frames of each beside their cut."""
    left, right = timeline.clip(left_id), timeline.clip(right_id)
    return head(left, left.duration - each_side), tail(timeline, right, each_side)


def marked(timeline: Timeline) -> TimeRange | None:
    """From In to Out; None where one of them is not set."""
    if timeline.mark_in is None or timeline.mark_out is None:
        return None
    return TimeRange(timeline.mark_in, timeline.mark_out - timeline.mark_in)


def why_no_smooth_cut(timeline: Timeline, left_id: ItemId) -> str:
    """Why the cut after this clip can't be made smooth, for the user; empty where it can."""
    right = neighbour(timeline, left_id)
    if right is None:
        return tr("No clip follows on this track.")
    if timeline.range_of(right.id).start > timeline.range_of(left_id).end:
        return tr("There is a gap after the clip: bridge it instead.")
    if isinstance(timeline.track_of(left_id).items[timeline.place(left_id)[1] + 1], Transition):
        return tr("There is a dissolve on the cut: delete it first.")
    return why_no_bridge(timeline, left_id, right.id)


def why_no_range(timeline: Timeline, clip_id: ItemId) -> str:
    """Why what is marked of this clip can't be made anew, for the user; empty where it can."""
    range_ = marked(timeline)
    if range_ is None:
        return why_no_source(timeline, clip_id) or tr("Mark a range within the clip first (I, O).")
    return why_not_within(timeline, clip_id, range_)


def why_not_within(timeline: Timeline, clip_id: ItemId, range_: TimeRange) -> str:
    """As why_no_range, of any range."""
    if refusal := why_no_source(timeline, clip_id):
        return refusal
    place, name = timeline.range_of(clip_id), timeline.clip(clip_id).name
    if not (place.start < range_.start and range_.end < place.end):
        return tr("The range has to lie within {name}, with some of it left on both sides.", name=name)
    known = generation_of(timeline, Task.BRIDGE, parts(timeline, clip_id, range_), Wishes()).sources
    enough = all(known_in(timeline, stretch) >= FEWEST for stretch in known)
    return "" if enough else tr("At least {fewest} frames have to be known before and after it.", fewest=FEWEST)


def why_no_repair(timeline: Timeline, clip_id: ItemId, frame: int) -> str:
    """Why the frame under the playhead can't be made anew, for the user; empty where it can."""
    if refusal := why_no_source(timeline, clip_id):
        return refusal
    if not timeline.range_of(clip_id).contains(frame):
        return tr("The playhead does not stand in the clip.")
    if why_not_within(timeline, clip_id, TimeRange(frame, 1)):
        return tr("At least {fewest} frames have to be known before and after the playhead.", fewest=FEWEST)
    return ""


def why_no_loop(timeline: Timeline, clip_id: ItemId) -> str:
    return why_no_source(timeline, clip_id, Task.AFTER) or why_no_source(timeline, clip_id, Task.BEFORE)


def _unheard(wishes: Wishes) -> Wishes:
    """Where nothing gets longer the sound goes on as it is."""
    return replace(wishes, sound=Sound.LEAVE.value)


def _seeing(laid: Laid) -> Laid:
    """Raises EditError where too little is left beside the new frames to see how it moves."""
    assert laid.generation is not None, "there is always something to be made"
    if any(known_in(laid.timeline, stretch) < FEWEST for stretch in laid.generation.sources):
        raise EditError(
            tr("At least {fewest} frames have to be known on both sides.", fewest=FEWEST), tr("Ask for fewer frames.")
        )
    return laid
