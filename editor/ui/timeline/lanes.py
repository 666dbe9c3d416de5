"""The lanes: one widget that paints all tracks and hands the mouse to gestures."""

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from editor.ui.guarded import guarded
from editor.ui.timeline.edge_scroll import EdgeScroll
from editor.ui.timeline.hover import Hover
from editor.ui.timeline.job_buttons import JobButtons
from editor.ui.timeline.pointing import Pointing
from editor.ui.timeline.stage import Pointer, Stage
from editor.ui.timeline.surface import Surface
from editor.ui.timeline.typing import Typing
from editor.ui.widgets.focus_ring import FocusRinged
from editor.words import tr

NOTCH = 120  # of a mouse wheel
LINES = 60  # pixels a notch scrolls
ZOOM_STEP = 1.25


class Lanes(FocusRinged, QWidget):
    """What is painted is in `surface`; what the mouse does is in `pointing` and `hover`."""

    ring_radius = 2

    def __init__(self, stage: Stage, surface: Surface, buttons: JobButtons, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage, self._surface = stage, surface
        self.hover = Hover(stage, surface)
        self._pointer = Pointer(0, 0)
        self._edge = EdgeScroll(stage.viewport, lambda: self.pointing.drag(self._pointer), self)
        self.pointing = Pointing(stage, surface, self.hover, buttons)
        self.typing = Typing(stage, surface)
        surface.changed.connect(self.repaint_soon)
        self.setMouseTracking(True)
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAccessibleName(tr("Timeline"))
        self.setAccessibleDescription(
            tr("Clips on tracks. Right-click a clip to make it longer, or a gap to bridge it.")
        )

    def repaint_soon(self, region: QRegion) -> None:
        self.update(region)

    @guarded
    def minimumSizeHint(self) -> QSize:
        return QSize(200, 96)

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._stage.viewport.resize(self.size())
        super().resizeEvent(event)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:  # ended in any case: one left open by an error takes the process down
            self._surface.paint(painter, event.region(), self.size(), self.devicePixelRatioF())

    # mouse and keys

    def focusOutEvent(self, event: QFocusEvent) -> None:
        self.typing.cancel()
        super().focusOutEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.typing.cancel()
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self.pointing.press(pointer_of(event), event.button())
        self._show_cursor(pointer_of(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        pointer = self._pointer = pointer_of(event)
        if not self.pointing.drag(pointer):
            self.hover.move(pointer)
        elif self.pointing.scrolls:
            self._edge.follow(pointer.x)
        self._show_cursor(pointer)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._edge.stop()
        self.pointing.release(pointer_of(event))
        self.hover.move(pointer_of(event))
        self._show_cursor(pointer_of(event))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pointing.open(pointer_of(event))

    def leaveEvent(self, event: QEvent) -> None:
        self.hover.leave()
        super().leaveEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keyboard = event.reason() is QContextMenuEvent.Reason.Keyboard
        at = self.pointing.place_of_selection() if by_keyboard else event.pos()
        self.pointing.ask_menu(at, self.mapToGlobal(at))

    def event(self, event: QEvent) -> bool:
        """While something is dragged, the digits typed and Escape are the drag's, whatever shortcuts there are."""
        if event.type() is QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._claims(event):
            event.accept()
            return True
        return super().event(event)

    def _claims(self, event: QKeyEvent) -> bool:
        return self.pointing.is_busy or self.typing.is_busy or self.typing.begins(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self.pointing.is_busy and self.typing.key(event):
            return
        if event.key() == Qt.Key.Key_Escape:
            self._edge.stop()
            self._stage.view.choose_keyframe(None)
            self._stage.view.choose_edit_point(None)
        if not self.pointing.key(Qt.Key(event.key()), event.text()):
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        turn = event.angleDelta()
        viewport, position = self._stage.viewport, event.position()
        across = turn.x() if turn.x() else turn.y()
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            viewport.zoom_to(viewport.scale * ZOOM_STEP ** (across / NOTCH), position.x())
        elif event.modifiers() & Qt.KeyboardModifier.ShiftModifier or turn.x() or not viewport.lowest:
            viewport.scroll_by(-round(across / NOTCH * LINES))
        else:
            viewport.scroll_by(0, -round(turn.y() / NOTCH * LINES))
        event.accept()

    def _show_cursor(self, pointer: Pointer) -> None:
        cursor = self.pointing.cursor
        self.setCursor(self.hover.cursor(pointer) if cursor is None else cursor)

    # dragged in from elsewhere

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if self.pointing.enter(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        self.pointing.hover_drop(drop_pointer(event))
        event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.pointing.cancel()

    def dropEvent(self, event: QDropEvent) -> None:
        self.pointing.drop(drop_pointer(event))
        event.acceptProposedAction()


def pointer_of(event: QMouseEvent) -> Pointer:
    at: QPoint = event.position().toPoint()
    return Pointer(at.x(), at.y(), event.modifiers())


def drop_pointer(event: QDropEvent) -> Pointer:
    at = event.position().toPoint()
    return Pointer(at.x(), at.y(), event.modifiers())
