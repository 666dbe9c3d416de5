"""Which gesture a press begins: what lies under the mouse, and the tool."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from editor.timeline.edits import Edge
from editor.timeline.model import ItemId, Timeline
from editor.ui.timeline import neighbours
from editor.ui.timeline.bands import Held
from editor.ui.timeline.brackets import held
from editor.ui.timeline.gestures.context import DragContext
from editor.ui.timeline.gestures.cutting import Razor
from editor.ui.timeline.gestures.envelopes import grasp
from editor.ui.timeline.gestures.extending import ExtendEdge
from editor.ui.timeline.gestures.gesture import Gesture
from editor.ui.timeline.gestures.keyframes import MoveKeyframe
from editor.ui.timeline.gestures.looking import Pan, Zoom
from editor.ui.timeline.gestures.moving import MoveClips, SelectBackward, SelectForward
from editor.ui.timeline.gestures.selecting import Band
from editor.ui.timeline.gestures.sliding import SlideClip, SlipClip
from editor.ui.timeline.gestures.transitions import MoveTransition, TransitionEdge
from editor.ui.timeline.gestures.trimming import RippleEdge, RollCut, TrimEdge
from editor.ui.timeline.hits import Hit, Part
from editor.ui.timeline.stage import Pointer, Stage
from editor.view_state import KeyframePlace, Tool

TRIMMING = (Tool.SELECT, Tool.RIPPLE, Tool.ROLL, Tool.EXTEND)


def begin(stage: Stage, hit: Hit, pointer: Pointer) -> Gesture:
    """Always one: where nothing can be dragged, a band."""
    tool = stage.view.tool
    if tool in FREE:
        return FREE[tool](stage, pointer)
    if hit.item_id is not None and hit.is_transition and tool in TRIMMING and not _is_locked(stage, hit):
        return _transition(stage, hit, hit.item_id, pointer)
    if hit.item_id is None or not hit.is_clip or _is_locked(stage, hit):
        return Band(stage, pointer, hit.item_id)
    extender, bracket = stage.callbacks.extender, held(stage, hit, pointer)
    if extender is not None and bracket is not None:
        return DragContext(stage, pointer, bracket, extender)
    if hit.keyframe is not None and tool in TRIMMING:
        return MoveKeyframe(stage, pointer, KeyframePlace(hit.item_id, hit.keyframe))
    if hit.grip is not None and is_grasped(tool, pointer):
        return grasp(stage, pointer, hit.item_id, hit.grip)
    return CLIP_TOOLS[tool](stage, hit, hit.item_id, pointer)


def is_grasped(tool: Tool, pointer: Pointer) -> bool:
    """Whether envelopes and fades are taken hold of, and not the clip under them."""
    return tool is Tool.SELECT and not pointer.shift and not pointer.alt


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


def _extend(stage: Stage, hit: Hit, clip_id: ItemId, pointer: Pointer) -> Gesture:
    extender = stage.callbacks.extender
    if hit.is_edge and not pointer.shift and extender is not None:
        return ExtendEdge(stage, pointer, clip_id, edge_of(hit), extender)
    return _select(stage, hit, clip_id, pointer)


def _roll(stage: Stage, hit: Hit, clip_id: ItemId, pointer: Pointer) -> Gesture:
    cut = cut_of(stage.timeline, hit)
    if cut is not None:
        return RollCut(stage, pointer, *cut)
    return _select(stage, hit, clip_id, pointer)


def _transition(stage: Stage, hit: Hit, transition_id: ItemId, pointer: Pointer) -> Gesture:
    if hit.part is Part.TRANSITION or pointer.shift or pointer.ctrl:
        return MoveTransition(stage, pointer, transition_id)
    edge = Edge.START if hit.part is Part.TRANSITION_START else Edge.END
    return TransitionEdge(stage, pointer, transition_id, edge)


FREE: dict[Tool, Callable[[Stage, Pointer], Gesture]] = {Tool.RAZOR: Razor, Tool.HAND: Pan, Tool.ZOOM: Zoom}
CLIP_TOOLS: dict[Tool, Callable[[Stage, Hit, ItemId, Pointer], Gesture]] = {
    Tool.SELECT: _select,
    Tool.RIPPLE: _ripple,
    Tool.ROLL: _roll,
    Tool.EXTEND: _extend,
    Tool.SLIP: lambda stage, hit, clip_id, pointer: SlipClip(stage, pointer, clip_id),
    Tool.SLIDE: lambda stage, hit, clip_id, pointer: SlideClip(stage, pointer, clip_id),
    Tool.TRACK_SELECT: lambda stage, hit, clip_id, pointer: SelectForward(stage, pointer, clip_id),
    Tool.TRACK_SELECT_BACK: lambda stage, hit, clip_id, pointer: SelectBackward(stage, pointer, clip_id),
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


GRIP_CURSORS = {
    Held.FADE_IN: Qt.CursorShape.SizeHorCursor,
    Held.FADE_OUT: Qt.CursorShape.SizeHorCursor,
    Held.POINT: Qt.CursorShape.PointingHandCursor,
    Held.LINE: Qt.CursorShape.SizeVerCursor,
    Held.MOTION: Qt.CursorShape.PointingHandCursor,
}


def cursor_over(stage: Stage, hit: Hit) -> Qt.CursorShape:
    """What the pointer looks like before it is pressed."""
    tool = stage.view.tool
    if (hit.is_clip or hit.is_transition) and _is_locked(stage, hit):
        return Qt.CursorShape.ForbiddenCursor
    if tool in TRIMMING and hit.part in (Part.TRANSITION_START, Part.TRANSITION_END):
        return Qt.CursorShape.SizeHorCursor
    if hit.grip is not None and tool is Tool.SELECT:
        return GRIP_CURSORS[hit.grip.held]
    if tool in TRIMMING and hit.is_edge:
        rolls = tool is Tool.RIPPLE or (tool is Tool.ROLL and cut_of(stage.timeline, hit) is not None)
        return Qt.CursorShape.SplitHCursor if rolls else Qt.CursorShape.SizeHorCursor
    if tool in TRIMMING and hit.keyframe is not None:
        return Qt.CursorShape.PointingHandCursor
    if tool in (Tool.SLIP, Tool.SLIDE) and not hit.is_clip:
        return Qt.CursorShape.ArrowCursor
    return CURSORS.get(tool, Qt.CursorShape.ArrowCursor)
