"""Exports one after another, while editing goes on."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import count
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from editor.render.export import ExportJob
from editor.render.exported import Exported
from editor.render.exporting.settings import ExportSettings
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange
from engine.errors import Cancelled, LongtakeError
from engine.progress import Progress


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be exported; the timeline as it was when it was asked for."""

    timeline: Timeline
    path: Path
    span: TimeRange
    settings: ExportSettings


class State(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class Entry:
    id: int
    order: Order
    state: State = State.QUEUED
    progress: Progress | None = None
    error: LongtakeError | None = None

    @property
    def is_open(self) -> bool:
        return self.state in (State.QUEUED, State.RUNNING)


class ExportQueue(QObject):
    """One runs at a time; those that wait can be taken out, and what has ended stays in the list until forgotten."""

    changed = Signal(object)  # the Entry that is now another, or new
    forgotten = Signal(int)
    finished = Signal(object, object)  # Entry, Exported
    failed = Signal(object)  # Entry, with its error

    def __init__(self, new_job: Callable[..., ExportJob] = ExportJob, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._new_job = new_job
        self._numbers = count(1)
        self._entries: dict[int, Entry] = {}  # in the order in which they run
        self._job: ExportJob | None = None
        self._running = 0  # its number

    @property
    def entries(self) -> tuple[Entry, ...]:
        return tuple(self._entries.values())

    @property
    def is_busy(self) -> bool:
        return any(entry.is_open for entry in self._entries.values())

    @property
    def open_paths(self) -> set[Path]:
        """What is being written, or will be."""
        return {entry.order.path for entry in self._entries.values() if entry.is_open}

    def add(self, order: Order) -> Entry:
        entry = Entry(next(self._numbers), order)
        self._set(entry)
        self._go_on()
        return self._entries[entry.id]

    def cancel(self, number: int) -> None:
        """Nothing is left of it."""
        entry = self._entries[number]
        if entry.state is State.RUNNING and self._job is not None:
            self._job.cancel()
        elif entry.state is State.QUEUED:
            self._set(replace(entry, state=State.CANCELLED))

    def again(self, number: int) -> None:
        """One that has ended goes to the queue's end once more."""
        order = self._entries[number].order
        self.forget(number)
        self.add(order)

    def forget(self, number: int) -> None:
        """Out of the list, if it has ended."""
        if not self._entries[number].is_open:
            del self._entries[number]
            self.forgotten.emit(number)

    def close(self) -> None:
        """Stop what runs and wait for that: for the end of the program."""
        waiting = [entry for entry in self._entries.values() if entry.state is State.QUEUED]
        for entry in waiting:
            self.cancel(entry.id)
        if self._job is not None:
            self._job.close()

    def _go_on(self) -> None:
        if self._job is not None:
            return
        entry = next((entry for entry in self._entries.values() if entry.state is State.QUEUED), None)
        if entry is None:
            return
        order = entry.order
        self._running = entry.id
        self._job = job = self._new_job(order.timeline, order.path, order.span, parent=self, settings=order.settings)
        job.progressed.connect(self._progress)
        job.finished.connect(self._finish)
        job.failed.connect(self._fail)
        self._set(replace(entry, state=State.RUNNING))
        job.start()

    def _progress(self, progress: Progress) -> None:
        self._set(replace(self._entries[self._running], progress=progress))

    def _finish(self, exported: Exported) -> None:
        entry = replace(self._entries[self._running], state=State.DONE)
        self._end(entry)
        self.finished.emit(entry, exported)

    def _fail(self, error: LongtakeError) -> None:
        stopped = isinstance(error, Cancelled)
        state = State.CANCELLED if stopped else State.FAILED
        entry = replace(self._entries[self._running], state=state, error=None if stopped else error)
        self._end(entry)
        if not stopped:
            self.failed.emit(entry)

    def _end(self, entry: Entry) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.deleteLater()
        self._set(entry)
        self._go_on()

    def _set(self, entry: Entry) -> None:
        self._entries[entry.id] = entry
        self.changed.emit(entry)
