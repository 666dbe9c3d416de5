"""Transitions under the mouse: selected, pulled at their ends, pushed along their cut."""

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest

from editor.timeline import edits
from editor.timeline.model import ItemId
from tests.editor.ui.timeline.conftest import LEFT, NONE, Desk

ID = ItemId("x")


@pytest.fixture
def covered(desk: Desk) -> Desk:
    """a and b meet under a dissolve from 76 to 124; at 4 pixels a frame."""
    timeline = edits.add_transition(desk.timeline, ItemId("a"), ItemId("b"), 48, ID)
    desk.document.replace(timeline)
    desk.panel.viewport.zoom_to(4.0, 0)
    return desk


def body(desk: Desk, frame: int, pixels: int = 0) -> QPoint:
    """Below the name bar."""
    return desk.at("v1", frame, pixels) + QPoint(0, 10)


def offsets(desk: Desk) -> tuple[int, int]:
    transition = edits.transition_at(desk.timeline, ID)[1]
    return transition.in_offset, transition.out_offset


def test_a_click_selects_it_and_its_cut_stays_free_for_trimming(covered: Desk) -> None:
    covered.click(body(covered, 90))
    assert covered.document.selection == {ID}
    covered.drag(body(covered, 100, -2), body(covered, 98, -2))
    assert not covered.timeline.has(ID) or covered.length("a") == 98


def test_its_ends_are_pulled_one_at_a_time(covered: Desk) -> None:
    covered.drag(body(covered, 76, 2), body(covered, 66, 2))
    assert offsets(covered) == (34, 24)
    covered.drag(body(covered, 124, -2), body(covered, 110, -2))
    assert offsets(covered) == (34, 10)
    assert covered.steps == 2


def test_pushed_along_it_touches_its_cut_still(covered: Desk) -> None:
    covered.drag(body(covered, 88), body(covered, 80))
    assert offsets(covered) == (32, 16)
    covered.drag(body(covered, 80), body(covered, 20))
    assert offsets(covered) == (48, 0)


def test_while_it_is_dragged_it_is_shown_as_it_would_be(covered: Desk) -> None:
    covered.press(body(covered, 76, 2))
    covered.move(body(covered, 70, 2))
    covered.move(body(covered, 66, 2))
    overlay = covered.panel.surface.overlay
    assert overlay.result is not None
    assert edits.transition_at(overlay.result.timeline, ID)[1].in_offset == 34
    assert overlay.bubble is not None
    assert "58 frames" in overlay.bubble.text
    covered.release(body(covered, 66, 2))


def test_on_a_locked_track_it_stays(covered: Desk) -> None:
    track = covered.timeline.tracks[0].id
    covered.document.replace(edits.change_track(covered.timeline, track, locked=True))
    covered.drag(body(covered, 76, 2), body(covered, 66, 2))
    assert offsets(covered) == (24, 24)


def test_its_menu_is_its_own(covered: Desk) -> None:
    at = body(covered, 90)
    covered.panel.lanes.pointing.ask_menu(at, at)
    assert covered.asked.menus[-1][:2] == ("transition", ID)
    QTest.mouseRelease(covered.panel.lanes, LEFT, NONE, at)


def test_the_menu_key_opens_the_menu_of_a_selected_one(covered: Desk) -> None:
    covered.select(ID)
    pointing = covered.panel.lanes.pointing
    at = pointing.place_of_selection()
    pointing.ask_menu(at, at)
    assert covered.asked.menus[-1][:2] == ("transition", ID)
