"""What is dragged in the ruler: the playhead, in and out, markers."""

from dataclasses import replace

from PySide6.QtCore import Qt

from editor.timeline import edits
from editor.timeline.model import Marker, MarkerId, Timeline
from editor.ui.timeline.gestures.gesture import THRESHOLD, Gesture
from editor.ui.timeline.magnet import Magnet
from editor.ui.timeline.overlay import NOTHING, Overlay
from editor.ui.timeline.stage import Pointer, Stage
from editor.words import tr


class Scrub(Gesture):
    """The playhead follows the mouse."""

    def __init__(self, stage: Stage, pressed: Pointer) -> None:
        super().__init__(stage, pressed)
        self._magnet = Magnet(stage, playhead=False)
        self.drag(pressed)

    def drag(self, pointer: Pointer) -> Overlay:
        frame = max(0, self.stage.viewport.frame_at(pointer.x))
        snapped = None
        if self.stage.view.snapping and not pointer.shift:
            frame, snapped = self._magnet.edge(frame)
        if frame != self.stage.playback.frame:
            self.stage.playback.scrub(frame)
        return Overlay(snap=snapped)


class RulerDrag(Gesture):
    """Something on the ruler that is put at a frame when it is let go."""

    cursor: Qt.CursorShape | None = Qt.CursorShape.SizeHorCursor

    def __init__(self, stage: Stage, pressed: Pointer) -> None:
        super().__init__(stage, pressed)
        self.frame: int | None = None  # where it would go; None before it is dragged
        self._magnet = Magnet(stage)

    def drag(self, pointer: Pointer) -> Overlay:
        if self.frame is None and abs(pointer.x - self.pressed.x) < THRESHOLD:
            return NOTHING
        frame, snapped = max(0, self.stage.viewport.edge_at(pointer.x)), None
        if self.stage.view.snapping and not pointer.shift:
            frame, snapped = self._magnet.edge(frame)
        self.frame = frame
        return Overlay(snap=snapped)

    def preview(self) -> Timeline:
        """The timeline as it would be: only the ruler shows it."""
        return self.stage.timeline


class DragMark(RulerDrag):
    """Moves the in or the out point."""

    def __init__(self, stage: Stage, pressed: Pointer, is_out: bool) -> None:
        super().__init__(stage, pressed)
        self.is_out = is_out

    def marks(self) -> tuple[int | None, int | None]:
        timeline = self.stage.timeline
        mark_in, mark_out = timeline.mark_in, timeline.mark_out
        if self.frame is None:
            return mark_in, mark_out
        if self.is_out:
            return mark_in, max(self.frame, (mark_in or 0) + 1)
        return min(self.frame, mark_out - 1 if mark_out is not None else self.frame), mark_out

    def preview(self) -> Timeline:
        mark_in, mark_out = self.marks()
        return replace(self.stage.timeline, mark_in=mark_in, mark_out=mark_out)

    def release(self, pointer: Pointer) -> None:
        if self.frame is not None:
            name = tr("Mark Out") if self.is_out else tr("Mark In")
            self.stage.apply(name, lambda: edits.set_marks(self.stage.timeline, *self.marks()))


class DragMarker(RulerDrag):
    """Moves a marker; a click takes the playhead to it."""

    def __init__(self, stage: Stage, pressed: Pointer, marker_id: MarkerId) -> None:
        super().__init__(stage, pressed)
        self.marker_id = marker_id

    @property
    def _marker(self) -> Marker | None:
        return next((m for m in self.stage.timeline.markers if m.id == self.marker_id), None)

    def preview(self) -> Timeline:
        marker = self._marker
        if self.frame is None or marker is None:
            return self.stage.timeline
        return edits.change_marker(self.stage.timeline, replace(marker, at=self.frame))

    def release(self, pointer: Pointer) -> None:
        if self._marker is None:
            return
        if self.frame is None:
            self.stage.playback.seek(self._marker.at)
        else:
            self.stage.apply(tr("Move Marker"), self.preview)


class StretchMarker(DragMarker):
    """Moves the end of what a marker spans; back over its start, and it spans nothing."""

    def preview(self) -> Timeline:
        marker = self._marker
        if self.frame is None or marker is None:
            return self.stage.timeline
        duration = max(0, self.frame - marker.at)
        return edits.change_marker(self.stage.timeline, replace(marker, duration=duration))

    def release(self, pointer: Pointer) -> None:
        if self.frame is not None:
            self.stage.apply(tr("Marker Length"), self.preview)
