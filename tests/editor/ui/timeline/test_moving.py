"""Dragging clips."""

from dataclasses import replace

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from editor.timeline import edits
from editor.timeline.model import ItemId, Marker, MarkerId, TrackId
from editor.ui.timeline.edge_scroll import EdgeScroll
from editor.ui.timeline.overlay import NOTHING, Shift
from editor.view_state import Tool
from tests.editor.ui.timeline.conftest import Desk

SHIFT, CTRL, ALT = (
    Qt.KeyboardModifier.ShiftModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.AltModifier,
)


def test_dragging_a_clip_moves_it_in_one_undo_step(desk: Desk) -> None:
    before = desk.timeline
    desk.drag(desk.at("v1", 300), desk.at("v1", 340))
    assert desk.starts("v1") == {"a": 0, "b": 100, "c": 290}
    assert desk.steps == 1
    desk.document.undo_stack.undo()
    assert desk.timeline is before


def test_linked_sound_moves_along(desk: Desk) -> None:
    desk.drag(desk.at("v1", 50), desk.at("v1", 450))
    assert desk.starts("v1")["a"] == 400
    assert desk.starts("a1")["a sound"] == 400


def test_with_alt_the_sound_stays(desk: Desk) -> None:
    desk.drag(desk.at("v1", 50), desk.at("v1", 450), ALT)
    assert desk.starts("v1")["a"] == 400
    assert desk.starts("a1")["a sound"] == 0


def test_a_clip_dropped_on_another_covers_it(desk: Desk) -> None:
    desk.drag(desk.at("v1", 300), desk.at("v1", 200))
    assert desk.starts("v1") == {"a": 0, "b": 100, "c": 150}
    assert desk.length("b") == 50


def test_with_ctrl_the_clip_is_inserted_and_nothing_is_covered(desk: Desk) -> None:
    desk.press(desk.at("v1", 300))
    desk.move(desk.at("v1", 200))
    desk.move(desk.at("v1", 150))
    desk.release(desk.at("v1", 150), CTRL)
    starts = desk.starts("v1")
    assert starts["c"] == 100
    assert starts["b"] == 200
    assert desk.length("b") == 100


def test_insert_mode_needs_no_key(desk: Desk) -> None:
    desk.view.set_inserting(True)
    desk.drag(desk.at("v1", 300), desk.at("v1", 150))
    assert desk.starts("v1")["b"] == 200


def test_a_clip_goes_to_another_track_and_its_sound_stays_on_its_own(desk: Desk) -> None:
    desk.drag(desk.at("v1", 50), desk.at("v2", 80))
    assert desk.starts("v2") == {"a": 30}
    assert desk.starts("a1")["a sound"] == 30
    assert desk.steps == 1


def test_inserted_on_another_track_its_sound_stays_on_its_own_too(desk: Desk) -> None:
    desk.view.set_inserting(True)
    desk.drag(desk.at("v1", 50), desk.at("v2", 200))
    assert desk.starts("v2") == {"a": 150}
    assert desk.starts("a1")["a sound"] == 150
    assert desk.starts("a2") == {}
    assert desk.starts("v1")["c"] == 350


@pytest.mark.parametrize("target", ["v1", "v2"])
def test_while_a_clip_is_inserted_the_tracks_in_sync_look_as_they_do_afterwards(desk: Desk, target: str) -> None:
    """Where time opens, and from the first whole clip behind that on; c itself is veiled where it was."""
    desk.view.set_inserting(True)
    desk.document.select([ItemId("c")])
    desk.press(desk.at("v1", 300))
    desk.move(desk.at(target, 200))
    desk.move(desk.at(target, 110))  # c would start at 60, and a be cut there: the rest of it at 160, b at 200
    desk.panel.surface.show_hover(None)
    before = desk.panel.lanes.grab().toImage()
    desk.release(desk.at(target, 110))
    desk.document.select([])
    after = desk.panel.lanes.grab().toImage()
    assert desk.starts("v1")["b"] == 200
    for row in ["a1", "a2"] if target == "v1" else ["v1", "a1"]:
        index = next(index for index, track in enumerate(desk.timeline.tracks) if track.id == row)
        lane = desk.panel.viewport.row_rect(index).adjusted(0, 2, 0, -2)
        bubble = desk.at(row, 108).x()  # it hangs over what is right of that
        for start, end in ((desk.at(row, 60).x() + 2, bubble), (desk.at(row, 200).x(), desk.at(row, 345).x())):
            part = QRect(start, lane.top(), end - start, lane.height())
            assert before.copy(part) == after.copy(part), (row, start, end)


