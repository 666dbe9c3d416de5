"""The list of all commands with their keys, under the menus that they stand in."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTreeWidget, QTreeWidgetItem, QWidget

from editor.keymap import Keymap
from editor.ui import theme
from editor.words import tr

COMMAND = Qt.ItemDataRole.UserRole
ROW, KEYS_WIDTH = 26, 220  # pixels
Names = Mapping[str, str]  # of commands: what they are called


class KeyTree(QTreeWidget):
    """chosen: another command, or None. opened: Return, or a double-click, on the chosen one."""

    chosen = Signal()
    opened = Signal()

    def __init__(self, groups: Iterable[tuple[str, Names]], keymap: Keymap, parent: QWidget | None = None) -> None:
        """groups: titles, and what stands under them."""
        super().__init__(parent)
        self._keymap = keymap
        self._groups: list[QTreeWidgetItem] = []  # titles
        self._items: dict[str, QTreeWidgetItem] = {}
        self._dress()
        for title, names in groups:
            self._add(title, names)
        self.expandAll()
        self.fill()
        self.currentItemChanged.connect(lambda *_: self.chosen.emit())
        self.itemActivated.connect(lambda *_: self.opened.emit())

    @property
    def command(self) -> str | None:
        item = self.currentItem()
        return item.data(0, COMMAND) if item is not None and not item.isHidden() else None

    def choose(self, command: str) -> None:
        self.setCurrentItem(self._items[command])
        self.scrollToItem(self._items[command])

    def fill(self) -> None:
        """Each with the keys that it has now; what the user has changed says so."""
        for name, item in self._items.items():
            item.setText(1, key_list(self._keymap.keys_of(name)))
            item.setText(2, "yours" if name in self._keymap.own else "")

    def show_only(self, commands: Iterable[str]) -> None:
        """The others are out of the way, and titles with nothing under them."""
        shown = set(commands)
        for name, item in self._items.items():
            item.setHidden(name not in shown)
        for group in self._groups:
            group.setHidden(all(item.isHidden() for item in self._items.values() if item.parent() is group))

    def _add(self, title: str, names: Names) -> None:
        group = QTreeWidgetItem(self, [title])
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.setFont(0, theme.font("value"))
        group.setSizeHint(0, QSize(0, ROW))
        self._groups.append(group)
        for name, label in names.items():
            item = QTreeWidgetItem(group, [label])
            item.setData(0, COMMAND, name)
            item.setSizeHint(0, QSize(0, ROW))
            self._items[name] = item

    def _dress(self) -> None:
        self.setColumnCount(3)
        self.setHeaderHidden(True)
        self.setAccessibleName(tr("Commands and their keys"))
        self.setRootIsDecorated(False)
        self.setItemsExpandable(False)
        self.setIndentation(12)
        self.setUniformRowHeights(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        head = self.header()
        head.setStretchLastSection(False)
        head.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in ((1, KEYS_WIDTH), (2, 56)):
            head.setSectionResizeMode(column, QHeaderView.ResizeMode.Fixed)
            head.resizeSection(column, width)


def key_list(keys: Iterable[str]) -> str:
    """As this system writes them."""
    return ", ".join(QKeySequence(key).toString(QKeySequence.SequenceFormat.NativeText) for key in keys)
