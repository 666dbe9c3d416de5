"""The list of the pool's media: selecting, dragging out, keys."""

from typing import Any

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QDrag, QKeyEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QScrollBar, QStyleOptionViewItem

from editor.timeline.model import MediaId
from editor.ui.guarded import guarded
from editor.ui.pool.item_painting import GAP, INSET, NAME_HEIGHT, ROW_HEIGHT, MediaDelegate
from editor.ui.pool.media_model import MEDIA, MediaModel, PresenceSource
from editor.words import tr

LEAST, BAR = 100, 10  # pixels: a thumbnail is at least so wide; 134 in a pool of 304


class OverlayBar(QScrollBar):
    """A scroll bar in the gap beside the last column; there only while there is something to scroll."""

    def __init__(self, view: QListView) -> None:
        super().__init__(Qt.Orientation.Vertical, view)
        hidden = view.verticalScrollBar()
        hidden.rangeChanged.connect(self._follow)
        hidden.valueChanged.connect(self.setValue)
        self.valueChanged.connect(hidden.setValue)
        self._view = view
        self.hide()

    def _follow(self, low: int, high: int) -> None:
        """The view's own bar is asked for each time: a reference that is kept to it may die before it."""
        hidden = self._view.verticalScrollBar()
        self.setRange(low, high)
        self.setPageStep(hidden.pageStep())
        self.setSingleStep(hidden.singleStep())
        self.setVisible(high > low)


class MediaView(QListView):
    """opened: by double-click or Return; of a file that is gone `relink_wanted` instead. deleted: the Delete key, with
    what is selected. menu_wanted: where, on the screen."""

    opened = Signal(str)
    relink_wanted = Signal(str)
    deleted = Signal(list)
    menu_wanted = Signal(QPoint)
    chosen = Signal(list)  # ids, in the list's order

    def __init__(self, model: MediaModel, thumbnails: Any, presence: PresenceSource) -> None:
        super().__init__()
        self._media, self._presence = model, presence
        self._delegate = MediaDelegate(model, thumbnails, presence, self)
        self.setModel(model)
        self.setItemDelegate(self._delegate)
        self.setUniformItemSizes(True)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalScrollBar().setSingleStep(24)
        self._bar = OverlayBar(self)
        self.setMouseTracking(True)
        self.setAccessibleName(tr("Media"))
        self.selectionModel().selectionChanged.connect(lambda: self.chosen.emit(list(self.selected_ids)))
        self.doubleClicked.connect(lambda index: self._open(index.data(MEDIA).id))
        self.show_grid(True)

    @property
    def selected_ids(self) -> tuple[MediaId, ...]:
        rows = sorted(index.row() for index in self.selectedIndexes())
        return tuple(self._media.listed[row].id for row in rows)

    def select(self, media_ids: tuple[MediaId, ...]) -> None:
        """Those of them that are listed; the first is scrolled to."""
        self.clearSelection()
        rows = [row for row in map(self._media.row_of, media_ids) if row is not None]
        for row in rows:
            self.selectionModel().select(self._media.index(row), self.selectionModel().SelectionFlag.Select)
        if rows:
            self.scrollTo(self._media.index(rows[0]))

    def show_grid(self, grid: bool) -> None:
        self._delegate.grid = grid
        self.setViewMode(QListView.ViewMode.IconMode if grid else QListView.ViewMode.ListMode)
        self.setMovement(QListView.Movement.Static)
        self.setDragEnabled(True)
        self.setSpacing(0)
        self._fit()

    def rename_current(self) -> None:
        if self.currentIndex().isValid():
            self.edit(self.currentIndex())

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        self._fit()
        super().resizeEvent(event)
        self._bar.setGeometry(self.width() - BAR, 0, BAR, self.height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        ids = list(self.selected_ids)
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and ids:
            self.deleted.emit(ids)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex().data(MEDIA).id)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(event.globalPos())

    def startDrag(self, actions: Qt.DropAction) -> None:  # noqa: N802 - Qt's name
        indexes = self.selectedIndexes()
        if indexes:
            drag = QDrag(self)
            drag.setMimeData(self._media.mimeData(indexes))
            drag.setPixmap(self._drag_picture())
            drag.setHotSpot(QPoint(16, 16))
            drag.exec(Qt.DropAction.CopyAction)

    def _drag_picture(self) -> QPixmap:
        """The thumbnail of what was taken hold of."""
        box = self._delegate.thumbnail_rect(self._delegate.rect_in(self.visualRect(self.currentIndex())))
        return self.viewport().grab(box.intersected(self.viewport().rect()))

    def _open(self, media_id: MediaId) -> None:
        row = self._media.row_of(media_id)
        if row is not None and self._presence.is_missing(self._media.listed[row]):
            self.relink_wanted.emit(media_id)
        else:
            self.opened.emit(media_id)

    def _fit(self) -> None:
        """As many columns of at least a thumbnail's width as there is room for, and no ragged edge."""
        width = self.viewport().width()
        if not self._delegate.grid:
            self._delegate.cell = QSize(width - GAP - INSET, ROW_HEIGHT)
            self.setGridSize(QSize())
            return
        columns = max(1, (width - INSET) // (LEAST + GAP))
        across = max(60, (width - INSET) // columns - GAP)
        self._delegate.cell = QSize(across, round(across * 9 / 16) + NAME_HEIGHT)
        self.setGridSize(self._delegate.sizeHint(QStyleOptionViewItem(), self.currentIndex()))