def test_a_ripple_shows_the_other_tracks_in_sync_as_they_are_afterwards(desk: Desk) -> None:
    late = replace(desk.timeline.clip(ItemId("b sound")), id=ItemId("late"), name="late")
    desk.document.apply("Add", edits.overwrite(desk.timeline, 260, {TrackId("a2"): [late]}))
    desk.view.set_tool(Tool.RIPPLE)
    desk.press(desk.at("v1", 200, -3))
    desk.move(desk.at("v1", 190, -3))
    desk.move(desk.at("v1", 180, -3))
    assert Shift(3, 260, -20) in desk.panel.surface.overlay.shifts
    desk.panel.surface.show_hover(None)
    before = desk.panel.lanes.grab().toImage()
    desk.release(desk.at("v1", 180, -3))
    assert desk.starts("a2")["late"] == 240
    part = desk.panel.viewport.row_rect(3).adjusted(desk.at("a2", 210).x(), 0, -100, 0)
    assert before.copy(part) == desk.panel.lanes.grab().toImage().copy(part)


def lock(desk: Desk, track: str) -> None:
    desk.document.apply("Lock Track", edits.change_track(desk.timeline, TrackId(track), locked=True))


def test_a_picture_whose_sound_is_locked_moves_alone_and_both_say_how_far_they_are_apart(desk: Desk) -> None:
    lock(desk, "a1")
    desk.drag(desk.at("v1", 50), desk.at("v1", 450))
    assert desk.starts("v1")["a"] == 400
    assert desk.starts("a1")["a sound"] == 0
    assert desk.asked.refused == []
    for clip_id, apart in (("a", 400), ("a sound", -400)):
        assert edits.sync_offset(desk.timeline, desk.timeline.clip(ItemId(clip_id))) == apart
        bar = QRect(desk.panel.surface.rect_of(ItemId(clip_id)).topLeft(), QSize(60, 18))
        assert red_in(desk, bar) > 100
    desk.document.undo_stack.undo()
    assert red_in(desk, QRect(desk.panel.surface.rect_of(ItemId("a sound")).topLeft(), QSize(60, 18))) == 0


def red_in(desk: Desk, rect: QRect) -> int:
    image = desk.panel.lanes.grab().toImage().copy(rect)
    places = ((x, y) for x in range(image.width()) for y in range(image.height()))
    return sum(image.pixelColor(x, y).name() == "#ff6b6b" for x, y in places)


def test_what_stays_on_a_locked_track_is_not_shown_as_moving(desk: Desk) -> None:
    lock(desk, "a1")
    desk.press(desk.at("v1", 50))
    desk.move(desk.at("v1", 70))
    desk.move(desk.at("v1", 90))
    assert [ghost.clip.id for ghost in desk.panel.surface.overlay.ghosts] == ["a"]
    desk.release(desk.at("v1", 50))


def test_nothing_moves_before_the_start(desk: Desk) -> None:
    desk.drag(desk.at("v1", 150), desk.at("v1", -100))
    assert desk.starts("v1")["b"] == 0


def test_while_dragging_the_document_is_untouched_and_a_ghost_shows_the_place(desk: Desk) -> None:
    before = desk.timeline
    desk.press(desk.at("v1", 300))
    desk.move(desk.at("v1", 320))
    desk.move(desk.at("v1", 350))
    assert desk.timeline is before
    (ghost,) = desk.panel.surface.overlay.ghosts
    assert (ghost.clip.id, ghost.range.start) == ("c", 300)
    assert desk.panel.surface.overlay.bubble is not None
    desk.release(desk.at("v1", 350))


def test_escape_drops_the_drag(desk: Desk) -> None:
    before = desk.timeline
    desk.press(desk.at("v1", 300))
    desk.move(desk.at("v1", 320))
    desk.move(desk.at("v1", 350))
    QTest.keyClick(desk.panel.lanes, Qt.Key.Key_Escape)
    assert desk.panel.surface.overlay is NOTHING
    desk.release(desk.at("v1", 350))
    assert desk.timeline is before
    assert desk.steps == 0


