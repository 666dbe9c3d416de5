"""Selected edges, numbers typed over the timeline, and the frames that a drag wants seen."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.timeline import edits
from editor.timeline.model import ItemId
from editor.view_state import EditPoint, Tool, Trimming
from tests.editor.ui.timeline.conftest import Desk

Key = Qt.Key
A, B = ItemId("a"), ItemId("b")
VIEWS = {
    Tool.SELECT: [("a", 99)],
    Tool.RIPPLE: [("a", 99), ("b", 0)],
    Tool.ROLL: [("a", 99), ("b", 0)],
}


def type_keys(desk: Desk, text: str) -> None:
    for letter in text:
        QTest.keyClick(desk.panel.lanes, letter)


def test_a_click_on_an_edge_selects_it_as_the_tool_trims(desk: Desk) -> None:
    seen = []
    for tool in VIEWS:
        desk.view.set_tool(tool)
        desk.click(desk.at("v1", 100, -3))
        seen.append(desk.view.edit_point)
    assert seen == [
        EditPoint(A, None, Trimming.TRIM),
        EditPoint(A, None, Trimming.RIPPLE),
        EditPoint(A, B, Trimming.ROLL),
    ]
    assert desk.steps == 0
    desk.click(desk.at("v1", 50))
    assert desk.view.edit_point is None


def test_what_is_typed_is_shown_and_done_by_return(desk: Desk) -> None:
    desk.click(desk.at("v1", 100, -3))
    type_keys(desk, "+24")
    bubble = desk.panel.surface.overlay.bubble
    assert bubble is not None
    assert (bubble.lead, bubble.text) == ("+24", "trim the edit point  00:00:01:00")
    QTest.keyClick(desk.panel.lanes, Key.Key_Return)
    assert desk.asked.typed == [24]
    assert desk.panel.surface.overlay.bubble is None


def test_the_sign_can_be_turned_and_letters_taken_back(desk: Desk) -> None:
    type_keys(desk, "+1.")
    QTest.keyClick(desk.panel.lanes, Key.Key_Backspace)
    type_keys(desk, "2-")
    QTest.keyClick(desk.panel.lanes, Key.Key_Return)
    assert desk.asked.typed == [-12]


def test_escape_drops_what_was_typed(desk: Desk) -> None:
    type_keys(desk, "+24")
    QTest.keyClick(desk.panel.lanes, Key.Key_Escape)
    QTest.keyClick(desk.panel.lanes, Key.Key_Return)
    assert desk.asked.typed == []


def test_the_keypads_minus_begins_a_number_and_the_other_one_stays_a_shortcut(desk: Desk) -> None:
    QTest.keyClick(desk.panel.lanes, Key.Key_Minus)
    assert not desk.panel.lanes.typing.is_busy
    QTest.keyClick(desk.panel.lanes, Key.Key_Minus, Qt.KeyboardModifier.KeypadModifier)
    assert desk.panel.lanes.typing.is_busy


def test_the_frames_at_a_dragged_edge_are_to_be_seen(desk: Desk) -> None:
    seen: list[tuple] = []
    desk.panel.surface.viewed.connect(seen.append)
    for tool, frames in VIEWS.items():
        desk.view.set_tool(tool)
        desk.press(desk.at("v1", 100, -3))
        desk.move(desk.at("v1", 95, -3))
        desk.move(desk.at("v1", 90, -3))
        by = {"a": -10, "b": 0}
        assert [(view.clip.id, view.frame) for view in seen[-1]] == [(name, at + by[name]) for name, at in frames]
        QTest.keyClick(desk.panel.lanes, Key.Key_Escape)
        assert seen[-1] == ()
        desk.release(desk.at("v1", 90))


def test_while_slipping_its_own_ends_are_seen_and_its_neighbours_small(desk: Desk) -> None:
    seen: list[tuple] = []
    desk.panel.surface.viewed.connect(seen.append)
    desk.view.set_tool(Tool.SLIP)
    desk.press(desk.at("v1", 150))
    desk.move(desk.at("v1", 145))
    desk.move(desk.at("v1", 140))
    assert [(view.clip.id, view.frame, view.large) for view in seen[-1]] == [
        ("a", 99, False), ("b", 0, True), ("b", 99, True),
    ]  # fmt: skip
    assert desk.timeline.moment(seen[-1][1].clip, 0) == desk.timeline.moment(desk.timeline.clip(B), 10)
    desk.release(desk.at("v1", 140))


def test_sound_shows_no_frames(desk: Desk) -> None:
    seen: list[tuple] = []
    desk.panel.surface.viewed.connect(seen.append)
    desk.press(desk.at("a1", 200, -3))
    desk.move(desk.at("a1", 190, -3))
    desk.move(desk.at("a1", 180, -3))
    assert seen == []
    desk.release(desk.at("a1", 180, -3))


def test_a_click_on_one_of_a_group_selects_and_moves_all_and_alt_only_the_one(desk: Desk) -> None:
    desk.document.replace(edits.group(desk.timeline, [A, ItemId("c")]))
    desk.click(desk.at("v1", 50))
    assert desk.document.selection == {"a", "a sound", "c"}
    desk.click(desk.at("v1", 50), Qt.KeyboardModifier.AltModifier)
    assert desk.document.selection == {"a"}
    desk.select()
    desk.drag(desk.at("v1", 300), desk.at("v1", 320))
    assert (desk.starts("v1")["a"], desk.starts("v1")["c"]) == (20, 270)


def test_select_backward_takes_all_up_to_the_mouse_and_shift_keeps_to_one_track(desk: Desk) -> None:
    desk.view.set_tool(Tool.TRACK_SELECT_BACK)
    desk.click(desk.at("v1", 150))
    assert desk.document.selection == {"a", "b", "a sound", "b sound"}
    desk.click(desk.at("v1", 150), Qt.KeyboardModifier.ShiftModifier)
    assert desk.document.selection == {"a", "b"}
