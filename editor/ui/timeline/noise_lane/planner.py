"""The engine's plan of what a clip's next take would be: asked for again whenever that changes."""

import asyncio
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from editor.actions.noise_lane import request_planned
from editor.jobs import JobRow, JobState
from editor.project.errors import ProjectError
from editor.session import Session
from editor.timeline.errors import EditError
from editor.timeline.model import ItemId
from editor.words import tr
from engine.errors import LongtakeError
from engine.requests import Outputs, Plan, Request

WAITING = tr("A job runs. The lane comes after it.")
ASKING = tr("Looking at what the model is shown…")


class Planner(QObject):
    """changed: there is another plan, or another reason why there is none."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._clip_id: ItemId | None = None
        self._asked: Request | None = None  # what `plan` is of, or will be
        self._task: asyncio.Task[None] | None = None
        self._timer = QTimer(self)  # an edit is looked at once it is done
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._look)
        session.jobs.changed.connect(self._tell_waiting)
        self.plan: Plan | None = None  # the last one of this clip
        self._is_fresh = False
        self.why = ""  # there is none, for the user

    def want(self, clip_id: ItemId | None) -> None:
        """Of this clip, as it stands once nothing more happens in this turn; None: of none."""
        if clip_id != self._clip_id:
            self._stop()
            self._clip_id, self._asked, self.plan = clip_id, None, None
        if clip_id is not None:
            self._timer.start(0)

    @property
    def is_current(self) -> bool:
        """Whether the plan is of what would be asked for now, and no other one may be on its way."""
        return self._is_fresh and not self._timer.isActive() and self._task is None

    def _look(self) -> None:
        if self._clip_id is None:
            return
        try:
            request = told_apart(request_planned(self._session, self._clip_id))
        except (EditError, ProjectError, LongtakeError) as error:
            self._stop()
            self._asked, self.plan, self.why = None, None, str(error)
            self.changed.emit()
            return
        if request != self._asked:
            self._stop()
            self._asked, self._is_fresh = request, False
            self.why = self._waited_for()
            self._task = asyncio.ensure_future(self._ask(request))
            self.changed.emit()

    def _waited_for(self) -> str:
        return WAITING if any(row.state is JobState.RUNNING for row in self._session.jobs.rows) else ASKING

    def _tell_waiting(self, row: JobRow) -> None:
        """A job may begin while the plan is on its way."""
        if self._task is not None and self.why != self._waited_for():
            self.why = self._waited_for()
            self.changed.emit()

    async def _ask(self, request: Request) -> None:
        try:
            self.plan, self.why, self._is_fresh = await self._session.jobs.plan(request), "", True
        except LongtakeError as error:
            self.plan, self.why, self._asked = None, str(error), None
        self._task = None
        self.changed.emit()

    def _stop(self) -> None:
        self._timer.stop()
        if self._task is not None:
            self._task.cancel()
            self._task = None


def told_apart(request: Request) -> Request:
    """Without what no plan depends on."""
    nowhere = Outputs(Path(request.outputs.folder.name))
    return replace(request, outputs=nowhere, sampling=replace(request.sampling, seed=0))
