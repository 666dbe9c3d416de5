"""What is in sight: wheel, hand, magnifying glass, following the playhead, and what is painted again."""

import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QRegion, QWheelEvent
from PySide6.QtWidgets import QApplication

from editor.timeline import edits
from editor.timeline.model import ItemId
from editor.ui.timeline.layer import rects
from editor.view_state import Tool
from tests.editor.ui.timeline.conftest import Desk

NONE, CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
SHIFT, ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier


def wheel(desk: Desk, at: QPoint, notches: int, keys: Qt.KeyboardModifier = NONE) -> None:
    lanes = desk.panel.lanes
    spot, far = QPointF(at), QPointF(lanes.mapToGlobal(at))
    turn, button = QPoint(0, 120 * notches), Qt.MouseButton.NoButton
    QApplication.sendEvent(
        lanes, QWheelEvent(spot, far, QPoint(), turn, button, keys, Qt.ScrollPhase.NoScrollPhase, False)
    )


@pytest.mark.parametrize("notches", [3, 1, -1])
def test_zooming_with_the_wheel_keeps_the_frame_under_the_pointer(desk: Desk, notches: int) -> None:
    viewport = desk.panel.viewport
    viewport.scroll_to(200)
    at = desk.at("v1", 300)
    wheel(desk, at, notches, CTRL)
    assert viewport.scale == pytest.approx(2 * 1.25**notches)
    assert abs(viewport.x_of(300) - at.x()) <= 1


def test_the_scale_stays_within_what_can_be_seen(desk: Desk) -> None:
    for _ in range(60):
        wheel(desk, desk.at("v1", 300), 3, CTRL)
    assert desk.panel.viewport.scale == 48
    for _ in range(60):
        wheel(desk, QPoint(10, 10), -3, CTRL)
    assert desk.panel.viewport.in_sight().end >= 10 * 60 * 24


def test_the_wheel_scrolls_along_the_time(desk: Desk) -> None:
    desk.panel.viewport.zoom_to(10, 0)
    wheel(desk, QPoint(300, 100), -2)
    assert desk.panel.viewport.origin == 120
    wheel(desk, QPoint(300, 100), 1, SHIFT)
    assert desk.panel.viewport.origin == 60
    wheel(desk, QPoint(300, 100), 5)
    assert desk.panel.viewport.origin == 0


def test_where_tracks_do_not_fit_the_wheel_scrolls_through_them(desk: Desk) -> None:
    desk.panel.viewport.set_height(desk.timeline.tracks[0].id, 240)
    desk.panel.viewport.set_height(desk.timeline.tracks[2].id, 240)
    wheel(desk, QPoint(300, 100), -1)
    assert desk.panel.viewport.top == 60
    assert desk.panel.down.isVisible()


def test_the_hand_takes_hold_of_the_timeline(desk: Desk) -> None:
    desk.view.set_tool(Tool.HAND)
    desk.panel.viewport.zoom_to(10, 0)
    desk.drag(QPoint(600, 60), QPoint(400, 60))
    assert desk.panel.viewport.origin == 200
    assert desk.steps == 0


def test_the_magnifying_glass_zooms_in_and_with_alt_out(desk: Desk) -> None:
    desk.view.set_tool(Tool.ZOOM)
    desk.click(desk.at("v1", 100))
    assert desk.panel.viewport.scale == 3
    desk.click(desk.at("v1", 100), ALT)
    assert desk.panel.viewport.scale == 2


def test_a_drag_with_the_magnifying_glass_shows_that_stretch(desk: Desk) -> None:
    desk.view.set_tool(Tool.ZOOM)
    desk.drag(desk.at("v1", 100), desk.at("v1", 200))
    sight = desk.panel.viewport.in_sight()
    assert sight.start == 100
    assert 200 <= sight.end <= 206


def test_fit_shows_everything(desk: Desk) -> None:
    desk.panel.viewport.zoom_to(20, 0)
    desk.panel.fit()
    assert desk.panel.viewport.x_of(0) == 0
    assert 0 < desk.panel.viewport.x_of(350) <= desk.panel.lanes.width()


def test_zooming_by_key_keeps_the_playhead_in_place(desk: Desk) -> None:
    desk.playback.seek(200)
    x = desk.panel.x_of(200)
    desk.panel.zoom_in()
    assert abs(desk.panel.x_of(200) - x) <= 1
    desk.panel.zoom_out()
    assert desk.panel.viewport.scale == 2


