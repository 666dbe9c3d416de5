"""Export as the window does it: where to, how far, what comes of it."""

from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtTest import QTest

from editor.render.exported import Exported
from editor.render.exporting.settings import ExportSettings
from editor.timeline import edits
from editor.timeline.model import Timeline
from editor.timeline.rational_time import TimeRange
from editor.ui.export import ExportDialog
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

    def __init__(
        self, timeline: Timeline, path: Path, span: TimeRange, parent: QObject, settings: ExportSettings
    ) -> None:
        super().__init__(parent)
        self.path, self.span, self.settings = path, span, settings
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


class FakeProbe(QObject):
    """Finds what the test says."""

    found = Signal(object)
    encoders: tuple[str, ...] = ()

    def __init__(self, module: str, flag: str, parent: QObject) -> None:
        super().__init__(parent)

    def start(self) -> None:
        self.found.emit(self.encoders)

    def close(self) -> None:
        """It holds nothing."""


@pytest.fixture
def exports(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> list[FakeExport]:
    FakeExport.begun = []
    monkeypatch.setattr(window.exporting.queue, "_new_job", FakeExport)
    return FakeExport.begun


@pytest.fixture(autouse=True)
def no_chips(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(exporting, "HardwareProbe", FakeProbe)


def opened(window: MainWindow) -> ExportDialog:
    window.actions_by_id["export"].trigger()
    dialog = window.exporting.dialog
    assert dialog is not None
    return dialog


def choose(dialog: ExportDialog, preset: str) -> None:
    """As the menu of the formats does."""
    dialog.preset.set_value(preset)
    dialog.preset.chosen.emit(preset)


def test_it_proposes_a_place_beside_the_project_that_is_free(window: MainWindow, tmp_path: Path) -> None:
    window.session.project.save(window.session.document.timeline, tmp_path / "film.otio")
    (tmp_path / "film.mp4").touch()
    dialog = opened(window)
    assert dialog.path == tmp_path / "film 2.mp4"
    assert "1280 × 720, 24 fps, H.264, AAC sound" in dialog.what.full_text
    assert "About " in dialog.what.full_text
    assert not dialog.part.isEnabled(), "nothing is marked"


def test_return_begins_and_the_progress_says_frame_and_time(window: MainWindow, exports: list[FakeExport]) -> None:
    dialog = opened(window)
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    (export,) = exports
    assert export.is_running
    assert export.span == TimeRange(0, window.session.document.timeline.duration)
    assert not dialog.start.isVisible()
    export.progressed.emit(Progress("Exporting", 24, 96, 75.0))
    (row,) = dialog.queue_list.rows.values()
    assert row.state.full_text == "Frame 24 of 96, 1:15 left"


def test_the_marked_part_can_be_exported_alone(window: MainWindow, exports: list[FakeExport]) -> None:
    window.session.document.apply("Mark", edits.set_marks(window.session.document.timeline, 24, 72))
    dialog = opened(window)
    assert dialog.part.value == "marked"
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
    exports[0].end(Exported(tmp_path / "film.mp4", 96, copied=48))
    (toast,) = window.toasts.standing
    assert (toast.title, toast.words) == ("film.mp4 is ready", "96 frames, 48 of them copied as they were.")
    toast.button.click()
    assert shown == [tmp_path / "film.mp4"]
    assert window.exporting.dialog is None


def test_a_failed_export_is_told_in_words_and_can_be_tried_again(window: MainWindow, exports: list[FakeExport]) -> None:
    opened(window).begin()
    exports[0].end(NoSpace("The disk is full.", kept="What stood there is unchanged.", do="Free some space."))
    (toast,) = window.toasts.standing
    assert (toast.title, toast.words) == ("The disk is full.", "What stood there is unchanged. Free some space.")
    dialog = opened(window)
    dialog.show_page("queue")
    (row,) = dialog.queue_list.rows.values()
    assert row.lamp.words == "The disk is full."
    row.again.click()
    assert exports[1].is_running


def test_the_dialog_may_be_closed_while_the_film_is_written_and_cancel_stops_it(
    window: MainWindow, exports: list[FakeExport]
) -> None:
    dialog = opened(window)
    dialog.begin()
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert exports[0].is_running
    assert window.exporting.dialog is None
    (row,) = opened(window).queue_list.rows.values()
    row.end.click()
    assert not exports[0].is_running
    assert (row.lamp.words, told(window)) == ("Cancelled", [])


def test_exports_wait_for_each_other_and_hold_the_cut_as_it_was(
    window: MainWindow, exports: list[FakeExport], tmp_path: Path
) -> None:
    dialog = opened(window)
    dialog.enqueue.click()
    dialog.show_page("settings")
    assert dialog.start.tip_words.reason == "This file is in the queue already"
    dialog.set_path(tmp_path / "second.mp4")
    dialog.enqueue.click()
    assert [export.path.name for export in exports] == ["Untitled.mp4"], "the second one waits"
    assert dialog.pages._options[1][1] == "Queue (2)"
    exports[0].end(Exported(exports[0].path, 96))
    assert [export.is_running for export in exports] == [False, True]
    assert window.exporting.dialog is dialog, "what was only queued closes nothing"


def test_an_ending_that_says_otherwise_is_added_to_and_what_is_there_is_told(
    window: MainWindow, hands: Hands, run: Run, tmp_path: Path
) -> None:
    (tmp_path / "cut.v2.mp4").touch()

    async def story() -> None:
        dialog = opened(window)
        hands.click(dialog.choose)
        await hands.answer_file_dialog(tmp_path / "cut.v2")
        await settled(window)
        assert dialog.path == tmp_path / "cut.v2.mp4"
        assert "cut.v2.mp4 is there already: it will be replaced." in dialog.what.full_text
        choose(dialog, "prores-hq")
        assert dialog.path == tmp_path / "cut.v2.mov"
        assert "replaced" not in dialog.what.full_text

    run(story())


def test_a_format_brings_its_ending_and_its_choices(window: MainWindow, exports: list[FakeExport]) -> None:
    dialog = opened(window)
    dialog.form.quality.moved.emit(-20.0)
    choose(dialog, "prores-hq")
    assert dialog.path.suffix == ".mov"
    assert not dialog.form.quality.isVisible()
    choose(dialog, "wav")
    assert dialog.path.suffix == ".wav"
    assert not dialog.form.size_choice.isVisible()
    choose(dialog, "png")
    assert dialog.path.suffix == "", "a folder"
    choose(dialog, "h265")
    dialog.form.size_choice.chosen.emit(540)
    dialog.form.by.chosen.emit("rate")
    dialog.begin()
    assert exports[0].settings == ExportSettings("h265", height=540, bit_rate=20_000)
    window.exporting.queue.close()


def test_the_last_settings_and_own_presets_are_there_again(window: MainWindow, exports: list[FakeExport]) -> None:
    dialog = opened(window)
    choose(dialog, "prores-422")
    dialog.form.size_choice.chosen.emit(1080)
    dialog.save_preset("For the grade")
    dialog.begin()
    dialog.reject()
    again = opened(window)
    assert again.settings == ExportSettings("prores-422", height=1080)
    choose(again, "h264")
    choose(again, "own:For the grade")
    assert again.settings == ExportSettings("prores-422", height=1080)
    again.remove.click()
    assert window.exporting.shelf.own == ()


def test_hardware_encoders_are_offered_only_where_they_work(
    window: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = opened(window)
    assert not dialog.form.encoder.isEnabled()
    dialog.set_encoders(("hevc_nvenc", "h264_nvenc"))
    assert dialog.form.encoder._options == [("", "Processor"), ("h264_nvenc", "NVIDIA (NVENC)")]
    dialog.form.encoder.chosen.emit("h264_nvenc")
    assert dialog.settings.encoder == "h264_nvenc"
    assert not dialog.form.copies.isVisible(), "pictures of a chip do not stand beside others"


def test_there_is_one_dialog_at_a_time(window: MainWindow, exports: list[FakeExport]) -> None:
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
