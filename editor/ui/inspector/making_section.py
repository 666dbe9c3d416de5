"""What is being made of a clip, how far it has come, or why nothing is: and what can be done about it."""

import time

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from editor.actions import generating
from editor.jobs import JobRow, JobState
from editor.ui.jobs.words import share_done, step_words, time_words
from editor.ui.widgets import Button, Label, ProgressLine
from editor.words import tr

OVER = (JobState.FAILED, JobState.CANCELLED)


class MakingSection(QWidget):
    """Hidden where a finished take is all there is to tell."""

    retry_wanted = Signal()
    cancel_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.progress = ProgressLine()
        self.words = Label("", "text", "dim", wrap=True)
        self.retry = Button(tr("Retry"), icon="ph.arrows-clockwise")
        self.retry.clicked.connect(self.retry_wanted)
        self.cancel = Button(tr("Cancel"), icon="ph.x")
        self.cancel.clicked.connect(self.cancel_wanted)
        buttons = QHBoxLayout()
        buttons.addWidget(self.words, 1)
        buttons.addWidget(self.retry)
        buttons.addWidget(self.cancel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.progress)
        column.addLayout(buttons)

    def show_job(self, row: JobRow | None, has_takes: bool) -> None:
        running = generating.is_being_made(row)
        failed = row is not None and row.state is JobState.FAILED
        self.words.set_text(job_in_words(row, has_takes))
        self.words.set_tone("bad" if failed else "dim")
        self.progress.set_share(share_done(row) if row is not None else None)
        self.progress.setVisible(row is not None and row.state is JobState.RUNNING)
        self.cancel.setVisible(running)
        self.retry.setVisible(not running and (not has_takes or (row is not None and row.state in OVER)))
        self.setVisible(bool(self.words.full_text))


def job_in_words(row: JobRow | None, has_takes: bool) -> str:
    """Empty where nothing is to be told."""
    if row is None or row.state is JobState.DONE:
        return "" if has_takes else tr("Nothing is made yet.")
    if row.state is JobState.FAILED:
        return row.error or tr("It failed.")
    if row.state is JobState.CANCELLED:
        return tr("Cancelled. The takes that were made are kept.") if has_takes else tr("Cancelled. Nothing was made.")
    between = ". " if row.state is JobState.QUEUED else ", "
    return between.join(words for words in (step_words(row), time_words(row, time.time())) if words)
