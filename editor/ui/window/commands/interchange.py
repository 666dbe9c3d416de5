"""The rows of the command table about timelines of other editors."""

from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING

from editor.ui.window.command import Command
from editor.ui.window.commands.conditions import NO_CLIPS, has_clips, when
from editor.ui.window.commands.generating import NO_GENERATED, Chosen
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def interchange_commands(window: "MainWindow", chosen: Chosen) -> Iterator[Command]:
    timelines, some = window.timelines, when(has_clips, window.session)
    yield Command("import-timeline", tr("Import Timeline…"), timelines.ask_and_import)
    yield Command("export-timeline", tr("Export Timeline…"), timelines.ask_and_export, enabled=some,
                  reason=NO_CLIPS)  # fmt: skip
    yield Command("send-take", tr("Send Take Back…"), partial(_send, window, chosen),
                  enabled=partial(chosen.has_takes, 1),
                  reason=NO_GENERATED)  # fmt: skip


async def _send(window: "MainWindow", chosen: Chosen) -> None:
    if chosen.clip is not None:
        await window.sends.ask(chosen.clip.id)
