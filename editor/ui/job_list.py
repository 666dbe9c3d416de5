"""The jobs along the window's foot: folded a line that says how it goes, unfolded a list."""

import time
from fractions import Fraction
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEasingCurve, QRect, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPixmap
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from editor.document import Document
from editor.jobs import JobRow, Jobs, JobState
from editor.timeline.model import ItemId
from editor.ui import theme
from editor.ui.job_row import HEIGHT, JobLine, left_words
from editor.ui.widgets import Button, Chip, IconButton, Label, Panel
from engine.errors import LongtakeError

HEAD, MOST_LINES, FOLDING, MINUTE = 30, 6, 160, 60_000


class JobList(Panel):
    """reveal_wanted(JobRow): show the clip that it was for. refused(error): what the queue could not do."""

    reveal_wanted = Signal(object)
    refused = Signal(object)
    folded = Signal(bool)

    def __init__(self, jobs: Jobs, document: Document, thumbnails: Any, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._jobs, self._document, self._thumbnails = jobs, document, thumbnails
        self.lines: dict[str, JobLine] = {}
        self._previews: dict[str, tuple[Path, QPixmap]] = {}  # by job, with the file it was read from
        self._unfolded = False
        self._lay_out()
        self._folding = QVariantAnimation(self)
        self._folding.setEasingCurve(QEasingCurve.Type.OutCubic)
        self._folding.valueChanged.connect(self.setFixedHeight)
        self._folding.finished.connect(self._hide_folded)
        self._minute = QTimer(self, interval=MINUTE)
        self._minute.timeout.connect(self._tell_time)
        self._minute.start()
        jobs.changed.connect(self._show)
        jobs.forgotten.connect(self._forget)
        thumbnails.arrived.connect(self._show_pictures)
        for row in jobs.rows:
            self._show(row)
        self._tell()

    @property
    def is_unfolded(self) -> bool:
        return self._unfolded

    def set_unfolded(self, unfolded: bool) -> None:
        if unfolded != self._unfolded:
            self._unfolded = unfolded
            self.head.caret.set_icon("ph.caret-down" if unfolded else "ph.caret-up")
            self.head.caret.set_tip("Fold the jobs" if unfolded else "Unfold the jobs")
            self._tell()
            self._fold()
            self.folded.emit(not unfolded)

    def sizeHint(self) -> QSize:
        return QSize(400, self._wanted_height())

    def _lay_out(self) -> None:
        self.head = JobHead()
        self.head.pressed.connect(lambda: self.set_unfolded(not self._unfolded))
        self.head.pause.clicked.connect(self._toggle_pause)
        holder = QWidget()
        self._column = QVBoxLayout(holder)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidget(holder)
        self._area.setWidgetResizable(True)
        self._area.setMinimumHeight(1)  # it is squeezed while folding
        self._area.hide()
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.head)
        column.addWidget(self._area, 1)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEAD)

    def _show(self, row: JobRow) -> None:
        line = self.lines.get(row.id)
        if line is None:
            line = self._add(row)
        else:
            line.show_row(row)
        line.show_picture(self._picture(row))
        self._tell()

    def _add(self, row: JobRow) -> JobLine:
        line = self.lines[row.id] = JobLine(row)
        line.cancel_wanted.connect(lambda job_id: self._try(self._jobs.cancel, job_id))
        line.retry_wanted.connect(lambda job_id: self._try(self._jobs.retry, job_id))
        line.forget_wanted.connect(lambda job_id: self._try(self._jobs.forget, job_id))
        line.reveal_wanted.connect(lambda job_id: self.reveal_wanted.emit(self.lines[job_id].row))
        self._column.insertWidget(self._column.count() - 1, line)
        self._fold()
        return line

    def _forget(self, job_id: str) -> None:
        self._previews.pop(job_id, None)
        line = self.lines.pop(job_id, None)
        if line is not None:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
            self._tell()
            self._fold()

    def _try(self, ask: Any, job_id: str) -> None:
        try:
            ask(job_id)
        except LongtakeError as error:
            self.refused.emit(error)

    def _toggle_pause(self) -> None:
        self._jobs.set_paused(not self._jobs.paused)
        self._tell()

    def _tell(self) -> None:
        self.head.show_rows([line.row for line in self.lines.values()], self._jobs.paused, self._unfolded)

    def _tell_time(self) -> None:
        for line in self.lines.values():
            line.tell_time(time.time())

    def _show_pictures(self, media_id: str) -> None:
        for line in self.lines.values():
            line.show_picture(self._picture(line.row))

    def _picture(self, row: JobRow) -> QPixmap | None:
        """The newest frame that is there of it; before that, what it starts from."""
        if row.previews:
            path = row.previews[-1][1]
            known = self._previews.get(row.id)
            if known is None or known[0] != path:  # progress is told more often than frames come
                self._previews[row.id] = path, QPixmap(str(path))
            preview = self._previews[row.id][1]
            if not preview.isNull():
                return preview
        timeline, clip_id = self._document.timeline, ItemId(row.clip_id)
        generation = timeline.clip(clip_id).generation if timeline.has(clip_id) else None
        source = generation.sources[0] if generation is not None and generation.sources else None
        media = timeline.media_by_id.get(source.media) if source is not None else None
        if source is None or media is None:
            return None
        height = round(22 * self.devicePixelRatioF())
        image = self._thumbnails.image(media, max(Fraction(0), source.range.end - Fraction(1, 10)), height)
        return None if image is None else QPixmap.fromImage(image)

    def _wanted_height(self) -> int:
        return HEAD + (min(MOST_LINES, len(self.lines)) * HEIGHT if self._unfolded else 0)

    def _hide_folded(self) -> None:
        self._area.setVisible(self._unfolded)

    def _fold(self) -> None:
        self._folding.stop()
        self._area.setVisible(True)
        duration = theme.motion(FOLDING) if self.isVisible() else 0
        if not duration:
            self.setFixedHeight(self._wanted_height())
            self._hide_folded()
            return
        self._folding.setDuration(duration)
        self._folding.setStartValue(self.height())
        self._folding.setEndValue(self._wanted_height())
        self._folding.start()


