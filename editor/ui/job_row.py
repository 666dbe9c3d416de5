"""One job in the list: what it is, how far it has come, and what can be done about it."""

import time

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap, QResizeEvent
from PySide6.QtWidgets import QWidget

from editor.jobs import JobRow, JobState
from editor.ui import theme
from editor.ui.widgets import Button, IconButton, Label, Lamp, ProgressLine, shapes

HEIGHT = 34
RAN_OUT = "Memory ran out"  # so the engine's note begins of a take that was made at the second try
_ENDED = (JobState.DONE, JobState.FAILED, JobState.CANCELLED)
_MIDDLE = Qt.TextElideMode.ElideMiddle
_RIGHT = Qt.TextElideMode.ElideRight


def span_words(seconds: float) -> str:
    """How long, as told: "48 s", "2 min 31 s", "1 h 5 min"."""
    whole = max(0, round(seconds))
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60} min {whole % 60} s"
    return f"{whole // 3600} h {whole % 3600 // 60} min"


def left_words(seconds: float) -> str:
    """A wait, in minutes and seconds: "0:48"."""
    whole = max(0, round(seconds))
    return f"{whole // 60}:{whole % 60:02}"


def ago_words(then: float, now: float) -> str:
    minutes = int(max(0.0, now - then) // 60)
    if minutes < 1:
        return "just now"
    return f"{minutes} min ago" if minutes < 60 else f"{minutes // 60} h ago"


def model_words(row: JobRow) -> str:
    """Who makes it, and which of how many takes."""
    takes = row.request.takes
    if row.state is JobState.RUNNING:
        return f"{row.model}, take {min(len(row.takes) + 1, takes)} of {takes}"
    return f"{row.model}, {takes} {'take' if takes == 1 else 'takes'}"


def time_words(row: JobRow, now: float) -> str:
    """When it will be, or was, done; "" where nothing can be said."""
    if row.state is JobState.RUNNING and row.progress is not None:
        left = row.progress.seconds_left
        return row.progress.stage if left is None else f"{left_words(left)} left"
    if row.state is JobState.QUEUED:
        return "Waits for its turn"
    if row.state is JobState.DONE and row.ended is not None:
        took = f", took {span_words(row.ended - row.started)}" if row.started is not None else ""
        return f"Finished {ago_words(row.ended, now)}{took}"
    return ""


def step_words(row: JobRow) -> str:
    if row.state is JobState.QUEUED:
        return "Queued"
    progress = row.progress
    if progress is None:
        return "Starting"
    return f"Step {min(progress.step + 1, progress.steps)}/{progress.steps}" if progress.steps > 1 else progress.stage


def repeated_words(row: JobRow) -> str:
    """That it was made at the second try, where memory ran out in the first."""
    notes = (note for take in row.takes for note in take.notes)
    return next((note.partition(";")[0] for note in notes if note.startswith(RAN_OUT)), "")


def share_done(row: JobRow) -> float | None:
    """Of the whole job, as far as it can be known."""
    progress = row.progress
    if row.state is not JobState.RUNNING or progress is None:
        return None
    if progress.share is not None:
        return progress.share
    return (len(row.takes) + progress.step / max(1, progress.steps)) / max(1, row.request.takes)


class JobLine(QWidget):
    """Columns stand at the same places in every line, so that they can be read downwards."""

    cancel_wanted = Signal(str)
    retry_wanted = Signal(str)
    forget_wanted = Signal(str)
    reveal_wanted = Signal(str)

    def __init__(self, row: JobRow) -> None:
        super().__init__()
        self.setFixedHeight(HEIGHT)
        self._picture: QPixmap | None = None
        self.title = Label(role="value", elide=_MIDDLE, parent=self)
        self.model = Label(tone="dim", elide=_RIGHT, parent=self)
        self.progress = ProgressLine(parent=self)
        self.step = Label(parent=self)
        self.lamp = Lamp(parent=self)
        self.time = Label(tone="dim", elide=_RIGHT, parent=self)
        self.retry = Button("Retry", small=True, parent=self)
        self.reveal = Button("Show clip", small=True, parent=self)
        self.end = IconButton("ph.x", "Cancel", size=24, icon_size=14, parent=self)
        self.retry.clicked.connect(lambda: self.retry_wanted.emit(self.row.id))
        self.reveal.clicked.connect(lambda: self.reveal_wanted.emit(self.row.id))
        self.end.clicked.connect(self._end)
        self.show_row(row)

    def show_row(self, row: JobRow) -> None:
        self.row = row
        self.title.set_text(row.title)
        self.model.set_text(model_words(row))
        self.step.set_text(step_words(row))
        self.step.set_tone("text" if row.state is JobState.RUNNING else "dim")
        self.progress.set_share(share_done(row))
        self._show_verdict(row)
        self._show_buttons(row)
        self.tell_time(time.time())
        self._place()

    def show_picture(self, picture: QPixmap | None) -> None:
        self._picture = picture
        self.update()

    def tell_time(self, now: float) -> None:
        self.time.set_text(time_words(self.row, now))

    def _show_verdict(self, row: JobRow) -> None:
        if row.state is JobState.DONE:
            count = len(row.takes)
            self.lamp.show_verdict("ok", f"Done, {count} {'take' if count == 1 else 'takes'}", repeated_words(row))
        elif row.state is JobState.FAILED:
            self.lamp.show_verdict("bad", "Failed", row.error or "")
        elif row.state is JobState.CANCELLED:
            kept = f", {len(row.takes)} kept" if row.takes else ""
            self.lamp.show_verdict("warn", f"Cancelled{kept}")
        ended = row.state in _ENDED
        self.lamp.setVisible(ended)
        self.lamp.setToolTip(row.error or " ".join(dict.fromkeys(note for take in row.takes for note in take.notes)))
        self.progress.setVisible(not ended)
        self.step.setVisible(not ended)

    def _show_buttons(self, row: JobRow) -> None:
        self.retry.setVisible(row.state in (JobState.FAILED, JobState.CANCELLED))
        self.reveal.setVisible(row.state is JobState.DONE)
        self.end.set_tip("Remove from the list" if row.state in _ENDED else "Cancel")

    def _end(self) -> None:
        (self.forget_wanted if self.row.state in _ENDED else self.cancel_wanted).emit(self.row.id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._place()

    def _place(self) -> None:
        """As in the design at 1920: the model at 388, progress at 730, the time at 1022."""
        width, height = self.width(), self.height()
        model, progress = max(250, round(width * 0.202)), max(420, round(width * 0.38))
        line = min(206, max(60, round(width * 0.107)))
        step = progress + line + 10
        when = step + 78
        right = width - 14 - self.end.width()
        self.end.move(right, (height - self.end.height()) // 2)
        for button in (self.retry, self.reveal):
            if not button.isHidden():
                button.adjustSize()
                right -= button.width() + 12
                button.move(right, (height - button.height()) // 2)
        self.title.setGeometry(74, 0, model - 74 - 16, height)
        self.model.setGeometry(model, 0, progress - model - 16, height)
        self.progress.setGeometry(progress, (height - 4) // 2, line, 4)
        self.step.setGeometry(step, 0, 70, height)
        self.time.setGeometry(when, 0, max(0, right - when - 12), height)
        reach = right - 12 if self.row.state is JobState.FAILED else when - 8
        self.lamp.setGeometry(progress, 0, max(0, reach - progress), height)

    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(QRect(0, 0, self.width(), 1), theme.colour("line"))
            box = QRect(22, (self.height() - 22) // 2, 40, 22)
            if self._picture is None:
                shapes.rounded(painter, box, 3, "raised")
            else:
                shapes.picture(painter, box, self._picture, 3)
