"""Lines and fades on clips: taken hold of with the mouse, one undo step each, and seen where they are."""

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from editor.timeline import edits
from editor.timeline.edits import OPACITY, VOLUME, Edge, Envelope
from editor.timeline.model import ItemId, TrackId, TrackKind
from editor.ui import theme
from editor.ui.timeline import bands
from editor.ui.timeline.bands import BANDS
from editor.view_state import CurvePoint, Line, Tool
from tests.editor.ui.timeline.conftest import LEFT, NONE, Desk

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
A, SOUND, PICTURE = ItemId("a sound"), "a sound", ItemId("a")


@pytest.fixture
def board(desk: Desk) -> Desk:
    """A1 140 pixels high, 4 pixels a frame: `a sound` 0..100."""
    desk.panel.viewport.set_height(TrackId("a1"), 140)
    desk.panel.viewport.zoom_to(4.0, 0)
    return desk


def spot(board: Desk, frame: float, value: float, line: Line = Line.VOLUME, clip_id: ItemId = A) -> QPoint:
    """Where a value stands on a clip."""
    rect, clip = board.panel.surface.rect_of(clip_id), board.timeline.clip(clip_id)
    return QPoint(round(bands.x_of(clip, rect, frame)), round(bands.y_of(BANDS[line], rect, value)))


def handle(board: Desk, edge: Edge) -> QPoint:
    return bands.handle_of(board.timeline.clip(A), board.panel.surface.rect_of(A), edge)


def points(board: Desk, envelope: Envelope = VOLUME, clip_id: ItemId = A) -> list[tuple[int, float]]:
    return [(point.at, round(point.value, 1)) for point in envelope.curve_of(board.timeline.clip(clip_id)).points]


def put(board: Desk, *places: tuple[int, float]) -> None:
    timeline = board.timeline
    for at, value in places:
        timeline = edits.add_point(timeline, A, VOLUME, at, value)
    board.document.replace(timeline)


def test_the_line_dragged_down_makes_the_clip_quieter_in_one_step(board: Desk) -> None:
    board.press(spot(board, 50, 0.0))
    board.move(spot(board, 50, -6.0))
    board.move(spot(board, 50, -12.0))
    bubble = board.panel.surface.overlay.bubble
    assert bubble is not None
    assert bubble.lead.startswith("−1")
    assert board.steps == 0
    board.release(spot(board, 50, -12.0))
    assert VOLUME.curve_of(board.timeline.clip(A)).value == pytest.approx(-12, abs=0.6)
    assert board.steps == 1
    assert board.document.undo_stack.undoText() == "Volume"


def test_a_click_on_the_line_selects_the_clip_and_near_unity_the_line_sticks(board: Desk) -> None:
    board.click(spot(board, 50, 0.0))
    assert board.document.selection == {A, PICTURE}
    board.drag(spot(board, 50, 0.0), spot(board, 50, -20.0))
    board.drag(spot(board, 50, VOLUME.curve_of(board.timeline.clip(A)).value), spot(board, 50, 0.0) + QPoint(0, 2))
    assert board.timeline.clip(A).level is None


def test_a_number_typed_while_dragging_is_decibels(board: Desk) -> None:
    board.press(spot(board, 50, 0.0))
    board.move(spot(board, 50, -6.0))
    QTest.keyClicks(board.panel.lanes, "-9")
    board.release(spot(board, 50, -6.0))
    assert VOLUME.curve_of(board.timeline.clip(A)).value == -9


def test_ctrl_click_and_double_click_put_points_on_the_line(board: Desk) -> None:
    board.click(spot(board, 20, 0.0), CTRL)
    QTest.mouseDClick(board.panel.lanes, LEFT, NONE, spot(board, 60, 0.0))
    assert points(board) == [(20, 0.0), (60, 0.0)]
    assert board.view.point == CurvePoint(A, Line.VOLUME, 60)
    assert not board.asked.opened


def test_a_new_point_goes_where_it_is_dragged_in_the_same_step(board: Desk) -> None:
    board.drag(spot(board, 20, 0.0), spot(board, 30, -20.0), CTRL)
    ((at, value),) = points(board)
    assert at == 30
    assert value == pytest.approx(-20, abs=1)
    assert board.steps == 1


def test_a_point_is_dragged_between_its_neighbours_and_stays_chosen(board: Desk) -> None:
    put(board, (20, 0.0), (40, -20.0), (60, 0.0))
    board.drag(spot(board, 40, -20.0), spot(board, 90, 0.0))
    assert points(board)[1] == (59, 0.0)
    assert board.view.point == CurvePoint(A, Line.VOLUME, 59)
    board.click(board.at("a1", 300))
    assert board.view.point is None


def test_escape_leaves_the_line_as_it_was(board: Desk) -> None:
    board.press(spot(board, 50, 0.0))
    board.move(spot(board, 50, -20.0))
    QTest.keyClick(board.panel.lanes, Qt.Key.Key_Escape)
    board.release(spot(board, 50, -20.0))
    assert board.steps == 0


def test_between_points_the_stretch_is_raised_and_alt_moves_the_clip_instead(board: Desk) -> None:
    put(board, (20, -20.0), (60, -20.0), (90, 0.0))
    board.drag(spot(board, 40, -20.0), spot(board, 40, -6.0))
    assert [value for _, value in points(board)] == pytest.approx([-6, -6, 0], abs=0.7)
    board.drag(spot(board, 40, points(board)[0][1]), spot(board, 45, -40.0), ALT)
    assert board.starts("a1")[SOUND] == 5


