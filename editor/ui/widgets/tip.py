"""Tool tips: what a control does, its shortcut, and where it is disabled, why."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QPoint, QRect, QRectF, QSize, Qt, QTimer
from PySide6.QtGui import QEnterEvent, QFontMetrics, QHideEvent, QKeySequence, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.widgets import keys_now, shapes

if TYPE_CHECKING:
    _Mixed = QWidget
else:
    _Mixed = object  # PySide builds no widget from two widgets

DELAY = 500  # milliseconds
_PAD, _GAP, _BELOW, _WIDEST, _ROOM = 10, 12, 6, 360, 28


@dataclass(frozen=True, slots=True)
class Words:
    text: str
    shortcut: str = ""
    reason: str = ""  # why it can't be used now


class Tip(QWidget):
    """Floats over the window, beside what it explains; the window's only one at a time."""

    def __init__(self, window: QWidget, words: Words) -> None:
        super().__init__(window)
        self.words = words
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.resize(self.sizeHint())

    @guarded
    def sizeHint(self) -> QSize:
        first = QFontMetrics(theme.font("text")).horizontalAdvance(self.words.text)
        if self.words.shortcut:
            first += _GAP + QFontMetrics(theme.font("small")).horizontalAdvance(self.words.shortcut)
        reason = self._reason_size()
        height = 30 if not self.words.reason else 30 + reason.height()
        return QSize(max(first, reason.width()) + 2 * _PAD, height) + QSize(2 * shapes.SHADOW_REACH, 2 * _ROOM)

    def box(self) -> QRect:
        """Without the room for its shadow."""
        return self.rect().adjusted(shapes.SHADOW_REACH, _ROOM, -shapes.SHADOW_REACH, -_ROOM)

    def place_beside(self, target: QRect) -> None:
        """Below it, or above where there is no room; inside the window."""
        parent = self.parentWidget()  # not kept: a child that holds its window outlives it
        assert parent is not None
        window, box = parent.rect(), self.box()
        below = target.bottom() + _BELOW
        top = below if below + box.height() <= window.bottom() else target.top() - _BELOW - box.height()
        left = max(4, min(target.center().x() - box.width() // 2, window.right() - box.width() - 4))
        self.move(QPoint(left, top) - box.topLeft())

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            box = self.box()
            painter.setOpacity(0.5)
            shapes.shadow(painter, box.translated(0, -6), 6)
            painter.setOpacity(1)
            shapes.floating(painter, shapes.panel_outline(QRectF(box), 6), "raised")
            line = QRect(box.left() + _PAD, box.top(), box.width() - 2 * _PAD, 30)
            painter.setFont(theme.font("text"))
            painter.setPen(theme.colour("dim" if self.words.reason else "text"))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter, self.words.text)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("faint"))
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self.words.shortcut)
            if self.words.reason:
                painter.setPen(theme.colour("dim"))
                where = QRect(line.left(), box.top() + 24, line.width(), self._reason_size().height())
                painter.drawText(where, Qt.TextFlag.TextWordWrap, self.words.reason)

    def _reason_size(self) -> QSize:
        if not self.words.reason:
            return QSize(0, 0)
        metrics = QFontMetrics(theme.font("small"))
        return metrics.boundingRect(QRect(0, 0, _WIDEST, 400), Qt.TextFlag.TextWordWrap, self.words.reason).size()


class Tipped(_Mixed):
    """Mixed into a control: shows its words half a second after the pointer has come to rest on it."""

    _words = Words("")
    _standard_key: str | None = None  # which may be another key by now; None: the tip tells what it was given
    _value_told = ""
    _tip: Tip | None = None
    _tip_timer: QTimer | None = None

    @property
    def tip_words(self) -> Words:
        """What the tip would say now."""
        shortcut = self._words.shortcut if self._standard_key is None else keys_now.key_words(self._standard_key)
        return Words(self._words.text, shortcut, "" if self.isEnabled() else self._words.reason)

    def set_tip(self, text: str, shortcut: str | QKeySequence = "") -> None:
        """shortcut: a command's key in the Standard preset, told as it is now; or a sequence, told as it is."""
        self._standard_key = shortcut if isinstance(shortcut, str) else None
        fixed = "" if isinstance(shortcut, str) else shortcut.toString(QKeySequence.SequenceFormat.NativeText)
        self._words = Words(text, fixed, self._words.reason)
        self._describe()

    def tell_value(self, words: str) -> None:
        """What it is set to, for those who do not see it."""
        self._value_told = words
        self._describe()

    def _describe(self) -> None:
        self.setAccessibleDescription(". ".join(part for part in (self._value_told, self._words.text) if part))

    def set_disabled_reason(self, reason: str | None) -> None:
        """Disables the control and says why; None enables it."""
        text = self._words.text or self.accessibleName()
        self._words = Words(text, self._words.shortcut, reason or "")
        self.setEnabled(reason is None)

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        if self.tip_words.text:
            self._timer().start(DELAY)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.hide_tip()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self.hide_tip()
        super().mousePressEvent(event)

    @guarded
    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self.hide_tip()

    def show_tip(self) -> None:
        self.hide_tip()
        if not self.isVisible() or not self.tip_words.text:
            return
        self._tip = Tip(self.window(), self.tip_words)
        self._tip.place_beside(QRect(self.mapTo(self.window(), QPoint(0, 0)), self.size()))
        self._tip.show()
        self._tip.raise_()

    def hide_tip(self) -> None:
        if self._tip_timer is not None:
            self._tip_timer.stop()
        if self._tip is not None:
            self._tip.deleteLater()
            self._tip.hide()
            self._tip = None

    def _timer(self) -> QTimer:
        if self._tip_timer is None:
            self._tip_timer = QTimer(self)
            self._tip_timer.setSingleShot(True)
            self._tip_timer.timeout.connect(self.show_tip)
        return self._tip_timer
