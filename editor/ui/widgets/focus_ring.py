"""The ring around what the keyboard is on: 1 px amber, and 2 px at a quarter outside it."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QFocusEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractScrollArea, QWidget

from editor.ui import theme
from editor.ui.guarded import guarded

if TYPE_CHECKING:
    _Mixed = QWidget
else:
    _Mixed = object  # PySide builds no widget from two widgets

_REACH = 3  # pixels outside the widget
_BY_KEYBOARD = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason, Qt.FocusReason.ShortcutFocusReason)


def came_by_keyboard(event: QFocusEvent) -> bool:
    return event.reason() in _BY_KEYBOARD


class FocusRing(QWidget):
    """Lies over the neighbours of the widget it surrounds, which needs no room for it; goes with `remove`."""

    def __init__(self, around: QWidget, radius: float = 6) -> None:
        host, followed = _host(around)
        super().__init__(host)
        self._around, self._radius, self._followed = around, radius, followed
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for widget in followed:
            widget.installEventFilter(self)
        self._follow()
        self.raise_()
        self.show()

    def remove(self) -> None:
        for widget in self._followed:
            widget.removeEventFilter(self)
        self.hide()
        self.deleteLater()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() in (QEvent.Type.Move, QEvent.Type.Resize, QEvent.Type.Show):
            self._follow()
        elif event.type() is QEvent.Type.Hide:  # also on the way to being deleted: nothing may be asked of it
            self.hide()
        return False

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            box = QRectF(self.rect())
            painter.setPen(QPen(theme.colour("accent", 0.25), 2))
            painter.drawRoundedRect(box.adjusted(1, 1, -1, -1), self._radius + 2, self._radius + 2)
            painter.setPen(QPen(theme.colour("accent"), 1))
            painter.drawRoundedRect(box.adjusted(2.5, 2.5, -2.5, -2.5), self._radius + 0.5, self._radius + 0.5)

    def _follow(self) -> None:
        host = self.parentWidget()
        if host is None:
            return
        corner = self._around.mapTo(host, QPoint(0, 0)) - QPoint(_REACH, _REACH)
        self.setGeometry(corner.x(), corner.y(), self._around.width() + 2 * _REACH, self._around.height() + 2 * _REACH)
        self.setVisible(self._around.isVisibleTo(host))


def _host(widget: QWidget) -> tuple[QWidget, list[QWidget]]:
    """The ancestor that may be painted over (what scrolls, or the window), and what moves the widget in it."""
    followed = [widget]
    parent = widget.parentWidget()
    while parent is not None and not parent.isWindow():
        scrolls = isinstance(parent.parentWidget(), QAbstractScrollArea)
        if scrolls:
            break
        followed.append(parent)
        parent = parent.parentWidget()
    return parent or widget, followed


class FocusRinged(_Mixed):
    """Mixed into a control: a ring while it has the keyboard's focus. `ring_radius` is the control's own corner."""

    ring_radius: float = 6
    ring_always = False  # also when clicked: for what is typed into
    _ring: FocusRing | None = None

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        if self._ring is None and not self.isWindow() and (self.ring_always or came_by_keyboard(event)):
            self._ring = FocusRing(self, self.ring_radius)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if self._ring is not None:
            self._ring.remove()
            self._ring = None
