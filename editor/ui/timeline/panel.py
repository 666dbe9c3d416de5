"""The timeline panel: tool bar, tools, headers, ruler, lanes and scroll bars, joined."""

from PySide6.QtCore import QPoint, QRect, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from editor.document import Document
from editor.timeline.model import ItemId, Timeline, TrackId
from editor.timeline.rational_time import TimeRange
from editor.timeline.timecode import format_timecode
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.timeline.headers import Headers
from editor.ui.timeline.job_buttons import JobButtons
from editor.ui.timeline.lanes import ZOOM_STEP, Lanes
from editor.ui.timeline.overlay import Intent
from editor.ui.timeline.ruler import HEIGHT as RULER_HEIGHT
from editor.ui.timeline.ruler import Ruler
from editor.ui.timeline.scroll_bar import ScrollBar
from editor.ui.timeline.sources import JobSource, ThumbnailSource
from editor.ui.timeline.stage import Callbacks, PlaybackSource, Stage
from editor.ui.timeline.surface import Surface
from editor.ui.timeline.tool_strip import ToolStrip
from editor.ui.timeline.toolbar import ToolBar, anchor
from editor.ui.timeline.viewport import Viewport
from editor.ui.widgets import Label, Line
from editor.view_state import ViewState

WIDE = 1100  # pixels; a narrower panel has narrow headers


