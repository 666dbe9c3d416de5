"""A queue that remembers what it was asked and does what the test says."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from editor.jobs import JobProject, JobRow, JobState
from engine.errors import LongtakeError
from engine.requests import Answer, Plan, Request, Room, Rooms


class FakeJobs(QObject):
    changed = Signal(object)
    forgotten = Signal(str)
    take_made = Signal(object, object)

    def __init__(self) -> None:
        super().__init__()
        self.rows: tuple[JobRow, ...] = ()
        self.asked: list[Request] = []
        self.retried: list[str] = []
        self.acknowledged: list[tuple[str, Path]] = []
        self.cancelled_questions = 0
        self.pace: float | None = None  # seconds for a megapixel of a take
        self._answers: list[asyncio.Future[Answer]] = []
        self.planned: list[Request] = []
        self.plans: Callable[[Request], Plan | LongtakeError | asyncio.Future[Plan]] = plan_of
        self.rooms_of: dict[str, Room] = {}
        self.machine = "2 processor cores, 8 GB of memory"
        self.freed = 0

    def submit(self, request: Request, *, clip_id: str, title: str, project: JobProject, model: str = "") -> JobRow:
        values: dict[str, Any] = {
            "id": f"job {len(self.rows) + 1}",
            "clip_id": clip_id,
            "title": title,
            "model": model or request.model,
            "request": request,
            "state": JobState.QUEUED,
            "attempts": 0,
            "progress": None,
            "previews": (),
            "takes": (),
            "error": None,
            "created": time.time(),
            "started": None,
            "ended": None,
            "project": project,
        }
        row = JobRow(**values)
        self.rows = (*self.rows, row)
        self.changed.emit(row)
        return row

    def put(self, row: JobRow) -> None:
        """How a job stands from now on."""
        self.rows = tuple(row if each.id == row.id else each for each in self.rows)
        self.changed.emit(row)

    def become(self, job_id: str, state: JobState) -> None:
        self.put(replace(next(row for row in self.rows if row.id == job_id), state=state))

    def row_of_clip(self, clip_id: str) -> JobRow | None:
        of_clip = [row for row in self.rows if row.clip_id == clip_id]
        in_turn = [row for state in (JobState.RUNNING, JobState.QUEUED) for row in of_clip if row.state is state]
        return next(iter((*in_turn, *reversed(of_clip))), None)

    def hold(self, job_id: str) -> None:
        self.rows = tuple(replace(row, held=True) if row.id == job_id else row for row in self.rows)

    def let_go_on(self, job_id: str) -> None:
        self.rows = tuple(replace(row, held=False) if row.id == job_id else row for row in self.rows)

    def cancel(self, job_id: str) -> None:
        self.become(job_id, JobState.CANCELLED)

    def renew(self, row: JobRow) -> JobRow:
        return row

    def retry(self, job_id: str) -> None:
        self.retried.append(job_id)
        row = self.renew(next(row for row in self.rows if row.id == job_id))
        self.put(replace(row, state=JobState.QUEUED))

    def give(self, job_id: str, project: JobProject) -> None:
        self.put(replace(next(row for row in self.rows if row.id == job_id), project=project))

    def adopt(self, former: str, project: JobProject) -> None:
        for row in self.rows:
            if row.project.id == former and row.project != project:
                self.give(row.id, project)

    def tell_takes(self, job_id: str) -> bool:
        row = next(row for row in self.rows if row.id == job_id)
        there = [take for take in row.takes if take.path.is_file()]
        for take in there:
            self.take_made.emit(row, take)
        return bool(there)

    def seconds_expected(self, model: str, megapixels: float, takes: int) -> float | None:
        return None if self.pace is None else self.pace * megapixels * takes

    def acknowledge(self, job_id: str, path: Path) -> None:
        self.acknowledged.append((job_id, path))

    async def ask(self, request: Request) -> Answer:
        self.asked.append(request)
        answer: asyncio.Future[Answer] = asyncio.get_running_loop().create_future()
        self._answers.append(answer)
        try:
            return await answer
        except asyncio.CancelledError:
            self.cancelled_questions += 1
            raise

    async def plan(self, request: Request) -> Plan:
        self.planned.append(request)
        plan = self.plans(request)
        if isinstance(plan, LongtakeError):
            raise plan
        return await plan if isinstance(plan, asyncio.Future) else plan

    async def rooms(self, models: tuple[str, ...]) -> Rooms:
        return Rooms(self.machine, tuple(self.rooms_of[model] for model in models))

    async def free_memory(self) -> None:
        self.freed += 1

    def answer(self, answer: Answer | Exception) -> None:
        """The question asked last."""
        waiting = self._answers.pop()
        if isinstance(answer, Exception):
            waiting.set_exception(answer)
        else:
            waiting.set_result(answer)


def plan_of(request: Request, room: Room | None = None) -> Plan:
    return Plan(request.model, Fraction(24), 1280, 720, 48, 39, 29, (), ((1.0,), (0.0,)), "", room=room)
