"""The razor."""

from PySide6.QtCore import Qt

from editor.timeline import edits
from editor.timeline.model import Clip, Timeline
from editor.ui.timeline.gestures.gesture import Gesture
from editor.ui.timeline.magnet import Magnet
from editor.ui.timeline.overlay import NOTHING, Overlay
from editor.ui.timeline.stage import Pointer, Stage
from editor.words import tr


class Razor(Gesture):
    """Cuts the clip under the mouse where it is let go; with Shift, all tracks."""

    cursor: Qt.CursorShape | None = Qt.CursorShape.CrossCursor

    def __init__(self, stage: Stage, pressed: Pointer) -> None:
        super().__init__(stage, pressed)
        self._magnet = Magnet(stage)

    def drag(self, pointer: Pointer) -> Overlay:
        return blade(self.stage, pointer, self._magnet)

    def release(self, pointer: Pointer) -> None:
        frame = blade_frame(self.stage, pointer, self._magnet)[0]
        linked = self.stage.is_linked(pointer)
        clip = clip_at(self.stage, pointer, frame)
        if pointer.shift:
            self.stage.apply(tr("Split All"), lambda: edits.split_all(self.stage.timeline, frame))
        elif clip is not None:
            self.stage.apply(tr("Split"), lambda: self._cut(clip, frame, linked))

    def _cut(self, clip: Clip, frame: int, linked: bool) -> Timeline:
        return edits.split(self.stage.timeline, {clip.id}, frame, linked)


def blade(stage: Stage, pointer: Pointer, magnet: Magnet | None) -> Overlay:
    """Where it would cut."""
    frame, snapped = blade_frame(stage, pointer, magnet)
    if pointer.shift:
        return Overlay(blades=tuple((row.index, frame) for row in stage.viewport.rows), snap=snapped)
    clip = clip_at(stage, pointer, frame)
    if clip is None:
        return NOTHING
    ids = stage.with_partners({clip.id}, stage.is_linked(pointer))
    return Overlay(blades=tuple((stage.timeline.place(item)[0], frame) for item in ids), snap=snapped)


def blade_frame(stage: Stage, pointer: Pointer, magnet: Magnet | None) -> tuple[int, int | None]:
    frame = stage.viewport.edge_at(pointer.x)
    return magnet.edge(frame) if magnet is not None and stage.view.snapping else (frame, None)


def clip_at(stage: Stage, pointer: Pointer, frame: int) -> Clip | None:
    """The clip on the mouse's track that a cut at `frame` would divide."""
    row = stage.viewport.row_at(pointer.y)
    if row is None:
        return None
    track = stage.timeline.tracks[row.index]
    index = track.index_at(frame)
    item = track.items[index] if index is not None else None
    if not isinstance(item, Clip) or index is None or track.locked or track.starts[index] == frame:
        return None
    return item
