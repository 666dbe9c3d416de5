"""What the lanes show of generation beside what is kept: brackets on the selected clip's sources, hatches that go."""

from PySide6.QtCore import QObject, QRect, Signal
from PySide6.QtGui import QPainter

from editor.timeline.model import ItemId, Timeline
from editor.ui.timeline.brackets import of_selection
from editor.ui.timeline.fades import Fades
from editor.ui.timeline.overlay import Bracket, Overlay
from editor.ui.timeline.painting import generating
from editor.ui.timeline.painting.overlays import OverlayPainter
from editor.ui.timeline.stage import Stage


class InTheMaking(QObject):
    """changed(id of a clip): it looks different now."""

    changed = Signal(str)

    def __init__(self, stage: Stage, over: OverlayPainter, parent: QObject) -> None:
        super().__init__(parent)
        self._stage, self._over = stage, over
        self._brackets: tuple[Bracket, ...] = ()
        self.fades = Fades(self)
        self.fades.advanced.connect(self._tell)
        document = stage.document
        document.timeline_changed.connect(self._see_what_is_finished)
        for told in (document.timeline_changed, document.selection_changed, stage.view.changed):
            told.connect(self._see_brackets)

    def paint(self, painter: QPainter, overlay: Overlay) -> None:
        """Under the overlay, which may show one of the brackets where it is dragged to."""
        timeline = self._stage.timeline
        for clip_id, share in self.fades.going().items():
            if timeline.has(clip_id):
                generating.paint_going(painter, self._rect_of(clip_id), share)
        for bracket in self._brackets:
            if all(bracket.clip_id != other.clip_id for other in overlay.brackets):
                self._over.paint_bracket(painter, timeline, bracket)

    def _see_brackets(self, *_: object) -> None:
        before, self._brackets = self._brackets, of_selection(self._stage)
        self._tell({bracket.clip_id for bracket in {*before} ^ {*self._brackets}})

    def _see_what_is_finished(self, before: Timeline, after: Timeline) -> None:
        """Clips that have got their first take."""
        for old, new in zip(before.tracks, after.tracks, strict=False):
            for clip in new.generated if new is not old else ():
                if not clip.is_pending and before.has(clip.id) and before.clip(clip.id).is_pending:
                    self.fades.finish(clip.id)

    def _tell(self, clip_ids: set[ItemId]) -> None:
        for clip_id in clip_ids:
            if self._stage.timeline.has(clip_id):
                self.changed.emit(clip_id)

    def _rect_of(self, clip_id: ItemId) -> QRect:
        timeline = self._stage.timeline
        return self._stage.viewport.rect_of(timeline.place(clip_id)[0], timeline.range_of(clip_id))
