"""The jobs panel: how it goes, in words, and what can be done about it."""

import time
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.document import Document
from editor.jobs import JobRow, JobState
from editor.timeline.model import (
    Clip,
    Generation,
    ItemId,
    Media,
    MediaId,
    Picture,
    Stretch,
    Task,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    new_timeline,
)
from editor.timeline.rational_time import MediaRange
from editor.ui import theme
from editor.ui.jobs import JobList
from editor.ui.jobs.head import HEAD, summary
from editor.ui.jobs.line import HEIGHT
from editor.ui.jobs.words import (
    RAN_OUT,
    ago_words,
    left_words,
    model_words,
    share_done,
    span_words,
    step_words,
    time_words,
    waiting_words,
)
from engine.errors import OutputError
from engine.generation.retrying import NOTE
from engine.progress import Progress
from engine.requests import ExtendRequest, FrameRange, Outputs, Source, Take

NOW = 1_800_000_000.0
GREEN = QColor("#22aa44")
TAKE = Take(Path("take.mkv"), "Longtake built-in model", "", 1, Fraction(24), 64, 36, FrameRange(0, 24), None)


def job(job_id: str, state: JobState = JobState.QUEUED, count: int = 3, **values: object) -> JobRow:
    request = ExtendRequest(Source(Path("surf.mp4")), Fraction(2), Outputs(Path("takes")), takes=count)
    return replace(
        JobRow(job_id, f"clip {job_id}", f"Extend after: {job_id}", "Longtake built-in model", request, NOW),
        state=state,
        **values,
    )


class FakeJobs(QObject):
    changed = Signal(object)
    forgotten = Signal(str)
    arranged = Signal()

    def __init__(self, *rows: JobRow) -> None:
        super().__init__()
        self.rows = rows
        self.pace: float | None = None  # seconds for each job
        self.changed.connect(self._keep)
        self.paused = False
        self.asked: list[tuple[str, str]] = []
        self.trouble: Exception | None = None

    def _keep(self, row: JobRow) -> None:
        known = [each.id for each in self.rows]
        self.rows = (*(row if each.id == row.id else each for each in self.rows), *([] if row.id in known else [row]))

    def seconds_expected(self, model: str, megapixels: float, takes: int) -> float | None:
        return self.pace

    def move(self, job_id: str, to: int) -> None:
        self.asked.append(("move", f"{job_id} to {to}"))

    def set_paused(self, paused: bool) -> None:
        self.paused = paused

    def hold(self, job_id: str) -> None:
        self.asked.append(("hold", job_id))

    def let_go_on(self, job_id: str) -> None:
        self.asked.append(("let go on", job_id))

    def cancel(self, job_id: str) -> None:
        self.asked.append(("cancel", job_id))

    def retry(self, job_id: str) -> None:
        if self.trouble is not None:
            raise self.trouble
        self.asked.append(("retry", job_id))

    def forget(self, job_id: str) -> None:
        self.asked.append(("forget", job_id))
        self.forgotten.emit(job_id)


class FakeThumbnails(QObject):
    arrived = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.picture: QImage | None = None

    def image(self, media: Media, time: Fraction, height: int) -> QImage | None:
        return self.picture


class Desk:
    def __init__(self, timeline: Timeline, *rows: JobRow) -> None:
        self.jobs, self.thumbnails = FakeJobs(*rows), FakeThumbnails()
        self.list = JobList(self.jobs, Document(timeline), self.thumbnails)
        self.list.resize(1280, HEAD)
        self.list.set_unfolded(True)

    def words(self) -> str:
        return self.list.head.words.full_text


@pytest.fixture
def desk_with(qtbot: QtBot) -> Callable[..., Desk]:
    def make(*rows: JobRow, timeline: Timeline | None = None) -> Desk:
        desk = Desk(timeline or new_timeline(), *rows)
        qtbot.addWidget(desk.list)
        with qtbot.waitExposed(desk.list):
            desk.list.show()
        return desk

    return make


def running(left: float | None = 48.0, **values: object) -> JobRow:
    return job("1", JobState.RUNNING, progress=Progress("Painting frames", 2, 4, left, 0.7), **values)


