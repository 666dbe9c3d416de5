"""The test on the clip's own past: asked for while a dialog is open, once for each wish that changes its outcome."""

import asyncio
from collections.abc import Hashable
from dataclasses import replace
from fractions import Fraction

from PySide6.QtCore import QObject, QTimer, Signal

from editor.jobs import Jobs, JobState
from engine.errors import LongtakeError
from engine.requests import Answer, ExtendRequest, Request

PATIENCE = 400  # milliseconds of quiet before a changed wish is tested


class BackTester(QObject):
    """Nothing is told any more after `close`."""

    testing = Signal()
    waiting = Signal()  # a job runs first
    answered = Signal(object)  # Answer
    failed = Signal(object)  # LongtakeError

    def __init__(self, jobs: Jobs, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._wanted: Request | None = None
        self._task: asyncio.Task[None] | None = None
        self._known: dict[Hashable, Answer] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self._begin)
        jobs.changed.connect(self._tell_turn)

    def want(self, request: Request) -> None:
        """Test this, unless what has been tested or is being tested says it already."""
        key = outcome_of(request)
        if self._wanted is not None and outcome_of(self._wanted) == key:
            return
        self._wanted = request
        self._stop()
        if key in self._known:
            self.answered.emit(self._known[key])
        else:
            self._timer.start()
            self._tell_turn()

    def drop(self) -> None:
        """Nothing need be tested just now."""
        self._wanted = None
        self._stop()

    def close(self) -> None:
        self._jobs.changed.disconnect(self._tell_turn)
        self.drop()

    @property
    def is_busy(self) -> bool:
        return self._timer.isActive() or self._task is not None

    def _begin(self) -> None:
        if self._wanted is not None:
            self._task = asyncio.ensure_future(self._ask(self._wanted))

    async def _ask(self, request: Request) -> None:
        try:
            answer = await self._jobs.ask(request)
        except LongtakeError as error:
            self._task = None
            self.failed.emit(error)
            return
        self._task = None
        self._known[outcome_of(request)] = answer
        self.answered.emit(answer)

    def _stop(self) -> None:
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _tell_turn(self, *_: object) -> None:
        """Whether it is tested now or after a job, while it is not told."""
        if not self.is_busy:
            return
        busy = any(row.state is JobState.RUNNING for row in self._jobs.rows)
        (self.waiting if busy else self.testing).emit()


def outcome_of(request: Request) -> Hashable:
    """What the outcome of the test depends on: of an extension neither its length nor how many takes are made."""
    if isinstance(request, ExtendRequest):
        return replace(request, duration=Fraction(1), takes=1)
    return replace(request, takes=1)
