"""The window's process: how it starts, is refused, and ends."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from editor import app
from editor.job_store import JobStore
from editor.project.open_project import OpenProject
from editor.settings import Settings
from editor.timeline.model import new_timeline
from engine.errors import OutputError
from main import wants_window

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60  # seconds for a process on a busy machine

# The program as it is, told when its window stands and, where asked for, what to do then.
STARTED = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
import editor.app as app
from editor.render.audio_output import NullOutput
from engine.hosts.child import Child

app.default_output = NullOutput
made = app.MainWindow

class Window(made):
    async def welcome(self, files, notes=()):
        await super().welcome(files, notes)
        QTimer.singleShot(0, self.begin)

    def begin(self):
        print("ready", *[toast.title for toast in self.toasts.standing], sep="|", flush=True)
        THEN

app.MainWindow = Window
sys.exit(app.run([], lambda log: Child(log=log)))
"""
EDIT = "from editor.actions import marking; marking.add_marker(self.session); print('edited', flush=True)"
FAIL = "self.timer = QTimer(self); self.timer.timeout.connect(lambda: 1 / 0); self.timer.start(10)"

Start = Callable[..., tuple[subprocess.Popen[str], list[str]]]


@pytest.fixture
def home(tmp_path: Path) -> dict[str, str]:
    """An environment with folders of its own."""
    names = ("XDG_DATA_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "HOME")
    return {**os.environ, **{name: str(tmp_path / name) for name in names}, "QT_QPA_PLATFORM": "offscreen"}


@pytest.fixture
def data(home: dict[str, str]) -> Path:
    return Path(home["XDG_DATA_HOME"]) / "Longtake"


@pytest.fixture
def start(home: dict[str, str]) -> Iterator[Start]:
    processes: list[subprocess.Popen[str]] = []

    def start(then: str = "pass") -> tuple[subprocess.Popen[str], list[str]]:
        code = STARTED.replace("THEN", then)
        process = subprocess.Popen([sys.executable, "-c", code], cwd=ROOT, env=home, stdout=subprocess.PIPE, text=True)
        processes.append(process)
        return process, said(process).split("|")

    yield start
    for process in processes:
        process.kill()
        process.communicate()


def said(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().rstrip("\n")


def log_of(home: dict[str, str]) -> str:
    return (Path(home["XDG_STATE_HOME"]) / "Longtake" / "log" / "longtake.log").read_text()


@pytest.mark.skipif(sys.platform == "win32", reason="there are no such signals")
@pytest.mark.parametrize("number", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_signal_ends_it_cleanly_and_keeps_the_journal(
    number: str, start: Start, home: dict[str, str], data: Path
) -> None:
    process, first = start(EDIT)
    assert first == ["ready"]
    assert said(process) == "edited"
    process.send_signal(getattr(signal, number))
    assert process.wait(PATIENCE) == 0
    project = OpenProject(new_timeline(), data)
    (offer,) = project.recoverable()
    assert len(offer.load().markers) == 1
    project.close(discard=True)
    assert "Error" not in log_of(home)


def test_an_error_in_a_slot_is_in_the_log_and_the_window_goes_on(start: Start, home: dict[str, str]) -> None:
    process, first = start(FAIL + "; QTimer.singleShot(300, lambda: print(self.toasts.standing[0].title, flush=True))")
    assert first == ["ready"]
    assert said(process) == "Something went wrong (ZeroDivisionError)."
    process.send_signal(signal.SIGTERM)
    assert process.wait(PATIENCE) == 0
    assert "ZeroDivisionError: division by zero" in log_of(home)


def test_a_damaged_list_of_jobs_is_moved_aside_and_told(start: Start, data: Path) -> None:
    data.mkdir(parents=True)
    (data / "jobs.sqlite").write_bytes(b"this is no database, however long one looks at it" * 100)
    _, first = start()
    assert first[1].startswith("The list of jobs was damaged and begins anew. What was there is kept in ")
    assert list(data.glob("jobs.sqlite.damaged-*"))


def test_a_second_longtake_is_refused_in_words(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[str] = []
    monkeypatch.setattr(QMessageBox, "exec", lambda box: shown.append(f"{box.text()} {box.informativeText()}"))
    monkeypatch.setattr(app, "places", lambda: Places(tmp_path))
    monkeypatch.setattr("editor.ui.window.log_file.write_to", lambda folder: None)
    first = JobStore(tmp_path / "jobs.sqlite")
    assert app.run([], lambda log: pytest.fail("no engine is started")) == OutputError.exit_code
    assert shown == ["Longtake is running already. Takes that were made are kept. Use its window, or close it first."]
    first.close()


def test_a_folder_that_cannot_be_written_is_stood_in_for_by_a_temporary_one(tmp_path: Path) -> None:
    assert app.usable(tmp_path / "cache") == tmp_path / "cache"
    (tmp_path / "in the way").touch()
    stand_in = app.usable(tmp_path / "in the way" / "cache")
    assert stand_in.is_dir()
    stand_in.rmdir()


def test_the_user_is_told_where_settings_will_not_be_kept(tmp_path: Path) -> None:
    (tmp_path / "in the way").touch()
    store = JobStore(tmp_path / "jobs.sqlite")
    (note,) = app.notes_on(store, Settings(str(tmp_path / "in the way" / "settings.ini")))
    store.close()
    assert note.startswith("Settings last until Longtake is closed: ")


def test_a_file_that_is_not_there_is_told_of_in_the_window_and_a_command_is_not_taken_for_one() -> None:
    assert wants_window(["gone.otio"])
    assert not wants_window(["extend", "shot.mp4"])
    assert not wants_window(["--version"])


class Places:
    def __init__(self, folder: Path) -> None:
        self.user_log_dir = self.user_data_dir = self.user_cache_dir = str(folder)


def test_the_window_loads_neither_torch_nor_what_reads_media() -> None:
    code = "import sys, editor.app; print(*(name for name in sys.modules))"
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True)
    heavy = {"torch", "diffusers", "transformers", "av", "cv2", "numpy", "scipy", "opentimelineio", "qtawesome"}
    assert heavy & set(done.stdout.split()) == set()


def test_it_has_a_name_for_the_desktop(qapp: QApplication) -> None:
    assert app.make_application() is qapp
    assert (qapp.applicationName(), qapp.desktopFileName()) == ("Longtake", "longtake")
