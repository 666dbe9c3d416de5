"""Selecting without moving anything: a band over the lanes."""

from PySide6.QtCore import QPoint, QRect

from editor.document import Selection
from editor.timeline.model import Clip, ItemId
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.detail import between
from editor.ui.timeline.gestures.gesture import THRESHOLD, Gesture
from editor.ui.timeline.overlay import NOTHING, Overlay
from editor.ui.timeline.stage import Pointer, Stage


class Band(Gesture):
    """Selects the clips it touches; a mere click selects the gap or the transition under it, or nothing."""

    scrolls = True

    def __init__(self, stage: Stage, pressed: Pointer, clicked: ItemId | None) -> None:
        super().__init__(stage, pressed)
        self._clicked = clicked
        self._before: Selection = stage.document.selection if pressed.ctrl or pressed.shift else frozenset()
        self._dragged = False

    def drag(self, pointer: Pointer) -> Overlay:
        start = round(self.grabbed * self.stage.viewport.scale) - self.stage.viewport.origin
        band = QRect(QPoint(start, self.pressed.y), pointer.at).normalized()
        self._dragged = self._dragged or max(band.width(), band.height()) > THRESHOLD
        if not self._dragged:
            return NOTHING
        touched = self.stage.companions(self._touched(band), self.stage.is_linked(pointer))
        self.stage.document.select(self._before | touched)
        return Overlay(band=band)

    def release(self, pointer: Pointer) -> None:
        if not self._dragged:
            clicked = frozenset(() if self._clicked is None else (self._clicked,))
            self.stage.document.select(self._before ^ clicked)

    def _touched(self, band: QRect) -> set[ItemId]:
        viewport, touched = self.stage.viewport, set()
        first = viewport.frame_at(band.left())
        range_ = TimeRange(first, viewport.frame_at(band.right()) + 1 - first)
        for row in viewport.rows:
            lane = viewport.row_rect(row.index)
            if lane.top() <= band.bottom() and band.top() <= lane.bottom():
                track = self.stage.timeline.tracks[row.index]
                start, end = between(track, range_)
                touched |= {item.id for item in track.items[start:end] if isinstance(item, Clip)}
        return touched
