"""Pictures that come and hatches that go: how far each of them is on its way."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer, Signal

from editor.timeline.model import ItemId
from editor.ui import theme

COMING, GOING = 200, 240  # milliseconds: of a preview into a clip, of the hatch off a finished one
TICK = 33  # milliseconds


@dataclass(frozen=True, slots=True)
class Coming:
    """A preview, and the one that stood in its place."""

    before: Path | None
    since: float  # seconds of the clock


class Fades(QObject):
    """advanced(ids of clips): they look different now. Nothing moves where motion is reduced."""

    advanced = Signal(object)

    def __init__(self, parent: QObject | None = None, clock: Callable[[], float] = time.monotonic) -> None:
        super().__init__(parent)
        self._clock = clock
        self._shown: dict[str, dict[int, Path]] = {}  # previews by job
        self._coming: dict[tuple[str, int], Coming] = {}  # by job, and index of the new frame
        self._clips: dict[str, ItemId] = {}  # of jobs
        self._going: dict[ItemId, float] = {}  # since when
        self._timer = QTimer(self, interval=TICK)
        self._timer.timeout.connect(self._tick)

    @property
    def is_moving(self) -> bool:
        return self._timer.isActive()

    def hear(self, row: Any) -> None:
        """What a job shows now."""
        before, now = self._shown.get(row.id, {}), dict(getattr(row, "previews", ()))
        if not now:
            self._shown.pop(row.id, None)
            return
        self._shown[row.id], self._clips[row.id] = now, ItemId(row.clip_id)
        for index, path in now.items() if theme.motion(COMING) else ():
            if before.get(index) != path:
                self._coming[row.id, index] = Coming(before.get(index), self._clock())
                self._timer.start()

    def finish(self, clip_id: ItemId) -> None:
        """It has its first take."""
        if theme.motion(GOING):
            self._going[clip_id] = self._clock()
            self._timer.start()

    def coming(self, job_id: str, index: int) -> tuple[Path | None, float]:
        """The picture before this one, and how much of this one is seen: 0 to 1."""
        found = self._coming.get((job_id, index))
        return (None, 1.0) if found is None else (found.before, self._share(found.since, COMING))

    def going(self) -> dict[ItemId, float]:
        """How much of its hatch a clip still has."""
        return {clip_id: 1 - self._share(since, GOING) for clip_id, since in self._going.items()}

    def _share(self, since: float, length: int) -> float:
        return min(1.0, max(0.0, (self._clock() - since) * 1000 / length))

    def _tick(self) -> None:
        moved = {self._clips[job_id] for job_id, _ in self._coming} | {*self._going}
        self._coming = {key: each for key, each in self._coming.items() if self._share(each.since, COMING) < 1}
        self._going = {key: since for key, since in self._going.items() if self._share(since, GOING) < 1}
        if not self._coming and not self._going:
            self._timer.stop()
        self.advanced.emit(moved)
