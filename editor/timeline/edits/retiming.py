"""Retiming: clips given other lengths where they stand, many of them at once."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from editor.timeline.edits.aim import find_clip, find_clips, party
from editor.timeline.edits.handles import NO_LIMIT, spare
from editor.timeline.edits.ripple import following, standing_in_the_way
from editor.timeline.edits.syncing import sync_offset
from editor.timeline.edits.track_items import first_from, free_before, gap, tail, with_items, with_tracks
from editor.timeline.errors import EditError
from editor.timeline.model import Clip, Gap, Item, ItemId, Timeline, Track
from editor.timeline.timing import PLAIN
from editor.words import tr

Retime = Callable[[Timeline, Clip], Clip]  # a clip as it is to play, where nothing is in its way


def retime_each(timeline: Timeline, ids: Iterable[ItemId], retime: Retime, ripple: bool, linked: bool) -> Timeline:
    """Clip after clip, each with what is linked to it, once; stills and what is not made yet are passed over.

    Raises EditError where there is nothing else.
    """
    found = sorted(find_clips(timeline, ids), key=timeline.place)  # pictures lead
    able = [clip_id for clip_id in found if not why_no_timing(timeline, clip_id)]
    parties = _parties(timeline, able or found[:1], linked)
    for _, alike in groupby(parties, key=lambda members: timeline.place(members[0])[0]):
        layout = Layout(timeline)
        for members in alike:
            _retime(layout, members, retime, ripple)
        timeline = layout.laid_out()
    return timeline


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


def within_media(timeline: Timeline, clip: Clip, frames: int) -> tuple[int, Clip]:
    """A clip without the frames that have no media, and how many it loses at its start; one is left in any case.

    frames: at most; 0 = as many as it has.
    """
    if frames:
        clip = replace(clip, duration=frames)
    before, after = spare(timeline, clip)
    lost = min(max(0, -before), clip.duration - 1)
    clip = tail(timeline, clip, lost) if lost else clip
    return lost, replace(clip, duration=max(1, clip.duration + min(0, after)))


@dataclass
class Row:
    """A track while clips of it change, by the indices that its items had; it is put together once, at the end."""

    track: Track
    clips: dict[int, Clip] = field(default_factory=dict)  # in the place of what was there
    wider: defaultdict[int, int] = field(default_factory=lambda: defaultdict(int))  # frames more in front of an item

    def free_before(self, index: int) -> int:
        return free_before(self.track, index) + self.wider[index]

    def free_after(self, index: int) -> int:
        """NO_LIMIT behind the last item."""
        return NO_LIMIT if index == len(self.track.items) - 1 else self.free_before(self._next(index))

    def place(self, index: int, lost: int, clip: Clip, by: int) -> None:
        """A clip in the place of another, `lost` frames later; what follows it goes `by` frames on.

        Raises EditError where that would run into the clip.
        """
        wider = by - (lost + clip.duration - self.track.items[index].duration)  # the gap behind it
        if self.free_after(index) + wider < 0:
            raise EditError(
                tr("“{name}”, which is linked, is too short for it.", name=clip.name), tr("Unlink it, or leave a gap.")
            )
        self.clips[index] = clip
        self.wider[index] += lost
        self.wider[self._next(index)] += wider

    def items(self) -> list[Item]:
        items: list[Item] = []
        for index, item in enumerate(self.track.items):
            last = items[-1] if items else None
            if (wider := self.wider.get(index, 0)) and isinstance(last, Gap):
                items[-1] = replace(last, duration=last.duration + wider)
            elif wider:
                items.append(gap(wider))
            items.append(self.clips.get(index, item))
        return items

    def _next(self, index: int) -> int:
        """The item behind one, or behind the gap that follows it."""
        after = self.track.items[index + 1 : index + 2]
        return index + 2 if after and isinstance(after[0], Gap) else index + 1


class Layout:
    """The tracks of a timeline while clips on them change; places are those that they had before."""

    def __init__(self, timeline: Timeline) -> None:
        self.timeline = timeline
        self.rows = [Row(track) for track in timeline.tracks]

    def ripple(self, end: int, by: int, own: set[int]) -> None:
        """What starts at `end` or later on the other sync-locked tracks goes `by` frames on, or below 0 back.

        Raises EditError where something is in the way.
        """
        start = end + min(0, by)
        firsts = {row: first_from(track, start) for row, track in following(self.timeline, own)}
        for row, first in firsts.items():
            if first is not None:
                track = self.timeline.tracks[row]
                if by < -min(self.rows[row].free_before(first), track.starts[first] - start):
                    raise standing_in_the_way(self.timeline, track, first)
                self.rows[row].wider[first] += by

    def laid_out(self) -> Timeline:
        changed = {number: row for number, row in enumerate(self.rows) if row.clips or any(row.wider.values())}
        tracks = {number: with_items(self.timeline, row.track, row.items()) for number, row in changed.items()}
        return with_tracks(self.timeline, tracks)


def _parties(timeline: Timeline, ids: Iterable[ItemId], linked: bool) -> list[tuple[ItemId, ...]]:
    """Each clip with what is linked to it and can play at another speed."""
    parties, done = [], set[ItemId]()
    for clip_id in ids:
        if clip_id not in done:
            others = party(timeline, clip_id, linked)[1:]
            parties.append((clip_id, *(other for other in others if not why_no_timing(timeline, other))))
            done.update(parties[-1])
    return parties


def _retime(layout: Layout, members: Sequence[ItemId], retime: Retime, ripple: bool) -> None:
    timeline = layout.timeline
    refuse_timing(timeline, members[0])
    lead, places = timeline.clip(members[0]), [timeline.place(member) for member in members]
    new = within_media(timeline, retime(timeline, lead), 0)[1]
    by = new.duration - lead.duration
    by = by if ripple else min(by, *(layout.rows[row].free_after(index) for row, index in places))
    new = replace(new, duration=lead.duration + by)
    retimed = [(0, new), *(_partner(timeline, lead, new, timeline.clip(each), retime) for each in members[1:])]
    if ripple and by:
        layout.ripple(timeline.range_of(lead.id).end, by, {row for row, _ in places})
    for (row, index), (lost, clip) in zip(places, retimed, strict=True):
        layout.rows[row].place(index, lost, clip, by if ripple else 0)


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
    return within_media(timeline, longer, max(1, partner.duration + by))
