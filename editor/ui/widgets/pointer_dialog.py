"""A dialog that stands at its place in the window and points at it; it never dims or blocks the window."""

from PySide6.QtCore import (
    QEasingCurve,
    QEvent,
    QObject,
    QPoint,
    QPointF,
    QRect,
    QRectF,
    Qt,
    QTimer,
    QVariantAnimation,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent, QPolygonF
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import shapes
from editor.ui.widgets.button import IconButton
from editor.ui.widgets.label import Label, Line
from editor.words import tr

POINTER_WIDTH, POINTER_HEIGHT = 28, 14
RETURN = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_RADIUS, _HEAD, _RISE, _OPENING, _EDGE = 10, 44, 4, 140, 8
_ROOM = shapes.SHADOW_REACH
_BELOW = shapes.SHADOW_REACH + shapes.SHADOW_DROP


class PointerDialog(QWidget):
    """Lies over its window as a child. What is in it goes to `body`; `accept` and `reject` close it.

    accepted, rejected: how it was closed; closed: that it was, either way.
    """

    accepted = Signal()
    rejected = Signal()
    closed = Signal()
    prefers_below = False  # where there is room on both sides of its point

    def __init__(
        self, window: QWidget, title: str, subtitle: str = "", icon: str = "", width: int = 620, tone: str = "gen_text"
    ) -> None:
        super().__init__(window)
        self._width, self._pointing_at = width, None  # type: int, QPoint | None
        self._icon, self._tone, self._shown = icon, tone, 1.0
        self._grabbed: QPoint | None = None
        self._finishing: list[QWidget] = []
        self._is_centred = False  # and stays so when its content grows
        self._focus_before: QWidget | None = None  # who had the keyboard, and gets it back
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(title)
        self.title, self.subtitle = Label(title, "title"), Label(subtitle, "text", "dim")
        self.close_button = IconButton("ph.x", tr("Close"), QKeySequence("Esc"))
        self.close_button.clicked.connect(self.reject)
        self._column = column = QVBoxLayout(self)
        column.setContentsMargins(_ROOM, _ROOM, _ROOM, _BELOW)
        column.setSpacing(0)
        column.addLayout(self._make_head())
        column.addWidget(Line())
        self.body = QVBoxLayout()
        self.body.setContentsMargins(16, 16, 16, 16)
        self.body.setSpacing(10)
        column.addLayout(self.body)
        self._rise = QVariantAnimation(self, startValue=0.0, endValue=1.0)
        self._rise.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._rise.valueChanged.connect(self._show_at)
        self.hide()

    def _make_head(self) -> QHBoxLayout:
        self.head = QHBoxLayout()
        self.head.setContentsMargins(16 + (24 if self._icon else 0), 8, 10, 8)
        self.head.setSpacing(8)
        self.head.addWidget(self.title)
        self.head.addWidget(self.subtitle)
        self.head.addStretch(1)
        self.head.addWidget(self.close_button)
        return self.head

    def add_to_head(self, widget: QWidget) -> None:
        """Left of the close button."""
        self.head.insertWidget(self.head.count() - 1, widget)

    @property
    def _window(self) -> QWidget:
        """Not kept: a child that holds on to its window outlives it."""
        parent = self.parentWidget()
        assert parent is not None
        return parent

    @property
    def panel(self) -> QRect:
        """The dialog without the room for its shadow, in its own coordinates."""
        return self.rect().adjusted(_ROOM, _ROOM, -_ROOM, -_BELOW)

    def open_at(self, point: QPoint) -> None:
        """Above or below the point (in the window's coordinates), whichever has room, pointing at it."""
        self._pointing_at, self._is_centred = QPoint(point), False
        self.refit()
        self.show()
        self.raise_()
        self._take_keyboard()
        self._window.installEventFilter(self)
        self._rise.setDuration(theme.motion(_OPENING))
        self._rise.start()

    def open_centred(self) -> None:
        """In the middle of the window, pointing at nothing."""
        self._pointing_at, self._is_centred = None, True
        self.refit()
        self.show()
        self.raise_()
        self._take_keyboard()

    def refit(self) -> None:
        """Take the size its content wants now, and stand at its point again."""
        self._column.activate()
        height = self._column.totalHeightForWidth(self._width + 2 * _ROOM)
        if height < 0:
            height = self._column.totalSizeHint().height()
        self.resize(self._width + 2 * _ROOM, height)
        if self._pointing_at is not None:
            self._stand()
        elif self._is_centred:
            self.move(self._window.rect().center() - self.panel.center())

    def accept(self) -> None:
        self._leave()
        self.accepted.emit()
        self.closed.emit()

    def reject(self) -> None:
        self._leave()
        self.rejected.emit()
        self.closed.emit()

    def _take_keyboard(self) -> None:
        before = QApplication.focusWidget()
        if before is not None and before is not self and not self.isAncestorOf(before):
            self._focus_before = before
        self.setFocus(Qt.FocusReason.PopupFocusReason)

    def _leave(self) -> None:
        """The focus goes back first: hiding the widget that has it would send it on to any button."""
        before, self._focus_before = self._focus_before, None
        if before is not None and isValid(before) and before.isVisible():
            before.setFocus(Qt.FocusReason.PopupFocusReason)
        self._window.removeEventFilter(self)
        self._rise.stop()
        self.hide()

    def _stand(self) -> None:
        assert self._pointing_at is not None
        window, panel, point = self._window.rect(), self.panel, self._pointing_at
        above = point.y() - POINTER_HEIGHT - panel.height()
        fits_below = point.y() + POINTER_HEIGHT + panel.height() + _EDGE <= window.height()
        self._is_above = (above >= _EDGE or point.y() > window.center().y()) and not (self.prefers_below and fits_below)
        top = max(_EDGE, above) if self._is_above else point.y() + POINTER_HEIGHT
        top = min(top, max(_EDGE, window.height() - panel.height() - _EDGE))
        left = point.x() - panel.width() // 2
        left = max(_EDGE, min(left, window.width() - panel.width() - _EDGE))
        self.move(QPoint(left, top) - panel.topLeft())

    def _pointer(self) -> QPolygonF | None:
        """Grows from the edge that is nearest to the point, unless the dialog was dragged away."""
        if self._pointing_at is None:
            return None
        panel, tip = self.panel, self._pointing_at - self.pos()
        half = POINTER_WIDTH / 2
        x = max(panel.left() + _RADIUS + half, min(tip.x(), panel.right() - _RADIUS - half))
        edge = panel.bottom() + 1 if self._is_above else panel.top()
        end = edge + POINTER_HEIGHT if self._is_above else edge - POINTER_HEIGHT
        inside = edge - 2 if self._is_above else edge + 2
        return QPolygonF(
            [
                QPointF(x - half, inside),
                QPointF(x + half, inside),
                QPointF(x + half, edge),
                QPointF(x, end),
                QPointF(x - half, edge),
            ]
        )

    def _show_at(self, share: float) -> None:
        self._shown = share
        if self._pointing_at is not None and self._rise.state() is QVariantAnimation.State.Running:
            self._stand()
            self.move(self.x(), self.y() + round(_RISE * (1 - share)))
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            shapes.shadow(painter, self.panel, _RADIUS)
            outline = shapes.panel_outline(QRectF(self.panel), _RADIUS, self._pointer())
            shapes.floating(painter, outline, "panel")
            if self._icon:
                box = QRect(self.panel.left() + 16, self.panel.top() + (_HEAD - 16) // 2, 16, 16)
                icons.paint(painter, self._icon, box, self._tone)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.reject()
        elif event.key() in RETURN:
            self.finish()
        else:
            event.accept()  # the timeline's one-letter shortcuts are not meant for a dialog

    def mousePressEvent(self, event: QMouseEvent) -> None:
        point = event.position().toPoint()
        if not self.panel.contains(point):
            event.ignore()
        elif point.y() < self.panel.top() + _HEAD:
            self._grabbed = event.globalPosition().toPoint() - self.pos()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            self._pointing_at, self._is_centred = None, False
            self._rise.stop()
            self.move(self._kept_inside(event.globalPosition().toPoint() - self._grabbed))
            self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._grabbed = None

    def finish(self) -> None:
        """What Return does; nothing by default."""

    def finish_from(self, field: QWidget) -> None:
        """Return in a field that keeps it for itself enters what is typed, and then is what it is everywhere."""
        self._finishing.append(field)
        field.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if watched in self._finishing and isinstance(event, QKeyEvent) and event.type() is QEvent.Type.KeyPress:
            if event.key() in RETURN:
                QTimer.singleShot(0, self, self.finish)
            return False
        if event.type() is QEvent.Type.Resize and watched is self._window:
            if self._pointing_at is not None:
                self._stand()
            self.move(self._kept_inside(self.pos()))
        return False

    def _kept_inside(self, corner: QPoint) -> QPoint:
        """Its title stays in reach."""
        window, panel = self._window.rect(), self.panel
        x = max(_EDGE - panel.left(), min(corner.x(), window.width() - panel.right() - _EDGE))
        y = max(_EDGE - panel.top(), min(corner.y(), window.height() - panel.top() - _HEAD))
        return QPoint(x, y)
