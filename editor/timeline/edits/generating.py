"""Generating: room made for frames that are to be generated, as a clip of its own beside its sources."""

from enum import StrEnum

from editor.timeline.edits.aim import find_clip, find_rows
from editor.timeline.edits.fades import handed_on
from editor.timeline.edits.generated_sound import with_sound
from editor.timeline.edits.looks import continued
from editor.timeline.edits.ripple import cut_open, pull
from editor.timeline.edits.rolling import are_neighbours
from editor.timeline.edits.track_items import (
    change_clips,
    free_after,
    free_before,
    is_free,
    new_links,
    splice,
    with_tracks,
)
from editor.timeline.edits.tracks import add_track
from editor.timeline.edits.trimming import Edge
from editor.timeline.errors import EditError
from editor.timeline.fading import without_fade_in, without_fade_out
from editor.timeline.model import Clip, Gap, Generation, ItemId, Task, Timeline, TrackId, TrackKind, new_id
from editor.timeline.rational_time import TimeRange
from editor.words import tr


class Rule(StrEnum):
    """What becomes of new frames that the gap beside their source cannot hold."""

    RIPPLE = "ripple"  # what follows moves
    OVERWRITE = "overwrite"  # they cover the neighbour
    ABOVE = "above"  # the whole new clip goes onto a track above


def insert_generated(
    timeline: Timeline, clip_id: ItemId, frames: int, generation: Generation, new_id: ItemId, rule: Rule = Rule.RIPPLE
) -> Timeline:
    """A clip of `frames` frames, still without a take, before or after its source as `generation.task` says.

        |  A  |   |  B  |   ->   |  A  |after|  B  |            fits the gap
        |  A  |   |  B  |   ->   |  A  | after  |  B  |         RIPPLE, as an insert: every sync-locked track
        |  A  |   |  B  |   ->   |  A  | after  |B |            OVERWRITE
                                       | after  |
        |  A  |   |  B  |   ->   |  A  |   |  B  |              ABOVE, on a track of its own where none is free

    Beside its source it takes over the fade there. Its sound, where that was asked for and there is room, comes with
    it: see `with_sound`.
    Raises EditError on a locked or a sound track, and where it would begin before frame 0.
    """
    row, index, clip = _source(timeline, clip_id, frames)
    is_after = generation.task is not Task.BEFORE
    new = _continuing(clip, frames, generation, new_id)
    track, source = timeline.tracks[row], timeline.range_of(clip_id)
    fill = min(frames, free_after(track, index) if is_after else free_before(track, index))
    if fill == frames or rule is not Rule.ABOVE:
        changed, new = handed_on(clip, new, Edge.END if is_after else Edge.START)
        timeline = change_clips(timeline, [clip_id], lambda _: changed)
    whole = TimeRange(source.end if is_after else source.start - frames, frames)
    sides = (clip_id, None) if is_after else (None, clip_id)
    if fill == frames or rule is not Rule.RIPPLE:
        made = _fixed(timeline, row, whole, new, Rule.OVERWRITE if fill == frames else rule)
    else:
        made = _rippled(timeline, row, TimeRange(source.end if is_after else source.start - fill, fill), new)
    return with_sound(made, new_id, *sides)


def _continuing(clip: Clip, frames: int, generation: Generation, new_id: ItemId) -> Clip:
    look = continued(clip, 0 if generation.task is Task.BEFORE else clip.duration - 1)
    name = continued_name(clip, generation.purpose or generation.task)
    return Clip(new_id, name, frames, generation=generation, look=look)


def continued_name(clip: Clip, what: str) -> str:
    """surf, after; and what continues that further: surf, after 2."""
    ending = f", {tr(what)}"
    base, found, number = clip.name.rpartition(ending)
    if not clip.is_generated or not found or not (number == "" or number.strip().isdecimal()):
        return f"{clip.name}{ending}"
    return f"{base}{ending} {int(number or 1) + 1}"


def insert_bridge(
    timeline: Timeline,
    left_id: ItemId,
    right_id: ItemId,
    frames: int,
    generation: Generation,
    new_id: ItemId,
    rule: Rule = Rule.RIPPLE,
) -> Timeline:
    """A clip of `frames` frames, still without a take, from one clip to the next.

        |  A  |    |  B  |   ->   |  A  |a to b|  B  |          as long as the gap
        |  A  |  B  |        ->   |  A  |a to b|  B  |          RIPPLE: B and all sync-locked tracks follow
        |   A   |   B   |    ->   |  A  |a to b|  B  |          OVERWRITE: takes as much from both sides
                                      |a to b|
        |   A   |   B   |    ->   |   A   |   B   |             ABOVE

    Where the gap is longer than `frames`, RIPPLE closes what is left of it; the others leave it in front of B. What
    meets the bridge does not fade there any more.
    Raises EditError on a locked or a sound track, where something stands between the two, and where another track is
    in the way of closing the gap.
    """
    row, index, left = _source(timeline, left_id, frames)
    right = find_clip(timeline, right_id)[2]
    if not _meet(timeline, left_id, right_id):
        raise EditError(
            tr("A bridge leads from a clip to the next one on its track."), tr("Choose two clips side by side.")
        )
    name, look = tr("{first} to {second}", first=left.name, second=right.name), continued(left, left.duration - 1)
    new = Clip(new_id, name, frames, generation=generation, look=look)
    end = timeline.range_of(left_id).end
    room = TimeRange(end, free_after(timeline.tracks[row], index))
    if rule is not Rule.ABOVE or frames == room.duration:
        meets_right = rule is Rule.RIPPLE or frames >= room.duration
        timeline = _joined_to(timeline, left_id, right_id if meets_right else None)
    if rule is Rule.RIPPLE or frames == room.duration:
        made = _rippled(timeline, row, room, new)
    else:
        taken = max(0, frames - room.duration) // 2
        made = _fixed(timeline, row, TimeRange(end - taken, frames), new, rule)
    return with_sound(made, new_id, left_id, right_id)


