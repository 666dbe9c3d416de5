"""The window's process: everything is made here once, and runs until the window is closed."""

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Callable
from logging.handlers import RotatingFileHandler
from pathlib import Path

import qasync
from platformdirs import PlatformDirs
from PySide6.QtCore import QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication, QMessageBox

from editor.clipboard import Clipboard
from editor.document import Document
from editor.job_store import JobStore
from editor.jobs import Jobs
from editor.playback import Playback
from editor.project.open_project import OpenProject
from editor.render.audio_output import default_output
from editor.render.thumbnails import Thumbnails
from editor.session import Session
from editor.settings import Settings
from editor.source import Source
from editor.timeline.model import new_timeline
from editor.ui import theme
from editor.ui.window.main_window import MainWindow
from editor.view_state import ViewState
from engine.errors import LongtakeError
from engine.media.service import MediaService
from engine.worker import Host

log = logging.getLogger(__name__)

QT_LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}


def places() -> PlatformDirs:
    """Where this program keeps what is its own, on this system."""
    return PlatformDirs("Longtake", appauthor=False)


def run(files: list[Path], make_host: Callable[[Path], Host]) -> int:
    """Open the window with a project or with media, and stay until it is closed; the exit code is the process's.

    make_host: given the file that libraries may print into.
    """
    log_folder = Path(places().user_log_dir)
    write_log(log_folder)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    app.setApplicationName("Longtake")
    settings = Settings()
    theme.apply(app, settings.text("theme", "dark"))
    loop = qasync.QEventLoop(app)
    asyncio.set_event_loop(loop)
    data, cache = Path(places().user_data_dir), Path(places().user_cache_dir)
    try:
        session = open_session(make_host(log_folder / "engine.log"), data, cache, settings)
    except LongtakeError as error:  # another Longtake has the queue
        return refuse(error)
    window = MainWindow(session, close_session)
    listen_for_the_end(window)
    with loop:
        window.show()
        window.tasks.start(window.welcome(files))
        loop.run_until_complete(window.closed)
    return 0


def refuse(error: LongtakeError) -> int:
    """Say why there is no window, in one."""
    box = QMessageBox(QMessageBox.Icon.Warning, "Longtake", error.what)
    box.setInformativeText(f"{error.kept} {error.do}".strip())
    box.exec()  # no loop of ours runs yet
    return error.exit_code


def open_session(host: Host, data: Path, cache: Path, settings: Settings) -> Session:
    """data: what must be kept (journals, jobs, takes of projects not saved yet); cache: what can be made again."""
    document = Document(new_timeline())
    source = Source()
    service = MediaService()
    return Session(
        document=document,
        project=OpenProject(document.timeline, data),
        view=ViewState(),
        playback=Playback(document, default_output()),
        jobs=Jobs(host, JobStore(data / "jobs.sqlite")),
        service=service,
        thumbnails=Thumbnails(service, cache / "thumbnails"),
        settings=settings,
        clipboard=Clipboard(),
        source=source,
        source_playback=Playback(source.document, default_output()),
    )


def close_session(session: Session, discard: bool) -> None:
    """In the order that loses nothing: first what plays, then what makes, then what is written.

    discard: the user has said that what is not saved may go; else it is offered at the next start.
    """
    session.playback.close()
    session.source_playback.close()
    session.jobs.close()
    session.service.close()
    session.project.close(discard=discard)


def write_log(folder: Path) -> None:
    """Nothing is sent anywhere: the log is a file the user may read."""
    folder.mkdir(parents=True, exist_ok=True)
    handler = RotatingFileHandler(folder / "longtake.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8")
    logging.basicConfig(
        handlers=[handler], level=os.environ.get("LONGTAKE_LOG", "INFO"), format="%(asctime)s %(name)s %(message)s"
    )
    qInstallMessageHandler(lambda kind, _, text: log.log(QT_LEVELS[kind], "Qt: %s", text))
    sys.excepthook = lambda *error: log.error("An error nobody caught", exc_info=error)  # a slot's errors come here too


def listen_for_the_end(window: MainWindow) -> None:
    """A shutdown of the machine closes the window like its own button, but without a question."""
    loop = asyncio.get_event_loop()
    if sys.platform != "win32":
        for number in (signal.SIGINT, signal.SIGTERM):
            loop.add_signal_handler(number, window.leave)
