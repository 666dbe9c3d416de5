"""The line over the jobs, which is all that is seen of them while they are folded."""

from PySide6.QtCore import QRect, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.jobs import JobRow, JobState
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.jobs.words import left_words
from editor.ui.widgets import Button, Chip, IconButton, Label
from editor.words import tr

HEAD = 30  # pixels high


class JobHead(QWidget):
    """The folded line: pressing it anywhere unfolds."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEAD)
        self.caret = IconButton("ph.caret-up", tr("Unfold the jobs"), size=22, icon_size=12)
        self.caret.clicked.connect(self.pressed)
        self.running = Chip("", news=True)
        self.words = Label(tone="dim")
        self.pause = Button(tr("Pause queue"), kind="quiet", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.caret)
        row.addWidget(Label(tr("Jobs"), "value"))
        row.addWidget(self.running)
        row.addWidget(self.words, 1)
        row.addWidget(self.pause)

    def show_rows(self, rows: list[JobRow], paused: bool, unfolded: bool) -> None:
        running, queued = _count(rows, JobState.RUNNING), _count(rows, JobState.QUEUED)
        self.running.setText(tr("{running} running", running=running))
        self.running.updateGeometry()
        self.running.setVisible(unfolded and running > 0)
        self.words.set_text(summary(rows, paused, unfolded))
        self.pause.setText(tr("Resume queue") if paused else tr("Pause queue"))
        self.pause.updateGeometry()
        self.pause.setVisible(paused or running + queued > 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit()

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRect(0, 0, self.width(), 1), theme.colour("bg"))


def summary(rows: list[JobRow], paused: bool, unfolded: bool) -> str:
    """ "1 running, 0:48 left, 2 queued"; unfolded, what runs stands in a chip and in its line."""
    parts = [tr("Paused")] if paused else []
    running = [row for row in rows if row.state is JobState.RUNNING]
    if running and not unfolded:
        parts.append(tr("{running} running", running=len(running)))
        left = running[0].progress.seconds_left if running[0].progress else None
        parts += [tr("{left} left", left=left_words(left))] if left is not None else []
    held = [row for row in rows if row.held and row.state is JobState.QUEUED]
    for count, words in (
        (_count(rows, JobState.QUEUED) - len(held), tr("{count} queued")),
        (len(held), tr("{count} on hold")),
        (_count(rows, JobState.FAILED), tr("{count} failed")),
        (_count(rows, JobState.CANCELLED), tr("{count} cancelled")),
        (_count(rows, JobState.DONE), tr("{count} done")),
    ):
        parts += [words.format(count=count)] if count else []
    return ", ".join(parts) if parts or running else tr("Nothing is running")


def _count(rows: list[JobRow], state: JobState) -> int:
    return sum(row.state is state for row in rows)
