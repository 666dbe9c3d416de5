"""The strip under a monitor's picture: the playhead, the marked range and what is generated, over the whole length."""

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.timeline.model import Timeline, TrackKind
from editor.timeline.rational_time import TimeRange
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.viewer.frame_bar import HEIGHT, MIDDLE, TROUGH, FrameBar
from editor.ui.widgets import shapes


class ScrubBar(FrameBar):
    def __init__(self, timeline: Timeline, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._frame, self._generative = 0, True
        self.show_timeline(timeline)

    def show_timeline(self, timeline: Timeline) -> None:
        self._timeline = timeline
        self._generated = generated_ranges(timeline)
        self.setEnabled(timeline.duration > 0)
        self.update()

    def set_generative(self, on: bool) -> None:
        """Whether what is generated is marked."""
        self._generative = on
        self.update()

    def show_frame(self, frame: int) -> None:
        before, self._frame = self._frame, frame
        for each in (before, frame):
            self.update(QRectF(self.x_of(each) - 3, 0, 6, HEIGHT).toAlignedRect())

    def x_of(self, frame: int) -> float:
        return self.x_at(frame / max(1, self._timeline.duration))

    def frame_at(self, share: float) -> int:
        return round(max(0.0, min(share, 1.0)) * max(0, self._timeline.duration - 1))

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(200, HEIGHT)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        shapes.rounded(painter, self.trough, 1.5, "line2" if self.isEnabled() else "line")
        if not self.isEnabled():
            return
        self._paint_range(painter)
        for span in self._generated if self._generative else ():
            left = self.x_of(span.start)
            shapes.rounded(painter, QRectF(left, MIDDLE, max(2, self.x_of(span.end) - left), TROUGH), 1.5, "gen")
        self._paint_marks(painter)
        self.paint_post(painter, round(self.x_of(self._frame)) - 1, "needle")

    def _paint_range(self, painter: QPainter) -> None:
        timeline = self._timeline
        if timeline.mark_in is None and timeline.mark_out is None:
            return
        left = self.x_of(timeline.mark_in or 0)
        right = self.x_of(timeline.duration if timeline.mark_out is None else timeline.mark_out)
        painter.fillRect(QRectF(left, MIDDLE, right - left, TROUGH), theme.colour("accent", 0.6))

    def _paint_marks(self, painter: QPainter) -> None:
        for mark, shift in ((self._timeline.mark_in, 0), (self._timeline.mark_out, -2)):
            if mark is not None:
                self.paint_post(painter, round(self.x_of(mark)) + shift, "accent")


def generated_ranges(timeline: Timeline) -> tuple[TimeRange, ...]:
    """Where a generated picture stands on any track, in order of tracks."""
    return tuple(
        TimeRange(start, item.duration)
        for track in timeline.tracks
        if track.kind is TrackKind.VIDEO and not track.hidden
        for start, item in zip(track.starts, track.items, strict=True)
        if getattr(item, "is_generated", False)
    )
