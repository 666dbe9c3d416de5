"""The media pool: every file of the project, to be looked for, looked at and dragged out."""

from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QAction, QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from editor.document import Document
from editor.timeline.edits.pool_folders import all_folders
from editor.timeline.model import MediaId, Timeline
from editor.ui.pool.columns import Order
from editor.ui.pool.folder_bar import FolderBar
from editor.ui.pool.list_head import ListHead
from editor.ui.pool.media_model import Kind, MediaModel, PresenceSource
from editor.ui.pool.media_view import MediaView
from editor.ui.timeline.sources import Presence
from editor.ui.widgets import Chip, EmptyState, IconButton, Label, Panel, PanelHead, SearchField, Segmented, Words
from editor.words import tr

_KINDS = {
    Kind.VIDEO: "ph.film-strip",
    Kind.SOUND: "ph.speaker-high",
    Kind.STILLS: "ph.image",
    Kind.GENERATED: "ph.sparkle",
}


class Pool(Panel):
    """Follows the document's media.

    opened: show this in the source monitor. files_dropped: to be imported. deleted: wanted out of the pool.
    renamed: id and the new name. relink_wanted: its file is gone, and the user wants to say where it is. moved: to a
    folder, by its path, go these ids. folder: the one that is open; "" = all media is shown.
    """

    opened = Signal(str)
    files_dropped = Signal(list)  # of Path
    deleted = Signal(list)  # of ids
    renamed = Signal(str, str)
    relink_wanted = Signal(str)
    menu_wanted = Signal(QPoint)  # for what is selected, at this place on the screen
    chosen = Signal(list)  # ids
    moved = Signal(str, list)
    folder_menu_wanted = Signal(str, QPoint)
    view_menu_wanted = Signal(QPoint)  # in which order, and what of it: at this place on the screen

    def __init__(
        self,
        document: Document,
        thumbnails: Any,
        import_action: QAction,
        presence: PresenceSource | None = None,
        folder_action: QAction | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """thumbnails: `Thumbnails`. presence: which files are there; looked up on the disk by default."""
        super().__init__("panel", parent)
        self._document = document
        presence = presence or Presence(self)
        self.model = MediaModel()
        self.model.is_missing = presence.is_missing
        self.folder = ""
        self.view = MediaView(self.model, thumbnails, presence)
        self._kind = Kind.ALL
        self._generative = True
        self._lay_out(import_action, folder_action)
        self._connect(thumbnails, presence)
        self.setAcceptDrops(True)
        self._show_timeline(document.timeline, document.timeline)

    @property
    def selected_ids(self) -> tuple[MediaId, ...]:
        return self.view.selected_ids

    def reveal(self, media_id: MediaId) -> None:
        """Select it and scroll to it, though it may be filtered away now."""
        if self.model.row_of(media_id) is None:
            self.search.clear()
            self.open_folder("")
            self._filter(Kind.ALL)
        self.view.select((media_id,))
        self.view.setFocus()

    def open_folder(self, folder: str) -> None:
        self.folder = folder
        self._show_folders()
        self._filter(self._kind)

    def look_for(self, words: str) -> None:
        """As if it was typed into the search."""
        self.search.setText(words)
        self._filter(self._kind)

    def order_by(self, order: Order, falling: bool) -> None:
        selected = self.view.selected_ids
        self.model.order_by(order, falling)
        self.list_head.show_order(order, falling)
        self.view.select(selected)

    def set_generative(self, on: bool) -> None:
        """Whether what was made has a chip of its own."""
        self._generative = on
        self.model.set_generative(on)
        self._show_chips()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if _paths(event):
            self.empty.set_dropping(True)
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self.empty.set_dropping(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self.empty.set_dropping(False)
        event.acceptProposedAction()
        self.files_dropped.emit(_paths(event))

    def _lay_out(self, import_action: QAction, folder_action: QAction | None) -> None:
        head = PanelHead(tr("Media"))
        if folder_action is not None:
            self.folder_button = IconButton("ph.folder-plus", tr("New folder"))
            self.folder_button.set_action(folder_action)
            head.add(self.folder_button)
        self.import_button = IconButton("ph.download-simple", tr("Import"))
        self.import_button.set_action(import_action)
        head.add(self.import_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(head)
        self._stack = QStackedLayout()
        self._stack.addWidget(self._make_empty(import_action))
        self._stack.addWidget(self._make_list())
        column.addLayout(self._stack, 1)

    def _make_empty(self, import_action: QAction) -> QWidget:
        self.empty = EmptyState(
            "ph.film-strip", tr("Drop footage here"), tr("Video, sound or stills"), tr("Import…"), "Ctrl+I", dashed=True
        )
        self.empty.pressed.connect(import_action.trigger)
        return _padded(self.empty, 12, 8, 12, 12)

    def _make_list(self) -> QWidget:
        self.search = SearchField()
        icons = ((True, "", "ph.grid-four"), (False, "", "ph.list"))
        tips = {True: Words(tr("Thumbnails")), False: Words(tr("List"))}
        self.layout_choice = Segmented(icons, True, tips=tips)
        self.layout_choice.setAccessibleName(tr("Thumbnails or list"))
        row = QHBoxLayout()
        row.setContentsMargins(12, 0, 12, 0)
        row.setSpacing(10)
        self.view_button = IconButton("ph.funnel", tr("Sort and find"), size=28, icon_size=16)
        row.addWidget(self.search, 1)
        row.addWidget(self.view_button)
        row.addWidget(self.layout_choice)
        self._chips = QHBoxLayout()
        self._chips.setContentsMargins(12, 8, 12, 4)
        self._chips.setSpacing(2)
        self.nothing = Label("", "text", "dim")
        self.nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.folders, self.list_head = FolderBar(), ListHead()
        self.list_head.hide()
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addLayout(self._chips)
        column.addWidget(self.folders)
        column.addWidget(_padded(self.list_head, 10, 0, 0, 0))
        column.addWidget(self.nothing)
        column.addWidget(_padded(self.view, 10, 0, 0, 0), 1)
        return page

    def _connect(self, thumbnails: Any, presence: PresenceSource) -> None:
        self._document.timeline_changed.connect(self._show_timeline)
        self._document.replaced.connect(lambda: self.view.scrollToTop())
        thumbnails.arrived.connect(self.model.tell_arrived)
        presence.changed.connect(self.view.viewport().update)
        self.search.textEdited.connect(lambda: self._filter(self._kind))
        self.layout_choice.chosen.connect(self._show_grid)
        self.list_head.sorted.connect(self.order_by)
        self.folders.opened.connect(self.open_folder)
        self.folders.dropped.connect(self.moved)
        self.folders.menu_wanted.connect(self.folder_menu_wanted)
        self.view_button.clicked.connect(self._want_view_menu)
        self.model.renamed.connect(self.renamed)
        self.view.opened.connect(self.opened)
        self.view.deleted.connect(self.deleted)
        self.view.relink_wanted.connect(self.relink_wanted)
        self.view.menu_wanted.connect(self.menu_wanted)
        self.view.chosen.connect(self.chosen)

    def _show_timeline(self, before: Timeline, after: Timeline) -> None:
        selected = self.view.selected_ids
        is_other = after.media is not before.media or after.folders is not before.folders or before is after
        if not self.model.show_timeline(after) and not is_other:
            return
        self._show_folders()
        self._show_chips()
        self._stack.setCurrentIndex(1 if after.media else 0)
        self.view.select(tuple(each for each in selected if self.model.row_of(each) is not None))

    def _show_folders(self) -> None:
        folders = all_folders(self._document.timeline)
        if self.folder not in folders:
            self.folder = ""
        self.folders.show_folders(folders, self.folder)

    def _show_grid(self, grid: bool) -> None:
        self.view.show_grid(grid)
        self.list_head.setVisible(not grid)

    def _want_view_menu(self) -> None:
        self.view_menu_wanted.emit(self.view_button.mapToGlobal(self.view_button.rect().bottomLeft()))

    def _show_chips(self) -> None:
        counts = self.model.counts
        if counts.get(self._kind, 0) == 0:
            self._kind = Kind.ALL
        while (item := self._chips.takeAt(0)) is not None:
            chip = item.widget()
            if chip is not None:
                chip.deleteLater()
        self.chips: dict[Kind, Chip] = {}
        for kind in Kind:
            if kind is Kind.GENERATED and not self._generative:
                continue
            if counts.get(kind) and (kind in (Kind.ALL, Kind.GENERATED) or len(counts) > 2):
                self._add_chip(kind, counts[kind], roomy=len(counts) < 5)
        for chip in self.chips.values():
            chip.setVisible(len(self.chips) > 1)
        self._chips.addStretch(1)
        self._filter(self._kind)

    def _add_chip(self, kind: Kind, count: int, roomy: bool) -> None:
        made = kind is Kind.GENERATED
        chip = Chip(tr(kind), _KINDS.get(kind, "") if made or roomy else "", str(count) if made else "", generates=made)
        chip.clicked.connect(lambda: self._filter(kind))
        self.chips[kind] = chip
        self._chips.addWidget(chip)

    def _filter(self, kind: Kind) -> None:
        self._kind = kind
        for each, chip in self.chips.items():
            chip.setChecked(each is kind)
        selected = self.view.selected_ids
        self.model.filter(self.search.text(), kind, self.folder)
        self.view.select(selected)
        self.nothing.set_text(self._why_nothing())
        self.nothing.setVisible(bool(self.nothing.text()))

    def _why_nothing(self) -> str:
        if self.model.listed:
            return ""
        if self.search.text():
            return tr("Nothing is called “{words}”", words=self.search.text())
        return tr("Nothing is in this folder yet") if self.folder else ""


def _padded(widget: QWidget, left: int, top: int, right: int, foot: int) -> QWidget:
    holder = QWidget()
    column = QVBoxLayout(holder)
    column.setContentsMargins(left, top, right, foot)
    column.addWidget(widget)
    return holder


def _paths(event: QDropEvent) -> list[Path]:
    return [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
