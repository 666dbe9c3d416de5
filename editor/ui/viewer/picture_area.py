"""The picture of a monitor, in the middle of a neutral surround."""

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.document import Document
from editor.playback import Playback
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.viewer.overlay import MonitorOverlay

MARGIN_X, MARGIN_Y = 12, 10
FIT = 0  # a zoom that is no number


class PictureArea(QWidget):
    """Tells the playback how large it is in the screen's own pixels, so that nothing is scaled here unless it must.

    Zoomed in, the picture is dragged about.
    """

    double_clicked = Signal()

    def __init__(
        self, playback: Playback, document: Document, framed: bool = True, parent: QWidget | None = None
    ) -> None:
        """framed: leaves a margin, and is as bright as the well; else the picture fills all there is, on black."""
        super().__init__(parent)
        self._playback, self._document, self._framed = playback, document, framed
        self._zoom = FIT
        self._offset = QPoint(0, 0)
        self._grabbed: QPointF | None = None
        self.overlays: list[MonitorOverlay] = []  # the last one on top
        self._taker: MonitorOverlay | None = None  # has the mouse until it is let go
        self.setMouseTracking(True)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(160, 90)
        playback.picture_ready.connect(self._show)
        document.timeline_changed.connect(self._follow_edit)
        theme.changed.connect(self.update)

    @property
    def zoom(self) -> int:
        """Per cent of the timeline's own size, in the screen's pixels; FIT = as large as there is room."""
        return self._zoom

    def set_zoom(self, zoom: int) -> None:
        self._zoom = zoom
        self._offset = QPoint(0, 0)
        self.tell_size()
        self.update()

    def picture_rect(self) -> QRect:
        """Where the whole picture stands, in logical pixels; zoomed in it reaches beyond the widget."""
        own = QSizeF(self._document.timeline.width, self._document.timeline.height)
        room = QRectF(self._room())
        if self._zoom == FIT:
            size = own.scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        else:
            size = own * (self._zoom / 100 / self.devicePixelRatioF())
        left = room.center().x() - size.width() / 2
        top = room.center().y() - size.height() / 2
        return QRect(QPoint(round(left), round(top)) + self._offset, size.toSize())

    @property
    def is_zoomed_in(self) -> bool:
        """Whether the picture is larger than its room, and can be dragged about."""
        return not self._room().contains(self.picture_rect())

    def tell_size(self) -> None:
        """To the playback: as large as the picture stands here. Not of nothing: it would get ready to read films."""
        if self._document.timeline.duration:
            self._playback.set_view_size(self.picture_rect().size() * self.devicePixelRatioF())

    def cancel_drag(self) -> bool:
        """Whether an overlay had the mouse."""
        taker, self._taker = self._taker, None
        if taker is not None:
            taker.cancel()
            self.update()
        return taker is not None

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.tell_size()

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.tell_size()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        surround = theme.colour("well") if self._framed else Qt.GlobalColor.black
        picture = self._playback.picture
        place = self.picture_rect()
        if picture is None or not self._document.timeline.duration:
            painter.fillRect(event.rect(), surround)
            return
        painter.setClipRegion(event.region().subtracted(place))
        painter.fillRect(event.rect(), surround)
        painter.setClipRect(event.rect())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(place, picture)
        for overlay in self.overlays:
            painter.save()
            overlay.paint(painter, place)
            painter.restore()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        place = self.picture_rect()
        self._taker = next((each for each in reversed(self.overlays) if each.press(event, place)), None)
        if self._taker is None and event.button() is Qt.MouseButton.LeftButton and not self._room().contains(place):
            self._grabbed = event.position() - QPointF(self._offset)
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        event.ignore()  # the monitor takes the keyboard's focus

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._taker is not None:
            self._taker.drag(event, self.picture_rect())
        elif self._grabbed is not None:
            self._offset = self._held_inside((event.position() - self._grabbed).toPoint())
            self.update()
        else:
            self._show_cursor(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        taker, self._taker, self._grabbed = self._taker, None, None
        if taker is not None:
            taker.release(event, self.picture_rect())
        self._show_cursor(event.position())

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.double_clicked.emit()

    def _show_cursor(self, position: QPointF) -> None:
        place = self.picture_rect()
        shapes = (overlay.cursor_at(position, place) for overlay in reversed(self.overlays))
        shape = next((shape for shape in shapes if shape is not None), None)
        if shape is None:
            self.unsetCursor()
        else:
            self.setCursor(shape)

    def _room(self) -> QRect:
        if not self._framed:
            return self.rect()
        return self.rect().adjusted(MARGIN_X, MARGIN_Y, -MARGIN_X, -MARGIN_Y)

    def _held_inside(self, offset: QPoint) -> QPoint:
        """No farther than the picture's own edge."""
        size, room = self.picture_rect().size(), self._room().size()
        x = max(0, (size.width() - room.width()) // 2)
        y = max(0, (size.height() - room.height()) // 2)
        return QPoint(max(-x, min(offset.x(), x)), max(-y, min(offset.y(), y)))

    def _show(self, picture: QImage) -> None:
        self.update(self.rect() if self.overlays else self.picture_rect())

    def _follow_edit(self, before: object, after: object) -> None:
        self.tell_size()
        self.update()


class FullScreen(QWidget):
    """The picture over the whole window, which fills the screen; the window's shortcuts go on working.

    Escape or a double click ends it: `closed`.
    """

    closed = Signal()

    def __init__(self, window: QWidget, playback: Playback, document: Document) -> None:
        super().__init__(window)
        self._was = window.windowState()
        self.area = PictureArea(playback, document, framed=False, parent=self)
        self.area.double_clicked.connect(self.leave)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        window.installEventFilter(self)
        window.showFullScreen()
        self._fill()
        self.show()
        self.raise_()
        self.setFocus()

    def leave(self) -> None:
        window = self.window()
        window.removeEventFilter(self)
        window.setWindowState(self._was)
        self.hide()
        self.closed.emit()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QResizeEvent):
            self._fill()
        return False

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()  # before the window's own use of it
            if event.type() is QEvent.Type.KeyPress:
                self.leave()
            return True
        return super().event(event)

    def _fill(self) -> None:
        self.setGeometry(self.window().rect())
        self.area.setGeometry(self.rect())
