"""The rows of the command table that make frames."""

from collections.abc import Callable, Iterator
from functools import partial

from editor.actions import generating
from editor.document import Selection
from editor.timeline.model import Clip, Task, Timeline
from editor.ui.generation.desk import GenerationDesk
from editor.ui.window.command import Command
from editor.ui.window.commands.conditions import NO_SELECTION, has_selection, when
from editor.words import tr

NO_PICTURE = tr("Select a picture clip first")
NO_GENERATED = tr("Select a generated clip that has a take first")


def generate_commands(desk: GenerationDesk, chosen: "Chosen") -> Iterator[Command]:
    some, any_ = partial(_has_picture, desk), when(has_selection, desk.session)
    before = partial(desk.extend_selected, Task.BEFORE)
    yield Command("extend-after", tr("Generative Extend After…"), desk.extend_selected, "Alt+Shift+G", "sparkle",
                  some, NO_PICTURE)  # fmt: skip
    yield Command(
        "extend-before", tr("Generative Extend Before…"), before, "Ctrl+Alt+Shift+G", "sparkle", some, NO_PICTURE
    )
    yield Command("bridge", tr("Bridge…"), desk.bridge_selected, "Shift+G", "intersect", any_, NO_SELECTION)
    yield Command("generate-handles", tr("Generate Handles…"), desk.generate_handles_here, "", "sparkle")
    yield Command("fill", tr("Generate in Gap…"), desk.fill_selected, "Alt+G", "selection-plus")
    yield Command("new-take", tr("New Take"), partial(chosen.do, generating.new_take), "Ctrl+Shift+T", "sparkle",
                  partial(chosen.has_takes, 1), NO_GENERATED)  # fmt: skip


class Chosen:
    """The generated clip that is selected; looked up once for each edit and selection, since many commands ask."""

    def __init__(self, desk: GenerationDesk) -> None:
        self._desk = desk
        self._known: tuple[Timeline, Selection] | None = None
        self._clip: Clip | None = None

    @property
    def clip(self) -> Clip | None:
        document = self._desk.session.document
        now = document.timeline, document.selection
        if self._known is None or any(one is not other for one, other in zip(now, self._known, strict=True)):
            clip_id = self._desk.selected_generated()
            self._known, self._clip = now, None if clip_id is None else document.timeline.clip(clip_id)
        return self._clip

    def has_takes(self, least: int) -> bool:
        return self.clip is not None and len(self.clip.takes) >= least

    def do(self, verb: Callable[..., None], *values: int) -> None:
        if self.clip is not None:
            verb(self._desk.session, self.clip.id, *values)


def _has_picture(desk: GenerationDesk) -> bool:
    return desk.selected_picture() is not None
