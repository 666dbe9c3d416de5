"""The queue of exports: what runs, what waits, what came of the others."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.render.exporting.presets import preset_of
from editor.render.exporting.queue import Entry, ExportQueue, State
from editor.ui.export.words import state_words
from editor.ui.widgets import Button, IconButton, Label, Lamp, Line, ProgressLine
from editor.words import tr

ROW = 44
WIDTH = 96  # of a line of progress
NOTHING = tr("Nothing waits. Add an export to the queue, and go on editing while it is written.")


class QueueList(QWidget):
    """resized: there are more or fewer rows now. reveal_wanted(Path)."""

    resized = Signal()
    reveal_wanted = Signal(object)

    def __init__(self, queue: ExportQueue) -> None:
        super().__init__()
        self._queue = queue
        self.rows: dict[int, QueueRow] = {}
        self._empty = Label(NOTHING, "text", "dim", wrap=True)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addWidget(self._empty)
        for entry in queue.entries:
            self._show(entry)
        queue.changed.connect(self._show)
        queue.forgotten.connect(self._forget)
        self._empty.setVisible(not self.rows)

    def _show(self, entry: Entry) -> None:
        row = self.rows.get(entry.id)
        if row is None:
            row = self.rows[entry.id] = QueueRow(entry.id)
            row.cancel_wanted.connect(self._queue.cancel)
            row.again_wanted.connect(self._queue.again)
            row.forget_wanted.connect(self._queue.forget)
            row.reveal_wanted.connect(lambda: self.reveal_wanted.emit(entry.order.path))
            self._column.addWidget(row)
        row.show_entry(entry)
        self._empty.setVisible(not self.rows)
        self.resized.emit()

    def _forget(self, number: int) -> None:
        row = self.rows.pop(number, None)
        if row is not None:
            self._column.removeWidget(row)
            row.hide()
            row.deleteLater()
        self._empty.setVisible(not self.rows)
        self.resized.emit()


class QueueRow(QWidget):
    """One export: its name and form, how far it is, and what can be done about it."""

    cancel_wanted = Signal(int)
    again_wanted = Signal(int)
    forget_wanted = Signal(int)
    reveal_wanted = Signal()

    def __init__(self, number: int) -> None:
        super().__init__()
        self._number = number
        self._is_open = True
        self.setFixedHeight(ROW)
        self.name = Label("", "value", elide=Qt.TextElideMode.ElideMiddle)
        self.form = Label("", "small", "dim", elide=Qt.TextElideMode.ElideRight)
        self.progress = ProgressLine(tone="accent")
        self.progress.setFixedWidth(WIDTH)
        self.state = Label("", "text", "dim")
        self.lamp = Lamp()
        self.again = Button(tr("Retry"), small=True)
        self.reveal = Button(tr("Show in folder"), small=True)
        self.end = IconButton("ph.x", tr("Cancel"), size=24, icon_size=14)
        self.again.clicked.connect(lambda: self.again_wanted.emit(self._number))
        self.reveal.clicked.connect(self.reveal_wanted)
        self.end.clicked.connect(self._end)
        self._lay_out()

    def show_entry(self, entry: Entry) -> None:
        self._is_open = entry.is_open
        self.name.set_text(entry.order.path.name)
        self.form.set_text(preset_of(entry.order.settings.preset).name)
        self.state.set_text(state_words(entry))
        running, progress = entry.state is State.RUNNING, entry.progress
        self.progress.setVisible(running)
        self.progress.set_share(progress.step / max(1, progress.steps) if progress else None)
        self._show_end(entry)
        self.setAccessibleName(f"{entry.order.path.name}: {state_words(entry)}")

    def _show_end(self, entry: Entry) -> None:
        failed, ended = entry.state is State.FAILED, not entry.is_open
        level, words = ("bad", entry.error.what if entry.error else tr("Failed")) if failed else ("ok", tr("Ready"))
        if entry.state is State.CANCELLED:
            level, words = "warn", tr("Cancelled")
        self.lamp.show_verdict(level, words)  # type: ignore[arg-type]
        self.lamp.setToolTip(str(entry.error or ""))
        self.lamp.setVisible(ended)
        self.state.setVisible(not ended)
        self.again.setVisible(failed or entry.state is State.CANCELLED)
        self.reveal.setVisible(entry.state is State.DONE)
        self.end.set_tip(tr("Remove from the list") if ended else tr("Cancel"))

    def _end(self) -> None:
        (self.cancel_wanted if self._is_open else self.forget_wanted).emit(self._number)

    def _lay_out(self) -> None:
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addStretch(1)
        names.addWidget(self.name)
        names.addWidget(self.form)
        names.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addLayout(names, 1)
        for widget in (self.progress, self.state, self.lamp, self.again, self.reveal, self.end):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row, 1)
        column.addWidget(Line())
