"""A window to test, and a loop that serves Qt and coroutines alike."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
import qasync
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from editor.session import Session
from editor.ui.window.main_window import MainWindow
from tests.editor.ui.generation.scene import a_timeline
from tests.editor.ui.window.stage import PATIENCE, Hands, Stage

Run = Callable[[Coroutine[Any, Any, None]], None]


@pytest.fixture
def run(qapp: QApplication) -> Iterator[Run]:
    """Runs a coroutine to its end."""
    loop = qasync.QEventLoop(qapp, already_running=False)
    asyncio.set_event_loop(loop)
    yield lambda story: loop.run_until_complete(asyncio.wait_for(story, 3 * PATIENCE))
    loop.close()
    asyncio.set_event_loop(None)


@pytest.fixture
def stage(run: Run, qtbot: QtBot, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(tmp_path)
    yield stage
    stage.close()


@pytest.fixture
def window(stage: Stage, tmp_path: Path) -> MainWindow:
    """On the scene: surf with its sound, a gap, bird; nothing saved yet."""
    return stage.open(a_timeline(tmp_path))


@pytest.fixture
def session(window: MainWindow) -> Session:
    return window.session


@pytest.fixture
def hands(window: MainWindow) -> Hands:
    return Hands(window)
