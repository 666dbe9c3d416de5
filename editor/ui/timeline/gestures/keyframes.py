"""Dragging a keyframe along the clip it is given to."""

from editor.timeline import edits
from editor.timeline.model import ItemId, Timeline
from editor.ui.timeline.gestures.gesture import FrameDrag
from editor.ui.timeline.overlay import Ghost, Overlay
from editor.ui.timeline.stage import Pointer, Stage
from editor.view_state import KeyframePlace
from editor.words import tr


class MoveKeyframe(FrameDrag):
    """Between its neighbours, within the new frames; a click selects it."""

    name = tr("Move Keyframe")

    def __init__(self, stage: Stage, pressed: Pointer, place: KeyframePlace) -> None:
        super().__init__(stage, pressed)
        self._place = place
        stage.document.select(stage.with_partners({place.clip_id}, stage.is_linked(pressed)))
        stage.view.choose_keyframe(place)

    def edges(self) -> tuple[int, ...]:
        timeline = self.stage.timeline
        return (edits.first_new_frame(timeline, timeline.clip(self._place.clip_id)) + self._place.at,)

    @property
    def needs(self) -> frozenset[ItemId]:
        return frozenset((self._place.clip_id,))

    def limits(self) -> tuple[int, int]:
        return edits.keyframe_limits(self.stage.timeline, *self._place)

    def preview(self) -> Overlay:
        clip_id, timeline = self._place.clip_id, self.stage.timeline
        clip = self.edit().clip(clip_id)
        ghost = Ghost(clip, timeline.place(clip_id)[0], timeline.range_of(clip_id))
        return Overlay((ghost,), keyframe=KeyframePlace(clip_id, self._place.at + self.by))

    def words(self) -> str:
        return tr("keyframe at new frame {at}", at=self._place.at + self.by + 1)

    def edit(self) -> Timeline:
        return edits.move_keyframe(self.stage.timeline, *self._place, self.by)

    def release(self, pointer: Pointer) -> None:
        super().release(pointer)
        if self.moved and self.stage.timeline.has(self._place.clip_id):
            self.stage.view.choose_keyframe(KeyframePlace(self._place.clip_id, self._place.at + self.by))