def test_a_clip_that_goes_while_it_is_dragged_ends_the_drag(desk: Desk) -> None:
    desk.press(desk.at("v1", 300))
    desk.move(desk.at("v1", 320))
    desk.move(desk.at("v1", 350))
    desk.document.apply("Delete", edits.lift(desk.timeline, [ItemId("c")]))
    assert desk.panel.surface.overlay is NOTHING
    desk.release(desk.at("v1", 350))
    assert desk.starts("v1") == {"a": 0, "b": 100}


def test_past_the_edge_of_the_window_it_scrolls_on_and_the_clip_follows(desk: Desk, qtbot: QtBot) -> None:
    lanes = desk.panel.lanes
    desk.press(desk.at("v1", 300))
    desk.move(desk.at("v1", 320))
    past = QPoint(lanes.width() + 60, desk.at("v1", 300).y())
    desk.move(past)
    qtbot.waitUntil(lambda: desk.panel.viewport.origin > 40)
    desk.release(past)
    stopped = desk.panel.viewport.origin
    assert desk.starts("v1")["c"] == 250 + round((past.x() + stopped) / 2 - 300)
    scroll = desk.panel.lanes.findChild(EdgeScroll)
    assert isinstance(scroll, EdgeScroll)
    assert not scroll.is_running


def test_typed_digits_set_the_amount(desk: Desk) -> None:
    desk.press(desk.at("v1", 300))
    desk.move(desk.at("v1", 310))
    QTest.keyClicks(desk.panel.lanes, "+24")
    desk.move(desk.at("v1", 360))
    desk.release(desk.at("v1", 360))
    assert desk.starts("v1")["c"] == 274


def test_an_edge_snaps_to_a_cut_within_reach(desk: Desk) -> None:
    desk.view.set_snapping(True)
    desk.drag(desk.at("v1", 300), desk.at("v1", 253))
    assert desk.starts("v1")["c"] == 200


def test_out_of_reach_it_does_not_snap(desk: Desk) -> None:
    desk.view.set_snapping(True)
    desk.drag(desk.at("v1", 300), desk.at("v1", 260))
    assert desk.starts("v1")["c"] == 210


def test_how_far_it_reaches_is_the_users_to_say(desk: Desk) -> None:
    desk.view.set_snapping(True)
    desk.view.set_snap_reach(24)
    desk.drag(desk.at("v1", 300), desk.at("v1", 260))
    assert desk.starts("v1")["c"] == 200


def test_the_reach_is_in_pixels(desk: Desk) -> None:
    desk.view.set_snapping(True)
    desk.panel.viewport.zoom_to(6.0, 0)
    desk.panel.viewport.scroll_to(600)
    desk.drag(desk.at("v1", 300), desk.at("v1", 253))
    assert desk.starts("v1")["c"] == 203


def test_shift_turns_snapping_off_while_it_is_held(desk: Desk) -> None:
    desk.view.set_snapping(True)
    desk.press(desk.at("v1", 300))
    desk.move(desk.at("v1", 280))
    desk.release(desk.at("v1", 253), SHIFT)
    assert desk.starts("v1")["c"] == 203


def test_clips_snap_to_markers_and_to_the_playhead(desk: Desk) -> None:
    desk.view.set_snapping(True)
    desk.document.apply("Add Marker", edits.add_marker(desk.timeline, Marker(MarkerId("m"), 290)))
    desk.drag(desk.at("v1", 300), desk.at("v1", 338))
    assert desk.starts("v1")["c"] == 290
    desk.playback.seek(320)
    desk.drag(desk.at("v1", 340), desk.at("v1", 372))
    assert desk.starts("v1")["c"] == 320


def test_a_sound_clip_is_not_taken_to_a_picture_track(desk: Desk) -> None:
    desk.drag(desk.at("a1", 150), desk.at("v1", 250))
    assert desk.starts("a1")["b sound"] == 200
    assert desk.asked.refused == []


def test_an_edit_that_cannot_be_made_is_told(desk: Desk) -> None:
    desk.panel.headers.header(TrackId("v2")).switches[0].click()
    steps = desk.steps
    desk.drag(desk.at("v1", 300), desk.at("v2", 300))
    assert desk.steps == steps
    assert "locked" in str(desk.asked.refused[0])
