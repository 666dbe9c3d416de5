"""What the dialogs' tests stand on: a window with a panel, a session, and a loop that serves both Qt and coroutines."""

import asyncio
from collections.abc import Callable, Coroutine, Iterator
from pathlib import Path
from typing import Any

import pytest
import qasync
from PySide6.QtCore import QRect
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from editor.session import Session
from editor.timeline.model import ItemId, TrackId
from editor.ui.generation import asker
from editor.ui.generation.desk import GenerationDesk
from editor.ui.timeline.overlay import Intent
from tests.editor.ui.generation.fake_jobs import FakeJobs
from tests.editor.ui.generation.scene import a_session, a_timeline

Run = Callable[[Coroutine[Any, Any, None]], None]


class FakePanel(QWidget):
    """A timeline of 2 pixels a frame; remembers what it was told to show."""

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.intents: list[Intent | None] = []
        self.revealed: list[ItemId] = []
        self.setGeometry(0, 700, 1400, 200)

    def show_intent(self, intent: Intent | None) -> None:
        self.intents.append(intent)

    def rect_of(self, item_id: ItemId) -> QRect:
        return QRect(200, 40, 240, 88)

    def x_of(self, frame: int) -> int:
        return 200 + 2 * frame

    def top_of(self, track_id: TrackId) -> int:
        return 40

    def reveal(self, item_id: ItemId) -> None:
        self.revealed.append(item_id)


class Window(QWidget):
    def __init__(self) -> None:
        super().__init__()
        self.resize(1400, 900)
        self.panel = FakePanel(self)


@pytest.fixture
def jobs(qtbot: QtBot) -> FakeJobs:
    return FakeJobs()


@pytest.fixture
def session(tmp_path: Path, jobs: FakeJobs) -> Session:
    return a_session(a_timeline(tmp_path), tmp_path, jobs)


@pytest.fixture
def window(qtbot: QtBot) -> Window:
    window = Window()
    qtbot.addWidget(window)
    window.show()
    return window


@pytest.fixture
def desk(session: Session, window: Window) -> GenerationDesk:
    return GenerationDesk(session, window, window.panel)


@pytest.fixture
def run(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> Iterator[Run]:
    """Runs a coroutine on a loop that serves Qt too. Questions are asked without delay."""
    monkeypatch.setattr(asker, "PATIENCE", 0)
    loop = qasync.QEventLoop(qapp, already_running=False)
    asyncio.set_event_loop(loop)
    yield lambda story: loop.run_until_complete(asyncio.wait_for(story, 20))
    loop.close()
    asyncio.set_event_loop(None)
