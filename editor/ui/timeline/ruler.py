"""The ruler: time, markers, the marked range and the head of the playhead."""

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPolygonF,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from editor.timeline.model import Marker, Timeline
from editor.timeline.timecode import format_timecode
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.theme.labels import sign_colour
from editor.ui.timeline.edge_scroll import EdgeScroll
from editor.ui.timeline.gestures.ruler import DragMark, DragMarker, RulerDrag, Scrub, StretchMarker
from editor.ui.timeline.lanes import pointer_of
from editor.ui.timeline.overlay import NOTHING
from editor.ui.timeline.painting.palette import palette
from editor.ui.timeline.stage import Pointer, Stage
from editor.ui.timeline.surface import Surface
from editor.ui.timeline.ticks import ticks
from editor.words import tr

HEIGHT = 28
MAJOR, MINOR = 12, 5  # pixels, of a line
HEAD = 13  # pixels across
BAND = 4  # height of the marked range
MARKER = 10  # width of a marker
STRETCH = 3  # height of what a marker spans
GRAB = 5  # pixels around a handle


class Ruler(QWidget):
    """Dragging moves the playhead; in and out points and markers can be taken hold of, and with Alt, what a marker
    spans."""

    def __init__(self, stage: Stage, surface: Surface, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage, self._surface = stage, surface
        self._gesture: Scrub | RulerDrag | None = None
        self._playhead = stage.playback.frame
        self._pointer = Pointer(0, 0)
        self._edge = EdgeScroll(stage.viewport, self._drag_on, self)
        self.setFixedHeight(HEIGHT)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Ruler"))
        self._follow()

    def _follow(self) -> None:
        viewport = self._stage.viewport
        viewport.scrolled.connect(lambda x, y: self.update())
        viewport.rescaled.connect(self.update)
        theme.changed.connect(self.update)
        self._stage.document.timeline_changed.connect(self._show_changes)
        self._stage.playback.frame_changed.connect(self._move_playhead)
        self._stage.playback.loop_changed.connect(self.update)

    @property
    def is_scrubbing(self) -> bool:
        return isinstance(self._gesture, Scrub)

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(400, HEIGHT)

    def _show_changes(self, before: Timeline, after: Timeline) -> None:
        if _shown_of(before) != _shown_of(after):
            self.update()

    def _move_playhead(self, frame: int) -> None:
        for moved in (self._playhead, frame):
            self.update(self._stage.viewport.x_of(moved) - HEAD, 0, 2 * HEAD + 1, HEIGHT)
        self._playhead = frame

    # painting

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        timeline = self._gesture.preview() if isinstance(self._gesture, RulerDrag) else self._stage.timeline
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), palette().colour("panel"))
            painter.fillRect(0, HEIGHT - 1, self.width(), 1, palette().colour("line"))
            self._paint_marks(painter, timeline)
            self._paint_loop(painter)
            self._paint_ticks(painter, timeline)
            for marker in timeline.markers:
                self._paint_marker(painter, marker)
            self._paint_head(painter)

    def _paint_marks(self, painter: QPainter, timeline: Timeline) -> None:
        if timeline.mark_in is None and timeline.mark_out is None:
            return
        viewport = self._stage.viewport
        left = viewport.x_of(timeline.mark_in) if timeline.mark_in is not None else 0
        right = viewport.x_of(timeline.mark_out) if timeline.mark_out is not None else self.width()
        painter.fillRect(left, HEIGHT - BAND - 1, right - left, BAND, theme.colour("accent", 0.5))
        for mark, x in ((timeline.mark_in, left), (timeline.mark_out, right - 2)):
            if mark is not None:
                painter.fillRect(x, HEIGHT - 2 * BAND - 1, 2, 2 * BAND, palette().colour("accent"))

    def _paint_loop(self, painter: QPainter) -> None:
        """What is played again and again in place of the marked range."""
        looped = self._stage.playback.loop_range
        if looped is not None:
            left, right = (self._stage.viewport.x_of(frame) for frame in (looped.start, looped.end))
            painter.fillRect(left, HEIGHT - BAND - 1, right - left, BAND, theme.colour("accent", 0.5))

    def _paint_ticks(self, painter: QPainter, timeline: Timeline) -> None:
        viewport = self._stage.viewport
        for tick in ticks(viewport, timeline):
            x, height = viewport.x_of(tick.frame), MAJOR if tick.is_major else MINOR
            colour = palette().colour("dim" if tick.is_major else "line2")
            painter.fillRect(x, HEIGHT - 1 - height, 1, height, colour)
            if tick.is_major:
                words = format_timecode(tick.frame, timeline.rate, timeline.drop_frame, timeline.start_frame)
                painter.setPen(palette().colour("faint"))
                palette().small.write(painter, QRect(x + 5, 2, 110, 14), words)

    def _paint_marker(self, painter: QPainter, marker: Marker) -> None:
        x, end = (self._stage.viewport.x_of(frame) for frame in (marker.at, marker.at + marker.duration))
        if end < -200 or x > self.width() + MARKER:
            return
        half, top = MARKER / 2, HEIGHT - 15
        shape = ((-half, 0), (half, 0), (half, 7), (0, 11), (-half, 7))
        colour = sign_colour(marker.colour) or palette().colour("dim")
        if end > x:
            painter.fillRect(x, HEIGHT - 1 - STRETCH, end - x, STRETCH, colour)
        width = palette().small.width(marker.name)
        if marker.name:  # over the lines, which would run through the name
            painter.fillRect(x + 8, top + 2, width + 8, HEIGHT - 3 - top, palette().colour("panel"))
            painter.setPen(palette().colour("text"))
            palette().small.write(painter, QRect(x + 11, top - 1, width, 14), marker.name)
        _paint_shape(painter, [QPointF(x + 0.5 + dx, top + dy) for dx, dy in shape], colour)

    def _paint_head(self, painter: QPainter) -> None:
        x, half = self._stage.viewport.x_of(self._playhead) + 0.5, HEAD / 2
        top = HEIGHT - 14
        shape = ((-half, 0), (half, 0), (half, 7), (0.5, 12.5), (-0.5, 12.5), (-half, 7))
        painter.fillRect(round(x - 0.5), HEIGHT - 3, 1, 3, palette().colour("accent"))
        _paint_shape(painter, [QPointF(x + dx, top + dy) for dx, dy in shape], palette().colour("accent"))

    # mouse and keys

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.setFocus(Qt.FocusReason.MouseFocusReason)
            self._gesture = self._begin(pointer_of(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer = pointer_of(event)
        if self._gesture is None:
            marker = self._marker_at(pointer)
            held = any(found is not None for found in (marker, self._mark_at(pointer), self._span_at(pointer)))
            self.setToolTip("" if marker is None else "\n".join(filter(None, (marker.name, marker.note))))
            self.setCursor(Qt.CursorShape.SizeHorCursor if held else Qt.CursorShape.ArrowCursor)
            return
        self._drag_on()
        self._edge.follow(pointer.x)

    def _drag_on(self) -> None:
        if self._gesture is not None:
            self._surface.show_overlay(self._gesture.drag(self._pointer))
        if isinstance(self._gesture, RulerDrag):
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        gesture, pointer = self._gesture, pointer_of(event)
        if gesture is not None and event.button() is Qt.MouseButton.LeftButton:
            gesture.drag(pointer)
            self._end()
            gesture.release(pointer)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        marker = self._marker_at(pointer_of(event))
        if marker is not None and event.button() is Qt.MouseButton.LeftButton:
            self._end()
            self._stage.callbacks.marker_opened(marker.id)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self._gesture is not None:
            self._end()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        marker = self._marker_at(Pointer(event.pos().x(), event.pos().y()))
        kind, item_id = ("empty", None) if marker is None else ("marker", str(marker.id))
        frame = max(0, self._stage.viewport.frame_at(event.pos().x()))
        self._stage.callbacks.menu(kind, item_id, frame, event.globalPos())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta().y() or event.angleDelta().x()
        viewport = self._stage.viewport
        viewport.zoom_to(viewport.scale * 1.25 ** (turn / 120), event.position().x())
        event.accept()

    def _begin(self, pointer: Pointer) -> Scrub | RulerDrag:
        marker, is_out = self._marker_at(pointer), self._mark_at(pointer)
        if marker is not None:
            return (StretchMarker if pointer.alt else DragMarker)(self._stage, pointer, marker.id)
        if is_out is not None:
            return DragMark(self._stage, pointer, is_out)
        if (stretched := self._span_at(pointer)) is not None:
            return StretchMarker(self._stage, pointer, stretched.id)
        return Scrub(self._stage, pointer)

    def _end(self) -> None:
        self._edge.stop()
        self._gesture = None
        self._surface.show_overlay(NOTHING)
        self.update()

    def _marker_at(self, pointer: Pointer) -> Marker | None:
        if pointer.y < HEIGHT - 15:
            return None
        x_of = self._stage.viewport.x_of
        return next((m for m in reversed(self._stage.timeline.markers) if abs(x_of(m.at) - pointer.x) <= GRAB), None)

    def _span_at(self, pointer: Pointer) -> Marker | None:
        """The marker whose span ends there."""
        if pointer.y < HEIGHT - 2 * GRAB:
            return None
        x_of, spans = self._stage.viewport.x_of, (m for m in self._stage.timeline.markers if m.duration)
        return next((m for m in spans if abs(x_of(m.at + m.duration) - pointer.x) <= GRAB), None)

    def _mark_at(self, pointer: Pointer) -> bool | None:
        """Whether the out point is there (True), the in point (False), or none."""
        timeline, x_of = self._stage.timeline, self._stage.viewport.x_of
        if pointer.y < HEIGHT - 2 * BAND - GRAB:
            return None
        for is_out, mark in ((True, timeline.mark_out), (False, timeline.mark_in)):
            if mark is not None and abs(x_of(mark) - pointer.x) <= GRAB:
                return is_out
        return None


def _shown_of(timeline: Timeline) -> tuple:
    """What the ruler shows of it."""
    return (
        timeline.markers,
        timeline.mark_in,
        timeline.mark_out,
        timeline.rate,
        timeline.start_frame,
        timeline.drop_frame,
    )


def _paint_shape(painter: QPainter, points: list[QPointF], colour: QColor) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF(points))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
