"""The real window on a small cut, with stand-ins where files are read, sound is heard and frames are made."""

import asyncio
from collections.abc import Callable
from concurrent.futures import Future
from fractions import Fraction
from pathlib import Path
from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QDialog, QMessageBox, QWidget

import tests.hands
from editor.app import close_session
from editor.clipboard import Clipboard
from editor.document import Document
from editor.job_store import JobStore
from editor.jobs import Jobs
from editor.model_getting import ModelGetting
from editor.playback import Playback
from editor.project.open_project import OpenProject
from editor.render.audio_output import NullOutput
from editor.render.proxies import Proxies
from editor.session import Session
from editor.settings import Settings
from editor.source import Source
from editor.timeline.model import Media, Timeline, new_timeline
from editor.ui.widgets import PointerDialog
from editor.ui.window.main_window import MainWindow
from editor.view_state import ViewState
from engine.errors import Cancelled, MediaError
from engine.media.info import AudioInfo, MediaInfo, VideoInfo
from engine.worker import Host
from tests.editor.model_store import FakeStore, a_shelf
from tests.engine.fakes import HeldHost

SECONDS = Fraction(10)
PATIENCE = 10.0  # seconds; only a broken window needs them


class FakeService:
    """Every file is ten seconds of film with sound, but those called bad, which cannot be read."""

    def __init__(self) -> None:
        self.inspected: list[Path] = []
        self.proxies: list[Future[Path]] = []  # asked for, and not made before a test does it

    def inspect(self, path: Path) -> "Future[MediaInfo]":
        self.inspected.append(path)
        answer: Future[MediaInfo] = Future()
        if path.name.startswith("bad"):
            answer.set_exception(MediaError(f"{path.name} cannot be read.", do="Convert it first."))
        else:
            sound = AudioInfo(48_000, 2, "stereo", "aac")
            notes = ("Parts of the picture are damaged.",) if path.name.startswith("torn") else ()
            answer.set_result(MediaInfo(path, VideoInfo(1280, 720, Fraction(24)), sound, SECONDS, notes))
        return answer

    def proxy(self, path: Path, target: Path, tell: Callable[[float], None]) -> "Future[Path]":
        tell(0.5)
        self.proxies.append(Future())
        return self.proxies[-1]

    def cancel(self, future: "Future[Path]") -> None:
        if not future.done():
            future.set_exception(Cancelled("stopped"))

    def close(self) -> None:
        """It holds nothing."""


class FakeThumbnails(QObject):
    arrived = Signal(str)
    failed = Signal(str, str)

    def image(self, media: Media, time: Fraction, height: int, exact: bool = False) -> QImage | None:
        return None

    def peaks(self, media: Media) -> None:
        return None

    def forget(self, media_id: str) -> None:
        """There is none."""


class Stage:
    """Opens windows on one data folder, one after another, as starts of the program do."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.host: Host = HeldHost()
        self.models = FakeStore()
        self.window: MainWindow | None = None

    def open(self, timeline: Timeline | None = None) -> MainWindow:
        """With an edit that is not saved yet, where a timeline is given."""
        window = self.opened_as_left()
        window.resize(1600, 960)
        if timeline is not None:
            window.session.document.apply("Open the scene", timeline)
        return window

    def opened_as_left(self) -> MainWindow:
        """Of the size that the last one had."""
        self.close()
        self.window = window = MainWindow(self._session(), close_session)
        window.show()
        return window

    def close(self, discard: bool = True) -> None:
        window, self.window = self.window, None
        if window is not None:
            window.leave(discard)
            asyncio.get_event_loop().run_until_complete(window.closed)
            window.deleteLater()
            QCoreApplication.sendPostedEvents(window, QEvent.Type.DeferredDelete)

    def file(self, name: str) -> Path:
        """One that is there."""
        path = self.folder / "media" / name
        path.parent.mkdir(exist_ok=True)
        path.touch()
        return path

    def _session(self) -> Session:
        self.host = HeldHost()
        document, source, data = Document(new_timeline()), Source(), self.folder / "data"
        settings = Settings(str(self.folder / "settings.ini"))
        service: Any = FakeService()
        return Session(
            document=document,
            project=OpenProject(document.timeline, data),
            view=ViewState(),
            playback=Playback(document, NullOutput()),
            jobs=Jobs(self.host, JobStore(data / "jobs.sqlite")),
            models=a_shelf(self.models),
            getting=ModelGetting(settings),
            service=service,
            thumbnails=FakeThumbnails(),  # type: ignore[arg-type]
            proxies=Proxies(service, self.folder / "proxies"),
            settings=settings,
            clipboard=Clipboard(),
            source=source,
            source_playback=Playback(source.document, NullOutput()),
        )


def told(window: MainWindow) -> list[str]:
    """Titles of the toasts that stand."""
    return [toast.title for toast in window.toasts.standing]


def dialogs(window: QWidget) -> list[QWidget]:
    """Those that are open."""
    found: list[QWidget] = [*window.findChildren(QDialog), *window.findChildren(PointerDialog)]
    return [dialog for dialog in found if dialog.isVisible()]


class Hands(tests.hands.Hands):
    """For windows that ask one thing after another."""

    async def active(self) -> None:
        await self.until(self._is_active, "the window to be active, or the next question")

    async def answer_question(self, button: str) -> None:
        box = await self.press_button(button)
        await self.until(lambda: not box.isVisible(), "the question to close")
        await self.active()

    async def press_button(self, text: str) -> QWidget:
        """Of a question; what was asked."""
        await self.until(lambda: self._button(text), f"a question with {text}")
        button = self._button(text)
        assert button is not None
        self.click(button)
        return button.window()

    async def give_up(self) -> None:
        """Escape, in the dialog that is open."""
        await self.until(lambda: dialogs(self.window), "the dialog")
        QTest.keyClick(dialogs(self.window)[0], Qt.Key.Key_Escape)

    def _is_active(self) -> bool:
        self.window.activateWindow()
        return self.window.isActiveWindow() or bool(dialogs(self.window))

    def _button(self, text: str) -> QAbstractButton | None:
        boxes = [box for box in self.window.findChildren(QMessageBox) if box.isVisible()]
        return next((button for box in boxes for button in box.buttons() if button.text() == text), None)


async def settled(window: MainWindow) -> None:
    """Every coroutine the window has started is through."""
    end = asyncio.get_running_loop().time() + PATIENCE
    while window.performer.tasks.running:
        assert asyncio.get_running_loop().time() < end, "a task of the window does not end"
        await asyncio.sleep(0.01)
