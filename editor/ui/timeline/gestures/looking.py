"""Changing what is in sight: hand and magnifying glass."""

from PySide6.QtCore import QRect, Qt

from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.gestures.gesture import THRESHOLD, Gesture
from editor.ui.timeline.overlay import NOTHING, Overlay
from editor.ui.timeline.stage import Pointer, Stage

STEP = 1.5  # a click's zoom


class Pan(Gesture):
    """Takes hold of the timeline."""

    cursor: Qt.CursorShape | None = Qt.CursorShape.ClosedHandCursor

    def __init__(self, stage: Stage, pressed: Pointer) -> None:
        super().__init__(stage, pressed)
        self._from = (stage.viewport.origin, stage.viewport.top)

    def drag(self, pointer: Pointer) -> Overlay:
        x, y = self._from[0] + self.pressed.x - pointer.x, self._from[1] + self.pressed.y - pointer.y
        self.stage.viewport.scroll_to(x, y)
        return NOTHING


class Zoom(Gesture):
    """A click zooms in, with Alt out; a drag shows what it spans."""

    cursor: Qt.CursorShape | None = Qt.CursorShape.CrossCursor

    def drag(self, pointer: Pointer) -> Overlay:
        if abs(pointer.x - self.pressed.x) < THRESHOLD:
            return NOTHING
        left, right = sorted((self.pressed.x, pointer.x))
        return Overlay(band=QRect(left, 0, right - left, self.stage.viewport.size.height()))

    def release(self, pointer: Pointer) -> None:
        viewport = self.stage.viewport
        if abs(pointer.x - self.pressed.x) < THRESHOLD:
            viewport.zoom_to(viewport.scale / STEP if pointer.alt else viewport.scale * STEP, pointer.x)
            return
        first, last = sorted((viewport.edge_at(self.pressed.x), viewport.edge_at(pointer.x)))
        viewport.show_range(TimeRange(max(0, first), last - max(0, first)))
