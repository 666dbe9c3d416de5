"""A monitor: a picture, the strip to scrub in, and the transport; source and program are two of them."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QStackedLayout, QVBoxLayout, QWidget

from editor.document import Document
from editor.playback import Playback
from editor.timeline.model import Timeline
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.viewer.picture_area import FullScreen, PictureArea
from editor.ui.viewer.scrub_bar import ScrubBar
from editor.ui.viewer.transport import MonitorActions, Transport
from editor.ui.widgets import Panel, PanelHead


class Monitor(Panel):
    """Follows the document and its playback. `empty` stands in the picture's place while there is nothing to play."""

    def __init__(
        self,
        title: str,
        playback: Playback,
        document: Document,
        actions: MonitorActions,
        empty: QWidget,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("panel", parent)
        self._playback, self._document = playback, document
        self._full: FullScreen | None = None
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.head = MonitorHead(title)
        self.area = PictureArea(playback, document)
        self.empty = _in_well(empty)
        self.setAccessibleName(title)
        self.scrub_bar = ScrubBar(document.timeline)
        self.transport = Transport(document.timeline.rate, actions)
        self._lay_out()
        self._connect()
        self._show_timeline(document.timeline, document.timeline)
        self.transport.timecode.set_frame(playback.frame)
        self.scrub_bar.show_frame(playback.frame)

    @property
    def has_keyboard(self) -> bool:
        """Whether the focus is on it or in it: then keys that move a playhead mean its own."""
        focus = QApplication.focusWidget()
        return focus is not None and (focus is self or self.isAncestorOf(focus))

    @property
    def is_full_screen(self) -> bool:
        return self._full is not None

    def set_full_screen(self, full: bool) -> None:
        if full and self._full is None:
            self._full = FullScreen(self.window(), self._playback, self._document)
            self._full.area.overlays += [overlay for overlay in self.area.overlays if overlay.everywhere]
            self._full.closed.connect(self._come_back)
        elif not full and self._full is not None:
            self._full.leave()

    def update_overlays(self) -> None:
        """What lies over the picture is another now."""
        for area in (self.area, *([self._full.area] if self._full is not None else [])):
            area.update()

    def toggle_full_screen(self) -> None:
        self.set_full_screen(not self.is_full_screen)

    def add_guests(self, head: QWidget, strip: QWidget, foot: QWidget) -> None:
        """Parts for another way of looking: above its picture, in its scrub bar's place, and at its foot; hidden."""
        column = self.layout()
        assert isinstance(column, QVBoxLayout)
        for widget, before in ((head, 0), (strip, column.indexOf(self.transport) + 1), (foot, -1)):
            widget.hide()
            column.insertWidget(before, widget)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() != Qt.Key.Key_Escape or not self.area.cancel_drag():
            super().keyPressEvent(event)

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.DevicePixelRatioChange and self._full is None:
            self.area.tell_size()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        self._stack = QStackedLayout()
        self._stack.addWidget(self.area)
        self._stack.addWidget(self.empty)
        column.addWidget(self.head)
        column.addLayout(self._stack, 1)
        column.addWidget(self.scrub_bar)
        column.addWidget(self.transport)

    def _connect(self) -> None:
        playback = self._playback
        playback.frame_changed.connect(self._show_frame)
        playback.picture_ready.connect(lambda picture: self.transport.show_proxy(playback.is_by_proxy))
        playback.speed_changed.connect(lambda speed: self.transport.show_playing(speed != 0))
        self._document.timeline_changed.connect(self._show_timeline)
        self.scrub_bar.begun.connect(playback.pause)
        self.scrub_bar.scrubbed.connect(playback.scrub)
        self.transport.entered.connect(playback.seek)
        self.transport.zoom.chosen.connect(self.area.set_zoom)
        self.transport.quality.chosen.connect(playback.set_quality)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.focusChanged.connect(self._follow_focus)

    @property
    def quality(self) -> int:
        """As `set_quality` has it."""
        return self.transport.quality.value

    def set_quality(self, divisor: int) -> None:
        """1 = full, 2 = half the width and height, and so on."""
        self.transport.quality.set_value(divisor)
        self._playback.set_quality(divisor)

    def _show_frame(self, frame: int) -> None:
        self.scrub_bar.show_frame(frame)
        self.transport.timecode.set_frame(frame)

    def _show_timeline(self, before: Timeline, after: Timeline) -> None:
        there = after.duration > 0
        self.head.name.set_text(after.name if there else "")
        self._stack.setCurrentWidget(self.area if there else self.empty)
        self.scrub_bar.show_timeline(after)
        self.transport.timecode.set_rate(after.rate, after.drop_frame, after.start_frame)
        self.transport.show_there(there)

    def _follow_focus(self, *_: object) -> None:
        self.head.show_keyboard(self.has_keyboard)

    def _come_back(self) -> None:
        self._full = None
        self.area.tell_size()
        self.setFocus()


class MonitorHead(PanelHead):
    """Its title is underlined while keys that move a playhead mean this monitor."""

    _keyboard = False

    def show_keyboard(self, keyboard: bool) -> None:
        if keyboard is not self._keyboard:
            self._keyboard = keyboard
            self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        if self._keyboard:
            title = self.title.geometry()
            QPainter(self).fillRect(title.left(), self.height() - 2, title.width(), 2, theme.colour("accent"))


def _in_well(widget: QWidget) -> Panel:
    """In the middle of a surround like the picture's."""
    well = Panel("well")
    column = QVBoxLayout(well)
    column.setContentsMargins(16, 8, 16, 8)
    column.addWidget(widget)
    return well
