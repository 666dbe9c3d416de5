"""Timing: how fast clips play their media, backward or along a curve; picture and linked sound together."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from itertools import pairwise
from math import ceil

from editor.timeline.edits.aim import find_clip, find_clips, party
from editor.timeline.edits.handles import spare
from editor.timeline.edits.ripple import pull, push
from editor.timeline.edits.syncing import sync_offset
from editor.timeline.edits.track_items import (
    change_clips,
    free_after,
    gap,
    stretch_gap,
    swapped,
    tail,
    with_items,
    with_tracks,
)
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Item, ItemId, Timeline, Track
from editor.timeline.timing import FASTEST, PLAIN, SpeedPoint, Timing
from editor.words import tr

SLOWEST = Fraction(1, 100)

Retime = Callable[[Timeline, Clip], Clip]  # a clip as it is to play, where nothing is in its way


def set_speed(
    timeline: Timeline,
    ids: Iterable[ItemId],
    speed: Fraction,
    *,
    ripple: bool = False,
    keeps_pitch: bool = True,
    linked: bool = True,
) -> Timeline:
    """Let clips play what they play at another speed, so that they last longer or less; below 0 backward.

        |   A   |  B  |   ->   | A |   |  B  |        twice as fast
        |   A   |  B  |   ->   | A |  B  |            with `ripple`, on every sync-locked track
        |   A   |  B  |   ->   |   A   |  B  |        half as fast: as far as there is room
        |   A   |  B  |   ->   |       A       |  B  |        with `ripple`

    What is linked to a clip keeps in sync with it, and every overlap its length. Raises EditError for a speed that
    cannot be, where all are stills or without a take, on a locked track, and where another track is in the way.
    """
    _refuse_speed(speed)

    def retimed(timeline: Timeline, clip: Clip) -> Clip:
        return _at_speed(timeline, clip, Timing(speed, keeps_pitch=keeps_pitch))

    return _each(timeline, ids, retimed, ripple, linked)


def reverse(timeline: Timeline, ids: Iterable[ItemId], linked: bool = True) -> Timeline:
    """Let clips play what they play from its end to its start; those that do so already, forward again.

    Raises EditError as `set_speed` does, and for a speed curve and for a held frame.
    """
    return _each(timeline, ids, _reversed, False, linked)


def set_ramp(
    timeline: Timeline,
    clip_id: ItemId,
    ramp: Sequence[SpeedPoint],
    linked: bool = True,
    speed: Fraction | None = None,
) -> Timeline:
    """Let a clip play along a speed curve; without points at its own speed again. It stays as long as it is, or as its
    media lasts.

    ramp: at frames of the clip, in order of time. speed: its own from now on; None = as it was. Raises EditError as
    `set_speed` does, and for a clip that plays backward or holds a frame.
    """
    if speed is not None:
        _refuse_speed(speed)
    _refuse_ramp(ramp)

    def retimed(timeline: Timeline, clip: Clip) -> Clip:
        timing = clip.timing or PLAIN
        if timing.holds or timing.is_backward:
            raise EditError(
                tr("“{name}” does not play forward.", name=clip.name), tr("Give it a speed above 0 % first.")
            )
        own = timing.speed if speed is None else speed
        return replace(clip, timing=_normal(replace(timing, ramp=tuple(ramp), speed=own)))

    return _each(timeline, [clip_id], retimed, False, linked)


def set_keeps_pitch(timeline: Timeline, clip_id: ItemId, on: bool, linked: bool = True) -> Timeline:
    """Whether sound at another speed sounds as high as it was; of the clip and what is linked to it.

    Raises EditError on a locked track.
    """

    def change(clip: Clip) -> Clip:
        return clip if clip.timing is None else replace(clip, timing=replace(clip.timing, keeps_pitch=on))

    return change_clips(timeline, party(timeline, clip_id, linked), change)


def with_timing(timeline: Timeline, clip: Clip, timing: Timing | None) -> Clip:
    """A clip that plays what it plays in another way: as long as it is, or as its media lasts then."""
    return _within_media(timeline, _begun(timeline, clip, timing or PLAIN), clip.duration)[1]


def why_no_timing(timeline: Timeline, clip_id: ItemId) -> str:
    """Why a clip cannot play at another speed, for the user; empty where it can."""
    clip, track = timeline.clip(clip_id), timeline.track_of(clip_id)
    if track.locked:
        return tr("{label} is locked.", label=timeline.label(track))
    media = timeline.media_of(clip)
    if media is None:
        return tr("“{name}” is not made yet.", name=clip.name)
    return tr("“{name}” is a still: trim it instead.", name=clip.name) if media.is_still else ""


def refuse_timing(timeline: Timeline, clip_id: ItemId) -> None:
    """Raises EditError where a clip cannot play at another speed."""
    find_clip(timeline, clip_id)
    if refusal := why_no_timing(timeline, clip_id):
        raise EditError(refusal, tr("Select a clip with a film or a sound."))


def _refuse_speed(speed: Fraction) -> None:
    if not SLOWEST <= abs(speed) <= FASTEST:
        raise EditError(
            tr("A clip plays at {number:.0%} to {fastest:.0%} of its speed.", number=float(SLOWEST), fastest=FASTEST),
            tr("Type a speed between them, or freeze the clip."),
        )


def _refuse_ramp(ramp: Sequence[SpeedPoint]) -> None:
    for point in ramp:
        _refuse_speed(point.speed)
    if any(left.at >= right.at for left, right in pairwise(ramp)) or any(point.speed < 0 for point in ramp):
        raise EditError(tr("The points of a speed curve follow each other, and run forward."), tr("Move them apart."))


def _each(timeline: Timeline, ids: Iterable[ItemId], retime: Retime, ripple: bool, linked: bool) -> Timeline:
    """Clip after clip, each with what is linked to it, once; stills and what is not made yet are passed over.

    Raises EditError where there is nothing else.
    """
    done: set[ItemId] = set()
    found = sorted(find_clips(timeline, ids), key=timeline.place)  # pictures lead
    able = [clip_id for clip_id in found if not why_no_timing(timeline, clip_id)]
    for clip_id in able or found[:1]:
        if clip_id not in done:
            linked_ids = party(timeline, clip_id, linked)[1:]
            members = (clip_id, *(other for other in linked_ids if not why_no_timing(timeline, other)))
            done.update(members)
            timeline = _together(timeline, members, retime, ripple)
    return timeline


def _together(timeline: Timeline, members: Sequence[ItemId], retime: Retime, ripple: bool) -> Timeline:
    refuse_timing(timeline, members[0])
    lead, before = timeline.clip(members[0]), timeline.range_of(members[0])
    new = _within_media(timeline, retime(timeline, lead), 0)[1]
    by = new.duration - lead.duration
    room = min(free_after(timeline.tracks[row], index) for row, index in map(timeline.place, members))
    by = by if ripple else min(by, room)
    new = replace(new, duration=lead.duration + by)
    retimed = {member: _partner(timeline, lead, new, timeline.clip(member), retime) for member in members[1:]}
    own = {timeline.place(member)[0] for member in members}
    tracks: dict[int, Track] = {}
    if ripple and by:
        tracks = push(timeline, before.end, by, own) if by > 0 else pull(timeline, before.end + by, -by, own)
    for member, (lost, clip) in ({lead.id: (0, new)} | retimed).items():
        row, index = timeline.place(member)
        tracks[row] = _placed(timeline, tracks.get(row, timeline.tracks[row]), index, lost, clip, by if ripple else 0)
    return with_tracks(timeline, tracks)


def _partner(timeline: Timeline, lead: Clip, new: Clip, partner: Clip, retime: Retime) -> tuple[int, Clip]:
    """What is linked to a clip that was retimed, as it goes with it; and how many frames later it begins."""
    by, same_file = new.duration - lead.duration, lead.take and partner.take and lead.take.media == partner.take.media
    longer = replace(retime(timeline, partner), duration=max(1, partner.duration + by))
    later = timeline.range_of(partner.id).start - timeline.range_of(lead.id).start
    is_alike = (lead.timing or PLAIN).moved(-later) == (partner.timing or PLAIN)
    if same_file and is_alike and sync_offset(timeline, partner) == 0:
        assert partner.take is not None, "it plays the same file"
        start = timeline.moment(new, later) - partner.take.start
        longer = replace(longer, source_start=start, timing=new.timing and new.timing.moved(-later))
    return _within_media(timeline, longer, max(1, partner.duration + by))


def _within_media(timeline: Timeline, clip: Clip, frames: int) -> tuple[int, Clip]:
    """A clip without the frames that have no media, and how many it loses at its start; one is left in any case.

    frames: at most; 0 = as many as it has.
    """
    if frames:
        clip = replace(clip, duration=frames)
    before, after = spare(timeline, clip)
    lost = min(max(0, -before), clip.duration - 1)
    clip = tail(timeline, clip, lost) if lost else clip
    return lost, replace(clip, duration=max(1, clip.duration + min(0, after)))


def _placed(timeline: Timeline, track: Track, index: int, lost: int, clip: Clip, by: int) -> Track:
    """A clip in the place of another, `lost` frames later; what follows it goes `by` frames on.

    Raises EditError where that would run into the clip.
    """
    wider = by - (lost + clip.duration - track.items[index].duration)  # the gap behind it
    items: tuple[Item, ...] = swapped(track.items, index, clip)
    if free_after(track, index) + wider < 0:
        raise EditError(
            tr("“{name}”, which is linked, is too short for it.", name=clip.name), tr("Unlink it, or leave a gap.")
        )
    if wider and index < len(items) - 1:
        items = stretch_gap(items, index + 1, wider)
    if lost:
        items = (*items[:index], gap(lost), *items[index:])
    return with_items(timeline, track, items)


def _at_speed(timeline: Timeline, clip: Clip, timing: Timing) -> Clip:
    """It plays the same media, to a part of a frame."""
    before, plays = clip.timing or PLAIN, timeline.source_range(clip)
    frames = clip.duration if before.holds else max(1, ceil(plays.duration * timeline.rate / abs(timing.speed)))
    retimed = replace(_begun(timeline, clip, timing), duration=frames)
    by = Fraction(frames, clip.duration)
    return replace(retimed, look=clip.look and clip.look.stretched(by), level=clip.level and clip.level.stretched(by))


def _begun(timeline: Timeline, clip: Clip, timing: Timing) -> Clip:
    """From the start of what it plays; backward, from its end."""
    plays, taken = timeline.source_range(clip), clip.take.start if clip.take else Fraction(0)
    start = plays.end + timing.speed / timeline.rate if timing.is_backward else plays.start
    return replace(clip, source_start=start - taken, timing=_normal(timing))


def _reversed(timeline: Timeline, clip: Clip) -> Clip:
    timing = clip.timing or PLAIN
    if timing.holds or timing.ramp:
        what = tr("holds one frame") if timing.holds else tr("plays along a speed curve")
        raise EditError(f"“{clip.name}” {what}.", tr("Give it one speed first (Ctrl+R)."))
    return _at_speed(timeline, clip, replace(timing, speed=-timing.speed))


def _normal(timing: Timing) -> Timing | None:
    """A clip that plays as fast as its media says nothing of it."""
    return None if timing.speed == 1 and not timing.ramp else timing
