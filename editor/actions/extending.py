"""What Generative Extend and Bridge do to the timeline, told before it is done."""

from collections.abc import Callable
from dataclasses import dataclass, replace

from editor.actions.requesting import Wishes, generation_of
from editor.timeline import edits
from editor.timeline.edits import Edge, Rule
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, Generation, ItemId, Task, Timeline, new_id
from editor.timeline.rational_time import TimeRange
from editor.words import tr, trn

Limits = Callable[[Timeline, ItemId, Edge, bool], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Laid:
    """A timeline with room for frames that are to be made."""

    timeline: Timeline
    real: int  # frames of real footage brought in from the clip's own handles
    new: int  # frames to be made
    clip_id: ItemId | None = None  # the clip that stands for them; None where there are none
    generation: Generation | None = None


def extended(
    timeline: Timeline,
    clip_id: ItemId,
    frames: int,
    task: Task,
    wishes: Wishes,
    rule: Rule = Rule.RIPPLE,
    real_first: bool = True,
    linked: bool = True,
) -> Laid:
    """`frames` more after or before a clip: its own handles first, the rest to be generated. Raises EditError.

    linked: what is linked to the clip gets as many frames of its handles.
    """
    longer = with_handles(timeline, clip_id, frames, task, rule, linked) if real_first else timeline
    real = longer.clip(clip_id).duration - timeline.clip(clip_id).duration
    if real == frames:
        return Laid(longer, real, 0)
    generation = replace(generation_of(longer, task, (longer.clip(clip_id),), wishes), frames=frames - real)
    made = ItemId(new_id())
    after = edits.insert_generated(longer, clip_id, frames - real, generation, made, rule)
    return Laid(after, real, frames - real, made, generation)


def bridged(
    timeline: Timeline,
    left_id: ItemId,
    right_id: ItemId,
    frames: int,
    wishes: Wishes,
    rule: Rule = Rule.RIPPLE,
    purpose: str = "",
) -> Laid:
    """`frames` between two clips: over the gap between them, or at their cut. Raises EditError."""
    made = ItemId(new_id())

    def with_sides_of(shown: Timeline, rule: Rule) -> Laid:
        missing = [side for side in (left_id, right_id) if not shown.has(side)]
        if missing:
            raise EditError(
                tr("The bridge would cover all of {name}.", name=timeline.clip(missing[0]).name),
                tr("Ask for fewer frames."),
            )
        sides = shown.clip(left_id), shown.clip(right_id)
        generation = replace(generation_of(shown, Task.BRIDGE, sides, wishes, purpose), frames=frames)
        after = edits.insert_bridge(timeline, left_id, right_id, frames, generation, made, rule)
        return Laid(after, 0, frames, made, generation)

    covering = Rule.OVERWRITE if rule is Rule.ABOVE else rule  # above them it hides as much of both sides
    return with_sides_of(with_sides_of(timeline, covering).timeline, rule)  # what is left beside the bridge is seen


def handles(timeline: Timeline, clip_id: ItemId, task: Task, linked: bool = True) -> int:
    """How many frames of real footage are left beyond a clip's edge, its linked sound's included."""
    return _room(edits.ripple_limits, timeline, clip_id, task, linked)


def with_handles(
    timeline: Timeline, clip_id: ItemId, frames: int, task: Task, rule: Rule, linked: bool = True
) -> Timeline:
    """The clip trimmed outward by up to `frames`: into the gap beside it, then as the rule says."""
    edge, sign = (Edge.START, -1) if task is Task.BEFORE else (Edge.END, 1)
    free = min(frames, _room(edits.trim_limits, timeline, clip_id, task, linked))
    timeline = edits.trim(timeline, clip_id, edge, sign * free, linked)
    rest = min(frames - free, handles(timeline, clip_id, task, linked))
    if rest == 0 or rule is Rule.ABOVE:
        return timeline
    if rule is Rule.RIPPLE:
        return edits.ripple_trim(timeline, clip_id, edge, sign * rest, linked)
    cleared = _cleared(timeline, clip_id, rest, task)
    room = _room(edits.trim_limits, cleared, clip_id, task, linked)
    return edits.trim(cleared, clip_id, edge, sign * min(rest, room), linked)


def gap_beside(timeline: Timeline, clip_id: ItemId, task: Task) -> int | None:
    """Frames up to the next clip (before: the one before, or the timeline's start); None where nothing follows."""
    row, index = timeline.place(clip_id)
    step = -1 if task is Task.BEFORE else 1
    items = timeline.tracks[row].items
    beside = items[index + step] if 0 <= index + step < len(items) else None
    if isinstance(beside, Gap):
        return beside.duration
    return None if beside is None and task is not Task.BEFORE else 0


def neighbour(timeline: Timeline, clip_id: ItemId) -> Clip | None:
    """The next clip on the same track, whether it touches or stands beyond a gap."""
    row, index = timeline.place(clip_id)
    return next((item for item in timeline.tracks[row].items[index + 1 :] if isinstance(item, Clip)), None)


def around_gap(timeline: Timeline, gap_id: ItemId) -> tuple[Clip, Clip] | None:
    """The two clips that a gap lies between."""
    row, index = timeline.place(gap_id)
    items = timeline.tracks[row].items
    if not 0 < index < len(items) - 1:
        return None
    left, right = items[index - 1], items[index + 1]
    return (left, right) if isinstance(left, Clip) and isinstance(right, Clip) else None


def to_playhead(timeline: Timeline, clip_id: ItemId, playhead: int) -> tuple[Task, int] | None:
    """The side and the frames that would bring a clip's edge to the playhead; None while it stands in the clip."""
    place = timeline.range_of(clip_id)
    if playhead > place.end:
        return Task.AFTER, playhead - place.end
    return (Task.BEFORE, place.start - playhead) if playhead < place.start else None


def consequences(before: Timeline, after: Timeline, apart: frozenset[ItemId]) -> str:
    """What becomes of everything but the clips `apart`, in words: "Moves 4 clips by 1 s 12 f"."""
    told = [
        *_added(before, after),
        *_covered(before, after, apart),
        *_split(before, after, apart),
        *_moved(before, after, apart),
    ]
    return "; ".join(told[:1] + [each[0].lower() + each[1:] for each in told[1:]]) or tr("Nothing else moves")


def in_words(frames: int, timeline: Timeline) -> str:
    """2 s 4 f, 2 s, 12 f: as timecode counts, so 23.976 has 24 frames to a second."""
    seconds, rest = divmod(frames, round(timeline.rate))
    parts = [f"{seconds} s"] * bool(seconds) + [f"{rest} f"] * bool(rest or not seconds)
    return " ".join(parts)


def _room(limits: Limits, timeline: Timeline, clip_id: ItemId, task: Task, linked: bool) -> int:
    edge = Edge.START if task is Task.BEFORE else Edge.END
    least, most = limits(timeline, clip_id, edge, linked)
    return -least if task is Task.BEFORE else most


def _cleared(timeline: Timeline, clip_id: ItemId, frames: int, task: Task) -> Timeline:
    """Nothing beside the clip, and beside what is linked to it, for that long."""
    for item_id in timeline.linked(timeline.clip(clip_id)):
        place = timeline.range_of(item_id)
        start = max(0, place.start - frames) if task is Task.BEFORE else place.end
        span = TimeRange(start, place.start - start if task is Task.BEFORE else frames)
        timeline = edits.lift_range(timeline, span, [timeline.track_of(item_id).id])
    return timeline


def _added(before: Timeline, after: Timeline) -> list[str]:
    known = {track.id for track in before.tracks}
    return [tr("Adds track {label}", label=after.label(track)) for track in after.tracks if track.id not in known]


def _moved(before: Timeline, after: Timeline, apart: frozenset[ItemId]) -> list[str]:
    by = [
        after.range_of(clip.id).start - before.range_of(clip.id).start
        for clip in _clips(before, apart)
        if after.has(clip.id) and after.clip(clip.id).duration == clip.duration
    ]
    moved = [each for each in by if each]
    if not moved:
        return []
    return [
        tr(
            "Moves {counted} by {length}",
            counted=_counted(len(moved)),
            length=in_words(max(abs(each) for each in moved), before),
        )
    ]


def _covered(before: Timeline, after: Timeline, apart: frozenset[ItemId]) -> list[str]:
    gone = [clip for clip in _clips(before, apart) if not after.has(clip.id)]
    less = [(clip, _lost(clip, before, after)) for clip in _clips(before, apart) if after.has(clip.id)]
    told = [gone[0].name if len(gone) == 1 else _counted(len(gone))] if gone else []
    told += [_part(clip, after.clip(clip.id), lost) for clip, lost in less if lost > 0][:2]
    return [tr("Covers {names}", names=tr(" and ").join(told))] if told else []


def _lost(clip: Clip, before: Timeline, after: Timeline) -> int:
    """Frames of a clip that do not play any more; what a ripple has cut off and moved on still does."""
    pieces = (each for track in after.tracks for each in track.clips if each.takes == clip.takes)
    moved_on = sum(piece.duration for piece in pieces if not before.has(piece.id))
    return clip.duration - after.clip(clip.id).duration - moved_on


def _split(before: Timeline, after: Timeline, apart: frozenset[ItemId]) -> list[str]:
    """Clips on other tracks that a ripple goes through."""
    cut = [
        clip.name
        for clip in _clips(before, apart)
        if after.has(clip.id) and after.clip(clip.id).duration < clip.duration and _lost(clip, before, after) <= 0
    ]
    return [tr("Splits {cut}", cut=cut[0] if len(cut) == 1 else _counted(len(cut)))] if cut else []


def _part(clip: Clip, left: Clip, frames: int) -> str:
    """the first 20 frames of bird"""
    if left.source_start > clip.source_start:
        return trn("the first frame of {name}", "the first {count} frames of {name}", frames, name=clip.name)
    return trn("the last frame of {name}", "the last {count} frames of {name}", frames, name=clip.name)


def _clips(timeline: Timeline, apart: frozenset[ItemId]) -> list[Clip]:
    return [clip for track in timeline.tracks for clip in track.clips if clip.id not in apart]


def _counted(clips: int) -> str:
    return trn("{count} clip", "{count} clips", clips)
