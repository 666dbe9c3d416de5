"""Where an edit can be seen."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QRegion

from editor.document import Selection
from editor.timeline.edits import sync_offset
from editor.timeline.model import Clip, Item, Media, MediaId, Timeline, Track, Transition
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.detail import between
from editor.ui.timeline.geometry import NAME_BAR
from editor.ui.timeline.painting.joins import transition_range
from editor.ui.timeline.painting.palette import palette
from editor.ui.timeline.viewport import Viewport

OUTLINE = 4  # pixels that a selected clip's outline reaches out of it, above and below
SPILL = 12  # pixels that lamps and outlines reach beyond their clip
BESIDE_NAME = 128  # pixels: icon, badge and padding


def damaged(before: Timeline, after: Timeline, viewport: Viewport) -> QRegion | None:
    """What to paint again; None for everything. Costs nothing for tracks that are the same object."""
    if len(before.tracks) != len(after.tracks) or before.rate != after.rate:
        return None
    region = QRegion()
    changed_media = _changed_media(before.media, after.media)
    for index, (old, new) in enumerate(zip(before.tracks, after.tracks, strict=True)):
        if old is not new:
            region += _damaged_track(old, new, index, viewport)
        if changed_media:
            region += media_region(after, viewport, index, changed_media)
        if before.tracks is not after.tracks:
            region += _out_of_sync(before, after, index, viewport)
    return region


def _out_of_sync(before: Timeline, after: Timeline, index: int, viewport: Viewport) -> QRegion:
    """The clips of a track whose badge changes because a partner on another track has moved."""
    track, region = after.tracks[index], QRegion()
    first, last = between(track, viewport.in_sight())
    for place in range(first, last):
        item = track.items[place]
        if isinstance(item, Clip) and item.link is not None:
            known = before.clip(item.id) if before.has(item.id) else None
            if known is None or sync_offset(before, known) != sync_offset(after, item):
                region += viewport.rect_of(index, track.range_at(place))
    return region


def _damaged_track(old: Track, new: Track, index: int, viewport: Viewport) -> QRect:
    lane = viewport.row_rect(index)
    if (old.id, old.hidden, old.muted, old.kind) != (new.id, new.hidden, new.muted, new.kind):
        return _with_outlines(lane, lane.left(), lane.right() + 1)
    if old.items is new.items:
        return QRect()
    first = _first_difference(old.items, new.items)
    start = _start_of(new, max(0, first - 1))
    left = viewport.x_of(start) - SPILL
    if old.duration != new.duration:
        return _with_outlines(lane, left, lane.width())
    same = _first_difference(old.items[::-1], new.items[::-1])
    end = _start_of(new, min(len(new.items), max(first, len(new.items) - same) + 1))
    old_end = _start_of(old, min(len(old.items), max(first, len(old.items) - same) + 1))
    right = viewport.x_of(max(end, old_end)) + SPILL
    return _with_outlines(lane, left, right)


def _with_outlines(lane: QRect, left: int, right: int) -> QRect:
    """Of what is selected, they reach over the lane's edges."""
    return QRect(left, lane.top() - OUTLINE, right - left, lane.height() + 2 * OUTLINE)


def _first_difference(old: tuple[Item, ...], new: tuple[Item, ...]) -> int:
    for index, (a, b) in enumerate(zip(old, new, strict=False)):
        if a is not b:
            return index
    return min(len(old), len(new))


def _start_of(track: Track, index: int) -> int:
    return track.starts[index] if index < len(track.items) else track.duration


def _changed_media(before: tuple[Media, ...], after: tuple[Media, ...]) -> set[MediaId]:
    """Those that are gone or different; a new one is shown by the clip that uses it."""
    if before is after:
        return set()
    now = {media.id: media for media in after}
    return {media.id for media in before if now.get(media.id) is not media}


def media_region(timeline: Timeline, viewport: Viewport, index: int, media: set[MediaId]) -> QRegion:
    """The visible clips of a track that play one of these files, or show it as a keyframe."""
    track, region = timeline.tracks[index], QRegion()
    first, last = between(track, viewport.in_sight())
    for place in range(first, last):
        item = track.items[place]
        if isinstance(item, Clip) and _shows(item, media):
            region += viewport.rect_of(index, track.range_at(place))
    return region


def _shows(clip: Clip, media: set[MediaId]) -> bool:
    keyframes = clip.generation.keyframes if clip.generation is not None else ()
    plays = clip.take is not None and clip.take.media in media
    return plays or any(keyframe.media in media for keyframe in keyframes)


def selection_region(timeline: Timeline, viewport: Viewport, before: Selection, after: Selection) -> QRegion:
    region, sight = QRegion(), viewport.in_sight()
    changed = before ^ after
    for index, track in enumerate(timeline.tracks):
        first, last = between(track, sight)
        for place in range(first, last):
            if track.items[place].id in changed:
                region += around(viewport, index, _seen_range(track, place))
    return region


def _seen_range(track: Track, index: int) -> TimeRange:
    """Where an item is painted: a transition lies over its cut."""
    item, range_ = track.items[index], track.range_at(index)
    return transition_range(item, range_.start) if isinstance(item, Transition) else range_


def around(viewport: Viewport, index: int, range_: TimeRange) -> QRect:
    """A clip with its outline and lamp."""
    return viewport.rect_of(index, range_).adjusted(-SPILL, -OUTLINE, SPILL, OUTLINE)


def sticky_region(timeline: Timeline, viewport: Viewport, selection: Selection, moved: int) -> QRegion:
    """What does not simply move along after scrolling by so many pixels: names at the left edge, and dashes that
    begin anew where an edge of the window cuts them."""
    region, right = QRegion(), viewport.size.width() - 1
    for row in viewport.rows:
        track = timeline.tracks[row.index]
        for x, is_left in ((0, True), (-moved, True), (right, False), (right - moved, False)):
            place = track.index_at(viewport.frame_at(x))
            if place is not None:
                item, rect = track.items[place], viewport.rect_of(row.index, track.range_at(place))
                region += rect if _is_dashed(item, selection) else _name_on(item, rect, x) if is_left else QRect()
    return region


def _is_dashed(item: Item, selection: Selection) -> bool:
    return item.is_pending if isinstance(item, Clip) else item.id in selection


def _name_on(item: Item, rect: QRect, x: int) -> QRect:
    if not isinstance(item, Clip):
        return QRect()
    return QRect(x, rect.top(), palette().clips.width(item.name) + BESIDE_NAME, NAME_BAR) & rect
