"""What lies under the pointer."""

from bisect import bisect_right
from dataclasses import dataclass
from enum import StrEnum

from PySide6.QtCore import QPoint, QRect

from editor.timeline.model import Clip, Gap, Item, ItemId, Timeline, Track, Transition
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline import neighbours
from editor.ui.timeline.bands import Grip
from editor.ui.timeline.geometry import CLIP_INSET, NAME_BAR, Row
from editor.ui.timeline.keyframe_signs import sign_at
from editor.ui.timeline.painting.joins import transition_range
from editor.ui.timeline.viewport import Viewport

EDGE = 6  # pixels inside a clip that take its edge
OUTSIDE = 4  # and outside it, over a gap
CUT = 4  # pixels around a cut that mean the cut


class Part(StrEnum):
    CLIP = "clip"
    START = "start"  # of a clip
    END = "end"
    GAP = "gap"
    TRANSITION = "transition"
    TRANSITION_START = "start of a transition"
    TRANSITION_END = "end of a transition"
    EMPTY = "empty"  # nothing is there: after the last clip, or no track


@dataclass(frozen=True, slots=True)
class Hit:
    part: Part
    track: int | None = None  # index
    item_id: ItemId | None = None
    cut: tuple[ItemId, ItemId] | None = None  # the neighbours, where a cut is close
    keyframe: int | None = None  # of the clip, by its frame: see editor.timeline.model.Keyframe
    grip: Grip | None = None  # of the clip's envelope or fades

    @property
    def is_edge(self) -> bool:
        return self.part in (Part.START, Part.END)

    @property
    def is_transition(self) -> bool:
        return self.part in (Part.TRANSITION, Part.TRANSITION_START, Part.TRANSITION_END)

    @property
    def is_clip(self) -> bool:
        return self.part is Part.CLIP or self.is_edge


NOWHERE = Hit(Part.EMPTY)


def hit(timeline: Timeline, viewport: Viewport, at: QPoint) -> Hit:
    row = viewport.row_at(at.y())
    if row is None:
        return NOWHERE
    track, frame = timeline.tracks[row.index], viewport.frame_at(at.x())
    if _is_in_body(viewport, row, at.y()) and (found := _transition_at(track, viewport, at.x())) is not None:
        return Hit(found[0], row.index, found[1])
    index = bisect_right(track.starts, frame) - 1
    if not 0 <= frame < track.duration:
        last = len(track.items) - 1
        near = last >= 0 and abs(at.x() - viewport.x_of(track.duration)) <= OUTSIDE
        return Hit(Part.END, row.index, track.items[last].id) if near else Hit(Part.EMPTY, row.index)
    cut = _cut_at(track, viewport, index, at.x())
    item = track.items[index]
    if isinstance(item, Gap):
        return _in_gap(track, viewport, row.index, index, at.x())
    part = _part_of_clip(viewport, track.range_at(index), at.x())
    keyframe = _keyframe_at(timeline, item, viewport.rect_of(row.index, track.range_at(index)), at)
    return Hit(part, row.index, item.id, cut, keyframe if part is Part.CLIP else None)


def _keyframe_at(timeline: Timeline, item: Item, rect: QRect, at: QPoint) -> int | None:
    sign = sign_at(timeline, item, rect, at) if isinstance(item, Clip) else None
    return None if sign is None else sign.keyframe.at


def _part_of_clip(viewport: Viewport, range: TimeRange, x: int) -> Part:
    left, right = viewport.x_of(range.start), viewport.x_of(range.end)
    reach = min(EDGE, (right - left) // 4)
    if x - left < reach:
        return Part.START
    return Part.END if right - x <= reach else Part.CLIP


def _in_gap(track: Track, viewport: Viewport, row: int, index: int, x: int) -> Hit:
    range = track.range_at(index)
    left, right = viewport.x_of(range.start), viewport.x_of(range.end)
    if right - left > 3 * OUTSIDE:
        if x - left < OUTSIDE and (clip := neighbours.clip_before(track, index)):
            return Hit(Part.END, row, clip.id)
        if right - x <= OUTSIDE and (clip := neighbours.clip_after(track, index)):
            return Hit(Part.START, row, clip.id)
    return Hit(Part.GAP, row, track.items[index].id)


def _cut_at(track: Track, viewport: Viewport, index: int, x: int) -> tuple[ItemId, ItemId] | None:
    """The clips on both sides, where x is close to the place at which they meet."""
    item, range = track.items[index], track.range_at(index)
    if not isinstance(item, Clip):
        return None
    if abs(x - viewport.x_of(range.start)) <= CUT and (previous := neighbours.clip_before(track, index)):
        return previous.id, item.id
    if abs(x - viewport.x_of(range.end)) <= CUT and (following := neighbours.clip_after(track, index)):
        return item.id, following.id
    return None


def _is_in_body(viewport: Viewport, row: Row, y: int) -> bool:
    """Below the name bar, where there is room for more than it."""
    return row.height < 2 * NAME_BAR or y >= row.top - viewport.top + CLIP_INSET + NAME_BAR


def _transition_at(track: Track, viewport: Viewport, x: int) -> tuple[Part, ItemId] | None:
    """A dissolve is taken by its body and its ends; the cut in its middle stays free for trimming."""
    frame = viewport.frame_at(x)
    around = bisect_right(track.starts, frame)
    for index in range(max(0, around - 3), min(len(track.items), around + 2)):
        item = track.items[index]
        if isinstance(item, Transition) and transition_range(item, track.starts[index]).contains(frame):
            if abs(x - viewport.x_of(track.starts[index])) <= EDGE:
                return None
            return _part_of_transition(viewport, transition_range(item, track.starts[index]), x), item.id
    return None


def _part_of_transition(viewport: Viewport, range_: TimeRange, x: int) -> Part:
    part = _part_of_clip(viewport, range_, x)
    return {Part.START: Part.TRANSITION_START, Part.END: Part.TRANSITION_END}.get(part, Part.TRANSITION)
