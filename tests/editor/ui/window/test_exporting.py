"""Export as the window does it: where to, how far, what comes of it."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest

from editor.render.exported import Exported
from editor.timeline import edits
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange
from editor.ui import export_dialog
from editor.ui.window import exporting
from editor.ui.window.main_window import MainWindow
from engine.errors import Cancelled, LongtakeError, NoSpace
from engine.progress import Progress
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, dialogs, settled, told


class FakeExport(QObject):
    """An export that goes on until the test ends it."""

    progressed = Signal(object)
    finished = Signal(object)
    failed = Signal(object)
    begun: list["FakeExport"]

    def __init__(self, timeline: Timeline, path: Path, span: TimeRange, parent: QObject) -> None:
        super().__init__(parent)
        self.path, self.span = path, span
        self.is_running, self.closed = False, 0
        self.begun.append(self)

    def start(self) -> None:
        self.is_running = True

    def cancel(self) -> None:
        self.end(Cancelled("The export was stopped."))

    def end(self, outcome: Any) -> None:
        self.is_running = False
        (self.failed if isinstance(outcome, LongtakeError) else self.finished).emit(outcome)

    def close(self) -> None:
        self.closed += 1


@pytest.fixture
def exports(monkeypatch: pytest.MonkeyPatch) -> list[FakeExport]:
    FakeExport.begun = []
    monkeypatch.setattr(export_dialog, "ExportJob", FakeExport)
    return FakeExport.begun


def opened(window: MainWindow) -> export_dialog.ExportDialog:
    window.actions_by_id["export"].trigger()
    dialog = window.exporting.dialog
    assert dialog is not None
    return dialog


def test_it_proposes_a_place_beside_the_project_that_is_free(window: MainWindow, tmp_path: Path) -> None:
    window.session.project.save(window.session.document.timeline, tmp_path / "film.otio")
    (tmp_path / "film.mp4").touch()
    dialog = opened(window)
    assert dialog.path == tmp_path / "film 2.mp4"
    assert "1280 × 720, 24 fps, H.264 with AAC sound" in dialog.what.full_text
    assert not dialog.span.isEnabled(), "nothing is marked"


def test_return_begins_and_the_progress_says_frame_and_time(window: MainWindow, exports: list[FakeExport]) -> None:
    dialog = opened(window)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    (export,) = exports
    assert export.is_running
    assert export.span == TimeRange(0, window.session.document.timeline.duration)
    assert not dialog.start.isEnabled()
    export.progressed.emit(Progress("Exporting", 24, 96, 75.0))
    assert dialog.state.full_text == "Frame 24 of 96, 1:15 left"


def test_the_marked_part_can_be_exported_alone(window: MainWindow, exports: list[FakeExport]) -> None:
    window.session.document.apply("Mark", edits.set_marks(window.session.document.timeline, 24, 72))
    dialog = opened(window)
    dialog.span.set_value("marked")
    dialog.begin()
    assert exports[0].span == TimeRange(24, 48)


def test_another_place_can_be_chosen(window: MainWindow, hands: Hands, run: Run, tmp_path: Path) -> None:
    async def story() -> None:
        dialog = opened(window)
        hands.click(dialog.choose)
        await hands.answer_file_dialog(tmp_path / "other")
        await settled(window)
        assert dialog.path == tmp_path / "other.mp4"
        assert window.session.settings.text("export folder") == str(tmp_path)

    run(story())


def test_a_finished_export_is_told_and_its_folder_can_be_shown(
    window: MainWindow, exports: list[FakeExport], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(exporting, "show_in_file_manager", shown.append)
    opened(window).begin()
    exports[0].end(Exported(tmp_path / "film.mp4", 96))
    (toast,) = window.toasts.standing
    assert (toast.title, toast.words) == ("film.mp4 is ready", "96 frames.")
    toast.button.click()
    assert shown == [tmp_path / "film.mp4"]
    assert window.exporting.dialog is None


def test_a_failed_export_is_told_in_words_and_can_be_tried_again(window: MainWindow, exports: list[FakeExport]) -> None:
    opened(window).begin()
    exports[0].end(NoSpace("The disk is full.", kept="What stood there is unchanged.", do="Free some space."))
    (toast,) = window.toasts.standing
    assert (toast.title, toast.words) == ("The disk is full.", "What stood there is unchanged. Free some space.")
    assert opened(window).start.isEnabled()


def test_cancel_stops_it_and_says_nothing_more(window: MainWindow, exports: list[FakeExport]) -> None:
    dialog = opened(window)
    dialog.begin()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not exports[0].is_running
    assert (window.exporting.dialog, told(window)) == (None, [])


def test_there_is_one_export_at_a_time(window: MainWindow, exports: list[FakeExport]) -> None:
    dialog = opened(window)
    assert opened(window) is dialog


def test_leaving_while_exporting_asks_and_may_go_on(
    window: MainWindow, exports: list[FakeExport], hands: Hands, run: Run
) -> None:
    async def story() -> None:
        opened(window).begin()
        window.close()
        await hands.answer_question("Go On Exporting")
        await settled(window)
        assert window.isVisible()
        assert exports[0].is_running
        window.close()
        await hands.answer_question("Stop and Close")
        await hands.press_button("Don't Save")
        await window.closed
        assert exports[0].closed == 1
        assert dialogs(window) == []

    run(story())
