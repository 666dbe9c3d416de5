"""The rows of the command table that choose between takes, compare them, and look at a join again and again."""

from collections.abc import Iterator
from functools import partial

from editor.actions import generating
from editor.ui.window.command import Command
from editor.ui.window.commands.generating import NO_GENERATED, Chosen
from editor.ui.window.comparing import Comparing
from editor.words import tr

TAKE_KEYS = range(1, 10)  # takes that have a key of their own
NO_TAKES = tr("Select a generated clip with more than one take first")
NOT_COMPARING = tr("Compare takes first (Alt+\\)")


def take_commands(comparing: Comparing, chosen: Chosen) -> Iterator[Command]:
    """While takes are compared these choose what is seen beside the take that plays; else which one plays."""
    keys = TakeKeys(comparing, chosen)
    two = partial(keys.has_takes, 2)
    yield Command("next-take", tr("Next Take"), partial(keys.step, 1), "Alt+Down", "", two, NO_TAKES)
    yield Command("previous-take", tr("Previous Take"), partial(keys.step, -1), "Alt+Up", "", two, NO_TAKES)
    for number in TAKE_KEYS:
        yield Command(f"take-{number}", tr("Take {number}", number=number), partial(keys.choose, number), str(number),
                      "",
                      partial(keys.has_takes, number), tr("The selected clip has no take {number}",
                                                          number=number))  # fmt: skip


def compare_commands(comparing: Comparing, chosen: Chosen) -> Iterator[Command]:
    """What takes a key of its own only while takes are compared is disabled otherwise, and leaves the key alone."""
    keys = TakeKeys(comparing, chosen)
    step = partial(Command, enabled=keys.compares, reason=NOT_COMPARING, repeats=True)
    yield Command("compare", tr("Compare Takes"), comparing.toggle, "Alt+\\", "columns", partial(keys.has_takes, 2),
                  NO_TAKES, checked=keys.compares)  # fmt: skip
    yield Command("loop-join", tr("Loop Around Join"), comparing.loop_join, "Alt+L", "repeat",
                  partial(keys.has_takes, 1), NO_GENERATED)  # fmt: skip
    yield Command("use-take", tr("Use Take B"), comparing.comparison.use, "Return; Enter", "check", keys.compares,
                  NOT_COMPARING)  # fmt: skip
    yield step("wipe-left", tr("Move Wipe Left"), partial(comparing.move_wipe, -1), "Ctrl+Alt+,")
    yield step("wipe-right", tr("Move Wipe Right"), partial(comparing.move_wipe, 1), "Ctrl+Alt+.")
    yield Command("leave-compare", tr("Leave Comparison"), comparing.leave, "Esc", "", keys.compares, NOT_COMPARING)


class TakeKeys:
    """Whose takes the keys mean: of the clip that is compared, else of the generated clip that is selected."""

    def __init__(self, comparing: Comparing, chosen: Chosen) -> None:
        self._comparing, self._chosen = comparing, chosen

    def compares(self) -> bool:
        return self._comparing.is_open

    def has_takes(self, least: int) -> bool:
        if self.compares():
            return len(self._comparing.comparison.clip.takes) >= least
        return self._chosen.has_takes(least)

    def choose(self, number: int) -> None:
        if self.compares():
            self._comparing.comparison.choose(number)
        else:
            self._chosen.do(generating.choose_take, number)

    def step(self, by: int) -> None:
        if self.compares():
            self._comparing.comparison.step(by)
        else:
            self._chosen.do(generating.next_take if by > 0 else generating.previous_take)
