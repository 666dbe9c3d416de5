"""Through the window by its menus and dialogs, and what there is to read on the way."""

import asyncio
from pathlib import Path

import qasync
from PySide6.QtWidgets import QApplication

from editor.ui import theme
from editor.ui.widgets.menu import Menu
from editor.ui.window.cut_menus import clip_rows
from editor.ui.window.main_window import MainWindow
from editor.ui.window.menu_filling import add_rows
from tests.editor.pseudo_language import Reader
from tests.editor.ui.generation.scene import SURF, SURF_SOUND, a_timeline
from tests.editor.ui.window.stage import Stage, dialogs
from tests.editor.ui.window.test_commands import PREPARED, chosen_gap, generated, no_gap

# Those that open a dialog, a page or a panel; the window itself is read after each of them.
OPENED = (
    *("preferences", "project-settings", "shortcuts", "about", "export", "speed", "properties", "gain", "models"),
    *("paste-attributes", "edit-marker", "extend-before", "bridge", "generate-handles", "send-take", "compare"),
    *("noise-lane", "effects", "new-take", "jobs"),
)


def walk(folder: Path, reader: Reader) -> None:
    app = QApplication([])
    theme.apply(app, "dark")
    theme.reduce_motion(True)
    loop = qasync.QEventLoop(app, already_running=False)
    asyncio.set_event_loop(loop)
    stage = Stage(folder)
    window = stage.open(a_timeline(folder))
    loop.run_until_complete(_through(window, reader))
    stage.close()


async def _through(window: MainWindow, reader: Reader) -> None:
    session, scene = window.session, window.session.document.timeline
    _read_clip_menu(window, reader)
    for prepare in (no_gap, chosen_gap, generated, lambda session: session.document.select([SURF_SOUND])):
        prepare(session)
        await _read(window, reader, getattr(prepare, "__name__", ""))
        session.document.replace(scene)
    for name in OPENED:
        session.document.select([SURF])
        session.playback.seek(30)
        PREPARED.get(name, lambda session: None)(session)
        window.actions_by_id[name].trigger()
        await _read(window, reader, name)
        for dialog in dialogs(window):
            dialog.close()
        session.document.replace(scene)
    assert not window.performer.unforeseen, window.performer.unforeseen


def _read_clip_menu(window: MainWindow, reader: Reader) -> None:
    menu = Menu("", window)
    for rows in clip_rows(window, SURF).values():
        add_rows(menu, rows(), window.perform)


async def _read(window: MainWindow, reader: Reader, where: str) -> None:
    window.actions_by_id.refresh()
    await asyncio.sleep(0.01)
    for shown in (window, *dialogs(window)):
        shown.grab()
    reader.look(window, where)
