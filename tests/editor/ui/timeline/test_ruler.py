"""The ruler: the playhead, in and out points, markers, and its numbers."""

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.timeline import edits
from editor.timeline.model import Marker, MarkerId, Timeline
from editor.timeline.rational_time import TimeRange
from editor.timeline.timecode import format_timecode
from editor.ui.timeline.ticks import steps, ticks
from tests.editor.ui.timeline.conftest import Desk

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
HIGH, LOW = 6, 20  # where the numbers are, and where handles are


def drag(desk: Desk, start: QPoint, *stops: QPoint) -> None:
    QTest.mousePress(desk.panel.ruler, LEFT, NONE, start)
    for stop in stops:
        QTest.mouseMove(desk.panel.ruler, stop)
    QTest.mouseRelease(desk.panel.ruler, LEFT, NONE, stops[-1] if stops else start)


def test_a_press_takes_the_playhead_there_and_a_drag_takes_it_along(desk: Desk) -> None:
    drag(desk, QPoint(100, HIGH))
    assert desk.playback.frame == 50
    drag(desk, QPoint(100, HIGH), QPoint(240, HIGH))
    assert desk.playback.frame == 120
    assert desk.panel.timecode.text() == "00:00:05:00"
    assert desk.steps == 0


def test_the_playhead_stays_on_the_timeline(desk: Desk) -> None:
    drag(desk, QPoint(100, HIGH), QPoint(-300, HIGH))
    assert desk.playback.frame == 0


def test_the_playhead_snaps_to_cuts(desk: Desk) -> None:
    desk.view.set_snapping(True)
    drag(desk, QPoint(100, HIGH), QPoint(204, HIGH))
    assert desk.playback.frame == 100


def test_the_out_point_can_be_dragged_in_one_undo_step(desk: Desk) -> None:
    desk.document.apply("Mark", edits.set_marks(desk.timeline, 20, 80))
    drag(desk, QPoint(160, LOW), QPoint(180, LOW), QPoint(240, LOW))
    assert (desk.timeline.mark_in, desk.timeline.mark_out) == (20, 120)
    assert desk.steps == 2


def test_what_is_looped_around_a_join_is_lit_and_no_edit(desk: Desk) -> None:
    place = QPoint(desk.panel.viewport.x_of(30), desk.panel.ruler.height() - 4)
    plain = desk.panel.ruler.grab().toImage().pixelColor(place)
    desk.playback.loop_range = TimeRange(20, 20)
    desk.playback.loop_changed.emit()
    assert desk.panel.ruler.grab().toImage().pixelColor(place) != plain
    assert desk.steps == 0


def test_the_in_point_stops_before_the_out_point(desk: Desk) -> None:
    desk.document.apply("Mark", edits.set_marks(desk.timeline, 20, 80))
    drag(desk, QPoint(40, LOW), QPoint(100, LOW), QPoint(400, LOW))
    assert (desk.timeline.mark_in, desk.timeline.mark_out) == (79, 80)


def test_escape_leaves_the_marks_as_they_were(desk: Desk) -> None:
    desk.document.apply("Mark", edits.set_marks(desk.timeline, 20, 80))
    QTest.mousePress(desk.panel.ruler, LEFT, NONE, QPoint(160, LOW))
    QTest.mouseMove(desk.panel.ruler, QPoint(240, LOW))
    QTest.keyClick(desk.panel.ruler, Qt.Key.Key_Escape)
    QTest.mouseRelease(desk.panel.ruler, LEFT, NONE, QPoint(240, LOW))
    assert desk.timeline.mark_out == 80
    assert desk.steps == 1


def test_a_marker_can_be_dragged_and_clicked(desk: Desk) -> None:
    marker = Marker(MarkerId("m"), 60, "Set wave")
    desk.document.apply("Add Marker", edits.add_marker(desk.timeline, marker))
    drag(desk, QPoint(120, LOW), QPoint(150, LOW), QPoint(200, LOW))
    assert desk.timeline.markers == (replace(marker, at=100),)
    assert desk.playback.frame == 0
    drag(desk, QPoint(200, LOW))
    assert desk.playback.frame == 100


