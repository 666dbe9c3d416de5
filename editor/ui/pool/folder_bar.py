"""The pool's folders as chips: those in the one that is open, and the way back out of it."""

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDropEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.timeline.edits.pool_folders import APART
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.pool.media_model import MEDIA_MIME
from editor.ui.widgets import Chip, shapes
from editor.words import tr

GAP, LEFT, TOP = 4, 12, 4  # pixels


class FolderBar(QWidget):
    """opened(folder): "" = the pool's top. dropped(folder, ids). menu_wanted(folder, where on the screen)."""

    opened = Signal(str)
    dropped = Signal(str, list)
    menu_wanted = Signal(str, QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.chips: dict[str, FolderChip] = {}  # by the folder they lead to
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.hide()

    def show_folders(self, folders: tuple[str, ...], opened: str) -> None:
        """folders: all that there are."""
        for chip in self.chips.values():
            chip.hide()
            chip.deleteLater()
        self.chips = {}
        if opened:
            self._add(opened.rpartition(APART)[0], opened.rpartition(APART)[2], opened)
        for folder in folders:
            outer, _, name = folder.rpartition(APART)
            if outer == opened:
                self._add(folder, name)
        self.setVisible(bool(self.chips))
        self.updateGeometry()
        self._place()

    @guarded
    def hasHeightForWidth(self) -> bool:  # noqa: N802 - Qt's name
        return True

    @guarded
    def heightForWidth(self, width: int) -> int:  # noqa: N802 - Qt's name
        spots = self._spots(width)
        return spots[-1].y() + 24 + TOP if spots else 0

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(280, self.heightForWidth(280))

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _add(self, leads_to: str, name: str, opened: str = "") -> None:
        """opened: the folder that is open, where the chip leads out of it."""
        chip = FolderChip(name, opened or leads_to, leads_to, is_open=bool(opened), parent=self)
        chip.clicked.connect(lambda: self.opened.emit(leads_to))
        chip.dropped.connect(lambda ids: self.dropped.emit(leads_to, ids))
        chip.menu_wanted.connect(lambda at: self.menu_wanted.emit(chip.folder, at))
        chip.show()
        self.chips[leads_to] = chip

    def _spots(self, width: int) -> list[QPoint]:
        """One after another, in as many rows as it takes."""
        spots, x, y = [], LEFT, 0
        for chip in self.chips.values():
            wide = chip.sizeHint().width()
            if x > LEFT and x + wide > width - LEFT:
                x, y = LEFT, y + 24 + GAP
            spots.append(QPoint(x, y))
            x += wide + GAP
        return spots

    def _place(self) -> None:
        for chip, spot in zip(self.chips.values(), self._spots(self.width()), strict=True):
            chip.move(spot)
            chip.resize(chip.sizeHint())


class FolderChip(Chip):
    """dropped(ids): media was let go on it. menu_wanted: where on the screen."""

    dropped = Signal(list)
    menu_wanted = Signal(QPoint)

    def __init__(self, name: str, folder: str, leads_to: str, is_open: bool, parent: QWidget) -> None:
        super().__init__(name, "ph.caret-left" if is_open else "ph.folder")
        self.setParent(parent)
        self.folder, self._is_over = folder, False
        self.setChecked(is_open)
        self.setAcceptDrops(True)
        outer = leads_to.rpartition(APART)[2] or tr("all media")
        self.setAccessibleName(
            tr("Back to {outer} from folder {name}", outer=outer, name=name)
            if is_open
            else tr("Folder {name}", name=name)
        )

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if event.mimeData().hasFormat(MEDIA_MIME):
            event.acceptProposedAction()
            self._show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(False)
        event.acceptProposedAction()
        self.dropped.emit(bytes(event.mimeData().data(MEDIA_MIME).data()).decode().split())

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._is_over:
            with QPainter(self) as painter:
                shapes.rounded(painter, self.rect(), 4, None, theme.colour("accent"))

    def _show_over(self, on: bool) -> None:
        self._is_over = on
        self.update()