@pytest.mark.parametrize(("edge", "by", "expected"), [(Edge.START, 40, (12, 0)), (Edge.END, -72, (0, 20))])
def test_a_handle_dragged_from_the_corner_fades_the_clip(
    board: Desk, edge: Edge, by: int, expected: tuple[int, int]
) -> None:
    """Handles without a fade stand 8 pixels, here 2 frames, inside their corner."""
    start = handle(board, edge)
    end = start + QPoint(by + (8 if by > 0 else -8), 0)
    board.press(start)
    board.move(end)
    bubble = board.panel.surface.overlay.bubble
    assert bubble is not None
    assert bubble.lead == f"00:00:00:{sum(expected)}"
    board.release(end)
    clip = board.timeline.clip(A)
    assert (clip.fade_in, clip.fade_out) == expected
    assert board.document.undo_stack.undoText() == "Fade"


def test_fades_end_where_the_other_one_begins_and_go_back_to_nothing(board: Desk) -> None:
    board.document.replace(edits.set_fade(board.timeline, A, Edge.END, 30))
    board.drag(handle(board, Edge.START), handle(board, Edge.START) + QPoint(390, 0))
    assert board.timeline.clip(A).fade_in == 70
    board.drag(handle(board, Edge.START), QPoint(0, handle(board, Edge.START).y()))
    assert board.timeline.clip(A).fade_in == 0


def test_pictures_show_their_opacity_when_asked_to(board: Desk) -> None:
    place = spot(board, 50, 1.0, Line.OPACITY, PICTURE)
    board.drag(place, place + QPoint(0, 30))
    assert OPACITY.curve_of(board.timeline.clip(PICTURE)).value == 1.0
    board.document.undo_stack.setIndex(0)
    board.view.show_line(TrackKind.VIDEO, Line.OPACITY)
    board.drag(place, place + QPoint(0, 30))
    assert OPACITY.curve_of(board.timeline.clip(PICTURE)).value < 0.7
    assert board.starts("v1")["a"] == 0


def test_other_tools_locked_tracks_and_hidden_lines_leave_the_clip_to_the_mouse(board: Desk) -> None:
    board.view.set_tool(Tool.SLIP)
    board.drag(spot(board, 50, 0.0), spot(board, 50, -20.0))
    board.view.set_tool(Tool.SELECT)
    board.document.replace(edits.change_track(board.timeline, TrackId("a1"), locked=True))
    board.drag(spot(board, 50, 0.0), spot(board, 50, -20.0))
    board.document.replace(edits.change_track(board.timeline, TrackId("a1"), locked=False))
    board.view.show_line(TrackKind.AUDIO, Line.NOTHING)
    board.drag(spot(board, 50, 0.0), spot(board, 50, -20.0))
    assert board.timeline.clip(A).level is None


def test_lines_points_and_slopes_are_painted(board: Desk) -> None:
    put(board, (20, -20.0), (60, 0.0))
    faded = edits.set_fade(board.timeline, A, Edge.END, 25)
    board.document.replace(faded)
    board.view.choose_point(CurvePoint(A, Line.VOLUME, 20))
    board.move(spot(board, 60, 0.0))
    bubble = board.panel.surface.overlay.bubble
    assert bubble is not None
    assert bubble.lead == "0.0 dB"
    image = board.panel.lanes.grab().toImage()
    assert image.pixelColor(spot(board, 20, -20.0)) == theme.colour("accent")
    assert image.pixelColor(spot(board, 60, 0.0)) == theme.colour("sound_text")
    halfway = spot(board, 40, VOLUME.curve_of(faded.clip(A)).at(40))
    assert max(image.pixelColor(halfway + QPoint(0, dy)).lightness() for dy in (-1, 0, 1)) > 150
    body = board.panel.surface.rect_of(A)
    corner = image.pixelColor(body.right() - 8, body.top() + 30)
    assert corner.lightness() < theme.colour("sound_body").lightness()


def test_no_slope_is_painted_where_a_transition_stands_in_its_place(board: Desk) -> None:
    cut = edits.split(board.timeline, [A], 60, linked=False)
    board.document.replace(edits.set_fade(cut, A, Edge.END, 25))
    body = board.panel.surface.rect_of(A)
    beside = body.right() - 30, body.top() + 25  # left of the transition
    sloping = board.panel.lanes.grab().toImage().pixelColor(*beside)
    right = board.timeline.tracks[board.timeline.place(A)[0]].items[1].id
    board.document.replace(edits.add_transition(board.timeline, A, right, 6, ItemId("cross")))
    plain = board.panel.lanes.grab().toImage().pixelColor(*beside)
    assert sloping.lightness() < plain.lightness()


def test_volume_is_spread_over_the_height_and_back_again() -> None:
    band = BANDS[Line.VOLUME]
    heights = [band.height_of(value) for value in (-60, -20, -6, 0, 12, 24)]
    assert heights == sorted(heights)
    assert (heights[0], heights[-1]) == (0, 1)
    assert [band.value_at(height) for height in heights] == pytest.approx([-60, -20, -6, 0, 12, 24])
    assert [band.words(value) for value in (-60, -6, 0.04, 3.25)] == ["−∞ dB", "−6.0 dB", "0.0 dB", "+3.2 dB"]
