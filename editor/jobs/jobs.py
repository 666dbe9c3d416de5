"""The queue of what is to be made, as the window sees it: durable, and told on the window's own thread."""

import asyncio
import time
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, Signal

from editor.job_store import JobStore, Stored
from editor.jobs.recorder import Recorder, error_of, megapixels
from editor.jobs.row import JobRow, row_of
from engine.progress import Progress
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Answer, Request, Take
from engine.worker import Host, Job, JobState, Worker

MODELS = {BUILT_IN: "Longtake built-in model", BUILT_IN_NETWORK: "Longtake built-in model"}
STOPPING = "Stopping"


class Jobs(QObject):
    """Runs requests on a host one after another, through restarts of the program.

    changed(JobRow): a job is new, moved on or ended. take_made(JobRow, Take): once for each take, and again after a
    start of the program for those that were not acknowledged. forgotten(id).
    """

    changed = Signal(object)
    forgotten = Signal(str)
    take_made = Signal(object, object)
    _found = Signal(object)  # what an earlier run of the program has left to tell
    _heard = Signal(object, object, float)  # from the engine's thread to ours: Job, takes that are new, when

    def __init__(self, host: Host, store: JobStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._paused = False
        self._closed = False
        self._rows = {job.id: row_of(job) for job in store.begin()}
        self._running: dict[str, int] = {}  # the worker's own number of a job that is queued or running
        self._found.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._found.emit(store.unacknowledged())  # heard once the loop runs: by then somebody listens
        self._heard.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self._recorder = Recorder(store, self._heard.emit)
        self._worker = Worker(host, self._recorder.hear)
        for row in self.rows:
            if row.state is JobState.QUEUED:
                self._start(row)

    @property
    def rows(self) -> tuple[JobRow, ...]:
        """In the order they were asked for."""
        return tuple(self._rows.values())

    def row(self, job_id: str) -> JobRow:
        """Raises KeyError where it is not known, or was forgotten."""
        return self._rows[job_id]

    def row_of_clip(self, clip_id: str) -> JobRow | None:
        """Of this clip's jobs the one that runs, else one that waits, else the one that was asked for last."""
        of_clip = [row for row in self._rows.values() if row.clip_id == clip_id]
        for state in (JobState.RUNNING, JobState.QUEUED):
            for row in of_clip:
                if row.state is state:
                    return row
        return of_clip[-1] if of_clip else None

    @property
    def paused(self) -> bool:
        return self._paused

    def set_paused(self, paused: bool) -> None:
        """While paused no job begins; the running one goes on."""
        self._paused = paused
        self._worker.set_paused(paused)

    def submit(self, request: Request, *, clip_id: str, title: str) -> JobRow:
        """Queue a request. When this returns it is on the disk and survives whatever happens."""
        job_id = uuid4().hex
        request = replace(request, outputs=replace(request.outputs, job=job_id))
        model = MODELS.get(request.model, request.model)
        row = JobRow(job_id, clip_id, title, model, request, created=time.time())
        self._store.add(Stored(row.id, row.clip_id, row.title, row.model, row.request, row.created))
        self._put(row)
        self._start(row)
        return row

    def cancel(self, job_id: str) -> None:
        """Take it off the queue, or stop it; takes that are finished stay. Told by `changed` once it has stopped."""
        row, number = self._rows[job_id], self._running.get(job_id)
        if number is None:
            return
        if row.state is JobState.RUNNING:
            share = row.progress.share if row.progress else None
            self._put(replace(row, progress=Progress(STOPPING, 0, 1, share=share)))
        self._worker.cancel(number)

    def retry(self, job_id: str) -> None:
        """Once more what failed or was cancelled; takes that it had finished are not made again."""
        row = self._rows[job_id]
        if row.state not in (JobState.FAILED, JobState.CANCELLED) or job_id in self._running:
            return
        row = replace(row, state=JobState.QUEUED, attempts=0, progress=None, error=None, started=None, ended=None)
        self._store.change(row.id, row.state, 0, time.time())
        self._put(row)
        self._start(row)

    def forget(self, job_id: str) -> None:
        """Drop a job that has ended from the list; no file is touched. One that has not ended stays."""
        if job_id in self._rows and job_id not in self._running:
            self._store.forget(job_id)
            del self._rows[job_id]
            self.forgotten.emit(job_id)

    def acknowledge(self, job_id: str, path: Path) -> None:
        """The take is in the document: it need not be told again."""
        self._store.acknowledge(job_id, path)

    def tell_again(self) -> None:
        """`take_made` for all that was not acknowledged: a document that was just opened may be waiting for one."""
        if not self._closed:
            self._tell(self._store.unacknowledged())

    def _tell(self, takes: Iterable[tuple[str, Take]]) -> None:
        """Not of those whose first telling is still on its way."""
        for job_id, take in takes:
            row = self._rows.get(job_id)
            if row is not None and any(take.path == known.path for known in row.takes) and not self._closed:
                self.take_made.emit(row, take)

    async def ask(self, request: Request) -> Answer:
        """Plan, back-test and how long it is expected to take. Cancelling gives it up. Raises LongtakeError types."""
        answer = await asyncio.wrap_future(self._worker.ask(request))
        pace = self._store.pace(request.model)
        expected = None if pace is None else pace * megapixels(answer.plan, answer.plan.new_frames) * request.takes
        return replace(answer, seconds_expected=expected)

    def close(self) -> None:
        """Stop at once. What is queued or was running is queued at the next start."""
        if self._closed:
            return
        self._closed = True
        self._recorder.close()
        self._worker.close(at_once=True)
        self._store.end()
        self._store.close()

    def _start(self, row: JobRow) -> None:
        self._running[row.id] = self._worker.submit(row.request, row.attempts).id

    def _put(self, row: JobRow) -> None:
        self._rows[row.id] = row
        self.changed.emit(row)

    def _show(self, job: Job, new: tuple[Take, ...], when: float) -> None:
        """On our own thread, what is on the disk already."""
        before = self._rows.get(job.request.outputs.job)
        if self._closed or before is None:
            return
        if job.state.is_final:
            del self._running[before.id]
        row = replace(
            before,
            state=job.state,
            attempts=job.attempts,
            progress=_progress(before, job),
            previews=job.previews or before.previews,
            takes=(*before.takes, *new),
            error=error_of(job),
            started=when if job.state is JobState.RUNNING and before.state is JobState.QUEUED else before.started,
            ended=when if job.state.is_final else None,
        )
        self._put(row)
        for take in new:
            self.take_made.emit(row, take)


def _progress(before: JobRow, job: Job) -> Progress | None:
    """One that is to stop goes on telling that, not how far it comes until then."""
    stopping = before.progress is not None and before.progress.stage == STOPPING
    return before.progress if stopping and job.state is JobState.RUNNING else job.progress
