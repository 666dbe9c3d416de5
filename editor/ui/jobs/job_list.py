"""The jobs along the window's foot: folded a line that says how it goes, unfolded a list."""

import time
from functools import partial
from typing import Any

from PySide6.QtCore import QEasingCurve, QPointF, QSize, Qt, QTimer, QVariantAnimation, Signal
from PySide6.QtWidgets import QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from editor.actions.waiting import seconds_of_job
from editor.document import Document
from editor.jobs import JobRow, Jobs, JobState
from editor.jobs.turns import in_order, waits
from editor.timeline.model import ItemId, Timeline
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.jobs.head import HEAD, JobHead
from editor.ui.jobs.line import HEIGHT, JobLine
from editor.ui.jobs.pictures import JobPictures
from editor.ui.jobs.words import waiting_words
from editor.ui.widgets import Panel
from editor.words import tr
from engine.errors import LongtakeError

MOST_LINES, FOLDING, MINUTE = 6, 160, 60_000


class JobList(Panel):
    """What is wanted of a job is told with its row. reveal_wanted: show the clip that it was for; review_wanted: its
    join; log_wanted: what became of it; smaller_wanted: try less. refused(error): what the queue could not do.
    """

    reveal_wanted = Signal(object)
    review_wanted = Signal(object)
    log_wanted = Signal(object)
    smaller_wanted = Signal(object)
    refused = Signal(object)
    folded = Signal(bool)

    def __init__(self, jobs: Jobs, document: Document, thumbnails: Any, parent: QWidget | None = None) -> None:
        super().__init__("panel", parent)
        self._jobs, self._document, self._thumbnails = jobs, document, thumbnails
        self.lines: dict[str, JobLine] = {}
        self._pictures = JobPictures(document, thumbnails)
        self._expected: dict[str, float | None] = {}  # seconds, by job
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
        jobs.arranged.connect(self._arrange)
        document.timeline_changed.connect(self._follow_edit)
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
            self.head.caret.set_tip(tr("Fold the jobs") if unfolded else tr("Unfold the jobs"))
            self._tell()
            self._fold()
            self.folded.emit(not unfolded)

    @guarded
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
        self._mark = Panel("accent", holder)  # where a dragged line would go
        self._mark.setFixedHeight(2)
        self._mark.hide()
        self._area = QScrollArea()
        self._area.setAccessibleName(tr("Jobs"))
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
        is_news = line is None or (line.row.state, line.row.held) != (row.state, row.held)
        if line is None:
            line = self._add(row)
        else:
            line.show_row(row)
        line.show_picture(self._pictures.of(row, self.devicePixelRatioF()))
        line.tell_use(number_in_use(self._document.timeline, row))
        if is_news:  # progress is told often, and changes nobody's place
            self._arrange()
        else:
            self._tell_turns()
        self._tell()

    def _follow_edit(self, before: object, after: Timeline) -> None:
        for line in self.lines.values():
            if line.row.state is JobState.DONE:
                line.show_row(line.row)
                line.tell_use(number_in_use(after, line.row))

    def _add(self, row: JobRow) -> JobLine:
        line = self.lines[row.id] = JobLine(row)
        line.cancel_wanted.connect(lambda job_id: self._try(self._jobs.cancel, job_id))
        line.hold_wanted.connect(lambda job_id: self._try(self._jobs.hold, job_id))
        line.go_on_wanted.connect(lambda job_id: self._try(self._jobs.let_go_on, job_id))
        line.retry_wanted.connect(lambda job_id: self._try(self._jobs.retry, job_id))
        line.forget_wanted.connect(lambda job_id: self._try(self._jobs.forget, job_id))
        for each in ("reveal_wanted", "review_wanted", "log_wanted", "smaller_wanted"):
            told = getattr(self, each)
            getattr(line, each).connect(lambda job_id, told=told: told.emit(self.lines[job_id].row))
        line.move_wanted.connect(lambda job_id, by: self._move(job_id, self._turn_of(job_id) + by))
        line.step_wanted.connect(self._go_to_beside)
        line.dragged.connect(lambda job_id, at: self._show_mark(self._turn_at(at)))
        line.dropped.connect(self._drop)
        line.let_go.connect(self._mark.hide)
        self._column.insertWidget(self._column.count() - 1, line)
        self._fold()
        return line

    # whose turn it is

    @property
    def _waiting(self) -> list[JobLine]:
        return [line for line in self.ordered if line.waits]

    @property
    def ordered(self) -> list[JobLine]:
        """From top to bottom."""
        return [self.lines[row.id] for row in in_order(self._jobs.rows) if row.id in self.lines]

    def _arrange(self) -> None:
        """What runs stands above what waits, and that above what has ended."""
        for place, line in enumerate(self.ordered):
            if self._column.indexOf(line) != place:
                self._column.insertWidget(place, line)
        self._expected.clear()
        previous: QWidget = self.head.pause
        for line in self.ordered:
            for each in (line, *line.buttons):
                QWidget.setTabOrder(previous, each)
                previous = each
        self._tell_turns()

    def _tell_turns(self) -> None:
        for place, (row, until) in enumerate(waits(self._jobs.rows, self._seconds_of)):
            if row.id in self.lines:
                words = waiting_words(self._seconds_of(row), until, self._jobs.paused, row.held)
                self.lines[row.id].tell_turn(words, first=place == 0)

    def _seconds_of(self, row: JobRow) -> float | None:
        """That it will take; worked out anew when some job has begun or ended."""
        if row.id not in self._expected:
            self._expected[row.id] = seconds_of_job(self._jobs, self._document.timeline, row)
        return self._expected[row.id]

    def _turn_of(self, job_id: str) -> int:
        return [line.row.id for line in self._waiting].index(job_id) if self.lines[job_id].waits else 0

    def _turn_at(self, at: QPointF) -> int:
        """Before which of those that wait a line would go that is let go there."""
        tops = [line.mapToGlobal(line.rect().center()).y() for line in self._waiting]
        return sum(at.y() > middle for middle in tops)

    def _show_mark(self, turn: int) -> None:
        waiting = self._waiting
        after = turn >= len(waiting)
        line = waiting[-1] if after else waiting[turn]
        self._mark.setGeometry(0, line.y() + (line.height() - 1 if after else -1), line.width(), 2)
        self._mark.show()
        self._mark.raise_()

    def _drop(self, job_id: str, at: QPointF) -> None:
        shown, turn, own = not self._mark.isHidden(), self._turn_at(at), self._turn_of(job_id)
        self._mark.hide()
        if shown and self.lines[job_id].waits:  # it may have begun meanwhile
            self._move(job_id, turn - (turn > own))

    def _move(self, job_id: str, to: int) -> None:
        if self.lines[job_id].waits:
            self._try(partial(self._jobs.move, to=to), job_id)
            self._area.ensureWidgetVisible(self.lines[job_id], 0, 0)

    def _go_to_beside(self, job_id: str, by: int) -> None:
        ordered = self.ordered
        place = ordered.index(self.lines[job_id]) + by
        if 0 <= place < len(ordered):
            ordered[place].setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(ordered[place], 0, 0)

    def _forget(self, job_id: str) -> None:
        self._pictures.forget(job_id)
        line = self.lines.pop(job_id, None)
        if line is not None:
            self._column.removeWidget(line)
            line.hide()
            line.deleteLater()
            self._arrange()
            self._tell()
            self._fold()

    def _try(self, ask: Any, job_id: str) -> None:
        try:
            ask(job_id)
        except LongtakeError as error:
            self.refused.emit(error)

    def _toggle_pause(self) -> None:
        self._jobs.set_paused(not self._jobs.paused)
        self._tell_turns()
        self._tell()

    def _tell(self) -> None:
        self.head.show_rows([line.row for line in self.lines.values()], self._jobs.paused, self._unfolded)

    def _tell_time(self) -> None:
        for line in self.lines.values():
            line.tell_time(time.time())
        self._tell_turns()

    def _show_pictures(self, media_id: str) -> None:
        for line in self.lines.values():
            line.show_picture(self._pictures.of(line.row, self.devicePixelRatioF()))

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


def number_in_use(timeline: Timeline, row: JobRow) -> int | None:
    """Of the take that plays, where it is one that this job has made."""
    clip_id = ItemId(row.clip_id)
    clip = timeline.clip(clip_id) if timeline.has(clip_id) else None
    media = timeline.media_of(clip) if clip is not None else None
    if clip is None or media is None or all(str(take.path) != media.path for take in row.takes):
        return None
    return clip.active + 1
