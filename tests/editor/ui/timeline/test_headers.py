"""Track headers, tools and tool bar: every switch does what it says."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QContextMenuEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu

from editor.timeline import edits
from editor.timeline.model import TrackId, TrackKind
from editor.ui.timeline.headers import NARROW, WIDTH, Header
from editor.ui.timeline.overlay import Overlay
from editor.view_state import Tool
from tests.editor.ui.timeline.conftest import Desk

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier


def header(desk: Desk, track: str) -> Header:
    return desk.panel.headers.header(TrackId(track))


@pytest.mark.parametrize(
    ("track", "place", "field"),
    [("v1", 0, "locked"), ("v1", 1, "sync_locked"), ("v1", 2, "hidden"), ("a1", 2, "muted"), ("a1", 3, "solo")],
)
def test_each_switch_turns_one_thing_in_one_undo_step(desk: Desk, track: str, place: int, field: str) -> None:
    button = header(desk, track).switches[place]
    before = getattr(desk.timeline.track(TrackId(track)), field)
    button.click()
    assert getattr(desk.timeline.track(TrackId(track)), field) is not before
    assert button.is_on is not before
    assert desk.steps == 1
    desk.document.undo_stack.undo()
    assert button.is_on is before


def test_one_track_of_a_kind_is_the_target(desk: Desk) -> None:
    header(desk, "v2").target.click()
    assert [track.id for track in desk.timeline.tracks if track.targeted] == ["v2", "a1"]
    assert desk.steps == 1
    header(desk, "v2").target.click()
    assert [track.id for track in desk.timeline.tracks if track.targeted] == ["a1"]
    assert not header(desk, "v2").target.isChecked()


def test_dragging_the_lower_edge_changes_the_height_of_the_view_alone(desk: Desk) -> None:
    edge = QPoint(100, 87)
    QTest.mousePress(header(desk, "v1"), LEFT, NONE, edge)
    QTest.mouseMove(header(desk, "v1"), edge + QPoint(0, 40))
    assert header(desk, "v1").height() == 128
    assert desk.panel.rect_of(desk.timeline.tracks[0].items[0].id).height() == 124
    QTest.mouseRelease(header(desk, "v1"), LEFT, NONE, edge)
    QTest.mouseDClick(header(desk, "v1"), LEFT, NONE, QPoint(100, 127))
    assert header(desk, "v1").height() == 88
    assert desk.steps == 0


def test_no_track_gets_too_low_or_too_high_to_work_on(desk: Desk) -> None:
    desk.panel.viewport.set_height(TrackId("v1"), 3)
    assert header(desk, "v1").height() == 28
    desk.panel.viewport.set_height(TrackId("v1"), 3000)
    assert header(desk, "v1").height() == 240


def test_a_track_that_is_added_gets_a_header_above_the_others(desk: Desk) -> None:
    desk.document.apply("Add Track", edits.add_track(desk.timeline, TrackKind.VIDEO, TrackId("v3")))
    assert header(desk, "v3").target.text() == "V3"
    assert header(desk, "v3").y() < header(desk, "v2").y() < header(desk, "v1").y() < header(desk, "a1").y()
    desk.document.undo_stack.undo()
    with pytest.raises(KeyError):
        header(desk, "v3")


def test_headers_stand_beside_their_lanes(desk: Desk) -> None:
    for row in desk.panel.viewport.rows:
        assert header(desk, row.track_id).y() == desk.panel.viewport.row_rect(row.index).top()


def test_a_narrow_panel_has_narrow_headers_without_names(desk: Desk) -> None:
    assert (desk.panel.headers.width(), header(desk, "v1").name.isVisible()) == (WIDTH, True)
    desk.panel.resize(900, 460)
    assert (desk.panel.headers.width(), header(desk, "v1").name.isVisible()) == (NARROW, False)


def test_a_header_has_its_own_menu(desk: Desk) -> None:
    at = QPoint(100, 20)
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, at, header(desk, "v2").mapToGlobal(at))
    QApplication.sendEvent(header(desk, "v2"), event)
    assert desk.asked.menus == [("track", "v2", 0)]


def test_a_tool_is_chosen_and_stays_lit(desk: Desk) -> None:
    buttons = desk.panel.tools.buttons
    buttons[Tool.RAZOR].click()
    assert desk.view.tool is Tool.RAZOR
    buttons[Tool.RAZOR].click()
    assert [tool for tool, button in buttons.items() if button.isChecked()] == [Tool.RAZOR]
    desk.view.set_tool(Tool.SELECT)
    assert [tool for tool, button in buttons.items() if button.isChecked()] == [Tool.SELECT]


def test_in_a_low_window_the_tools_without_room_are_behind_three_dots(desk: Desk) -> None:
    tools = desk.panel.tools
    assert not tools.more.isVisible()
    desk.panel.resize(1000, 190)
    seen = [tool for tool, button in tools.buttons.items() if button.isVisible()]
    assert seen == [Tool.SELECT, Tool.RAZOR, Tool.EXTEND]
    tools.more.click()
    (menu,) = (each for each in tools.findChildren(QMenu) if each.isVisible())
    slip = next(action for action in menu.actions() if action.text() == "Slip\tY")
    slip.trigger()
    menu.close()
    assert desk.view.tool is Tool.SLIP
    assert tools.buttons[Tool.SLIP].isVisible()
    desk.panel.resize(1000, 460)
    assert all(button.isVisible() for button in tools.buttons.values())


def test_the_tool_bar_shows_and_turns_the_switches(desk: Desk) -> None:
    bar = desk.panel.toolbar
    assert not bar.snap.isChecked()
    bar.snap.click()
    bar.link.click()
    assert (desk.view.snapping, desk.view.linked) == (True, False)
    desk.view.set_inserting(True)
    assert bar.mode.value is True
    bar.marker.click()
    assert len(desk.asked.markers) == 1


def test_the_slider_zooms_and_follows_the_zoom(desk: Desk) -> None:
    bar, viewport = desk.panel.toolbar, desk.panel.viewport
    QTest.mouseClick(bar.zoom, LEFT, NONE, QPoint(bar.zoom.width() - 7, bar.zoom.height() // 2))
    assert viewport.scale == pytest.approx(48, rel=0.1)
    bar.fit.click()
    assert bar.zoom.value < 60


def test_the_scroll_bar_scrolls(desk: Desk) -> None:
    bar = desk.panel.across
    desk.panel.viewport.zoom_to(10, 0)
    start = bar.handle.center()
    QTest.mousePress(bar, LEFT, NONE, start)
    QTest.mouseMove(bar, start + QPoint(100, 0))
    QTest.mouseRelease(bar, LEFT, NONE, start + QPoint(100, 0))
    assert desk.panel.viewport.origin > 200
    QTest.mouseClick(bar, LEFT, NONE, QPoint(2, 6))
    assert desk.panel.viewport.origin == 0


def test_the_razors_line_on_a_track_goes_with_the_track(desk: Desk) -> None:
    desk.document.apply("Add", edits.add_track(desk.timeline, TrackKind.AUDIO, TrackId("low")))
    blade = Overlay(blades=((len(desk.timeline.tracks) - 1, 10),))
    desk.panel.surface.show_overlay(blade)
    desk.document.apply("Remove", edits.remove_track(desk.timeline, TrackId("low")))
    desk.panel.lanes.grab()
    assert desk.panel.surface.overlay == Overlay()
