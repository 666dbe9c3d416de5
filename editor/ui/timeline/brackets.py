"""The brackets around what a model looks at of a clip: which are shown, where they stand, and which one is held."""

from PySide6.QtCore import QRect

from editor.actions.context import sights_of
from editor.actions.edge_pulling import Pull
from editor.timeline.model import Clip, ItemId, Task, Timeline, TrackKind
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline import neighbours
from editor.ui.timeline.geometry import NAME_BAR
from editor.ui.timeline.hits import Hit
from editor.ui.timeline.overlay import Bracket
from editor.ui.timeline.painting.joins import context_of
from editor.ui.timeline.stage import Pointer, Stage
from editor.ui.timeline.viewport import Viewport
from editor.view_state import Tool

GRIP = 5  # pixels to either side of a bracket's inner edge that take hold of it
ALONE = 4  # items: a clip and the sound linked to it
HELD_BY = (Tool.SELECT, Tool.RIPPLE, Tool.ROLL, Tool.EXTEND)


def of_selection(stage: Stage) -> tuple[Bracket, ...]:
    """Of the clips beside the generated one that is selected, if one alone is."""
    timeline, view = stage.timeline, stage.view
    few = len(stage.document.selection) <= ALONE
    if not few or not view.generative or view.tool not in HELD_BY or stage.callbacks.extender is None:
        return ()
    chosen = [item for item in stage.document.selection if timeline.has(item) and _is_picture(timeline, item)]
    clip = timeline.item(chosen[0]) if len(chosen) == 1 else None
    return _beside(timeline, clip) if isinstance(clip, Clip) and clip.is_generated else ()


def of_tool(stage: Stage, hit: Hit, pointer: Pointer) -> Bracket | None:
    """With the Generative Extend tool over a clip: at its nearer end, what was made from there looks at, or would."""
    extender, timeline = stage.callbacks.extender, stage.timeline
    if stage.view.tool is not Tool.EXTEND or extender is None or not hit.is_clip or hit.item_id is None:
        return None
    if not _is_picture(timeline, hit.item_id):
        return None
    row, index = timeline.place(hit.item_id)
    at_end = pointer.x > stage.viewport.rect_of(row, timeline.range_of(hit.item_id)).center().x()
    made = _made_from(timeline, row, index, at_end)
    if made is not None:
        return _bracket(timeline, hit.item_id, at_end, made)
    pull = Pull(hit.item_id, Task.AFTER if at_end else Task.BEFORE)
    return None if extender.refusal(pull) else Bracket(hit.item_id, at_end, extender.sights(pull))


def held(stage: Stage, hit: Hit, pointer: Pointer) -> Bracket | None:
    """The one whose inner edge is under the pointer."""
    tool = of_tool(stage, hit, pointer)
    for bracket in (*of_selection(stage), *([tool] if tool else [])):
        rect = rect_of(stage.timeline, stage.viewport, bracket)
        if abs(pointer.x - grip_of(rect, bracket)) <= GRIP and rect.top() <= pointer.y <= rect.bottom():
            return bracket
    return None


def range_of(timeline: Timeline, bracket: Bracket) -> TimeRange:
    """The frames of the timeline that are bracketed: as far as the clip plays them."""
    place = timeline.range_of(bracket.clip_id)
    frames = min(bracket.frames, place.duration)
    return TimeRange(place.end - frames if bracket.at_end else place.start, frames)


def rect_of(timeline: Timeline, viewport: Viewport, bracket: Bracket) -> QRect:
    row = timeline.place(bracket.clip_id)[0]
    return viewport.rect_of(row, range_of(timeline, bracket)).adjusted(0, NAME_BAR, 0, 0)


def grip_of(rect: QRect, bracket: Bracket) -> int:
    """The x of the edge that is dragged."""
    return rect.left() if bracket.at_end else rect.right()


def _beside(timeline: Timeline, made: Clip) -> tuple[Bracket, ...]:
    row, index = timeline.place(made.id)
    track, found = timeline.tracks[row], []
    for clip, at_end in ((neighbours.clip_before(track, index), True), (neighbours.clip_after(track, index), False)):
        if clip is not None and _made_from(timeline, row, track.indices[clip.id], at_end) is made:
            found.append(_bracket(timeline, clip.id, at_end, made))
    return tuple(each for each in found if each is not None)


def _made_from(timeline: Timeline, row: int, index: int, at_end: bool) -> Clip | None:
    """The generated clip beside an end of another that looks at it."""
    track = timeline.tracks[row]
    if not context_of(timeline, track, index)[at_end]:
        return None
    return neighbours.clip_after(track, index) if at_end else neighbours.clip_before(track, index)


def _bracket(timeline: Timeline, clip_id: ItemId, at_end: bool, made: Clip) -> Bracket | None:
    sights = sights_of(timeline, made)
    return None if sights is None else Bracket(clip_id, at_end, sights, made.id)


def _is_picture(timeline: Timeline, item_id: ItemId) -> bool:
    track = timeline.track_of(item_id)
    return track.kind is TrackKind.VIDEO and not track.locked
