"""Whether a loaded model's run fits on this machine: asked while a dialog is open, and what its answer means."""

import asyncio
from collections.abc import Hashable
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from editor.actions.extending import in_words
from editor.actions.ways_out import WaysOut, ways_out
from editor.jobs import JobRow
from editor.session import Session
from editor.ui.generation.asker import Asker
from editor.ui.generation.clip_test import STOPS, Length
from editor.ui.generation.room_line import RoomLine, level_of
from editor.ui.widgets.lamp import Level
from editor.words import tr
from engine.errors import LongtakeError, ModelError
from engine.requests import Outputs, Plan, Request, Room, Text

ANOTHER = tr("Ask for less, or choose another model.")


class ModelRoom(QObject):
    """Shows on a line what comes of it; `told` once more is known, `shorter` and `other` where the user takes a way
    out that is offered."""

    told = Signal()
    shorter = Signal(int)  # frames, real ones included
    other = Signal(object)  # Choice

    def __init__(self, session: Session, line: RoomLine, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._line = session, line
        self._asker: Asker[Plan] = Asker(session.jobs, session.jobs.plan, what_decides, self)
        self._request: Request | None = None
        self._length: Length | None = None
        self._room: Room | None = None
        self._error: LongtakeError | None = None
        self._ways = WaysOut(None, None)
        self._lacks = ""  # why the model is not all here
        self._looking: asyncio.Task[None] | None = None
        self._asker.asking.connect(line.show_asking)
        self._asker.waiting.connect(line.show_asking)
        self._asker.answered.connect(self._take_plan)
        self._asker.failed.connect(self._take_error)
        session.jobs.changed.connect(self._hear_job)
        line.shorter_wanted.connect(self._shorten)
        line.other_wanted.connect(lambda: self.other.emit(self._ways.other))

    @property
    def refusal(self) -> str:
        """Why it cannot be made here, and what to do; empty where it can, or that is not known."""
        if self._lacks or self._asker.is_busy:
            return self._lacks
        if isinstance(self._error, STOPS):
            return str(self._error)
        return f"{self._room.words}. {ANOTHER}" if self._room is not None and not self._room.fits else ""

    def ask(self, request: Request, length: Length) -> None:
        if self._lacks:
            self.drop()  # it is here again
        self._request, self._length = request, length
        self._asker.want(request)

    def refuse(self, why: str) -> None:
        """The model is not all here."""
        self.drop()
        self._lacks = why
        self._line.show_words("bad", why, models=True)

    def drop(self) -> None:
        """There is nothing to ask."""
        self._stop()
        self._lacks = ""
        self._request = self._room = self._error = None
        self._asker.drop()
        self._line.show_nothing()

    def look_again(self) -> None:
        """Memory was freed."""
        self._asker.ask_again()

    def close(self) -> None:
        self._session.jobs.changed.disconnect(self._hear_job)
        self._stop()
        self._asker.close()

    def _hear_job(self, row: JobRow) -> None:
        """One that has ended gives memory back, or has measured what it took."""
        if row.state.is_final:
            self._asker.ask_again()

    def _take_plan(self, plan: Plan) -> None:
        self._stop()
        self._room, self._error = plan.room, None
        if plan.room is None:
            self._line.show_nothing()
        else:
            self._line.show_words(level_of(plan.room), plan.room.words)
            if not plan.room.fits:
                self._looking = asyncio.ensure_future(self._find_ways())
        self.told.emit()

    def _take_error(self, error: LongtakeError) -> None:
        self._stop()
        self._room, self._error = None, error
        level: Level = "bad" if isinstance(error, STOPS) else "warn"
        self._line.show_words(level, f"{error.what} {error.do}".strip(), models=isinstance(error, ModelError))
        self.told.emit()

    async def _find_ways(self) -> None:
        assert self._request is not None, "what does not fit was asked for"
        self._ways = await ways_out(self._session.jobs, self._request, self._session.models.choices)
        self._looking = None
        shorter = in_words(self._frames(), self._length.timeline) if self._length and self._ways.share else ""
        self._line.offer(shorter, self._ways.other.title if self._ways.other else "")
        self.told.emit()

    def _frames(self) -> int:
        """The length that fits."""
        assert self._length is not None, "a length goes with every request"
        return self._length.real + max(1, int(self._length.new * (self._ways.share or 1)))

    def _shorten(self) -> None:
        self.shorter.emit(self._frames())

    def _stop(self) -> None:
        if self._looking is not None:
            self._looking.cancel()
            self._looking = None


def what_decides(request: Request) -> Hashable:
    """Neither words nor seed, nor where takes go, change what a run needs."""
    sampling = replace(request.sampling, seed=0)
    return replace(request, outputs=Outputs(Path()), text=Text(), sampling=sampling)
