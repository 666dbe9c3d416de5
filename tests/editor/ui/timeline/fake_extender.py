"""A stand-in for what makes frames where an edge is pulled."""

from dataclasses import dataclass, field, replace

from editor.actions import context, extending
from editor.actions.context import Sights
from editor.actions.edge_pulling import Pull
from editor.actions.extending import Laid
from editor.actions.requesting import Wishes
from editor.timeline.model import ItemId, Task
from tests.editor.ui.timeline.conftest import Desk

NEW = 240  # frames that can be made at once


@dataclass
class FakeExtender:
    """Lays out as the real one does; what is asked for is only written down."""

    desk: Desk
    why: str = ""
    context: int | None = None
    asked: list[tuple[Pull, int]] = field(default_factory=list)
    next: list[tuple[Task, int]] = field(default_factory=list)
    by: list[tuple[ItemId, int]] = field(default_factory=list)

    def refusal(self, pull: Pull) -> str:
        return self.why

    def furthest(self, pull: Pull) -> int:
        return extending.handles(self.desk.timeline, pull.clip_id, pull.task, pull.linked) + NEW

    def lay(self, pull: Pull, frames: int) -> Laid:
        return extending.extended(self.desk.timeline, pull.clip_id, frames, pull.task, Wishes(), linked=pull.linked)

    def cost(self, laid: Laid) -> str:
        return f"{laid.new} cost little"

    def ask(self, pull: Pull, frames: int) -> None:
        self.asked.append((pull, frames))

    def sights(self, pull: Pull) -> Sights:
        return context.sights_beside(self.desk.timeline, pull.clip_id, pull.task, 48, self.context)

    def remember_context(self, task: Task, asked: int) -> None:
        self.next.append((task, asked))

    def change_context(self, clip_id: ItemId, asked: int) -> None:
        self.by.append((clip_id, asked))


def give_extender(desk: Desk) -> FakeExtender:
    extender, stage = FakeExtender(desk), desk.panel.stage
    object.__setattr__(stage, "callbacks", replace(stage.callbacks, extender=extender))
    return extender