class TimelinePanel(QWidget):
    """Shows a document and lets the mouse cut in it. What it asks of others goes through `callbacks`."""

    def __init__(
        self,
        document: Document,
        view: ViewState,
        playback: PlaybackSource,
        thumbnails: ThumbnailSource,
        jobs: JobSource,
        callbacks: Callbacks | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.viewport = Viewport(document)
        self.stage = Stage(document, view, playback, self.viewport, callbacks or Callbacks())
        self.surface = Surface(self.stage, thumbnails, jobs)
        self.lanes = Lanes(self.stage, self.surface, JobButtons(self.stage, self.surface, jobs), self)
        self.ruler = Ruler(self.stage, self.surface, self)
        self.headers = Headers(self.stage, self)
        self.toolbar = ToolBar(self.stage, self)
        self.tools = ToolStrip(view, self)
        self.across, self.down = ScrollBar(parent=self), ScrollBar(vertical=True, parent=self)
        self.timecode = Label("", "timecode", "accent_text")
        self._lay_out()
        self._connect()
        self._show_frame(playback.frame)

    def _lay_out(self) -> None:
        self._corner = QWidget()
        corner = QHBoxLayout(self._corner)
        corner.setContentsMargins(12, 0, 0, 1)
        corner.addWidget(self.timecode)
        grid = QGridLayout()
        for column, widget in ((0, self._corner), (1, Line(vertical=True)), (2, self.ruler)):
            grid.addWidget(widget, 0, column)
        for column, widget in ((0, self.headers), (1, Line(vertical=True)), (2, self.lanes), (3, self.down)):
            grid.addWidget(widget, 1, column)
        grid.addWidget(self.across, 2, 2)
        grid.setRowMinimumHeight(0, RULER_HEIGHT)
        grid.setColumnStretch(2, 1)
        grid.setRowStretch(1, 1)
        below = self._below = QHBoxLayout()
        below.addWidget(self.tools)
        below.addWidget(Line(vertical=True))
        below.addLayout(grid, 1)
        whole = QVBoxLayout(self)
        whole.addWidget(self.toolbar)
        whole.addWidget(Line())
        whole.addLayout(below, 1)
        for layout in (grid, below, whole):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(0)

    def _connect(self) -> None:
        viewport, document = self.viewport, self.stage.document
        viewport.scrolled.connect(lambda x, y: self._show_range())
        viewport.rescaled.connect(self._show_range)
        viewport.arranged.connect(self._show_range)
        viewport.resized.connect(self._show_range)
        document.timeline_changed.connect(self._show_changes)
        document.replaced.connect(self._start_anew)
        self.stage.playback.frame_changed.connect(self._show_frame)
        self.across.moved.connect(viewport.scroll_to)
        self.down.moved.connect(lambda top: viewport.scroll_to(viewport.origin, top))
        self.toolbar.into.clicked.connect(self.zoom_in)
        self.toolbar.out.clicked.connect(self.zoom_out)
        theme.changed.connect(self.update)

    # what others ask for

    def add_at_the_right(self, widget: QWidget) -> None:
        """Beside ruler and lanes."""
        self._below.addWidget(Line(vertical=True))
        self._below.addWidget(widget)

    def zoom_in(self) -> None:
        self.viewport.zoom_to(self.viewport.scale * ZOOM_STEP, anchor(self.stage))

    def zoom_out(self) -> None:
        self.viewport.zoom_to(self.viewport.scale / ZOOM_STEP, anchor(self.stage))

    def fit(self) -> None:
        self.viewport.fit()

    def x_of(self, frame: int) -> int:
        """In this panel's pixels."""
        return self._origin().x() + self.viewport.x_of(frame)

    def frame_at(self, x: int) -> int:
        """The frame shown at an x of this panel."""
        return self.viewport.frame_at(x - self._origin().x())

    def rect_of(self, item_id: ItemId) -> QRect:
        """The visible part of a clip or gap, in this panel's pixels; empty where it can't be seen. Raises KeyError."""
        rect = self.surface.rect_of(item_id).intersected(self.lanes.rect())
        return rect.translated(self._origin()) if not rect.isEmpty() else QRect()

    def top_of(self, track_id: TrackId) -> int:
        """A track's upper edge, in this panel's pixels. Raises StopIteration."""
        row = next(row for row in self.viewport.rows if row.track_id == track_id)
        return self._origin().y() + row.top - self.viewport.top

    def reveal(self, item_id: ItemId) -> None:
        """Scroll so that an item can be seen, at least its start. Raises KeyError."""
        rect, sight = self.surface.rect_of(item_id), self.lanes.rect()
        x = self.viewport.origin
        if rect.left() < sight.left() or rect.right() > sight.right():
            x += rect.left() - max(24, (sight.width() - rect.width()) // 2)
        y = self.viewport.top
        if rect.top() < sight.top() or rect.bottom() > sight.bottom():
            y += rect.center().y() - sight.center().y()
        self.viewport.scroll_to(x, y)

    def show_intent(self, intent: Intent | None) -> None:
        """The clip that a dialog is about to ask for, and what the model would see for it."""
        self.surface.show_intent(intent)

    def highlight_context(self, clip_id: ItemId, side: str, frames: int) -> None:
        """Tint the first (side "start") or last ("end") frames of a clip, and nothing else. Raises KeyError."""
        range_, track = self.stage.timeline.range_of(clip_id), self.stage.timeline.track_of(clip_id)
        start = range_.start if side == "start" else range_.end - frames
        at = range_.start if side == "start" else range_.end
        self.show_intent(Intent(track.id, at, 0, ((clip_id, TimeRange(start, frames)),)))

    # what has happened

    def _origin(self) -> QPoint:
        return self.lanes.mapTo(self, QPoint(0, 0))

    def _show_range(self) -> None:
        viewport, size = self.viewport, self.viewport.size
        self.across.show_range(viewport.origin, size.width(), max(viewport.longest, viewport.origin))
        self.down.show_range(viewport.top, size.height(), viewport.lowest)
        self.down.setVisible(viewport.lowest > 0)

    def _show_changes(self, before: Timeline, after: Timeline) -> None:
        if before.duration != after.duration:
            self._show_range()
        self._show_timecode(self.stage.playback.frame)

    def _show_frame(self, frame: int) -> None:
        self._show_timecode(frame)
        if not self.ruler.is_scrubbing:
            self.viewport.show_frame(frame)

    def _show_timecode(self, frame: int) -> None:
        timeline = self.stage.timeline
        self.timecode.set_text(format_timecode(frame, timeline.rate, timeline.drop_frame, timeline.start_frame))

    def _start_anew(self) -> None:
        self.viewport.heights.clear()
        self.viewport.scroll_to(0, 0)

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(1576, 441)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.headers.set_narrow(self.width() < WIDE)
        self._corner.setFixedWidth(self.headers.width())
        self._show_range()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.colour("panel"))
            painter.fillRect(self.across.geometry().adjusted(-1, 0, 12, 0), theme.colour("bg"))
