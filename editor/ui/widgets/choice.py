"""A drop-down: one of several, named in a field."""

from collections.abc import Hashable, Mapping, Sequence
from typing import Generic, TypeVar

from PySide6.QtCore import QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.widgets import shapes
from editor.ui.widgets.menu import Menu
from editor.ui.widgets.pressable import Pressable, mixed

Value = TypeVar("Value", bound=Hashable)
LONGEST_REASON = 220  # pixels in the menu; its tool tip has all of it
_STEPS = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}


class Choice(Pressable, Generic[Value]):
    """options: (value, words). `flat`: words and a caret alone, as the monitors' Fit menu.

    further_wanted: the row below all options, which `set_further` names.
    """

    chosen = Signal(object)  # by the user only
    value_shown = Signal()  # another one, whoever chose it
    further_wanted = Signal()

    def __init__(
        self,
        options: Sequence[tuple[Value, str]],
        value: Value | None = None,
        flat: bool = False,
        name: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._options = list(options)
        self._flat = flat
        self._index = 0
        self._reasons: Mapping[Value, str] = {}
        self._further = ""
        self.setAccessibleName(name)
        if name:
            self.set_tip(name)
        self.clicked.connect(self.open_menu)
        if value is not None:
            self.set_value(value)
        elif self._options:
            self.tell_value(self.words)

    @property
    def value(self) -> Value:
        return self._options[self._index][0]

    @property
    def words(self) -> str:
        return self._options[self._index][1]

    def set_value(self, value: Value) -> None:
        """Raises ValueError for what is none of the options."""
        self._index = [option[0] for option in self._options].index(value)
        self._show()

    def set_options(self, options: Sequence[tuple[Value, str]]) -> None:
        """The value stays where it is still among them; else it is the first."""
        value = self.value
        self._options = list(options)
        values = [option[0] for option in options]
        self._index = values.index(value) if value in values else 0
        self._show()

    def set_reasons(self, reasons: Mapping[Value, str]) -> None:
        """Why some options cannot be chosen now, by value; the others can."""
        self._reasons = reasons

    def set_further(self, words: str) -> None:
        """A row below all options, for what is none of them."""
        self._further = words

    def menu(self) -> Menu:
        """A fresh one, with the present value checked."""
        menu = Menu(parent=self)
        self.add_rows(menu)
        if self._further:
            menu.addSeparator()
            menu.addAction(self._further).triggered.connect(self.further_wanted)
        menu.setMinimumWidth(self.width())
        menu.aboutToHide.connect(menu.deleteLater)
        return menu

    def add_rows(self, menu: Menu) -> None:
        for index, (value, words) in enumerate(self._options):
            reason = self._reasons.get(value, "")
            shown = QFontMetrics(theme.font("small")).elidedText(reason, Qt.TextElideMode.ElideRight, LONGEST_REASON)
            action = menu.addAction(f"{words}\t{shown}" if reason else words)
            action.setEnabled(not reason)
            action.setToolTip(reason)
            action.setCheckable(True)
            action.setChecked(index == self._index)
            action.triggered.connect(lambda _=False, index=index: self._choose(index))

    def open_menu(self) -> None:
        menu = self.menu()
        below = self.mapToGlobal(QPoint(0, self.height() + 4))
        screen = self.screen().availableGeometry()
        over = below.y() + menu.sizeHint().height() > screen.bottom()
        menu.popup(self.mapToGlobal(QPoint(0, -4 - menu.sizeHint().height())) if over else below)

    @guarded
    def sizeHint(self) -> QSize:
        metrics = QFontMetrics(theme.font("value"))
        if self._flat:
            return QSize(metrics.horizontalAdvance(self.words) + 28, 28)
        widest = max((metrics.horizontalAdvance(words) for _, words in self._options), default=0)
        return QSize(widest + 44, 28)

    @guarded
    def minimumSizeHint(self) -> QSize:
        return QSize(self.sizeHint().width() if self._flat else 60, 28)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _STEPS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self._step(step)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            pad = 4 if self._flat else 10
            if self._flat:
                shapes.rounded(painter, self.rect(), 6, mixed(theme.colour("hover", 0.0), "hover", self.lit))
            else:
                ring = mixed("line", "line2", self.lit)
                shapes.rounded(painter, self.rect(), 6, "field" if self.isEnabled() else None, ring)
            box = self.rect().adjusted(pad, 0, -22, 0).translated(self.push)
            face = theme.font("text" if self._flat else "value")
            painter.setFont(face)
            painter.setPen(shapes.colour_of(self._ink("text" if not self._flat else "dim")))
            words = QFontMetrics(face).elidedText(self.words, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, words)
            caret = QRect(self.width() - (16 if self._flat else 24), self.height() // 2 - 6, 12, 12)
            icons.paint(painter, "ph.caret-down", caret, self._ink("dim"))

    def _ink(self, rest: str) -> QColor | str:
        return mixed(rest, "text", self.lit) if self.isEnabled() else "disabled"

    def _show(self) -> None:
        self.tell_value(self.words)
        self.updateGeometry()
        self.update()
        self.value_shown.emit()

    def _step(self, by: int) -> None:
        """To the next one that can be chosen, if there is one."""
        onward = range(self._index + by, len(self._options) if by > 0 else -1, by)
        self._choose(next((index for index in onward if self._options[index][0] not in self._reasons), self._index))

    def _choose(self, index: int) -> None:
        if index != self._index:
            self._index = index
            self._show()
            self.chosen.emit(self.value)
