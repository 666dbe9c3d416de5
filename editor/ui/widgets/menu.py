"""Menus, with icons, shortcuts in a column of their own, a head line and notes."""

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAction,
    QFontMetrics,
    QGuiApplication,
    QIcon,
    QPainter,
    QPainterPath,
    QPaintEvent,
    QRegion,
    QResizeEvent,
    QShowEvent,
)
from PySide6.QtWidgets import QMenu, QStyle, QWidget, QWidgetAction

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import shapes

_RADIUS, _PAD, _ICON_AT, _WORDS_AT = 8, 6, 16, 42
_NOTE_WIDTH = 240


class Menu(QMenu):
    """A QMenu that paints itself. An action with the property `generates` has a violet icon; one with the property
    `reason` says why it is disabled (as a note under the menu's other rows, by `add_note`, or in its tool tip)."""

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(title, parent)
        self.setToolTipsVisible(True)
        self.setWindowFlag(Qt.WindowType.NoDropShadowWindowHint)
        self.setWindowFlag(Qt.WindowType.FramelessWindowHint)
        self._see_through = QGuiApplication.platformName() != "xcb"  # there, whether it is composited can't be known
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, self._see_through)

    def add_head(self, words: str) -> QAction:
        """What the menu is about: "Gap, 47 frames"."""
        return self._add_words(words, Head)

    def add_note(self, words: str) -> QAction:
        """A remark below the rows, in as many lines as it takes."""
        return self._add_words(words, Note)

    def _add_words(self, words: str, kind: "type[Head] | type[Note]") -> QAction:
        action = QWidgetAction(self)
        action.setDefaultWidget(kind(words))
        action.setEnabled(False)
        self.addAction(action)
        return action

    @guarded
    def sizeHint(self) -> QSize:
        return super().sizeHint().expandedTo(QSize(160, 0))

    @guarded
    def showEvent(self, event: QShowEvent) -> None:
        """Without Qt's own ends of a menu that scrolls, which lie over its head: they are painted here."""
        super().showEvent(event)
        for child in self.children():
            if type(child) is QWidget:
                child.hide()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if not self._see_through:
            outline = QPainterPath()
            outline.addRoundedRect(QRectF(self.rect()), _RADIUS, _RADIUS)
            self.setMask(QRegion(outline.toFillPolygon().toPolygon()))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            shapes.rounded(painter, self.rect(), _RADIUS, "raised", "window_ring")
            for action in self.actions():
                row = self.actionGeometry(action)
                if action.isVisible() and row.intersects(event.rect()):
                    self._paint_row(painter, row, action)
            for place, icon in self.ends():
                self._paint_end(painter, place, icon)

    def ends(self) -> list[tuple[QRect, str]]:
        """Where rows are left above or below the screen: what the pointer is held on to get to them, and its icon."""
        height = self.style().pixelMetric(QStyle.PixelMetric.PM_MenuScrollerHeight, None, self) + _PAD
        rows = [self.actionGeometry(action) for action in self.actions() if action.isVisible()]
        place = QRect(_PAD, 1, self.width() - 2 * _PAD, height)
        above = [(place, "ph.caret-up")] if rows and rows[0].top() < 0 else []
        below = [(place.translated(0, self.height() - height - 2), "ph.caret-down")]
        return [*above, *(below if rows and rows[-1].bottom() > self.height() else [])]

    def _paint_end(self, painter: QPainter, place: QRect, icon: str) -> None:
        painter.fillRect(place, theme.colour("raised"))
        icons.paint(painter, icon, QRect(place.center().x() - 6, place.center().y() - 6, 12, 12), "dim")

    def _paint_row(self, painter: QPainter, row: QRect, action: QAction) -> None:
        if action.isSeparator():
            line = QRect(_PAD + 8, row.center().y(), self.width() - 2 * (_PAD + 8), 1)
            painter.fillRect(line, theme.colour("line2"))
        elif not isinstance(action, QWidgetAction):
            row = QRect(_PAD, row.top(), self.width() - 2 * _PAD, row.height())
            self._paint_back(painter, row, action)
            self._paint_icon(painter, row, action)
            self._paint_words(painter, row, action)

    def _paint_back(self, painter: QPainter, row: QRect, action: QAction) -> None:
        if action is self.activeAction() and action.isEnabled():
            violet = bool(action.property("generates")) and action.menu() is not None
            shapes.rounded(painter, row, 4, "gen_bg" if violet else "hover")

    def _paint_icon(self, painter: QPainter, row: QRect, action: QAction) -> None:
        box = QRect(_ICON_AT, row.center().y() - 7, 16, 16)
        if not action.icon().isNull():
            mode = QIcon.Mode.Normal if action.isEnabled() else QIcon.Mode.Disabled
            action.icon().paint(painter, box, mode=mode)
        elif action.isCheckable() and action.isChecked():
            icons.paint(painter, "ph.check", box, "dim" if action.isEnabled() else "disabled")

    def _paint_words(self, painter: QPainter, row: QRect, action: QAction) -> None:
        active = action is self.activeAction()
        violet = active and bool(action.property("generates")) and action.menu() is not None
        ink = "disabled" if not action.isEnabled() else "gen_text" if violet else "text"
        words, _, typed = action.text().partition("\t")
        painter.setFont(theme.font("text"))
        painter.setPen(theme.colour(ink))
        mnemonics = Qt.TextFlag.TextHideMnemonic
        painter.drawText(QRect(_WORDS_AT, row.top(), row.width(), row.height()), _LEFT | mnemonics, words)
        if action.menu() is not None:
            caret = QRect(row.right() - 20, row.center().y() - 6, 12, 12)
            icons.paint(painter, "ph.caret-right", caret, ink if ink != "text" else "dim")
            return
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("dim" if active else "faint"))
        painter.drawText(row.adjusted(0, 0, -10, 0), _RIGHT, typed or shortcut_words(action))


_LEFT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
_RIGHT = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


def shortcut_words(action: QAction) -> str:
    return action.shortcut().toString(action.shortcut().SequenceFormat.NativeText)


class _Words(QWidget):
    """Words among a menu's rows, which leave the menu's ends free where they come to stand under them."""

    flags: Qt.AlignmentFlag | Qt.TextFlag

    def __init__(self, words: str) -> None:
        super().__init__()
        self._words = words

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        menu, seen = self.parentWidget(), QRegion(self.rect())
        for place, _ in menu.ends() if isinstance(menu, Menu) else ():
            seen -= QRegion(place.translated(-self.pos()))
        with QPainter(self) as painter:
            painter.setClipRegion(seen)
            painter.setFont(theme.font("small"))
            painter.setPen(theme.colour("faint"))
            painter.drawText(self.rect().adjusted(10, 4, -10, -4), self.flags, self._words)


class Head(_Words):
    """The first row of a menu: what it is about."""

    flags = _LEFT

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(QFontMetrics(theme.font("small")).horizontalAdvance(self._words) + 34, 26)


class Note(_Words):
    """Words below a menu's rows, wrapped."""

    flags = Qt.TextFlag.TextWordWrap

    @guarded
    def sizeHint(self) -> QSize:
        space = QRect(QPoint(0, 0), QSize(_NOTE_WIDTH, 400))
        box = QFontMetrics(theme.font("small")).boundingRect(space, Qt.TextFlag.TextWordWrap, self._words)
        return QSize(_NOTE_WIDTH + 20, box.height() + 12)
