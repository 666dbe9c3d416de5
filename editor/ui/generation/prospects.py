"""What can be told of a run before it: how the built-in model does on the clip, or whether a loaded one fits here."""

from PySide6.QtCore import QObject, Signal

from editor.actions import cost
from editor.session import Session
from editor.ui.generation.clip_test import ClipTest, Length
from editor.ui.generation.model_room import ModelRoom
from editor.ui.generation.room_line import RoomLine
from editor.ui.generation.verdict_line import VerdictLine
from editor.words import tr
from engine.models.chosen import is_built_in
from engine.requests import Request

UNTESTED = tr("Not tested: with a loaded model that takes as long as a run.")
ALL_REAL = tr("All of it is real footage: nothing is generated.")


class Prospects(QObject):
    """Shown on two lines, of which one has something to tell. told: once more is known. shorter(frames), other(Choice):
    where the user takes what is advised."""

    told = Signal()
    shorter = Signal(int)
    other = Signal(object)

    def __init__(self, session: Session, verdict: VerdictLine, line: RoomLine, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = session.jobs
        self.test, self.room = ClipTest(session.jobs, verdict, self), ModelRoom(session, line, self)
        for part in (self.test, self.room):
            part.told.connect(self.told)
            part.shorter.connect(self.shorter)
        self.room.other.connect(self.other)

    def ask(self, request: Request | None, length: Length, lacks: str) -> None:
        """lacks: why the model of the request is not all here, so that nothing can be told of it; "" where it is."""
        if request is not None and not lacks and is_built_in(request.model):
            self.test.ask(request, length)
        else:
            self.test.drop(ALL_REAL if request is None else UNTESTED)
        if request is None or is_built_in(request.model):
            self.room.drop()
        elif lacks:
            self.room.refuse(lacks)
        else:
            self.room.ask(request, length)

    def drop(self) -> None:
        """There is nothing to ask."""
        self.test.drop("")
        self.room.drop()

    def refusal(self, request: Request, frames: int) -> str:
        """Why it can't be made, and what to do; empty where it can, or that is not known."""
        return cost.why_too_much(request, frames) or self.test.refusal or self.room.refusal

    def cost(self, request: Request, frames: int, pixels: int, moves: str) -> str:
        """In one line. pixels: of each of the frames that are made."""
        if not is_built_in(request.model):
            return cost.loaded_cost_line(request, frames, moves)
        expected = self._jobs.seconds_expected(request.model, frames * pixels / 1e6, request.takes)
        return cost.cost_line(request, frames, expected, moves)

    def close(self) -> None:
        self.test.close()
        self.room.close()
