"""A marker, edited: its name, colour, place, length and note."""

from dataclasses import replace

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.timeline.model import Marker, Timeline
from editor.ui.theme.labels import LABELS
from editor.ui.widgets import Button, Choice, Label, PointerDialog, PromptField, TextField, TimecodeField
from editor.words import tr

WIDTH = 420
LABEL_WIDTH = 76
COLOURS = (("", tr("Plain")), *((name, tr(label.name)) for name, label in LABELS.items()))


class MarkerDialog(PointerDialog):
    """changed: by OK or Return, what it is to be; deleted: by its button."""

    changed = Signal(object)
    deleted = Signal(object)

    def __init__(self, window: QWidget, timeline: Timeline, marker: Marker) -> None:
        super().__init__(window, tr("Marker"), icon="ph.bookmark-simple", width=WIDTH, tone="dim")
        self._marker = marker
        rate, drop_frame = timeline.rate, timeline.drop_frame
        self.name = TextField(marker.name, tr("Name"), tr("Name of the marker"))
        self.at = TimecodeField(rate, marker.at, drop_frame, timeline.start_frame, least=0, name=tr("Place"))
        self.length = TimecodeField(rate, marker.duration, drop_frame, least=0, name=tr("Duration"))
        self.colour: Choice[str] = Choice(COLOURS, name=tr("Colour"))
        self.colour.set_value(marker.colour if marker.colour in LABELS else "")
        self.note = PromptField(marker.note, tr("Note"))
        self.note.setAccessibleName(tr("Note"))
        self.delete = Button(tr("Delete Marker"), icon="ph.trash-simple", kind="quiet")
        self.cancel, self.done = Button(tr("Cancel"), kind="quiet"), Button("OK", kind="primary")
        self._lay_out()
        self.delete.clicked.connect(self._delete)
        self.cancel.clicked.connect(self.reject)
        self.done.clicked.connect(self._finish)
        self.closed.connect(self.deleteLater)

    def take_keyboard(self) -> None:
        self.name.setFocus(Qt.FocusReason.TabFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self._add_row(tr("Name"), self.name, stretched=True)
        self._add_row(tr("At"), self.at)
        self._add_row(tr("Duration"), self.length)
        self._add_row(tr("Colour"), self.colour)
        self._add_row(tr("Note"), self.note, stretched=True)
        buttons = QHBoxLayout()
        buttons.addWidget(self.delete)
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.done)
        self.body.addLayout(buttons)

    def _add_row(self, name: str, control: QWidget, stretched: bool = False) -> None:
        row, label = QHBoxLayout(), Label(name, "text", "dim")
        label.setFixedWidth(LABEL_WIDTH)
        label.setBuddy(control)
        row.addWidget(label)
        row.addWidget(control, 1 if stretched else 0)
        if not stretched:
            row.addStretch(1)
        self.body.addLayout(row)

    def _finish(self) -> None:
        self.done.setFocus()  # what is still being typed in a field is entered
        changed = replace(
            self._marker,
            name=self.name.text().strip(),
            at=self.at.frame,
            duration=self.length.frame,
            colour=self.colour.value,
            note=self.note.toPlainText().strip(),
        )
        self.accept()
        self.changed.emit(changed)

    def _delete(self) -> None:
        self.accept()
        self.deleted.emit(self._marker.id)
