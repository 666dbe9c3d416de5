"""Buttons with words, and buttons with an icon alone."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import keys_now, shapes
from editor.ui.widgets.pressable import Pressable, mixed

_CLEAR = QColor(0, 0, 0, 0)
# kind: fill at rest, hovered, pressed, disabled; words, words disabled
_LOOKS: dict[str, tuple[QColor | str, ...]] = {
    "plain": ("raised", "hover", "line", "raised_off", "text", "disabled"),
    "on_raised": ("hover", "raised_hover", "line", "raised", "text", "disabled"),
    "primary": ("accent", "accent_hover", "accent_pressed", "accent_off", "on_accent", "on_accent_off"),
    "generate": ("gen", "gen_hover", "gen_pressed", "gen_off", "on_gen", "on_gen_off"),
    "quiet": (_CLEAR, "hover", "line", _CLEAR, "dim", "disabled"),
}
_PAD, _ICON, _GAP = 12, 16, 6


class Button(Pressable):
    """28 high. kind: plain, on_raised (a plain one on a toast or card), primary (amber), generate (violet: it makes
    frames) or quiet (words alone until hovered). shortcut: a Standard key, told as it is now."""

    def __init__(
        self,
        text: str,
        icon: str | None = None,
        kind: str = "plain",
        shortcut: str = "",
        small: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look = _LOOKS[kind]
        self._kind, self._icon, self._named_key, self._small = kind, icon, shortcut, small
        self.setText(text)
        self.setAccessibleName(text)
        if shortcut:
            keys_now.changed.connect(self._retell)

    @property
    def face(self) -> QFont:
        if self._kind in ("primary", "generate"):
            return theme.font("primary")
        return theme.font("small" if self._small else "text" if self._kind == "quiet" else "value")

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(self._content_width() + 2 * (8 if self._small else _PAD), 24 if self._small else 28)

    @guarded
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            ring = "ring" if self._kind in ("plain", "on_raised") and self.isEnabled() else None
            shapes.rounded(painter, self.rect(), 4 if self._small else 6, self._fill(), ring)
            self._paint_content(painter)

    def _fill(self) -> QColor | str:
        rest, hover, pressed, disabled = self._look[:4]
        if not self.isEnabled():
            return disabled
        return pressed if self.pushed else mixed(rest, hover, self.lit)

    def _ink(self) -> QColor | str:
        if not self.isEnabled():
            return self._look[5]
        return mixed("dim", "text", self.lit) if self._kind == "quiet" else self._look[4]

    def _paint_content(self, painter: QPainter) -> None:
        left = (self.width() - self._content_width()) // 2
        box = self.rect().translated(self.push)
        if self._icon:
            icons.paint(painter, self._icon, QRect(left, box.center().y() - 7, _ICON, _ICON), self._ink())
            left += _ICON + _GAP
        painter.setFont(self.face)
        painter.setPen(shapes.colour_of(self._ink()))
        painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.text())
        if self.told_key:
            left += QFontMetrics(self.face).horizontalAdvance(self.text()) + _GAP
            painter.setFont(theme.font("small"))
            painter.setPen(self._key_ink())
            painter.drawText(box.adjusted(left, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, self.told_key)

    def _key_ink(self) -> QColor:
        if self._kind in ("primary", "generate"):
            return shapes.colour_of(self._ink())
        return mixed(theme.colour("faint"), theme.colour("dim"), self.lit)

    @property
    def told_key(self) -> str:
        return keys_now.key_words(self._named_key)

    def _retell(self) -> None:
        self.updateGeometry()
        self.update()

    def _content_width(self) -> int:
        width = QFontMetrics(self.face).horizontalAdvance(self.text())
        if self._icon:
            width += _ICON + _GAP
        if self.told_key:
            width += _GAP + QFontMetrics(theme.font("small")).horizontalAdvance(self.told_key)
        return width


class IconButton(Pressable):
    """A square with an icon; its tip says what it does. Checked it is amber, or violet where it `generates`."""

    def __init__(
        self,
        icon: str,
        tip: str,
        shortcut: str | QKeySequence = "",
        checkable: bool = False,
        size: int = 28,
        icon_size: int = 16,
        generates: bool = False,
        ink: str = "dim",
        parent: QWidget | None = None,
    ) -> None:
        """ink: the icon's colour at rest."""
        super().__init__(parent)
        self._icon, self._icon_size, self._generates, self._rest = icon, icon_size, generates, ink
        self.ring_radius = 6 if size > 22 else 4
        self.setFixedSize(size, size)
        self.setCheckable(checkable)
        self.setAccessibleName(tip)
        self.set_tip(tip, shortcut)

    def set_icon(self, icon: str) -> None:
        self._icon = icon
        self.update()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            shapes.rounded(painter, self.rect(), self.ring_radius, self._fill())
            side = self._icon_size
            left, top = (self.width() - side) // 2, (self.height() - side) // 2
            icons.paint(painter, self._icon, QRect(left, top, side, side).translated(self.push), self._ink())

    def _fill(self) -> QColor | str:
        if not self.isChecked():
            if not self.isEnabled():
                return _CLEAR
            return theme.colour("line") if self.pushed else mixed(_CLEAR, "hover", self.lit)
        if self._generates:
            return "gen_bg"
        if not self.isEnabled():
            return "accent_bg_off"
        return "accent_bg_pressed" if self.pushed else mixed("accent_bg", "accent_bg_hover", self.lit)

    def _ink(self) -> QColor | str:
        if not self.isEnabled():
            return "disabled"
        if self.isChecked():
            return "gen_text" if self._generates else "accent_text"
        return "text" if self.pushed or self._ring is not None else mixed(self._rest, "text", self.lit)
