"""The rows of the command table that make frames, and those that choose between takes."""

from collections.abc import Iterator
from functools import partial

from editor.actions import generating
from editor.timeline.model import Clip, Task
from editor.ui.generation.desk import GenerationDesk
from editor.ui.window.command import Command

KEYS = 9  # takes that have a key of their own


def generate_commands(desk: GenerationDesk) -> Iterator[Command]:
    some = partial(has_picture, desk)
    why = "Select a picture clip first"
    yield Command("extend-after", "Generative Extend After…", desk.extend_selected, "G", "sparkle", some, reason=why)
    yield Command("extend-before", "Generative Extend Before…", partial(desk.extend_selected, Task.BEFORE),
                  "Ctrl+G", "sparkle", some, reason=why)  # fmt: skip
    yield Command("bridge", "Bridge…", desk.bridge_selected, "Shift+G", "intersect", partial(has_selection, desk),
                  reason="Select a gap or a picture clip first")  # fmt: skip
    yield Command("new-take", "New Take", partial(new_take, desk), "Ctrl+Shift+T", "sparkle", partial(has_takes, desk),
                  reason="Select a generated clip first")  # fmt: skip
    several = partial(has_takes, desk, 2)
    yield Command("next-take", "Next Take", partial(step, desk, 1), "Alt+Down", enabled=several)
    yield Command("previous-take", "Previous Take", partial(step, desk, -1), "Alt+Up", enabled=several)
    for number in range(1, KEYS + 1):
        yield Command(f"take-{number}", f"Take {number}", partial(choose, desk, number), str(number),
                      enabled=partial(has_takes, desk, number))  # fmt: skip


def has_selection(desk: GenerationDesk) -> bool:
    return bool(desk.session.document.selection)


def has_picture(desk: GenerationDesk) -> bool:
    return desk.selected_picture() is not None


def has_takes(desk: GenerationDesk, least: int = 1) -> bool:
    clip = generated(desk)
    return clip is not None and len(clip.takes) >= least


def generated(desk: GenerationDesk) -> Clip | None:
    clip_id = desk.selected_generated()
    return None if clip_id is None else desk.session.document.timeline.clip(clip_id)


def new_take(desk: GenerationDesk) -> None:
    if (clip := generated(desk)) is not None:
        generating.new_take(desk.session, clip.id)


def step(desk: GenerationDesk, by: int) -> None:
    if (clip := generated(desk)) is not None:
        (generating.next_take if by > 0 else generating.previous_take)(desk.session, clip.id)


def choose(desk: GenerationDesk, number: int) -> None:
    if (clip := generated(desk)) is not None:
        generating.choose_take(desk.session, clip.id, number)