def test_the_view_turns_a_page_when_the_playhead_leaves_it(desk: Desk) -> None:
    desk.panel.viewport.zoom_to(10, 0)
    width = desk.panel.lanes.width()
    desk.playback.seek(width // 10 - 1)
    assert desk.panel.viewport.origin == 0
    desk.playback.seek(width // 10 + 1)
    assert 0 <= desk.panel.viewport.x_of(desk.playback.frame) < 20


def test_a_clip_out_of_sight_can_be_brought_into_it(desk: Desk) -> None:
    desk.panel.viewport.zoom_to(10, 0)
    assert desk.panel.rect_of(ItemId("c")).isEmpty()
    desk.panel.reveal(ItemId("c"))
    assert desk.panel.rect_of(ItemId("c")).width() == 999


def test_a_step_of_the_playhead_paints_two_narrow_strips(desk: Desk) -> None:
    regions: list[QRegion] = []
    desk.panel.surface.changed.connect(regions.append)
    desk.playback.seek(100)
    (region,) = regions
    assert region.contains(QPoint(200, 50))
    assert not region.contains(QPoint(100, 50))
    assert sum(rect.width() for rect in rects(region)) <= 6


def test_an_edit_paints_its_own_clips_again_and_nothing_else(desk: Desk) -> None:
    desk.panel.lanes.repaint()
    timeline = edits.trim(desk.timeline, ItemId("c"), edits.Edge.START, 20)
    desk.document.apply("Trim", timeline)
    desk.panel.lanes.repaint()
    painted = desk.panel.surface.layer.painted
    assert painted.contains(desk.at("v1", 255))
    for track, frame in (("v1", 50), ("v2", 255), ("a1", 50), ("a1", 255)):
        assert not painted.contains(desk.at(track, frame)), (track, frame)


def test_an_edit_that_shifts_the_rest_paints_to_the_right_of_it(desk: Desk) -> None:
    desk.panel.lanes.repaint()
    desk.document.apply("Close Gap", edits.close_gap(desk.timeline, ItemId("gap")))
    desk.panel.lanes.repaint()
    painted = desk.panel.surface.layer.painted
    assert painted.contains(desk.at("v1", 300))
    assert not painted.contains(desk.at("v1", 50))


def test_selecting_paints_only_what_was_and_is_selected(desk: Desk) -> None:
    desk.panel.lanes.repaint()
    desk.select("c")
    desk.panel.lanes.repaint()
    assert desk.panel.surface.layer.painted.contains(desk.at("v1", 300))
    assert not desk.panel.surface.layer.painted.contains(desk.at("v1", 150))


def test_scrolling_moves_what_is_painted_and_paints_what_comes_into_sight(desk: Desk) -> None:
    desk.panel.viewport.zoom_to(10, 0)
    desk.panel.lanes.repaint()
    moved = desk.panel.lanes.grab().toImage()
    desk.panel.viewport.scroll_by(300)
    desk.panel.lanes.repaint()
    painted = desk.panel.surface.layer.painted.boundingRect()
    now = desk.panel.lanes.grab().toImage()
    desk.panel.surface.repaint_all()
    assert now == desk.panel.lanes.grab().toImage()
    assert now.copy(QRect(400, 0, 200, 200)) == moved.copy(QRect(700, 0, 200, 200))
    assert painted.height() <= desk.panel.lanes.height()


@pytest.mark.parametrize("by", [7, -7, 333, -333])
def test_what_was_moved_looks_as_if_it_was_painted_anew(desk: Desk, by: int) -> None:
    desk.panel.viewport.zoom_to(10, 0)
    desk.panel.viewport.scroll_to(900)
    desk.select("gap", "c")
    desk.panel.lanes.grab()
    desk.panel.viewport.scroll_by(by)
    moved = desk.panel.lanes.grab().toImage()
    desk.panel.surface.repaint_all()
    assert moved == desk.panel.lanes.grab().toImage()


def test_thumbnails_that_arrive_are_painted(desk: Desk) -> None:
    desk.panel.lanes.repaint()
    desk.thumbnails.arrived.emit("bird")
    desk.panel.lanes.repaint()
    painted = desk.panel.surface.layer.painted
    assert painted.contains(desk.at("v1", 150))
    assert not painted.contains(desk.at("v1", 50))
