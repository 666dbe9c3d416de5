"""What the pointer does when no button is held."""

from collections.abc import Callable

from PySide6.QtCore import Qt

from editor.ui.timeline import hits
from editor.ui.timeline.gestures.choosing import TRIMMING, cursor_over
from editor.ui.timeline.gestures.cutting import blade
from editor.ui.timeline.hits import Hit, Part
from editor.ui.timeline.overlay import NOTHING
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
        if hit.item_id is None or hit.part is Part.TRANSITION:
            self._surface.show_hover(None)
        else:
            self._surface.show_hover((hit.item_id, hit.is_clip and self._stage.view.tool in TRIMMING))

    def leave(self) -> None:
        self._surface.show_hover(None)
        if self._stage.view.tool is Tool.RAZOR:
            self._surface.show_overlay(NOTHING)

    def cursor(self, pointer: Pointer) -> Qt.CursorShape:
        if self.buttons(pointer):
            return Qt.CursorShape.PointingHandCursor
        return cursor_over(self._stage, self.hit(pointer))

    def _forget(self, name: str) -> None:
        if name == "tool":
            self._surface.show_hover(None)
            self._surface.show_overlay(NOTHING)
