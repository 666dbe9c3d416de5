"""Motion points are diamonds on their clip: seen, dragged and told of."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint

from editor.timeline import edits
from editor.timeline.looks import MotionPoint
from editor.timeline.model import ItemId, TrackId
from editor.ui import theme
from editor.ui.timeline.motion_signs import motion_places
from editor.view_state import CurvePoint, Line
from tests.editor.ui.timeline.conftest import Desk

A = ItemId("a")
POINTS = (MotionPoint(0), MotionPoint(40, scale=1.5), MotionPoint(80, x=0.5))


@pytest.fixture
def board(desk: Desk) -> Desk:
    """`a` moves; 4 pixels a frame."""
    desk.panel.viewport.set_height(TrackId("v1"), 90)
    desk.panel.viewport.zoom_to(4.0, 0)
    desk.view.set_snapping(False)
    desk.document.replace(edits.change_look(desk.timeline, [A], lambda look: replace(look, motion=POINTS)))
    return desk


def spot(board: Desk, at: int) -> QPoint:
    places = dict(motion_places(board.timeline.clip(A), board.panel.surface.rect_of(A)))
    return places[at].toPoint()


def frames(board: Desk) -> list[int]:
    return [point.at for point in edits.motion_of(board.timeline.clip(A))]


def test_a_diamond_dragged_moves_its_point_in_one_step_and_stays_selected(board: Desk) -> None:
    before, start = board.steps, spot(board, 40)
    board.press(start)
    board.move(start + QPoint(20, 0))
    overlay = board.panel.surface.overlay
    assert overlay.point == CurvePoint(A, Line.MOTION, 45)
    assert overlay.bubble is not None
    assert overlay.bubble.text == "motion point at frame 46"
    assert frames(board) == [0, 40, 80]
    board.release(start + QPoint(20, 0))
    assert frames(board) == [0, 45, 80]
    assert board.steps == before + 1
    assert board.document.undo_stack.undoText() == "Move Motion Point"
    assert board.view.point == CurvePoint(A, Line.MOTION, 45)


def test_a_click_selects_the_point_and_its_clip_and_it_cannot_pass_another(board: Desk) -> None:
    before = board.steps
    board.click(spot(board, 80))
    assert board.steps == before
    assert A in board.document.selection
    assert board.view.point == CurvePoint(A, Line.MOTION, 80)
    board.drag(spot(board, 40), spot(board, 40) + QPoint(400, 0))
    assert frames(board) == [0, 79, 80]


def test_they_are_painted_and_the_selected_one_is_amber(board: Desk) -> None:
    board.view.choose_point(CurvePoint(A, Line.MOTION, 80))
    image = board.panel.lanes.grab().toImage()
    assert image.pixelColor(spot(board, 80)) == theme.colour("accent")
    assert image.pixelColor(spot(board, 40)).name() == "#ffffff"


def test_under_the_pointer_it_says_what_can_be_done(board: Desk) -> None:
    board.move(spot(board, 40) - QPoint(60, 20))
    board.move(spot(board, 40))
    bubble = board.panel.surface.overlay.bubble
    assert bubble is not None
    assert bubble.lead == "Motion point"


def test_diamonds_stay_inside_their_clip_and_a_low_clip_has_none(board: Desk) -> None:
    rect = board.panel.surface.rect_of(A)
    assert rect.contains(spot(board, 0) - QPoint(5, 0))
    low = rect.adjusted(0, 0, 0, 24 - rect.height())
    assert motion_places(board.timeline.clip(A), low) == []
