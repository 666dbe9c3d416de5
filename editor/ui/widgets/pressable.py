"""What every button of ours shares: hover that fades, focus ring, tool tip with the reason it is disabled."""

from PySide6.QtCore import QEasingCurve, QEvent, QPoint, Qt, QVariantAnimation
from PySide6.QtGui import QAction, QColor, QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QWidget

from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.widgets.focus_ring import FocusRinged
from editor.ui.widgets.shapes import colour_of
from editor.ui.widgets.tip import Tipped

HOVER = 80  # milliseconds
ENTERS = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
PLAIN = (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)


def mixed(rest: QColor | str, other: QColor | str, share: float) -> QColor:
    """Between two colours; share 0 is the first."""
    first, second = colour_of(rest), colour_of(other)
    if first.alpha() == 0:  # fades in without passing through black
        first = QColor(second.red(), second.green(), second.blue(), 0)
    values = zip(first.getRgbF(), second.getRgbF(), strict=True)  # type: ignore[call-overload]
    return QColor.fromRgbF(*(a + (b - a) * share for a, b in values))


class Pressable(FocusRinged, Tipped, QAbstractButton):
    """Subclasses paint themselves by `lit` (0 rest to 1 hover) and `pushed`."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.lit = 0.0
        self._fade = QVariantAnimation(self)
        self._fade.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._fade.valueChanged.connect(self._light)
        self._action: QAction | None = None
        self._blocked = ""
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        theme.changed.connect(self.update)

    @property
    def pushed(self) -> bool:
        return self.isDown() and self.isEnabled()

    @property
    def push(self) -> QPoint:
        """How far the content moves while pressed."""
        return QPoint(0, 1 if self.pushed else 0)

    def set_action(self, action: QAction) -> None:
        """Does what the action does, is checked and enabled as it is, and its tip tells its shortcut."""
        self._action = action
        self.setCheckable(action.isCheckable())
        self.clicked.connect(action.trigger)
        action.changed.connect(self._follow_action)
        self._follow_action()

    def block(self, reason: str) -> None:
        """Disabled for this reason, whatever its action says; "" ends that."""
        self._blocked = reason
        if self._action is not None:
            self._follow_action()
        else:
            self.set_disabled_reason(reason or None)

    def _follow_action(self) -> None:
        assert self._action is not None
        reason = self._blocked or str(self._action.property("reason") or "")
        self.set_tip(self._action.text().replace("&", "").removesuffix("…"), self._action.shortcut())
        self.set_disabled_reason(None if self._action.isEnabled() and not self._blocked else reason)
        if self._action.isCheckable():
            self.setChecked(self._action.isChecked())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Return presses what has the keyboard, on every system; Qt leaves that to the desktop's own custom."""
        if event.key() not in ENTERS or event.modifiers() not in PLAIN:
            super().keyPressEvent(event)
        elif not event.isAutoRepeat():
            self.click()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self.isEnabled():
            self._fade_to(1.0)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._fade_to(0.0)

    @guarded
    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.EnabledChange:
            self._light(0.0)

    def _fade_to(self, value: float) -> None:
        self._fade.stop()
        self._fade.setDuration(theme.motion(HOVER))
        self._fade.setStartValue(self.lit)
        self._fade.setEndValue(value)
        self._fade.start()

    def _light(self, value: float) -> None:
        self.lit = value
        self.update()
