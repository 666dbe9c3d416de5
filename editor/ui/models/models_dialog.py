"""Models: the machine, the folders, and what in them can make frames here."""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QWidget

from editor.jobs import JobState
from editor.session import Session
from editor.ui import icons, theme
from editor.ui.guarded import guarded
from editor.ui.models.coming import Coming
from editor.ui.models.folders import Folders
from editor.ui.models.models_list import ModelsList
from editor.ui.widgets import Button, Label, Line, PointerDialog
from editor.words import tr
from engine.errors import LongtakeError
from engine.requests import Rooms

if TYPE_CHECKING:
    from engine.models.getting.lacking import Lacking

WIDTH, HEIGHT, LEAST = 720, 420, 80  # pixels: of the dialog, and of the list in it at most and at least
OTHERS = 280  # that the rest of it takes, but for the folders
ASKING = tr("Looking at this machine…")
FREE, FREE_RAM = tr("Free GPU Memory"), tr("Free Memory")
BUSY = tr("A job runs with what is loaded: cancel it, or wait for its end")


class ModelsDialog(PointerDialog):
    """What is wanted is done by whoever opens it: the signals carry the folder or the file."""

    add_wanted = Signal()
    remove_wanted = Signal(object)
    reveal_wanted = Signal(object)
    expert_said = Signal(object, object)  # the file, and an Expert or None
    free_wanted = Signal()
    get_wanted = Signal(str, str)  # a preset, and its form; or it is to go on
    into_wanted = Signal()  # another folder for what is fetched
    move_wanted = Signal(object)  # what was fetched into that folder
    trash_wanted = Signal(object)  # a model or an adapter of the shelf
    parts_wanted = Signal(object)  # what one lacks

    def __init__(self, window: QWidget, session: Session) -> None:
        super().__init__(window, tr("Models"), tr("used where they are"), "ph.cube", WIDTH, tone="dim")
        self._session, self._models = session, session.models
        self._asking: asyncio.Task[None] | None = None
        self.machine = Machine()
        self.coming = Coming(session.getting)
        self.folders = Folders(self._models, lambda: session.getting.source.folder)
        self.list = ModelsList(self._models, session.getting)
        self._lay_out()
        self._connect()
        self._show_busy()
        self.ask()

    def _lay_out(self) -> None:
        self.area = area = QScrollArea()
        area.setWidget(self.list)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(tr("Models that are here"))
        for part in (self.machine, Line(), self.coming, self.folders, Line(), area):
            self.body.addWidget(part)
        self._fit()

    def _connect(self) -> None:
        self.folders.add_wanted.connect(self.add_wanted)
        self.folders.remove_wanted.connect(self.remove_wanted)
        self.folders.reveal_wanted.connect(self.reveal_wanted)
        self.folders.move_wanted.connect(self.move_wanted)
        self.list.reveal_wanted.connect(self.reveal_wanted)
        self.list.expert_said.connect(self.expert_said)
        self.list.trash_wanted.connect(self.trash_wanted)
        self.list.parts_wanted.connect(self._get_parts)
        self.list.folded.connect(self._fit)
        self.coming.go_on_wanted.connect(self.get_wanted)
        self.list.get_wanted.connect(self._get)
        self.list.into_wanted.connect(self.into_wanted)
        self.coming.resized.connect(self._fit)
        self.machine.free.clicked.connect(self.free_wanted)
        self._models.changed.connect(self._show_shelf)
        self._models.looked.connect(self.folders.show_looked)
        self._models.ended.connect(self._show_end)
        self._session.jobs.changed.connect(self._show_busy)
        self.closed.connect(self._end)

    def ask(self) -> None:
        """What the machine is, and what fits on it as it stands now."""
        if self._asking is not None:
            self._asking.cancel()
        self._asking = asyncio.ensure_future(self._hear())

    def show_offer(self, preset: str, form: str) -> None:
        """What could be fetched, at that one of them."""
        row = self.list.offers.show_offer(preset, form)
        self._fit()
        self._show_row(row)

    def show_lacking(self, choice: str) -> None:
        """What is not whole, with the keyboard at what gets the rest."""
        row = self.list.row_of(choice)
        if row is not None:
            row.get.setFocus(Qt.FocusReason.OtherFocusReason)
        self._show_row(row)

    def _get(self, preset: str, form: str) -> None:
        was_focused = self._is_list_focused
        self.get_wanted.emit(preset, form)
        self._keep_keyboard(was_focused, (preset, form))

    def _get_parts(self, lacking: "Lacking") -> None:
        was_focused = self._is_list_focused
        self.parts_wanted.emit(lacking)
        self._keep_keyboard(was_focused, (lacking.preset, lacking.form))

    @property
    def _is_list_focused(self) -> bool:
        focused = self.focusWidget()
        return focused is not None and self.list.isAncestorOf(focused)

    def _keep_keyboard(self, was_focused: bool, key: tuple[str, str]) -> None:
        """What got it can't be pressed any more, and Qt would go on to any other button: what pauses it is next."""
        if was_focused and key in self.coming.rows:
            self.coming.rows[key].button.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show_row(self, row: QWidget | None) -> None:
        if row is not None:
            self.list.resize(self.area.viewport().width(), self.list.height_at(self.area.viewport().width()))
            self.area.ensureWidgetVisible(row)

    async def _hear(self) -> None:
        names = self.list.ready
        try:
            rooms = await self._session.jobs.rooms(names)
        except LongtakeError as error:
            self.machine.words.set_text(f"{error.what} {error.do}".strip())
        else:
            self.machine.show_machine(rooms)
            self.list.show_rooms(list(zip(names, rooms.rooms, strict=False)))
        self._asking = None
        self._fit()

    def _show_shelf(self) -> None:
        if self._is_list_focused:
            self.setFocus(Qt.FocusReason.OtherFocusReason)  # the row that had it is made anew
        self.folders.fill()
        self.list.fill()
        self.ask()
        self._fit()

    def _show_end(self) -> None:
        self.folders.show_course()
        self._fit()

    def _show_busy(self, *_: object) -> None:
        busy = any(row.state is JobState.RUNNING for row in self._session.jobs.rows)
        self.machine.free.set_disabled_reason(BUSY if busy else None)

    def _fit(self) -> None:
        """As high as what is in it, up to where it scrolls."""
        above = self.coming.height_at(WIDTH - 32) + sum(row.height() for row in self.folders.rows)
        room = self._window.height() - OTHERS - above
        self.area.setFixedHeight(max(LEAST, min(HEIGHT, room, self.list.height_at(WIDTH - 32))))
        if self.isVisible():
            self.refit()

    def _end(self) -> None:
        if self._asking is not None:
            self._asking.cancel()
        self.coming.end()
        self._models.changed.disconnect(self._show_shelf)
        self._models.looked.disconnect(self.folders.show_looked)
        self._models.ended.disconnect(self._show_end)
        self._session.jobs.changed.disconnect(self._show_busy)
        self.deleteLater()


class Machine(QWidget):
    """What frames are made on, in one line."""

    def __init__(self) -> None:
        super().__init__()
        self.words = Label(ASKING, "text", wrap=True)
        self.free = Button(FREE)
        self.free.set_tip(tr("Let go of the models that are loaded; the next run loads them again"))
        row = QHBoxLayout(self)
        row.setContentsMargins(24, 0, 0, 0)
        row.setSpacing(12)
        row.addWidget(self.words, 1)
        row.addWidget(self.free)
        theme.changed.connect(self.update)

    def show_machine(self, rooms: Rooms) -> None:
        self.words.set_text(rooms.machine[:1].upper() + rooms.machine[1:])
        self.free.setText(FREE if rooms.has_gpu else FREE_RAM)
        self.free.setAccessibleName(self.free.text())
        self.free.updateGeometry()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            icons.paint(painter, "ph.cpu", QRect(0, (self.height() - 16) // 2, 16, 16), "dim")
