"""The headings over the pool's list: pressed, they sort it."""

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.pool.columns import Order, columns_for
from editor.ui.widgets.pressable import Pressable
from editor.words import tr

HEIGHT, NAME_LEFT, RIGHT = 22, 72, 20  # pixels; the last two as the rows have them


class ListHead(QWidget):
    """sorted(Order, falling): by the user only."""

    sorted = Signal(object, bool)

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._order, self._falling = Order.IMPORT, False
        self.cells: dict[Order, HeadCell] = {each: self._cell(each) for each in Order if each is not Order.IMPORT}

    def show_order(self, order: Order, falling: bool) -> None:
        self._order, self._falling = order, falling
        arrow = "ph.caret-down" if falling else "ph.caret-up"
        for each, cell in self.cells.items():
            cell.show_arrow(arrow if each is order else "")

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        columns = {each.order: each for each in columns_for(self.width() - NAME_LEFT - RIGHT)}
        left = self.width() - RIGHT - sum(each.width for each in columns.values())
        self.cells[Order.NAME].setGeometry(NAME_LEFT, 0, max(40, left - NAME_LEFT), HEIGHT)
        for order, cell in self.cells.items():
            cell.setVisible(order is Order.NAME or order in columns)
        for each in columns.values():
            self.cells[each.order].setGeometry(left, 0, each.width, HEIGHT)
            left += each.width

    def _cell(self, order: Order) -> "HeadCell":
        cell = HeadCell(order, self)
        cell.clicked.connect(lambda: self._sort(order))
        return cell

    def _sort(self, order: Order) -> None:
        """Once more the other way round, and the third time as imported."""
        if order is not self._order:
            self.sorted.emit(order, False)
        elif self._falling:
            self.sorted.emit(Order.IMPORT, False)
        else:
            self.sorted.emit(order, True)


class HeadCell(Pressable):
    def __init__(self, order: Order, parent: QWidget) -> None:
        super().__init__(parent)
        self._arrow, self._is_left = "", order is Order.NAME
        self.setText(tr(order.value))
        self.setAccessibleName(tr("Sort by {column}", column=tr(order.value).lower()))
        self.ring_radius = 4

    def show_arrow(self, icon: str) -> None:
        self._arrow = icon
        self.update()

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(60, HEIGHT)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setFont(theme.font("small"))
        painter.setPen(theme.colour("text" if self._arrow or self.lit else "dim"))
        side = Qt.AlignmentFlag.AlignLeft if self._is_left else Qt.AlignmentFlag.AlignRight
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignVCenter | side, self.text())
        if self._arrow:
            wide = painter.fontMetrics().horizontalAdvance(self.text())
            left = wide + 4 if self._is_left else self.width() - wide - 14
            icons.paint(painter, self._arrow, QRect(left, (HEIGHT - 10) // 2, 10, 10), "text")
