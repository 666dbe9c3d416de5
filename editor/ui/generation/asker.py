"""Asking the engine about what a dialog would do: once it has stayed the same for a moment, and each thing once."""

import asyncio
from collections.abc import Callable, Coroutine, Hashable
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from editor.jobs import Jobs, JobState
from engine.errors import LongtakeError
from engine.requests import Request

PATIENCE = 400  # milliseconds of quiet before a changed wish is asked about

Said = TypeVar("Said")


class Asker(QObject, Generic[Said]):
    """An answer to what is not asked any more is dropped. Nothing is told any more after `close`."""

    asking = Signal()
    waiting = Signal()  # a job runs first
    answered = Signal(object)  # what the engine said
    failed = Signal(object)  # LongtakeError

    def __init__(
        self,
        jobs: Jobs,
        ask: Callable[[Request], Coroutine[Any, Any, Said]],
        key: Callable[[Request], Hashable],
        parent: QObject | None = None,
    ) -> None:
        """key: what the answer depends on."""
        super().__init__(parent)
        self._jobs, self._ask, self._key = jobs, ask, key
        self._wanted: Request | None = None
        self._task: asyncio.Task[None] | None = None
        self._known: dict[Hashable, Said] = {}
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(PATIENCE)
        self._timer.timeout.connect(self._begin)
        jobs.changed.connect(self._tell_turn)

    def want(self, request: Request) -> None:
        """Ask about this, unless what was asked or is being asked says it already."""
        key = self._key(request)
        if self._wanted is not None and self._key(self._wanted) == key:
            return
        self._wanted = request
        self._stop()
        if key in self._known:
            self.answered.emit(self._known[key])
        else:
            self._timer.start()
            self._tell_turn()

    def ask_again(self) -> None:
        """What was answered may not hold any more."""
        self._known.clear()
        request, self._wanted = self._wanted, None
        if request is not None:
            self.want(request)

    def drop(self) -> None:
        """Nothing need be asked just now."""
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
            self._task = asyncio.ensure_future(self._hear(self._wanted))

    async def _hear(self, request: Request) -> None:
        try:
            said = await self._ask(request)
        except LongtakeError as error:
            self._task = None
            self.failed.emit(error)
            return
        self._task = None
        self._known[self._key(request)] = said
        self.answered.emit(said)

    def _stop(self) -> None:
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def _tell_turn(self, *_: object) -> None:
        """Whether it is asked now or after a job, while it is not told."""
        if not self.is_busy:
            return
        busy = any(row.state is JobState.RUNNING for row in self._jobs.rows)
        (self.waiting if busy else self.asking).emit()
