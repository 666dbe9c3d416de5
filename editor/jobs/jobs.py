"""The queue of what is to be made, as the window sees it: durable, and told on the window's own thread."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from uuid import uuid4

from PySide6.QtCore import QObject, Qt, Signal

from editor.job_store import JobProject, JobStore, Run, Stored
from editor.jobs.expecting import expected
from editor.jobs.log import JobLog
from editor.jobs.recorder import Recorder, by_optical_flow
from editor.jobs.row import JobRow, moved_on, queued_again, row_of, stopping
from editor.jobs.turns import moved, rearranged
from engine.errors import LongtakeError
from engine.requests import BUILT_IN, BUILT_IN_NETWORK, Answer, Plan, Request, Rooms, Take
from engine.worker import Host, Job, JobState, Worker

log = logging.getLogger(__name__)

MODELS = {BUILT_IN: "Longtake built-in model", BUILT_IN_NETWORK: "Longtake built-in model"}
OPTICAL_FLOW = "Longtake optical flow"  # what makes frames between a clip's own, as its takes name it
RETRIED = (JobState.FAILED, JobState.CANCELLED)


class Jobs(QObject):
    """Runs requests on a host one after another, through restarts of the program.

    changed(JobRow): a job is new, moved on or ended. take_made(JobRow, Take): once for each take, and again after a
    start of the program for those that were not acknowledged. forgotten(id). arranged: what waits has another order.

    renew: what a job is when it is tried again; a document that has its clip knows better than what was stored.
    """

    changed = Signal(object)
    forgotten = Signal(str)
    arranged = Signal()
    take_made = Signal(object, object)
    _found = Signal(object)  # what an earlier run of the program has left to tell
    _heard = Signal(object, object, float)  # from the engine's thread to ours: Job, takes that are new, when

    def __init__(self, host: Host, store: JobStore, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._store = store
        self._paused = False
        self._closed = False
        self._start_noted: float | None = None
        self.renew: Callable[[JobRow], JobRow] = lambda row: row
        stored = store.begin()
        self._rows = {job.id: row_of(job) for job in stored}
        self._hidden = {job.id for job in stored if job.hidden}  # forgotten by the user, not by their projects
        self._running: dict[str, int] = {}  # the worker's own number of a job that is queued or running
        self._found.connect(self._tell, Qt.ConnectionType.QueuedConnection)
        self._found.emit(store.unacknowledged())  # heard once the loop runs: by then somebody listens
        self._heard.connect(self._show, Qt.ConnectionType.QueuedConnection)
        self.log = JobLog()
        self._recorder = Recorder(store, self._heard.emit)
        self._worker = Worker(host, self._recorder.hear)
        for row in self.rows:
            if row.state is JobState.QUEUED and not row.held:
                self._start(row)

    @property
    def rows(self) -> tuple[JobRow, ...]:
        """In the order they were asked for, or were put into since; of all projects."""
        return tuple(row for row in self._rows.values() if row.id not in self._hidden)

    def row(self, job_id: str) -> JobRow:
        """Raises KeyError where it is not known, or was forgotten."""
        if job_id in self._hidden:
            raise KeyError(job_id)
        return self._rows[job_id]

    def row_of_clip(self, clip_id: str) -> JobRow | None:
        """Of this clip's jobs the one that runs, else one that waits, else the one that was asked for last."""
        of_clip = [row for row in self.rows if row.clip_id == clip_id]
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

    def submit(self, request: Request, *, clip_id: str, title: str, project: JobProject, model: str = "") -> JobRow:
        """Queue a request. When this returns it is on the disk and survives whatever happens.

        model: what a loaded one is called; left out, as the request names it.
        """
        job_id = uuid4().hex
        request = replace(request, outputs=replace(request.outputs, job=job_id))
        model = OPTICAL_FLOW if by_optical_flow(request) else MODELS.get(request.model, model or request.model)
        job = Stored(job_id, clip_id, title, model, request, time.time(), project=project)
        self._store.add(job)
        row = row_of(job)
        self._put(row)
        self.log.hear(row)
        self._start(row)
        return row

    def cancel(self, job_id: str) -> None:
        """Take it off the queue, or stop it; takes that are finished stay. Told by `changed` once it has stopped."""
        row, number = self._rows[job_id], self._running.get(job_id)
        if row.held:
            self._store.hold(job_id, False)
            row = replace(row, held=False)
        if number is not None:
            self._stop(row, number)
        elif row.state is JobState.QUEUED:
            self._end(row)

    def hold(self, job_id: str) -> None:
        """Others pass it until it is let go on. One that runs stops at its next step; finished takes stay."""
        number = self._running.get(job_id)
        if number is not None:
            self._store.hold(job_id, True)
            self._stop(replace(self._rows[job_id], held=True), number)

    def let_go_on(self, job_id: str) -> None:
        """What is held has its turn again, in its place; nothing where it has not stopped yet."""
        row = self._rows[job_id]
        if row.held and job_id not in self._running:
            self._store.hold(job_id, False)
            self._put(replace(row, held=False))
            self.log.hear(self._rows[job_id])
            self._start(row)
            self._arrange_worker()

    def retry(self, job_id: str) -> None:
        """Once more what failed or was cancelled, from what it is made from now; finished takes are not made again."""
        row = self._rows[job_id]
        if row.state not in RETRIED or job_id in self._running:
            return
        row = queued_again(self.renew(row))
        self._store.queue_again(row.id, row.request, row.project)
        self._rows[row.id] = self._rows.pop(row.id)  # it waits behind the others
        self._put(row)
        self.log.hear(row)
        self._start(row)

    def move(self, job_id: str, to: int) -> None:
        """Another turn for a job that waits: its place among those that do, from 0."""
        waiting = self._waiting()
        order = moved(waiting, job_id, to)
        if job_id not in waiting or order == waiting:
            return
        self._store.arrange(order)
        self._rows = {each: self._rows[each] for each in rearranged(self._rows, order)}
        self._arrange_worker()
        self.arranged.emit()

    def forget(self, job_id: str) -> None:
        """Drop a job that has ended from the list; no file is touched. One that has not ended stays.

        Its takes that no document has taken over are told of all the same, at each start and each `tell_again`.
        """
        if job_id in self._rows and self._rows[job_id].state.is_final and job_id not in self._hidden:
            self._store.forget(job_id)
            self._hidden.add(job_id)
            self.forgotten.emit(job_id)

    def acknowledge(self, job_id: str, path: Path) -> None:
        """The take is in the document: it need not be told again."""
        self._store.acknowledge(job_id, path)

    def adopt(self, former: str, project: JobProject) -> None:
        """The jobs of the project with the id `former` are from now on of this one, or of the same with a new name."""
        for row in [*self._rows.values()]:
            if row.project.id == former:
                self.give(row.id, project)

    def give(self, job_id: str, project: JobProject) -> None:
        """From now on its takes go there."""
        row = self._rows[job_id]
        if row.project != project:
            self._store.give(job_id, project)
            self._put(replace(row, project=project))

    def tell_takes(self, job_id: str) -> bool:
        """`take_made` once more for all takes of a job whose files are there; whether there were any."""
        row = self._rows[job_id]
        there = [take for take in row.takes if take.path.is_file()]
        for take in there:
            self.take_made.emit(row, take)
        return bool(there)

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
        """Plan and back-test. Cancelling gives it up. Raises LongtakeError types."""
        try:
            return await asyncio.wrap_future(self._worker.ask(request))
        finally:
            self._note_start()

    async def plan(self, request: Request) -> Plan:
        """What a job of it would do. Otherwise as `ask`."""
        try:
            return await asyncio.wrap_future(self._worker.plan(request))
        finally:
            self._note_start()

    async def rooms(self, models: tuple[str, ...]) -> Rooms:
        """What the machine is, and what each model (as a request names it) needs of it. Otherwise as `plan`."""
        try:
            return await asyncio.wrap_future(self._worker.rooms(models))
        finally:
            self._note_start()

    async def free_memory(self) -> None:
        """Have the engine give back what it holds, once the job that runs has ended. Otherwise as `ask`."""
        await asyncio.wrap_future(self._worker.free_memory())

    def seconds_expected(self, model: str, megapixels: float, takes: int) -> float | None:
        """For takes of so much new picture each, with the engine's start where it is not there; None until there was a
        run of that model."""
        seconds = expected(self._store.runs(model), megapixels, takes)
        if seconds is None or self._worker.warmth.is_warm:
            return seconds
        return seconds + self._store.start_seconds()

    def remember_run(self, model: str, run: Run) -> None:
        """One that was not asked for here, for its pace. Raises OutputError."""
        self._store.remember_run(model, run)

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

    def _stop(self, row: JobRow, number: int) -> None:
        """Told by `changed` at once, and once it has stopped."""
        self._put(stopping(row) if row.state is JobState.RUNNING else row)
        self._worker.cancel(number)

    def _end(self, row: JobRow) -> None:
        """Of one that was held: the engine does not know it."""
        now = time.time()
        self._store.change(row.id, JobState.CANCELLED, row.attempts, now)
        self._put(replace(row, state=JobState.CANCELLED, ended=now))
        self.log.hear(self._rows[row.id])

    def _waiting(self) -> list[str]:
        """In turn."""
        queued = (row for row in self._rows.values() if row.state is JobState.QUEUED)
        return [row.id for row in queued if row.held or row.id in self._running]

    def _arrange_worker(self) -> None:
        self._worker.arrange([self._running[each] for each in self._waiting() if each in self._running])

    def _put(self, row: JobRow) -> None:
        self._rows[row.id] = row
        if row.id not in self._hidden:
            self.changed.emit(row)

    def _show(self, job: Job, new: tuple[Take, ...], when: float) -> None:
        """On our own thread, what is on the disk already."""
        before = self._rows.get(job.request.outputs.job)
        if self._closed or before is None:
            return
        if job.state.is_final:
            del self._running[before.id]
            self._note_start()
        row = moved_on(before, job, new, when)
        self.log.hear(row, new)
        self._put(row)
        for take in new:
            self.take_made.emit(self._rows[before.id], take)

    def _note_start(self) -> None:
        """How long the engine took to be there, where it was started for what has just ended."""
        seconds = self._worker.warmth.start_seconds
        if seconds is not None and seconds != self._start_noted and not self._closed:
            self._start_noted = seconds
            try:
                self._store.remember_start(seconds)
            except LongtakeError:  # the next time is told a little too short
                log.exception("the engine's start could not be recorded")