class JobHead(QWidget):
    """The folded line: pressing it anywhere unfolds."""

    pressed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setFixedHeight(HEAD)
        self.caret = IconButton("ph.caret-up", "Unfold the jobs", size=22, icon_size=12)
        self.caret.clicked.connect(self.pressed)
        self.running = Chip("", news=True)
        self.words = Label(tone="dim")
        self.pause = Button("Pause queue", kind="quiet", small=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(8, 0, 8, 0)
        row.setSpacing(8)
        row.addWidget(self.caret)
        row.addWidget(Label("Jobs", "value"))
        row.addWidget(self.running)
        row.addWidget(self.words, 1)
        row.addWidget(self.pause)

    def show_rows(self, rows: list[JobRow], paused: bool, unfolded: bool) -> None:
        counts = {state: sum(row.state is state for row in rows) for state in JobState}
        running = counts[JobState.RUNNING]
        self.running.setText(f"{running} running")
        self.running.updateGeometry()
        self.running.setVisible(unfolded and running > 0)
        self.words.set_text(summary(rows, paused, unfolded))
        self.pause.setText("Resume queue" if paused else "Pause queue")
        self.pause.updateGeometry()
        self.pause.setVisible(paused or running + counts[JobState.QUEUED] > 0)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self.pressed.emit()

    def paintEvent(self, event: QPaintEvent) -> None:
        QPainter(self).fillRect(QRect(0, 0, self.width(), 1), theme.colour("bg"))


def summary(rows: list[JobRow], paused: bool, unfolded: bool) -> str:
    """ "1 running, 0:48 left, 2 queued"; unfolded, what runs stands in a chip and in its line."""
    parts = ["Paused"] if paused else []
    running = [row for row in rows if row.state is JobState.RUNNING]
    if running and not unfolded:
        parts.append(f"{len(running)} running")
        left = running[0].progress.seconds_left if running[0].progress else None
        parts += [f"{left_words(left)} left"] if left is not None else []
    for state, words in (
        (JobState.QUEUED, "queued"),
        (JobState.FAILED, "failed"),
        (JobState.CANCELLED, "cancelled"),
        (JobState.DONE, "done"),
    ):
        count = sum(row.state is state for row in rows)
        parts += [f"{count} {words}"] if count else []
    return ", ".join(parts) if parts or running else "Nothing is running"