def test_what_a_marker_spans_is_pulled_by_its_end_or_with_alt_out_of_it(desk: Desk) -> None:
    marker = Marker(MarkerId("m"), 60, "Set wave", duration=20)
    desk.document.apply("Add Marker", edits.add_marker(desk.timeline, marker))
    drag(desk, QPoint(160, 25), QPoint(180, 25), QPoint(200, 25))
    assert desk.timeline.markers == (replace(marker, duration=40),)
    QTest.mousePress(desk.panel.ruler, LEFT, Qt.KeyboardModifier.AltModifier, QPoint(120, LOW))
    QTest.mouseMove(desk.panel.ruler, QPoint(140, LOW))
    QTest.mouseRelease(desk.panel.ruler, LEFT, NONE, QPoint(150, LOW))
    assert desk.timeline.markers == (replace(marker, duration=15),)
    drag(desk, QPoint(150, 25), QPoint(100, 25), QPoint(80, 25))
    assert desk.timeline.markers == (replace(marker, duration=0),)


def test_a_double_click_opens_a_marker(desk: Desk) -> None:
    desk.document.apply("Add Marker", edits.add_marker(desk.timeline, Marker(MarkerId("m"), 60)))
    QTest.mouseDClick(desk.panel.ruler, LEFT, NONE, QPoint(120, LOW))
    assert desk.asked.opened_markers == ["m"]


def test_a_marker_has_its_own_menu(desk: Desk) -> None:
    desk.document.apply("Add Marker", edits.add_marker(desk.timeline, Marker(MarkerId("m"), 60)))
    for x in (120, 400):
        at = QPoint(x, LOW)
        event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, desk.panel.ruler.mapToGlobal(at))
        QApplication.sendEvent(desk.panel.ruler, event)
    assert desk.asked.menus == [("marker", "m", 60), ("empty", None, 200)]


@pytest.mark.parametrize(
    ("scale", "major", "minor"),
    [(48.0, 4, 1), (12.0, 12, 2), (1.75, 120, 24), (0.1, 24 * 60, 24 * 10), (0.005, 24 * 1800, 24 * 300)],
)
def test_numbers_stand_on_round_times_at_every_scale(scale: float, major: int, minor: int) -> None:
    assert steps(24, scale) == (major, minor)
    assert major * scale >= 100


@pytest.mark.parametrize(
    ("rate", "parts"),
    [(24, {1, 2, 4, 6, 8, 12}), (25, {1, 5}), (30, {1, 2, 5, 6, 10, 15}), (60, {1, 2, 4, 5, 6, 10, 12, 15, 20, 30})],
)
def test_below_a_second_numbers_stand_on_parts_of_it(rate: int, parts: set[int]) -> None:
    """Never on 00:10, 00:20, 01:06, as tens of 24 frames would."""
    found = {step for scale in range(4, 480) for step in steps(rate, scale / 4) if step < rate}
    assert found <= parts
    assert all(rate % step == 0 for step in found)


def labels(desk: Desk, timeline: Timeline, scale: float, origin: int = 0) -> list[str]:
    viewport = desk.panel.viewport
    viewport.scale, viewport.origin = scale, origin
    frames = [tick.frame for tick in ticks(viewport, timeline) if tick.is_major]
    return [format_timecode(frame, timeline.rate, timeline.drop_frame, timeline.start_frame) for frame in frames]


def test_drop_frame_numbers_stand_on_full_seconds_and_minutes_but_for_those_that_are_dropped(desk: Desk) -> None:
    ntsc = replace(desk.timeline, rate=Fraction(30000, 1001), drop_frame=True)
    seconds = labels(desk, ntsc, 4.0, 4 * 1740)
    assert [each for each in seconds if not each.endswith(";00")] == ["00:01:00;02"]
    assert "00:01:01;00" in seconds
    assert len(seconds) == len(set(seconds))
    minutes = labels(desk, ntsc, 0.07, 400)
    assert {each[-3:] for each in minutes} == {";00", ";02"}
    assert "00:10:00;00" in minutes
    desk.panel.viewport.scale, desk.panel.viewport.origin = 24.0, 24 * 1790
    frames = [tick.frame for tick in ticks(desk.panel.viewport, ntsc)]
    assert frames == list(range(frames[0], frames[-1] + 1))


def test_numbers_of_23_976_count_like_those_of_24(desk: Desk) -> None:
    film = replace(desk.timeline, rate=Fraction(24000, 1001))
    assert labels(desk, film, 1.75)[:3] == ["00:00:00:00", "00:00:05:00", "00:00:10:00"]
    late = replace(film, start_frame=24 * 3600 + 12)
    assert labels(desk, late, 5.0)[:2] == ["01:00:01:00", "01:00:02:00"]


def test_the_timecode_counts_from_where_the_timeline_starts(desk: Desk) -> None:
    desk.document.apply("Start", replace(desk.timeline, start_frame=24 * 3600))
    assert desk.panel.timecode.text() == "01:00:00:00"
