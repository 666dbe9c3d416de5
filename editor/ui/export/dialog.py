"""Export: what, where to, which part; and the queue of what was asked for."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.render.export import marked_range
from editor.render.exporting.estimate import expected_bytes, pixels
from editor.render.exporting.presets import presets
from editor.render.exporting.queue import Entry, ExportQueue, Order, State
from editor.render.exporting.settings import ExportSettings
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange
from editor.ui.export.queue_list import QueueList
from editor.ui.export.settings_form import SettingsForm, form_row
from editor.ui.export.shelf import ExportShelf, without_chips
from editor.ui.export.words import cost_words, form_words, pending_words, place_words
from editor.ui.widgets import Button, Choice, IconButton, Label, PointerDialog, Segmented
from editor.words import tr

WIDTH = 600
OWN = "own:"  # before the name of a preset of the user's
SETTINGS, QUEUE = "settings", "queue"


class ExportDialog(PointerDialog):
    """Exports go on when it is closed. Opened for one export, it closes itself when that one is ready."""

    browse = Signal()  # the user wants another place
    name_wanted = Signal()  # for the settings, as a preset
    reveal_wanted = Signal(object)  # Path

    def __init__(self, window: QWidget, timeline: Timeline, path: Path, queue: ExportQueue, shelf: ExportShelf) -> None:
        super().__init__(window, tr("Export"), timeline.name, "ph.export", WIDTH, tone="dim")
        self._timeline, self._queue, self._shelf = timeline, queue, shelf
        self.path = path
        self._awaited: int | None = None  # the export that this closes with
        self._make_controls()
        self._lay_out()
        self._listen()
        self.set_path(path)
        self.show_page(QUEUE if queue.is_busy else SETTINGS)

    @property
    def settings(self) -> ExportSettings:
        return self.form.settings

    @property
    def span(self) -> TimeRange:
        return marked_range(self._timeline) if self.part.value == "marked" else TimeRange(0, self._timeline.duration)

    def set_path(self, path: Path) -> None:
        self.path = path
        self.place.set_text(str(path))
        self.tell()

    def set_encoders(self, encoders: tuple[str, ...]) -> None:
        self.form.set_encoders(encoders)

    def show_page(self, page: str) -> None:
        self.pages.set_value(page)
        self._settings_page.setVisible(page == SETTINGS)
        self.queue_list.setVisible(page == QUEUE)
        for button in (self.start, self.enqueue):
            button.setVisible(page == SETTINGS)
        self._refit()

    def begin(self) -> None:
        """Now, or when those before it are written; the dialog closes when it is ready."""
        self._awaited = self._order().id
        self.show_page(QUEUE)

    def add_to_queue(self) -> None:
        self._order()
        self.show_page(QUEUE)

    def show_presets(self, chosen: str) -> None:
        """Ours, then the user's; chosen: the value of one of them."""
        rows = [(preset.id, preset.name) for preset in presets().values()]
        own = [(OWN + own.name, own.name) for own in self._shelf.own]
        self.preset.set_options([*rows, *own])
        self.preset.set_value(chosen)
        self.remove.setVisible(chosen.startswith(OWN))

    def save_preset(self, name: str) -> None:
        self._shelf.save(name, self.settings)
        self.show_presets(OWN + name)

    def tell(self) -> None:
        """What will come of it."""
        timeline, span, settings = self._timeline, self.span, self.settings
        pace = self._shelf.pace(settings)
        seconds = pixels(timeline, span, settings) / pace if pace else None
        cost = cost_words(expected_bytes(timeline, span, settings), seconds)
        told = form_words(timeline, span, settings), cost, pending_words(timeline), place_words(self.path)
        self.what.set_text(" ".join(filter(None, told)))
        taken = tr("This file is in the queue already") if self.path in self._queue.open_paths else None
        for button in (self.start, self.enqueue):
            button.set_disabled_reason(taken)
        waiting = sum(entry.is_open for entry in self._queue.entries)
        self.pages.set_words(QUEUE, tr("Queue ({waiting})", waiting=waiting) if waiting else tr("Queue"))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.start.isVisible() and self.start.isEnabled():
            self.begin()
        else:
            super().keyPressEvent(event)

    def _refit(self) -> None:
        """Rows that came or went are counted first, the innermost before those around it."""
        for widget in (self.form, self._what_row, self._settings_page, self.queue_list):
            layout = widget.layout()
            if layout is not None:
                layout.invalidate()
                layout.activate()
        self.refit()

    def _order(self) -> Entry:
        settings = without_chips(self.settings, self._shelf.encoders)
        self._shelf.remember(settings)
        return self._queue.add(Order(self._timeline, self.path, self.span, settings))

    def _make_controls(self) -> None:
        settings = self._shelf.last
        self.pages: Segmented[str] = Segmented([(SETTINGS, tr("Settings")), (QUEUE, tr("Queue"))])
        self.pages.setAccessibleName(tr("Page"))
        self.preset: Choice[str] = Choice([("", "")], name=tr("Format"))
        self.preset.set_further(tr("Save as preset…"))
        self.remove = IconButton("ph.trash-simple", tr("Delete this preset of yours"))
        self.show_presets(settings.preset if settings.preset in presets() else next(iter(presets())))
        self.part: Segmented[str] = Segmented([("all", tr("Whole timeline")), ("marked", tr("In to out"))])
        self.part.setAccessibleName(tr("Part"))
        marked = self._timeline.mark_in is not None or self._timeline.mark_out is not None
        self.part.set_disabled_reason(None if marked else tr("Mark a range first (I, O)"))
        if marked:
            self.part.set_value("marked")
        self.place = Label("", "value", elide=Qt.TextElideMode.ElideMiddle)
        self.choose = Button(tr("Choose…"))
        self.form = SettingsForm(self._timeline, settings, self._shelf.encoders)
        self.what = Label("", "text", "dim", wrap=True)
        self.queue_list = QueueList(self._queue)
        self.cancel = Button(tr("Close"), kind="quiet")
        self.enqueue = Button(tr("Add to Queue"))
        self.start = Button(tr("Export"), icon="ph.export", kind="primary")

    def _lay_out(self) -> None:
        self.add_to_head(self.pages)
        self._settings_page = QWidget()
        column = QVBoxLayout(self._settings_page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(form_row(tr("Format"), self.preset, self.remove))
        column.addWidget(form_row(tr("File"), self.place, self.choose, stretched=(0,)))
        column.addWidget(form_row(tr("Part"), self.part))
        column.addWidget(self.form)
        self._what_row = form_row("", self.what, stretched=(0,))
        column.addWidget(self._what_row)
        self.body.addWidget(self._settings_page)
        self.body.addWidget(self.queue_list)
        self.body.addSpacing(6)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        for button in (self.cancel, self.enqueue, self.start):
            buttons.addWidget(button)
        self.body.addLayout(buttons)

    def _listen(self) -> None:
        self.pages.chosen.connect(self.show_page)
        self.preset.chosen.connect(self._choose_preset)
        self.preset.further_wanted.connect(self.name_wanted)
        self.remove.clicked.connect(self._remove_preset)
        self.part.chosen.connect(self.tell)
        self.choose.clicked.connect(self.browse)
        self.form.changed.connect(self._settings_changed)
        self.queue_list.resized.connect(self._follow_queue)
        self.queue_list.reveal_wanted.connect(self.reveal_wanted)
        self.cancel.clicked.connect(self.reject)
        self.enqueue.clicked.connect(self.add_to_queue)
        self.start.clicked.connect(self.begin)

    def _choose_preset(self, value: str) -> None:
        own = {OWN + each.name: each.settings for each in self._shelf.own}
        self.form.show_settings(own.get(value) or self._with_preset(value))
        self.remove.setVisible(value.startswith(OWN))
        suffix = self.suffix
        self.set_path(self.path.with_suffix(suffix) if self.path.suffix != suffix else self.path)
        self._refit()

    def _with_preset(self, preset: str) -> ExportSettings:
        """Another format: what the last one said of quality and pixels is not meant for it."""
        kept = self.settings
        return ExportSettings(preset, kept.height, kept.rate, copies=kept.copies, provenance=kept.provenance)

    @property
    def suffix(self) -> str:
        """Of the file; "" where it is a folder."""
        preset = presets()[self.settings.preset]
        return preset.suffix if preset.container else ""

    def _remove_preset(self) -> None:
        self._shelf.forget(self.preset.value.removeprefix(OWN))
        self.show_presets(self.settings.preset)

    def _settings_changed(self) -> None:
        self.tell()
        self._refit()

    def _follow_queue(self) -> None:
        self.tell()
        self._refit()
        awaited = next((entry for entry in self._queue.entries if entry.id == self._awaited), None)
        if awaited is not None and awaited.state in (State.DONE, State.FAILED):
            self._awaited = None
            self.accept()
