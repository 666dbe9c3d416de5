"""Dragging a motion point along its clip."""

from editor.timeline import edits
from editor.timeline.model import ItemId, Timeline
from editor.ui.timeline.gestures.gesture import FrameDrag
from editor.ui.timeline.overlay import Ghost, Overlay
from editor.ui.timeline.stage import Pointer, Stage
from editor.view_state import CurvePoint
from editor.words import tr


class MoveMotionPoint(FrameDrag):
    """Between its neighbours; a click selects it, and its clip."""

    name = tr("Move Motion Point")

    def __init__(self, stage: Stage, pressed: Pointer, place: CurvePoint) -> None:
        super().__init__(stage, pressed)
        self._place = place
        stage.document.select(stage.with_partners({place.clip_id}, stage.is_linked(pressed)))
        stage.view.choose_point(place)

    def edges(self) -> tuple[int, ...]:
        return (self.stage.timeline.range_of(self._place.clip_id).start + self._place.at,)

    @property
    def needs(self) -> frozenset[ItemId]:
        return frozenset((self._place.clip_id,))

    def limits(self) -> tuple[int, int]:
        low, high = edits.motion_limits(self.stage.timeline.clip(self._place.clip_id), self._place.at)
        return low - self._place.at, high - self._place.at

    def preview(self) -> Overlay:
        clip_id, timeline = self._place.clip_id, self.stage.timeline
        ghost = Ghost(self.edit().clip(clip_id), timeline.place(clip_id)[0], timeline.range_of(clip_id))
        return Overlay((ghost,), point=self._moved)

    def words(self) -> str:
        return tr("motion point at frame {at}", at=self._moved.at + 1)

    def edit(self) -> Timeline:
        place = self._place
        return edits.move_motion_point(self.stage.timeline, place.clip_id, place.at, place.at + self.by)

    def release(self, pointer: Pointer) -> None:
        super().release(pointer)
        if self.moved and self.stage.timeline.has(self._place.clip_id):
            self.stage.view.choose_point(self._moved)

    @property
    def _moved(self) -> CurvePoint:
        return self._place._replace(at=self._place.at + self.by)
