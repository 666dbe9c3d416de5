"""The rows of the command table that make frames, and those that choose between takes."""

from collections.abc import Iterator
from functools import partial

from editor.actions import generating
from editor.timeline.model import Clip, Task
from editor.ui.generation.desk import GenerationDesk
from editor.ui.window.command import Command
from editor.ui.window.commands.conditions import NO_SELECTION, has_selection, when

TAKE_KEYS = range(1, 10)  # takes that have a key of their own
NO_PICTURE = "Select a picture clip first"
NO_GENERATED = "Select a generated clip that has a take first"
NO_TAKES = "Select a generated clip with more than one take first"


def generate_commands(desk: GenerationDesk) -> Iterator[Command]:
    some, any_ = partial(_has_picture, desk), when(has_selection, desk.session)
    before, two = partial(desk.extend_selected, Task.BEFORE), partial(_has_takes, desk, 2)
    yield Command("extend-after", "Generative Extend After…", desk.extend_selected, "G", "sparkle", some, NO_PICTURE)
    yield Command("extend-before", "Generative Extend Before…", before, "Ctrl+G", "sparkle", some, NO_PICTURE)
    yield Command("bridge", "Bridge…", desk.bridge_selected, "Shift+G", "intersect", any_, NO_SELECTION)
    yield Command("new-take", "New Take", partial(_new_take, desk), "Ctrl+Shift+T", "sparkle",
                  partial(_has_takes, desk, 1), NO_GENERATED)  # fmt: skip
    yield Command("next-take", "Next Take", partial(_step, desk, 1), "Alt+Down", "", two, NO_TAKES)
    yield Command("previous-take", "Previous Take", partial(_step, desk, -1), "Alt+Up", "", two, NO_TAKES)
    for number in TAKE_KEYS:
        yield Command(f"take-{number}", f"Take {number}", partial(_choose, desk, number), str(number), "",
                      partial(_has_takes, desk, number), f"The selected clip has no take {number}")  # fmt: skip


def _has_picture(desk: GenerationDesk) -> bool:
    return desk.selected_picture() is not None


def _has_takes(desk: GenerationDesk, least: int) -> bool:
    clip = _generated(desk)
    return clip is not None and len(clip.takes) >= least


def _generated(desk: GenerationDesk) -> Clip | None:
    clip_id = desk.selected_generated()
    return None if clip_id is None else desk.session.document.timeline.clip(clip_id)


def _new_take(desk: GenerationDesk) -> None:
    if (clip := _generated(desk)) is not None:
        generating.new_take(desk.session, clip.id)


def _step(desk: GenerationDesk, by: int) -> None:
    if (clip := _generated(desk)) is not None:
        (generating.next_take if by > 0 else generating.previous_take)(desk.session, clip.id)


def _choose(desk: GenerationDesk, number: int) -> None:
    if (clip := _generated(desk)) is not None:
        generating.choose_take(desk.session, clip.id, number)
