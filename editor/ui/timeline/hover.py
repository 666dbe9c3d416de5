"""What the pointer does when no button is held."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from editor.timeline import edits
from editor.ui.timeline import hits
from editor.ui.timeline.gestures.choosing import TRIMMING, cursor_over
from editor.ui.timeline.gestures.cutting import blade
from editor.ui.timeline.hits import Hit, Part
from editor.ui.timeline.keyframe_signs import words_of
from editor.ui.timeline.overlay import NOTHING, Bubble, Overlay
from editor.ui.timeline.stage import Pointer, Stage
from editor.ui.timeline.surface import Surface
from editor.view_state import Tool


class Hover:
    """Lights up what is under the pointer, and shows the razor's blade."""

    def __init__(self, stage: Stage, surface: Surface) -> None:
        self._stage, self._surface = stage, surface
        self.buttons: Callable[[Pointer], bool] = lambda pointer: False
        stage.view.changed.connect(self._forget)

    def hit(self, pointer: Pointer) -> Hit:
        return hits.hit(self._stage.timeline, self._stage.viewport, pointer.at)

    def move(self, pointer: Pointer) -> None:
        if self._stage.view.tool is Tool.RAZOR:
            self._surface.show_hover(None)
            self._surface.show_overlay(blade(self._stage, pointer, None))
            return
        hit = self.hit(pointer)
        self._surface.show_overlay(NOTHING if hit.keyframe is None else self._about_keyframe(hit, pointer))
        if hit.item_id is None or hit.part is Part.TRANSITION:
            self._surface.show_hover(None)
        else:
            self._surface.show_hover((hit.item_id, hit.is_clip and self._stage.view.tool in TRIMMING))

    def leave(self) -> None:
        self._surface.show_hover(None)
        self._surface.show_overlay(NOTHING)

    def _about_keyframe(self, hit: Hit, pointer: Pointer) -> Overlay:
        """Its tip: what it is, and what can be done with it."""
        timeline = self._stage.timeline
        assert hit.item_id is not None, "a clip was hit"
        assert hit.keyframe is not None, "and a keyframe of it"
        keyframe = edits.keyframe_at(timeline.clip(hit.item_id), hit.keyframe)
        assert keyframe is not None, "it was hit"
        name = timeline.media_by_id[keyframe.media].name
        words = f"{name}, new frame {keyframe.at + 1}. Drag or ←→ move it, ↑↓ free it, Del deletes it"
        return Overlay(bubble=Bubble(words_of(timeline, keyframe), words, pointer.x, pointer.y))

    def cursor(self, pointer: Pointer) -> Qt.CursorShape:
        if self.buttons(pointer):
            return Qt.CursorShape.PointingHandCursor
        return cursor_over(self._stage, self.hit(pointer))

    def _forget(self, name: str) -> None:
        if name == "tool":
            self._surface.show_hover(None)
            self._surface.show_overlay(NOTHING)
