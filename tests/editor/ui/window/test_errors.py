"""Where errors are shown: in words, once, and nothing goes by unheard."""

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator
from logging.handlers import RotatingFileHandler
from pathlib import Path

import pytest
from PySide6.QtCore import QtMsgType, qInstallMessageHandler, qWarning

from editor.project.errors import SaveFailed
from editor.timeline.errors import EditError
from editor.ui.window import log_file
from editor.ui.window.desktop import show_in_file_manager
from editor.ui.window.errors import JOURNALED
from editor.ui.window.main_window import MainWindow
from engine.errors import LongtakeError
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, settled, told

WHAT = "It happened."


def failing(error: BaseException) -> None:
    raise error


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (EditError(WHAT, "Do this."), "Do this."),
        (SaveFailed(WHAT, kept="All is kept.", do="Do this."), "All is kept. Do this."),
        (LongtakeError(WHAT, kept="All is kept."), "All is kept."),
        (LongtakeError(WHAT), ""),
    ],
)
def test_what_happened_is_the_title_and_what_was_kept_and_what_to_do_the_words(
    error: BaseException, words: str, window: MainWindow
) -> None:
    window.perform(lambda: failing(error))
    (toast,) = window.toasts.standing
    assert (toast.title, toast.words) == (WHAT, words)


def test_a_coroutine_that_fails_is_told_too(window: MainWindow, run: Run) -> None:
    async def verb() -> None:
        raise EditError(WHAT)

    async def story() -> None:
        window.perform(verb)
        await settled(window)
        assert told(window) == [WHAT]

    run(story())


def test_an_error_nobody_foresaw_is_logged_and_told_once_for_its_kind(
    window: MainWindow, caplog: pytest.LogCaptureFixture
) -> None:
    for _ in range(3):
        window.performer.catch(ZeroDivisionError("division by zero"))
    (toast,) = window.toasts.standing
    assert (toast.title, toast.words) == ("Something went wrong (ZeroDivisionError).", JOURNALED)
    assert len(caplog.records) == 3
    assert len(window.performer.unforeseen) == 3


def test_an_edit_that_reaches_no_journal_is_told_once_until_it_does_again(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    project, broken = type(window.session.project), SaveFailed("The journal cannot be written.")
    edit = window.actions_by_id["marker"].trigger

    def edit_at(frame: int, error: SaveFailed | None) -> None:
        monkeypatch.setattr(project, "journal_error", property(lambda _: error))
        window.session.playback.seek(frame)
        edit()

    edit_at(1, broken)
    edit_at(2, broken)
    assert told(window) == ["The journal cannot be written."]
    (first,) = window.toasts.standing
    edit_at(3, None)
    edit_at(4, broken)
    assert told(window) == ["The journal cannot be written."]
    assert window.toasts.standing != [first], "it was told anew"


def test_where_no_file_manager_opens_that_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.ui.window.desktop.QDesktopServices.openUrl", lambda url: False)
    with pytest.raises(LongtakeError, match="No file manager"):
        show_in_file_manager(Path("/films/film.mp4"))


@pytest.fixture
def hooks() -> Iterator[None]:
    """As they were, afterwards."""
    kept = sys.excepthook, threading.excepthook
    yield
    sys.excepthook, threading.excepthook = kept


@pytest.mark.usefixtures("hooks")
def test_errors_in_slots_threads_and_the_loop_are_all_told(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        loop = asyncio.get_running_loop()
        log_file.tell_uncaught(loop, window.performer.catch)
        sys.excepthook(KeyError, KeyError("slot"), None)
        thread = threading.Thread(target=failing, args=(IndexError("thread"),))
        thread.start()
        thread.join()
        loop.call_soon(failing, ValueError("loop"))
        await hands.until(lambda: len(window.performer.unforeseen) == 3, "all three")
        assert {type(error) for error in window.performer.unforeseen} == {KeyError, IndexError, ValueError}

    run(story())


@pytest.fixture
def log_handlers() -> Iterator[list[logging.Handler]]:
    """Those of the test; afterwards everything is as it was, Qt's messages too."""
    root, kept = logging.getLogger(), qInstallMessageHandler(None)
    level = root.level
    yield root.handlers
    for handler in [each for each in root.handlers if type(each) in (RotatingFileHandler, logging.StreamHandler)]:
        root.removeHandler(handler)
        handler.close()
    root.setLevel(level)
    qInstallMessageHandler(kept)


def test_the_log_is_a_file_that_also_has_qts_messages(log_handlers: list[logging.Handler], tmp_path: Path) -> None:
    log_file.write_to(tmp_path / "logs")
    logging.getLogger("editor").info("begun")
    qWarning("something about a widget")
    text = (tmp_path / "logs" / "longtake.log").read_text()
    assert "editor begun" in text
    assert "Qt: something about a widget" in text
    assert set(log_file.QT_LEVELS) == set(QtMsgType)


def test_where_no_log_can_be_written_it_starts_all_the_same(
    log_handlers: list[logging.Handler], tmp_path: Path
) -> None:
    (tmp_path / "logs").write_text("a file is in the way")
    log_file.write_to(tmp_path / "logs")
    assert type(log_handlers[-1]) is logging.StreamHandler