def _joined_to(timeline: Timeline, left_id: ItemId, right_id: ItemId | None) -> Timeline:
    """The clips on both sides of a bridge without the fades that would lie at its joins."""
    timeline = change_clips(timeline, [left_id], without_fade_out)
    return timeline if right_id is None else change_clips(timeline, [right_id], without_fade_in)


def insert_new(
    timeline: Timeline, track_id: TrackId, range_: TimeRange, name: str, generation: Generation, new_id: ItemId
) -> Timeline:
    """A clip, still without a take, where nothing is on a track. Nothing moves.

        |  A  |       |  B  |   ->   |  A  |new|   |  B  |

    Raises EditError on a locked or a sound track, and where something stands in the range.
    """
    (row,) = find_rows(timeline, [track_id])
    if timeline.tracks[row].kind is not TrackKind.VIDEO:
        raise EditError(tr("Only picture can be generated."), tr("Choose a picture track."))
    if range_.duration < 1 or not is_free(timeline.tracks[row], range_):
        raise EditError(tr("There is not that much room."), tr("Ask for fewer frames."))
    new = Clip(new_id, name, range_.duration, generation=generation)
    return _fixed(timeline, row, range_, new, Rule.OVERWRITE)


def replace_within(
    timeline: Timeline, clip_id: ItemId, range_: TimeRange, generation: Generation, new_id: ItemId
) -> Timeline:
    """A clip, still without a take, in the place of what plays of another in the range. Nothing moves.

        |         A         |   ->   |  A  |A, anew|  A  |

    Sound stays as it is. Raises EditError on a locked or a sound track, and where the range does not lie within the
    clip or leaves nothing of it on one side.
    """
    row, _, clip = _source(timeline, clip_id, range_.duration)
    place = timeline.range_of(clip_id)
    if not (place.start < range_.start and range_.end < place.end):
        raise EditError(
            tr("The range has to leave something of {name} on both sides.", name=clip.name),
            tr("Mark it within the clip."),
        )
    look = continued(clip, range_.start - place.start)
    new = Clip(new_id, continued_name(clip, generation.purpose), range_.duration, generation=generation, look=look)
    return _fixed(timeline, row, range_, new, Rule.OVERWRITE)


def replace_longer(
    timeline: Timeline, clip_id: ItemId, frames: int, generation: Generation, new_id: ItemId
) -> Timeline:
    """A longer clip, still without a take, in the place of another. What follows moves, on every sync-locked track.

        |  A  |  B  |   ->   |  A, slow  |  B  |
        |  a  |  b  |   ->   |  a  |     |  b  |

    Raises EditError on a locked or a sound track.
    """
    row, _, clip = _source(timeline, clip_id, frames)
    new = Clip(new_id, continued_name(clip, generation.purpose), frames, generation=generation, look=continued(clip, 0))
    return _rippled(timeline, row, timeline.range_of(clip_id), new)


def _source(timeline: Timeline, clip_id: ItemId, frames: int) -> tuple[int, int, Clip]:
    """The row, the index and the clip that new frames are to continue."""
    if frames < 1:
        raise EditError(tr("There is nothing to generate in no frames."), tr("Ask for one frame or more."))
    row, index, clip = find_clip(timeline, clip_id)
    if timeline.tracks[row].kind is not TrackKind.VIDEO:
        raise EditError(tr("Only picture can be generated."), tr("Choose a clip on a picture track."))
    return row, index, clip


def _meet(timeline: Timeline, left_id: ItemId, right_id: ItemId) -> bool:
    """Whether one clip is the next after another, over a gap or a cut."""
    if are_neighbours(timeline, left_id, right_id):
        return True
    (row, index), (other_row, other) = timeline.place(left_id), timeline.place(right_id)
    return row == other_row and other == index + 2 and isinstance(timeline.tracks[row].items[index + 1], Gap)


def _rippled(timeline: Timeline, row: int, room: TimeRange, new: Clip) -> Timeline:
    """The clip put into `room`, which opens or closes to its length."""
    links = new_links()
    longer = new.duration - room.duration
    if longer >= 0:
        tracks = cut_open(timeline, room.end, longer, {row}, links) if longer else {}
    else:
        tracks = pull(timeline, room.end + longer, -longer, {row})
    tracks[row] = splice(timeline, timeline.tracks[row], room, (new,), links)
    return with_tracks(timeline, tracks)


def _fixed(timeline: Timeline, row: int, range_: TimeRange, new: Clip, rule: Rule) -> Timeline:
    """The clip put over what is there, or above it, with nothing moved."""
    if range_.start < 0:
        raise EditError(
            tr("There is not that much time before the clip."), tr("Choose Ripple, or ask for fewer frames.")
        )
    if rule is Rule.ABOVE:
        timeline, row = _above(timeline, row, range_)
    return with_tracks(timeline, {row: splice(timeline, timeline.tracks[row], range_, (new,), new_links())})


def _above(timeline: Timeline, row: int, range_: TimeRange) -> tuple[Timeline, int]:
    """The next picture track above that is shown and free there; a new one on top where there is none."""
    for other, track in enumerate(timeline.tracks[row + 1 :], row + 1):
        is_open = track.kind is TrackKind.VIDEO and not track.locked and not track.hidden
        if is_open and is_free(track, range_):
            return timeline, other
    track_id = TrackId(new_id())
    timeline = add_track(timeline, TrackKind.VIDEO, track_id)
    return timeline, [track.id for track in timeline.tracks].index(track_id)
