"""Export Timeline: in which form, and what that form leaves out."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.interchange.formats import FORMATS, Format, Part
from editor.interchange.left_out import left_out
from editor.timeline.model import Timeline, TrackKind
from editor.ui.inspector.page import Row
from editor.ui.widgets import Button, Choice, Label, PointerDialog
from editor.words import tr

WIDTH, LABEL = 460, 84
ALL_OF_IT = tr("The cut goes over whole.")


class TimelineDialog(PointerDialog):
    """chosen(Format): wanted in this form."""

    chosen = Signal(object)

    def __init__(self, window: QWidget, timeline: Timeline, form: Format) -> None:
        super().__init__(window, tr("Export Timeline"), timeline.name, "ph.export", WIDTH, tone="dim")
        self._timeline = timeline
        self.form = Choice([(each, each.name) for each in FORMATS], form, name=tr("Format"))
        self.readers = Label("", "text", "dim", wrap=True)
        self.left_out = Label("", "text", "dim", wrap=True)
        self.cancel, self.export = Button(tr("Cancel"), kind="quiet"), Button(tr("Export…"), kind="primary")
        self._lay_out()
        self.form.chosen.connect(self._show)
        self.cancel.clicked.connect(self.reject)
        self.export.clicked.connect(self._finish)
        self.closed.connect(self.deleteLater)
        self._show(form)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._finish()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self.body.addWidget(Row(tr("Format"), LABEL, (self.form,)))
        self.body.addWidget(Row(tr("Read by"), LABEL, (self.readers,)))
        self.body.addWidget(self.left_out)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.export)
        self.body.addLayout(buttons)

    def _show(self, form: Format) -> None:
        self.readers.set_text(form.reader[0].upper() + form.reader[1:])
        words = [left_out(self._timeline, form) or ALL_OF_IT, tracks_in_words(self._timeline, form)]
        self.left_out.set_text(" ".join(filter(None, words)))
        self.refit()

    def _finish(self) -> None:
        form = self.form.value
        self.accept()
        self.chosen.emit(form)


def tracks_in_words(timeline: Timeline, form: Format) -> str:
    """An EDL holds one track: how many files it takes."""
    count = sum(track.kind is TrackKind.VIDEO and any(track.clips) for track in timeline.tracks)
    return (
        tr("{count} files: one for each picture track.", count=count)
        if Part.TRACKS not in form.holds and count > 1
        else ""
    )
