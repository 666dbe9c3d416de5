"""Export: where to, which part, and how far it has come."""

from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.actions.selecting import leads
from editor.render.export import ExportJob, marked_range
from editor.render.exported import Exported
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange
from editor.timeline.timecode import format_timecode
from editor.ui.widgets import Button, Label, PointerDialog, ProgressLine, Segmented
from engine.errors import Cancelled, LongtakeError
from engine.progress import Progress

WIDTH = 560
LABEL = 76


class ExportDialog(PointerDialog):
    """Stays while the film is written; the window goes on. finished(Exported), failed(LongtakeError)."""

    finished = Signal(object)
    failed = Signal(object)
    browse = Signal()  # the user wants another place

    def __init__(self, window: QWidget, timeline: Timeline, path: Path) -> None:
        super().__init__(window, "Export", timeline.name, "ph.export", WIDTH, tone="dim")
        self._timeline = timeline
        self.path = path
        self.job: ExportJob | None = None
        self.span: Segmented[str] = Segmented([("all", "Whole timeline"), ("marked", "In to out")])
        marked = timeline.mark_in is not None or timeline.mark_out is not None
        self.span.set_disabled_reason(None if marked else "Mark a range first (I, O)")
        self.place = Label("", "value", elide=Qt.TextElideMode.ElideMiddle)
        self.choose = Button("Choose…")
        self.what = Label("", "text", "dim", wrap=True)
        self.progress = ProgressLine()
        self.state = Label("", "text", "dim")
        self.cancel = Button("Cancel", kind="quiet")
        self.start = Button("Export", icon="ph.export", kind="primary")
        self._lay_out()
        self.span.chosen.connect(self._tell)
        self.choose.clicked.connect(self.browse)
        self.cancel.clicked.connect(self.reject)
        self.start.clicked.connect(self.begin)
        self.set_path(path)

    @property
    def is_running(self) -> bool:
        return self.job is not None and self.job.is_running

    def set_path(self, path: Path) -> None:
        self.path = path
        self.place.set_text(str(path))
        self._tell()

    def begin(self) -> None:
        self.job = ExportJob(self._timeline, self.path, self._range(), parent=self)
        self.job.progressed.connect(self._show_progress)
        self.job.finished.connect(self._end_well)
        self.job.failed.connect(self._end_badly)
        for control in (self.start, self.choose, self.span):
            control.setEnabled(False)
        self.progress.show()
        self.state.set_text("Starting")
        self.refit()
        self.job.start()

    def reject(self) -> None:
        """Escape and Cancel: a running export is stopped first; nothing is left of it."""
        if self.job is not None and self.is_running:
            self.state.set_text("Stopping")
            self.job.cancel()
        else:
            super().reject()

    def close_job(self) -> None:
        """For the end of the program."""
        if self.job is not None:
            self.job.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.start.isEnabled():
            self.begin()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        self._add_row("File", self.place, self.choose, stretched=True)
        self._add_row("Part", self.span)
        self._add_row("Film", self.what, stretched=True)
        self.progress.hide()
        self.body.addWidget(self.progress)
        self.body.addSpacing(6)
        buttons = QHBoxLayout()
        buttons.addWidget(self.state, 1)
        buttons.addWidget(self.cancel)
        buttons.addWidget(self.start)
        self.body.addLayout(buttons)

    def _add_row(self, name: str, *widgets: QWidget, stretched: bool = False) -> None:
        """stretched: the first one takes all the room there is."""
        row = QHBoxLayout()
        label = Label(name, "text", "dim")
        label.setFixedWidth(LABEL)
        row.addWidget(label)
        for index, widget in enumerate(widgets):
            row.addWidget(widget, 1 if stretched and index == 0 else 0)
        if not stretched:
            row.addStretch(1)
        self.body.addLayout(row)

    def _range(self) -> TimeRange:
        whole = TimeRange(0, self._timeline.duration)
        return marked_range(self._timeline) if self.span.value == "marked" else whole

    def _tell(self, *_: object) -> None:
        timeline, frames = self._timeline, self._range().duration
        length = format_timecode(frames, timeline.rate, timeline.drop_frame)
        size = f"{timeline.width} × {timeline.height}, {float(timeline.rate):.5g} fps"
        words = f"{size}, H.264 with AAC sound, {length}, {frames} frames."
        pending = len(leads(clip for track in timeline.tracks for clip in track.clips if clip.is_pending))
        if pending:
            clips = "1 clip is not made yet and shows" if pending == 1 else f"{pending} clips are not made yet and show"
            words += f" {clips} a placeholder."
        self.what.set_text(words)

    def _show_progress(self, progress: Progress) -> None:
        left = progress.seconds_left
        time = "" if left is None else f", {int(left) // 60}:{int(left) % 60:02d} left"
        self.progress.set_share(progress.step / max(1, progress.steps))
        self.state.set_text(f"Frame {progress.step} of {progress.steps}{time}")

    def _end_well(self, exported: Exported) -> None:
        self.accept()
        self.finished.emit(exported)

    def _end_badly(self, error: LongtakeError) -> None:
        super().reject()
        if not isinstance(error, Cancelled):
            self.failed.emit(error)
