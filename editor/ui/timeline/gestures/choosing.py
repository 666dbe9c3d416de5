"""Which gesture a press begins: what lies under the mouse, and the tool."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from editor.timeline.edits import Edge
from editor.timeline.model import ItemId, Timeline
from editor.ui.timeline import neighbours
from editor.ui.timeline.gestures.cutting import Razor
from editor.ui.timeline.gestures.gesture import Gesture
from editor.ui.timeline.gestures.keyframes import MoveKeyframe
from editor.ui.timeline.gestures.looking import Pan, Zoom
from editor.ui.timeline.gestures.moving import MoveClips, SelectForward
from editor.ui.timeline.gestures.selecting import Band
from editor.ui.timeline.gestures.sliding import SlideClip, SlipClip
from editor.ui.timeline.gestures.trimming import RippleEdge, RollCut, TrimEdge
from editor.ui.timeline.hits import Hit, Part
from editor.ui.timeline.stage import Pointer, Stage
from editor.view_state import KeyframePlace, Tool

TRIMMING = (Tool.SELECT, Tool.RIPPLE, Tool.ROLL)


def begin(stage: Stage, hit: Hit, pointer: Pointer) -> Gesture:
    """Always one: where nothing can be dragged, a band."""
    tool = stage.view.tool
    if tool in FREE:
        return FREE[tool](stage, pointer)
    if hit.item_id is None or not hit.is_clip or _is_locked(stage, hit):
        return Band(stage, pointer, hit.item_id)
    if hit.keyframe is not None and tool in TRIMMING:
        return MoveKeyframe(stage, pointer, KeyframePlace(hit.item_id, hit.keyframe))
    return CLIP_TOOLS[tool](stage, hit, hit.item_id, pointer)


def _is_locked(stage: Stage, hit: Hit) -> bool:
    return hit.track is not None and stage.timeline.tracks[hit.track].locked


def _select(stage: Stage, hit: Hit, clip_id: ItemId, pointer: Pointer) -> Gesture:
    if hit.is_edge and not pointer.shift:
        return TrimEdge(stage, pointer, clip_id, edge_of(hit))
    return MoveClips(stage, pointer, clip_id)


def _ripple(stage: Stage, hit: Hit, clip_id: ItemId, pointer: Pointer) -> Gesture:
    if hit.is_edge:
        return RippleEdge(stage, pointer, clip_id, edge_of(hit))
    return MoveClips(stage, pointer, clip_id)


def _roll(stage: Stage, hit: Hit, clip_id: ItemId, pointer: Pointer) -> Gesture:
    cut = cut_of(stage.timeline, hit)
    if cut is not None:
        return RollCut(stage, pointer, *cut)
    return _select(stage, hit, clip_id, pointer)


FREE: dict[Tool, Callable[[Stage, Pointer], Gesture]] = {Tool.RAZOR: Razor, Tool.HAND: Pan, Tool.ZOOM: Zoom}
CLIP_TOOLS: dict[Tool, Callable[[Stage, Hit, ItemId, Pointer], Gesture]] = {
    Tool.SELECT: _select,
    Tool.RIPPLE: _ripple,
    Tool.ROLL: _roll,
    Tool.SLIP: lambda stage, hit, clip_id, pointer: SlipClip(stage, pointer, clip_id),
    Tool.SLIDE: lambda stage, hit, clip_id, pointer: SlideClip(stage, pointer, clip_id),
    Tool.TRACK_SELECT: lambda stage, hit, clip_id, pointer: SelectForward(stage, pointer, clip_id),
}


def edge_of(hit: Hit) -> Edge:
    return Edge.START if hit.part is Part.START else Edge.END


def cut_of(timeline: Timeline, hit: Hit) -> tuple[ItemId, ItemId] | None:
    """The two clips that meet at the edge under the mouse."""
    if not hit.is_edge or hit.item_id is None:
        return None
    row, index = timeline.place(hit.item_id)
    track = timeline.tracks[row]
    if hit.part is Part.START:
        before = neighbours.clip_before(track, index)
        return (before.id, hit.item_id) if before is not None else None
    after = neighbours.clip_after(track, index)
    return (hit.item_id, after.id) if after is not None else None


CURSORS = {
    Tool.HAND: Qt.CursorShape.OpenHandCursor,
    Tool.ZOOM: Qt.CursorShape.CrossCursor,
    Tool.RAZOR: Qt.CursorShape.CrossCursor,
    Tool.SLIP: Qt.CursorShape.SizeHorCursor,
    Tool.SLIDE: Qt.CursorShape.SizeHorCursor,
}


def cursor_over(stage: Stage, hit: Hit) -> Qt.CursorShape:
    """What the pointer looks like before it is pressed."""
    tool = stage.view.tool
    if hit.is_clip and _is_locked(stage, hit):
        return Qt.CursorShape.ForbiddenCursor
    if tool in TRIMMING and hit.is_edge:
        rolls = tool is Tool.RIPPLE or (tool is Tool.ROLL and cut_of(stage.timeline, hit) is not None)
        return Qt.CursorShape.SplitHCursor if rolls else Qt.CursorShape.SizeHorCursor
    if tool in TRIMMING and hit.keyframe is not None:
        return Qt.CursorShape.PointingHandCursor
    if tool in (Tool.SLIP, Tool.SLIDE) and not hit.is_clip:
        return Qt.CursorShape.ArrowCursor
    return CURSORS.get(tool, Qt.CursorShape.ArrowCursor)