def test_a_running_job_says_step_time_left_and_how_to_cancel(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(running())
    line = desk.list.lines["1"]
    assert (line.step.full_text, line.time.full_text) == ("Step 3/4", "0:48 left")
    assert line.progress.share == 0.7
    assert line.end.tip_words.text == "Cancel"
    line.end.click()
    assert desk.jobs.asked == [("cancel", "1")]


def test_a_job_that_was_made_at_the_second_try_says_that_memory_ran_out(desk_with: Callable[..., Desk]) -> None:
    assert NOTE.startswith(RAN_OUT), "as the engine notes it"
    take = replace(TAKE, notes=("Deinterlaced.", NOTE.format("12 GB GPU: blocks streamed")))
    desk = desk_with(job("1", JobState.DONE, takes=(take,), ended=NOW), job("2", JobState.DONE, takes=(TAKE,)))
    lamps = [desk.list.lines[each].lamp for each in ("1", "2")]
    assert [lamp.words for lamp in lamps] == ["Done, 1 take"] * 2
    assert [lamp.particulars for lamp in lamps] == ["Memory ran out at first", ""]
    assert "blocks streamed" in lamps[0].toolTip()


def test_before_the_time_is_known_the_stage_is_told_in_its_place() -> None:
    assert time_words(running(left=None), NOW) == "Painting frames"
    assert step_words(job("1", JobState.RUNNING)) == "Starting"


def test_without_a_share_of_the_whole_the_takes_count() -> None:
    row = replace(job("1", JobState.RUNNING, count=2), takes=(TAKE,), progress=Progress("Painting frames", 1, 2))
    assert share_done(row) == 0.75


def test_the_model_and_the_take_are_named() -> None:
    assert model_words(job("1", count=1)) == "Longtake built-in model, 1 take"
    row = replace(running(), takes=(TAKE,))
    assert model_words(row) == "Longtake built-in model, take 2 of 3"


def test_a_failure_tells_its_reason_and_can_be_tried_again(desk_with: Callable[..., Desk], qtbot: QtBot) -> None:
    reason = "216 frames need about 14 GB; this GPU has 8 GB free. The clip is kept. Ask for fewer frames."
    desk = desk_with(job("1", JobState.FAILED, error=reason))
    line = desk.list.lines["1"]
    assert (line.lamp.level, line.lamp.words, line.lamp.particulars) == ("bad", "Failed", reason)
    assert not line.progress.isVisible()
    line.retry.click()
    assert desk.jobs.asked == [("retry", "1")]
    desk.jobs.trouble = OutputError("The disk is full.")
    with qtbot.waitSignal(desk.list.refused) as refused:
        line.retry.click()
    assert refused.args == [desk.jobs.trouble]


def test_what_is_done_can_be_shown_and_forgotten(desk_with: Callable[..., Desk], qtbot: QtBot) -> None:
    row = replace(job("1", JobState.DONE), takes=(TAKE, TAKE), started=NOW - 331, ended=NOW - 180)
    desk = desk_with(row)
    line = desk.list.lines["1"]
    assert line.lamp.words == "Done, 2 takes"
    assert time_words(row, NOW) == "Finished 3 min ago, took 2 min 31 s"
    with qtbot.waitSignal(desk.list.review_wanted) as wanted:
        line.review.click()
    assert wanted.args == [row]
    line.end.click()
    assert desk.jobs.asked == [("forget", "1")]
    assert desk.list.lines == {}


def test_a_job_goes_from_queued_to_done_in_one_line(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(job("1"))
    line = desk.list.lines["1"]
    assert line.step.full_text == "Queued"
    desk.jobs.changed.emit(running())
    assert line.step.full_text == "Step 3/4"
    desk.jobs.changed.emit(replace(job("1", JobState.DONE), takes=(TAKE,), started=time.time() - 9, ended=time.time()))
    assert desk.list.lines == {"1": line}
    assert line.lamp.isVisible()
    assert not line.step.isVisible()
    assert line.time.full_text.startswith("Finished just now, took 9 s")


def test_the_head_says_how_it_goes(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with()
    assert desk.words() == "Nothing is running"
    assert not desk.list.head.pause.isVisible()
    for row in (running(), job("2"), job("3", JobState.DONE), job("4", JobState.FAILED, error="No.")):
        desk.jobs.changed.emit(row)
    assert desk.words() == "1 queued, 1 failed, 1 done"
    assert desk.list.head.running.text() == "1 running"
    assert desk.list.head.running.isVisible()
    desk.list.set_unfolded(False)
    assert desk.words() == "1 running, 0:48 left, 1 queued, 1 failed, 1 done"
    assert not desk.list.head.running.isVisible()


def test_the_queue_is_paused_and_goes_on(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(job("1"))
    desk.list.head.pause.click()
    assert desk.jobs.paused
    assert desk.list.head.pause.text() == "Resume queue"
    assert desk.words() == "Paused, 1 queued"
    desk.list.head.pause.click()
    assert not desk.jobs.paused


def test_one_job_is_held_and_let_go_on_by_its_button_and_by_p(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(running(), job("2"), job("3", held=True), job("4", JobState.DONE))
    lines = desk.list.lines
    for each in ("1", "2", "3"):
        lines[each].hold.click()
    QTest.keyClick(lines["2"], Qt.Key.Key_P)
    QTest.keyClick(lines["4"], Qt.Key.Key_P)
    assert desk.jobs.asked == [("hold", "1"), ("hold", "2"), ("let go on", "3"), ("hold", "2")]
    assert not lines["4"].hold.isVisible()
    assert (lines["3"].step.full_text, lines["3"].time.full_text) == ("On hold", "Waits until you let it go on")
    assert lines["3"].hold.accessibleName() == "Let it go on"
    assert desk.words() == "1 queued, 1 on hold, 1 done"
    desk.jobs.changed.emit(running(held=True))
    assert not lines["1"].hold.isEnabled()
    assert "stops at its next step" in lines["1"].hold.tip_words.reason


def test_unfolded_it_is_as_high_as_its_jobs_up_to_six(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with()
    for count, lines in ((1, 1), (3, 3), (6, 6), (9, 6)):
        for number in range(count):
            desk.jobs.changed.emit(job(str(number)))
        assert desk.list.height() == HEAD + lines * HEIGHT
    desk.list.set_unfolded(False)
    assert desk.list.height() == HEAD


def test_pressing_the_head_folds_it_and_the_panel_moves_there(desk_with: Callable[..., Desk], qtbot: QtBot) -> None:
    theme.reduce_motion(False)
    desk = desk_with(job("1"), job("2"))
    with qtbot.waitSignal(desk.list.folded) as folded:
        QTest.mouseClick(desk.list.head, Qt.MouseButton.LeftButton)
    assert folded.args == [True]
    assert desk.list.height() > HEAD
    qtbot.waitUntil(lambda: desk.list.height() == HEAD)


def test_the_newest_frame_made_is_the_line_s_picture(desk_with: Callable[..., Desk], tmp_path: Path) -> None:
    picture = QImage(64, 36, QImage.Format.Format_RGB32)
    picture.fill(GREEN)
    path = tmp_path / "preview.png"
    assert picture.save(str(path))
    desk = desk_with(replace(running(), previews=((0, path),)))
    assert desk.list.lines["1"].grab().toImage().pixelColor(40, HEIGHT // 2) == GREEN


def test_before_that_it_is_what_the_clip_starts_from(desk_with: Callable[..., Desk]) -> None:
    media = Media(MediaId("surf"), "/surf.mp4", "surf", Fraction(5), Picture(64, 36, Fraction(24)))
    generation = Generation(Task.AFTER, (Stretch(media.id, MediaRange(Fraction(0), Fraction(5))),))
    clip = Clip(ItemId("clip 1"), "surf, after", 48, generation=generation)
    track = Track(TrackId("V1"), TrackKind.VIDEO, items=(clip,))
    desk = desk_with(job("1"), timeline=Timeline("Cut", Fraction(24), 64, 36, (track,), media=(media,)))
    desk.thumbnails.picture = QImage(64, 36, QImage.Format.Format_RGB32)
    desk.thumbnails.picture.fill(GREEN)
    desk.thumbnails.arrived.emit("surf")
    assert desk.list.lines["1"].grab().toImage().pixelColor(40, HEIGHT // 2) == GREEN


def test_columns_stand_in_order_however_narrow_it_is(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(running())
    line = desk.list.lines["1"]
    for width in (1920, 1280, 900):
        desk.list.resize(width, desk.list.height())
        lefts = [part.x() for part in (line.title, line.model, line.progress, line.step, line.time, line.end)]
        assert lefts == sorted(lefts)
        assert line.end.geometry().right() < width


@pytest.mark.parametrize(("seconds", "words"), [(0.2, "0 s"), (48, "48 s"), (151, "2 min 31 s"), (3900, "1 h 5 min")])
def test_how_long_it_took_is_told_in_the_units_that_matter(seconds: float, words: str) -> None:
    assert span_words(seconds) == words


def test_waits_are_told_in_minutes_and_seconds() -> None:
    assert (left_words(48.4), left_words(125), left_words(-3)) == ("0:48", "2:05", "0:00")
    assert [ago_words(NOW - ago, NOW) for ago in (5, 180, 7300)] == ["just now", "3 min ago", "2 h ago"]


def test_a_cancelled_job_says_what_was_kept(desk_with: Callable[..., Desk]) -> None:
    row = replace(job("1", JobState.CANCELLED), takes=(TAKE,))
    assert desk_with(row).list.lines["1"].lamp.words == "Cancelled, 1 kept"
    assert summary([row], paused=False, unfolded=True) == "1 cancelled"


def order(desk: Desk) -> list[str]:
    """From top to bottom."""
    return sorted(desk.list.lines, key=lambda job_id: desk.list.lines[job_id].y())


def test_what_runs_stands_first_and_what_ended_last(desk_with: Callable[..., Desk], qtbot: QtBot) -> None:
    rows = [job("done", JobState.DONE, ended=NOW), job("a"), job("runs", JobState.RUNNING), job("b")]
    desk = desk_with(*rows)
    assert order(desk) == ["runs", "a", "b", "done"]
    desk.jobs.changed.emit(job("a", JobState.DONE, ended=NOW + 1))
    qtbot.waitUntil(lambda: order(desk) == ["runs", "b", "a", "done"])


def test_a_job_that_waits_is_moved_by_alt_and_the_arrows(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(job("runs", JobState.RUNNING), job("a"), job("b"))
    line = desk.list.lines["b"]
    QTest.keyClick(line, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    QTest.keyClick(line, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    line.up.click()
    assert desk.jobs.asked == [("move", "b to 0"), ("move", "b to 2"), ("move", "b to 0")]
    assert desk.list.lines["a"].up.tip_words.reason == "It is the next one"
    QTest.keyClick(desk.list.lines["runs"], Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert len(desk.jobs.asked) == 3, "one that runs has its turn"
    QTest.keyClick(line, Qt.Key.Key_Delete)
    assert desk.jobs.asked[-1] == ("cancel", "b")


def test_the_keyboard_goes_from_job_to_job(desk_with: Callable[..., Desk], qtbot: QtBot) -> None:
    desk = desk_with(job("a"), job("b"))
    lines = desk.list.lines
    desk.list.activateWindow()
    lines["a"].setFocus()
    qtbot.waitUntil(lines["a"].hasFocus)
    QTest.keyClick(lines["a"], Qt.Key.Key_Down)
    assert lines["b"].hasFocus()
    QTest.keyClick(lines["b"], Qt.Key.Key_Down)
    assert lines["b"].hasFocus()


def test_a_job_that_waits_is_dragged_by_its_handle_and_escape_drops_it(desk_with: Callable[..., Desk]) -> None:
    desk = desk_with(job("a"), job("b"), job("c"))
    line, handle = desk.list.lines["a"], QPoint(20, HEIGHT // 2)
    left, none = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    below_b = line.mapFromGlobal(desk.list.lines["b"].mapToGlobal(QPoint(20, HEIGHT - 4)))
    for drops in (True, False):
        QTest.mousePress(line, left, none, handle)
        QTest.mouseMove(line, below_b)
        if drops:
            QTest.keyClick(line, Qt.Key.Key_Escape)
        QTest.mouseRelease(line, left, none, below_b)
        assert desk.jobs.asked == ([] if drops else [("move", "a to 1")])


def test_what_waits_tells_when_it_will_begin() -> None:
    assert waiting_words(None, None, paused=False) == "Waits for its turn"
    assert waiting_words(160, 48, paused=False) == "About 2 min 40 s, starts in 0:48"
    assert waiting_words(None, 48, paused=False) == "Starts in 0:48"
    assert waiting_words(160, 48, paused=True) == "About 2 min 40 s, waits until the queue goes on"


def test_its_join_is_reviewed_its_log_shown_and_less_tried_where_memory_was_short(
    desk_with: Callable[..., Desk], qtbot: QtBot
) -> None:
    done, failed = job("1", JobState.DONE, ended=NOW), job("2", JobState.FAILED, error="Full.", lacked_memory=True)
    desk = desk_with(done, failed, job("3", JobState.FAILED, error="No."))
    lines = desk.list.lines
    assert [lines[each].smaller.isVisible() for each in "123"] == [False, True, False]
    for signal, button, row in (
        (desk.list.review_wanted, lines["1"].review, done),
        (desk.list.log_wanted, lines["1"].log, done),
        (desk.list.smaller_wanted, lines["2"].smaller, failed),
    ):
        with qtbot.waitSignal(signal) as wanted:
            button.click()
        assert wanted.args == [row]
