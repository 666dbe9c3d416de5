"""Track headers: what a track is called, how it takes part, and how high it is."""

from functools import partial

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QContextMenuEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from editor.timeline import edits
from editor.timeline.model import Timeline, Track, TrackId, TrackKind
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.timeline.geometry import SPLIT, Row
from editor.ui.timeline.header_buttons import EYE, LOCK, MUTE, SIDE, SOLO, SYNC, Switch, SwitchButton, TargetButton
from editor.ui.timeline.stage import Stage
from editor.ui.widgets import Label
from editor.words import tr

WIDTH, NARROW = 200, 140
EDGE = 4  # pixels at the lower edge that take it
BETWEEN = 2  # pixels between switches


class Header(QWidget):
    """One track's."""

    def __init__(self, stage: Stage, row: Row, parent: QWidget) -> None:
        super().__init__(parent)
        self._stage, self._row = stage, row
        self._resized: tuple[float, int] | None = None  # where its edge was taken, and the height then
        track = stage.timeline.tracks[row.index]
        self.target = TargetButton(row.label, self)
        self.target.clicked.connect(self._aim)
        self.name = Label(track.name, tone="dim", elide=Qt.TextElideMode.ElideRight, parent=self)
        last = (EYE,) if row.kind is TrackKind.VIDEO else (MUTE, SOLO)
        self.switches = tuple(self._button(switch) for switch in (LOCK, SYNC, *last))
        self.setMouseTracking(True)
        self.show_track(track)

    def _button(self, switch: Switch) -> SwitchButton:
        button = SwitchButton(switch, self)
        button.clicked.connect(partial(self._turn, button))
        return button

    def show_track(self, track: Track) -> None:
        self.target.setChecked(track.targeted)
        self.name.set_text(track.name)
        for button in self.switches:
            button.show_track(track)

    def arrange(self, width: int) -> None:
        """Everything in the middle of the height; names only where there is room."""
        middle = self.height() // 2
        self.target.move(10, middle - self.target.height() // 2)
        left = width - 7
        for button in reversed(self.switches):
            left -= SIDE + (0 if left == width - 7 else BETWEEN)
            button.move(left, middle - SIDE // 2)
        self.name.setVisible(width > NARROW)
        self.name.setGeometry(46, middle - 8, max(0, left - 46 - 4), 16)

    def _turn(self, button: SwitchButton) -> None:
        changes = button.switch.turned(not button.is_on)
        timeline = self._stage.timeline
        self._stage.apply(button.switch.undo, lambda: edits.change_track(timeline, self._row.track_id, **changes))

    def _aim(self) -> None:
        """One target of each kind; a second press takes it away."""
        self._stage.apply(tr("Target Track"), lambda: aimed(self._stage.timeline, self._row.track_id))
        self.show_track(self._stage.timeline.track(self._row.track_id))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.colour("panel"))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton and self._on_edge(event):
            self._resized = (event.globalPosition().y(), self.height())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._resized is not None:
            height = self._resized[1] + round(event.globalPosition().y() - self._resized[0])
            self._stage.viewport.set_height(self._row.track_id, height)
        on_edge = self._resized is not None or self._on_edge(event)
        self.setCursor(Qt.CursorShape.SizeVerCursor if on_edge else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._resized = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self._on_edge(event):
            self._stage.viewport.reset_height(self._row.track_id)
        else:
            self._stage.callbacks.track_opened(self._row.track_id)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        frame = self._stage.playback.frame
        self._stage.callbacks.menu("track", str(self._row.track_id), frame, event.globalPos())

    def _on_edge(self, event: QMouseEvent) -> bool:
        return event.position().y() >= self.height() - EDGE


class Headers(QWidget):
    """All of them, scrolled with the lanes."""

    def __init__(self, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self._headers: dict[TrackId, Header] = {}
        self._rows: tuple[tuple[TrackId, str], ...] = ()
        self.setFixedWidth(WIDTH)
        self.setAccessibleName(tr("Tracks"))
        stage.viewport.arranged.connect(self._arrange)
        stage.viewport.scrolled.connect(lambda x, y: self._place() if y else None)
        stage.document.timeline_changed.connect(self._show_changes)
        theme.changed.connect(self.update)
        self._arrange()

    def header(self, track_id: TrackId) -> Header:
        """Raises KeyError."""
        return self._headers[track_id]

    def set_narrow(self, narrow: bool) -> None:
        self.setFixedWidth(NARROW if narrow else WIDTH)
        self._place()

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(self.width(), 200)

    def _arrange(self) -> None:
        rows = self._stage.viewport.rows
        named = tuple((row.track_id, row.label) for row in rows)
        if named != self._rows:
            self._rows = named
            for header in self._headers.values():
                header.hide()
                header.deleteLater()
            self._headers = {row.track_id: Header(self._stage, row, self) for row in rows}
            for header in self._headers.values():
                header.show()
        self._place()

    def _place(self) -> None:
        viewport = self._stage.viewport
        for row in viewport.rows:
            header = self._headers[row.track_id]
            header.setGeometry(0, row.top - viewport.top, self.width(), row.height)
            header.arrange(self.width())
        self.update()

    def _show_changes(self, before: Timeline, after: Timeline) -> None:
        old = {track.id: track for track in before.tracks}
        for track in after.tracks:
            if track is not old.get(track.id) and track.id in self._headers:
                self._headers[track.id].show_track(track)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.colour("panel"))
            rows, top = self._stage.viewport.rows, self._stage.viewport.top
            for row, following in zip(rows, (*rows[1:], None), strict=True):
                bottom = row.bottom - top
                if following is not None and following.kind is not row.kind:
                    painter.fillRect(0, bottom + row.below, self.width(), SPLIT, theme.colour("bg"))
                else:
                    painter.fillRect(0, bottom, self.width(), 1, theme.colour("line"))

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._stage.viewport.scroll_by(0, -round(event.angleDelta().y() / 2))
        event.accept()


def aimed(timeline: Timeline, track_id: TrackId) -> Timeline:
    """The timeline with that track as its kind's target, or without one where it was that already."""
    wanted = timeline.track(track_id)
    for track in timeline.tracks:
        if track.kind is wanted.kind:
            targeted = track.id == track_id and not wanted.targeted
            timeline = edits.change_track(timeline, track.id, targeted=targeted)
    return timeline
