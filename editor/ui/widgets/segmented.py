"""A few choices side by side, one of them chosen."""

from collections.abc import Hashable, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import shapes
from editor.ui.widgets.focus_ring import FocusRinged
from editor.ui.widgets.tip import Tipped, Words

Value = TypeVar("Value", bound=Hashable)
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Segmented(FocusRinged, Tipped, QWidget, Generic[Value]):
    """options: (value, words) or (value, words, icon); with an icon and no words, only that is shown.

    `generates`: the chosen one is violet (Keep and Free). `tips`: words for single options, by value.
    """

    chosen = Signal(object)  # by the user only

    def __init__(
        self,
        options: Sequence[tuple[Value, str] | tuple[Value, str, str]],
        value: Value | None = None,
        generates: bool = False,
        tips: dict[Value, Words] | None = None,
        pad: int = 14,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._options = [(*option, "")[:3] for option in options]
        self._generates, self._tips, self._pad = generates, tips or {}, pad
        self._index = 0
        self._hovered = -1
        self.setFixedHeight(28)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setMouseTracking(True)
        if value is not None:
            self.set_value(value)
        else:
            self._tell()
        theme.changed.connect(self.update)

    @property
    def value(self) -> Value:
        return self._options[self._index][0]

    def set_value(self, value: Value) -> None:
        """Raises ValueError for what is none of the options."""
        self._index = [option[0] for option in self._options].index(value)
        self._tell()
        self.update()

    def set_words(self, value: Value, words: str) -> None:
        """Another name for one of them. Raises ValueError for what is none of the options."""
        index = [option[0] for option in self._options].index(value)
        self._options[index] = (value, words, self._options[index][2])
        self.updateGeometry()
        self.update()

    def set_tips(self, tips: dict[Value, Words]) -> None:
        self._tips = tips

    @property
    def tip_words(self) -> Words:
        if self.isEnabled() and 0 <= self._hovered < len(self._options):
            return self._tips.get(self._options[self._hovered][0], Words(""))
        return super().tip_words

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths()) + 4, 28)

    @guarded
    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def part(self, index: int) -> QRect:
        """Where an option stands; room left over is shared out evenly."""
        widths = self._widths()
        spare = max(0, self.width() - 4 - sum(widths)) / len(widths)
        left = 2 + sum(widths[:index]) + spare * index
        return QRect(round(left), 2, round(left + widths[index] + spare) - round(left), self.height() - 4)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        if event.button() is Qt.MouseButton.LeftButton:
            self._choose(self._at(event))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._at(event) != self._hovered:
            self._hovered = self._at(event)
            self.hide_tip()
            self._timer().start(500)
            self.update()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._hovered = -1
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._choose(max(0, min(self._index + step, len(self._options) - 1)))

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            shapes.rounded(painter, self.rect(), 6, "field" if self.isEnabled() else None, "line")
            for index, (_, words, icon) in enumerate(self._options):
                box = self.part(index)
                if index == self._index:
                    shapes.rounded(painter, box, 4, *self._chosen_look())
                self._paint_words(painter, box, words, icon, self._ink(index))

    def _chosen_look(self) -> tuple[str, str | None]:
        if not self.isEnabled():
            return "raised_off", None
        return ("gen_bg", None) if self._generates else ("chosen", "ring")

    def _ink(self, index: int) -> str:
        if not self.isEnabled():
            return "disabled"
        if index == self._index:
            return "gen_text" if self._generates else "text"
        return "text" if index == self._hovered else "dim"

    def _paint_words(self, painter: QPainter, box: QRect, words: str, icon: str, ink: str) -> None:
        painter.setFont(theme.font("value" if ink in ("text", "gen_text") else "text"))
        width = QFontMetrics(theme.font("value")).horizontalAdvance(words)
        if icon:
            total = 16 + (6 + width if words else 0)
            left = box.center().x() + 1 - total // 2
            icons.paint(painter, icon, QRect(left, box.center().y() - 7, 16, 16), ink)
            box = QRect(left + 22, box.top(), width + 2, box.height())
        painter.setPen(theme.colour(ink))
        painter.drawText(box, Qt.AlignmentFlag.AlignCenter, words)

    def _widths(self) -> list[int]:
        metrics = QFontMetrics(theme.font("value"))
        widths = [
            (metrics.horizontalAdvance(words) + (22 if icon else 0) + 2 * self._pad) if words else 26
            for _, words, icon in self._options
        ]
        even = max(widths)
        return [even] * len(widths) if not self._is_mixed else widths

    @property
    def _is_mixed(self) -> bool:
        """Some with an icon, some without: then each is as wide as it needs, else all are as wide as the widest."""
        return len({bool(icon) for _, _, icon in self._options}) > 1

    def _at(self, event: QMouseEvent) -> int:
        inside = [index for index in range(len(self._options)) if self.part(index).contains(event.position().toPoint())]
        return inside[0] if inside else self._index

    def _tell(self) -> None:
        value, words, _ = self._options[self._index]
        self.tell_value(words or self._tips.get(value, Words("")).text)

    def _choose(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self._tell()
            self.update()
            self.chosen.emit(self.value)
