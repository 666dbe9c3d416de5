"""Dragging transitions: their edges, and the whole of them along their cut."""

from PySide6.QtCore import Qt

from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.model import ItemId, Timeline, Transition
from editor.ui.timeline.gestures.gesture import FrameDrag, frames_words, length_words
from editor.ui.timeline.overlay import Overlay, Result
from editor.ui.timeline.stage import Pointer, Stage
from editor.words import tr


class TransitionDrag(FrameDrag):
    """What is dragged of one; a click selects it, with Ctrl or Shift beside what is selected."""

    def __init__(self, stage: Stage, pressed: Pointer, transition_id: ItemId) -> None:
        super().__init__(stage, pressed)
        self._id = transition_id
        self._was_selected = transition_id in stage.document.selection
        if not self._was_selected:
            beside = stage.document.selection if pressed.ctrl or pressed.shift else frozenset()
            stage.document.select({*beside, transition_id})

    @property
    def needs(self) -> frozenset[ItemId]:
        return frozenset((self._id,))

    @property
    def _transition(self) -> Transition:
        return edits.transition_at(self.stage.timeline, self._id)[1]

    @property
    def _cut(self) -> int:
        return self.stage.timeline.range_of(self._id).start

    def clicked(self, pointer: Pointer) -> None:
        document = self.stage.document
        if not (pointer.ctrl or pointer.shift):
            document.select({self._id})
        elif self._was_selected:
            document.select(document.selection - {self._id})

    def preview(self) -> Overlay:
        after = self.edit()
        since = self._cut - self._transition.in_offset + min(0, self.by)
        return Overlay(result=Result(after, since))

    def words(self) -> str:
        changed = edits.transition_at(self.edit(), self._id)[1]
        frames = changed.in_offset + changed.out_offset
        text = f"{length_words(frames, self.stage.timeline.rate)}, {frames_words(frames)}"
        return tr("{words}, the media ends here", words=text) if self.limited else text


class TransitionEdge(TransitionDrag):
    """One end of it; the other stays."""

    name = tr("Transition Length")

    def __init__(self, stage: Stage, pressed: Pointer, transition_id: ItemId, edge: Edge) -> None:
        super().__init__(stage, pressed, transition_id)
        self._edge = edge

    def edges(self) -> tuple[int, ...]:
        transition = self._transition
        is_start = self._edge is Edge.START
        return (self._cut - transition.in_offset if is_start else self._cut + transition.out_offset,)

    def limits(self) -> tuple[int, int]:
        return edits.transition_edge_limits(self.stage.timeline, self._id, self._edge)

    def edit(self) -> Timeline:
        return edits.resize_transition(self.stage.timeline, self._id, self._edge, self.by)


class MoveTransition(TransitionDrag):
    """All of it, as long as it touches its cut."""

    name = tr("Transition Alignment")
    cursor: Qt.CursorShape | None = Qt.CursorShape.SizeHorCursor

    def edges(self) -> tuple[int, ...]:
        transition = self._transition
        return self._cut - transition.in_offset, self._cut + transition.out_offset

    def limits(self) -> tuple[int, int]:
        return edits.transition_move_limits(self.stage.timeline, self._id)

    def words(self) -> str:
        changed = edits.transition_at(self.edit(), self._id)[1]
        return tr(
            "{in_offset} before the cut, {out_offset} behind it",
            in_offset=changed.in_offset,
            out_offset=changed.out_offset,
        )

    def edit(self) -> Timeline:
        return edits.move_transition(self.stage.timeline, self._id, self.by)
