"""What a click selects, and what a band does."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from editor.timeline.model import ItemId, TrackId
from editor.view_state import Tool
from tests.editor.ui.timeline.conftest import Desk

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def test_a_click_selects_a_clip_and_its_linked_sound(desk: Desk) -> None:
    desk.click(desk.at("v1", 50))
    assert desk.document.selection == {"a", "a sound"}


def test_with_alt_a_click_selects_the_picture_alone(desk: Desk) -> None:
    desk.click(desk.at("v1", 50), ALT)
    assert desk.document.selection == {"a"}


def test_with_linked_selection_off_a_click_selects_one_clip(desk: Desk) -> None:
    desk.view.set_linked(False)
    desk.click(desk.at("v1", 50))
    assert desk.document.selection == {"a"}


def test_shift_adds_a_clip_and_takes_it_away_again(desk: Desk) -> None:
    desk.click(desk.at("v1", 150))
    desk.click(desk.at("v1", 300), SHIFT)
    assert desk.document.selection == {"b", "c"}
    desk.click(desk.at("v1", 300), SHIFT)
    assert desk.document.selection == {"b"}


def test_a_click_on_one_of_several_selected_clips_selects_it_alone(desk: Desk) -> None:
    desk.select("b", "c")
    desk.click(desk.at("v1", 150))
    assert desk.document.selection == {"b"}


def test_a_click_on_a_gap_selects_the_gap(desk: Desk) -> None:
    desk.click(desk.at("v1", 225))
    assert desk.document.selection == {"gap"}


def test_a_click_beside_everything_selects_nothing(desk: Desk) -> None:
    desk.select("b")
    desk.click(desk.at("v1", 450))
    assert desk.document.selection == frozenset()


def test_a_band_selects_the_clips_it_touches(desk: Desk) -> None:
    desk.drag(desk.at("v1", 380), desk.at("v1", 190))
    assert desk.document.selection == {"b", "c"}
    assert desk.steps == 0


def test_a_band_with_ctrl_adds_to_the_selection(desk: Desk) -> None:
    desk.select("b sound")
    desk.drag(desk.at("v1", 400), desk.at("v1", 300), CTRL)
    assert desk.document.selection == {"b sound", "c"}


def test_clips_on_a_locked_track_can_be_seen_and_not_moved(desk: Desk) -> None:
    desk.panel.headers.header(TrackId("v1")).switches[0].click()
    before = desk.timeline
    desk.drag(desk.at("v1", 150), desk.at("v1", 180))
    assert desk.timeline is before


def test_a_double_click_opens_the_clip(desk: Desk) -> None:
    QTest.mouseDClick(desk.panel.lanes, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, desk.at("v1", 150))
    assert [clip.id for clip in desk.asked.opened] == ["b"]


def test_track_select_forward_takes_all_tracks_from_the_clip_on(desk: Desk) -> None:
    desk.view.set_tool(Tool.TRACK_SELECT)
    desk.click(desk.at("v1", 150))
    assert desk.document.selection == {"b", "c", "b sound"}
    desk.click(desk.at("v1", 150), SHIFT)
    assert desk.document.selection == {"b", "c"}


def test_a_clip_is_where_the_panel_says(desk: Desk) -> None:
    rect = desk.panel.rect_of(ItemId("b"))
    assert rect.left() == desk.panel.x_of(100)
    assert desk.panel.frame_at(rect.left()) == 100
    inside = desk.panel.lanes.mapFrom(desk.panel, QPoint(rect.center()))
    desk.click(inside)
    assert desk.document.selection == {"b"}
