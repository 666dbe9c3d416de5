"""The window's process: everything is made here once, and runs until the window is closed."""

import asyncio
import os
import signal
import sys
import tempfile
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from pathlib import Path

import qasync
from platformdirs import PlatformDirs
from PySide6.QtWidgets import QApplication, QMessageBox

from editor.clipboard import Clipboard
from editor.document import Document
from editor.job_store import JobStore
from editor.jobs import Jobs
from editor.model_getting import ModelGetting
from editor.model_shelf import ModelShelf
from editor.playback import Playback
from editor.project.open_project import OpenProject
from editor.render.audio_output import SoundOutput
from editor.render.proxies import Proxies
from editor.render.thumbnails import Thumbnails
from editor.session import Session
from editor.settings import Settings
from editor.source import Source
from editor.timeline.model import new_timeline
from editor.ui import theme
from editor.ui.window import log_file
from editor.ui.window.garbage import Garbage, spare_what_stays
from editor.ui.window.handed import Handed
from editor.ui.window.main_window import MainWindow
from editor.ui.window.preferences import FACTOR, STILL, scale_of
from editor.ui.window.welcome import LATER
from editor.view_state import ViewState
from editor.words import tr
from engine.errors import LongtakeError
from engine.media.service import MediaService
from engine.models.on_disk.store import Store
from engine.worker import Host


def places() -> PlatformDirs:
    """Where this program keeps what is its own, on this system."""
    return PlatformDirs("Longtake", appauthor=False)


def run(files: list[Path], make_host: Callable[[Path], Host]) -> int:
    """Open the window with a project or with media, and stay until it is closed; the exit code is the process's.

    make_host: given the file that libraries may print into.
    """
    log_folder, data = usable(Path(places().user_log_dir)), Path(places().user_data_dir)
    log_file.write_to(log_folder)
    settings = Settings()
    app = make_application(scale_of(settings))
    Garbage(app)
    handed = Handed(app)
    if sys.platform == "darwin":  # the only one that hands files over like this; filters cost a little
        app.installEventFilter(handed)
    theme.apply(app, theme.known(settings.text("theme")))
    theme.reduce_motion(bool(settings.number(STILL, 0)))
    try:
        store = JobStore(data / "jobs.sqlite")
    except LongtakeError as error:  # another Longtake has the queue, or it cannot be written
        return refuse(error)
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    cache = usable(Path(places().user_cache_dir))
    session = open_session(make_host(log_folder / "engine.log"), data, cache, settings, store)
    session.jobs.log.printed = log_folder / "engine.log"
    session.getting.log = log_folder / "getting.log"
    window = MainWindow(session, close_session)
    log_file.tell_uncaught(loop, window.performer.catch)
    listen_for_the_end(loop, window)
    spare_what_stays()
    with loop:
        window.arrangement.fill_screen_at_first()
        window.show()
        window.performer.tasks.start(begin(window, files, notes_on(store, settings), handed))
        loop.call_later(LATER, window.greeting.begin_look, lambda: make_host(log_folder / "engine.log"))
        loop.run_until_complete(window.closed)
    return 0


async def begin(window: MainWindow, files: list[Path], notes: list[str], handed: Handed) -> None:
    """files: named at the start; what the desktop hands over comes after them."""
    await window.welcome(files, notes)
    handed.give_to(lambda more: window.perform(partial(window.files.take_in, more)))


def usable(folder: Path) -> Path:
    """That one, made where it is not there; or one among the temporary files where it cannot be written."""
    with suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        if os.access(folder, os.W_OK):
            return folder
    return Path(tempfile.mkdtemp(prefix="longtake-"))


def make_application(scale: int = 100) -> QApplication:
    """scale: in per cent, on top of the desktop's own; one that is set in the environment goes before it."""
    if scale != 100:
        os.environ.setdefault(FACTOR, str(scale / 100))
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Longtake")
    app.setDesktopFileName("longtake")
    return app


def refuse(error: LongtakeError) -> int:
    """Say why there is no window, in one."""
    box = QMessageBox(QMessageBox.Icon.Warning, "Longtake", error.what)
    box.setInformativeText(f"{error.kept} {error.do}".strip())
    box.exec()  # no loop of ours runs yet
    return error.exit_code


def notes_on(store: JobStore, settings: Settings) -> list[str]:
    """What the user should know of how the list of jobs and the settings were found."""
    notes, aside = [], store.moved_aside
    if aside:
        words = tr("The list of jobs was damaged and begins anew. What was there is kept in {aside}.", aside=aside)
        notes.append(words)
    if not settings.is_kept:
        notes.append(tr("Settings last until Longtake is closed: {file} cannot be written.", file=settings.place))
    return notes


def open_session(host: Host, data: Path, cache: Path, settings: Settings, store: JobStore | None = None) -> Session:
    """data: what must be kept (journals, jobs, takes of projects not saved yet); cache: what can be made again.

    store: where the jobs are kept, in `data` by default. Raises OutputError where another process has it.
    """
    store = store or JobStore(data / "jobs.sqlite")
    document = Document(new_timeline())
    source = Source()
    service = MediaService()
    proxies = Proxies(service, cache / "proxies")
    return Session(
        document=document,
        project=OpenProject(document.timeline, data),
        view=ViewState(),
        playback=Playback(document, default_output(), proxies=proxies),
        jobs=Jobs(host, store),
        models=ModelShelf(Store(data / "models")),  # in the user's own data folder, where the engine looks as well
        getting=ModelGetting(settings),
        service=service,
        thumbnails=Thumbnails(service, cache / "thumbnails"),
        proxies=proxies,
        settings=settings,
        clipboard=Clipboard(),
        source=source,
        source_playback=Playback(source.document, default_output(), proxies=proxies),
    )


def default_output() -> SoundOutput | None:
    """None: the system's device, which is opened when something first plays."""
    return None


def close_session(session: Session, discard: bool) -> None:
    """In the order that loses nothing: first what plays, then what makes, then what is written.

    discard: the user has said that what is not saved may go; else it is offered at the next start.
    """
    session.playback.close()
    session.source_playback.close()
    session.jobs.close()
    session.getting.close()
    session.models.close()
    session.proxies.close()
    session.service.close()
    session.project.close(discard=discard)


def listen_for_the_end(loop: asyncio.AbstractEventLoop, window: MainWindow) -> None:
    """A shutdown of the machine closes the window like its own button, but without a question."""
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            loop.add_signal_handler(number, window.leave)
