"""The Generative Extend tool, pulled with the mouse."""

from dataclasses import replace
from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.actions.edge_pulling import Pull
from editor.timeline import edits
from editor.timeline.edits import Edge
from editor.timeline.model import ItemId, Task
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline.gestures.extending import ExtendEdge
from editor.ui.timeline.overlay import NOTHING
from editor.ui.timeline.stage import Pointer
from editor.view_state import Tool
from tests.editor.ui.timeline import cuts
from tests.editor.ui.timeline.conftest import Desk
from tests.editor.ui.timeline.fake_extender import NEW, FakeExtender, give_extender


@pytest.fixture
def extender(desk: Desk) -> FakeExtender:
    """The tool is in hand; surf has 12 frames more than `b` plays of it, and nothing more than `a` and `c` do."""
    extender = give_extender(desk)
    lengths = {"surf": Fraction(10) + Fraction(100, 24), "bird": Fraction(5) + Fraction(112, 24)}
    media = tuple(replace(each, duration=lengths.get(each.id, each.duration)) for each in desk.timeline.media)
    desk.document.replace(replace(desk.timeline, media=media))
    desk.view.set_tool(Tool.EXTEND)
    return extender


def test_beyond_the_media_an_edge_brings_frames_that_are_to_be_made(desk: Desk, extender: FakeExtender) -> None:
    desk.press(desk.at("v1", 350, -2))
    desk.move(desk.at("v1", 398, -2))
    overlay = desk.panel.surface.overlay
    assert overlay.bubble is not None
    assert (overlay.bubble.lead, overlay.bubble.text) == ("+00:00:02:00", "48 frames, 48 cost little")
    assert overlay.result is not None
    assert overlay.result.coming is not None
    assert overlay.result.coming.words == "48 new frames"
    assert overlay.result.coming.stand.range == TimeRange(350, 48)
    desk.release(desk.at("v1", 398, -2))
    assert extender.asked == [(Pull(ItemId("c"), Task.AFTER), 48)]
    assert desk.steps == 0, "whoever makes them makes the undo step"


def test_real_media_comes_first(desk: Desk, extender: FakeExtender) -> None:
    desk.press(desk.at("v1", 200, -2))
    desk.move(desk.at("v1", 210, -2))
    overlay = desk.panel.surface.overlay
    assert overlay.bubble is not None
    assert overlay.bubble.text == "10 frames, all of them real"
    assert overlay.result is not None
    assert overlay.result.coming is None
    desk.move(desk.at("v1", 250, -2))
    overlay = desk.panel.surface.overlay
    assert overlay.bubble is not None
    assert overlay.bubble.text == "50 frames, 12 of them real, up to c, 38 cost little"


def test_it_fills_the_gap_and_then_moves_what_follows(desk: Desk, extender: FakeExtender) -> None:
    desk.press(desk.at("v1", 200, -2))
    desk.move(desk.at("v1", 260, -2))
    result = desk.panel.surface.overlay.result
    assert result is not None
    assert result.timeline.range_of(ItemId("c")).start == 260
    assert desk.starts("v1")["c"] == 250, "nothing has happened yet"
    desk.panel.lanes.grab()  # paints it


def test_at_the_start_it_comes_before_the_clip(desk: Desk, extender: FakeExtender) -> None:
    clip = desk.timeline.clip(ItemId("c"))
    desk.document.replace(cuts.replace_item(desk.timeline, clip.id, replace(clip, source_start=Fraction(0))))
    desk.press(desk.at("v1", 250, 2))
    desk.move(desk.at("v1", 230, 2))
    bubble = desk.panel.surface.overlay.bubble
    assert bubble is not None
    assert (bubble.lead, bubble.text) == ("+00:00:00:20", "20 frames, 20 cost little")
    desk.release(desk.at("v1", 230, 2))
    assert extender.asked == [(Pull(ItemId("c"), Task.BEFORE), 20)]
    desk.press(desk.at("v1", 250, 2))
    desk.move(desk.at("v1", 255, 2))
    for key in "+50":
        QTest.keyClick(desk.panel.lanes, key)
    bubble = desk.panel.surface.overlay.bubble
    assert bubble is not None
    assert bubble.text == "50 frames, up to b, 50 cost little"


def test_inward_it_trims_and_typing_says_how_many(desk: Desk, extender: FakeExtender) -> None:
    desk.drag(desk.at("v1", 350, -2), desk.at("v1", 330, -2))
    assert (desk.length("c"), desk.steps, extender.asked) == (80, 1, [])
    desk.document.undo_stack.undo()
    desk.press(desk.at("v1", 350, -2))
    desk.move(desk.at("v1", 360, -2))
    for key in "+24":
        QTest.keyClick(desk.panel.lanes, key)
    desk.release(desk.at("v1", 360, -2))
    assert extender.asked == [(Pull(ItemId("c"), Task.AFTER), 24)]


def test_a_trim_that_the_media_stops_says_which_tool_goes_on(desk: Desk, extender: FakeExtender) -> None:
    desk.view.set_tool(Tool.SELECT)
    desk.press(desk.at("v1", 350, -2))
    desk.move(desk.at("v1", 398, -2))
    bubble = desk.panel.surface.overlay.bubble
    assert bubble is not None
    assert bubble.text.endswith("the media ends here (G makes more)")


def test_escape_leaves_nothing(desk: Desk, extender: FakeExtender) -> None:
    desk.press(desk.at("v1", 350, -2))
    desk.move(desk.at("v1", 398, -2))
    QTest.keyClick(desk.panel.lanes, Qt.Key.Key_Escape)
    desk.release(desk.at("v1", 398, -2))
    assert (extender.asked, desk.steps, desk.panel.surface.overlay) == ([], 0, NOTHING)


def test_it_goes_no_further_than_can_be_made_at_once(desk: Desk, extender: FakeExtender) -> None:
    gesture = ExtendEdge(desk.panel.stage, Pointer(0, 0), ItemId("c"), Edge.END, extender)
    assert gesture.limits() == (-99, NEW)


def test_where_nothing_can_be_made_it_stays_a_trim_and_says_why(desk: Desk, extender: FakeExtender) -> None:
    extender.why = "A still does not move."
    desk.press(desk.at("v1", 350, -2))
    desk.move(desk.at("v1", 398, -2))
    bubble = desk.panel.surface.overlay.bubble
    assert bubble is not None
    assert bubble.text.endswith("the media ends here: A still does not move.")
    desk.release(desk.at("v1", 398, -2))
    assert (desk.length("c"), extender.asked) == (100, [])


def test_linked_sound_is_pulled_by_its_picture_and_alt_parts_them(desk: Desk, extender: FakeExtender) -> None:
    desk.document.replace(edits.lift(desk.timeline, [ItemId("b"), ItemId("b sound")]))
    desk.drag(desk.at("a1", 100, -2), desk.at("a1", 120, -2))
    desk.drag(desk.at("v1", 100, -2), desk.at("v1", 120, -2), Qt.KeyboardModifier.AltModifier)
    a = ItemId("a")
    assert extender.asked == [(Pull(a, Task.AFTER), 20), (Pull(a, Task.AFTER, linked=False), 20)]


def test_hidden_the_tool_is_gone_from_the_strip_and_from_the_hand(desk: Desk, extender: FakeExtender) -> None:
    desk.view.set_generative(False)
    assert desk.view.tool is Tool.SELECT
    assert not desk.panel.tools.buttons[Tool.EXTEND].isVisible()
