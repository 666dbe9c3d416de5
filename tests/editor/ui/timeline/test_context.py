"""The brackets around what a model looks at, and dragging them."""

from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from editor.actions.context import sights_of
from editor.timeline.model import Clip, ItemId, Stretch, Task, Timeline
from editor.timeline.rational_time import MediaRange
from editor.ui.timeline import brackets
from editor.ui.timeline.overlay import NOTHING
from editor.view_state import Tool
from tests.editor.ui.timeline import cuts
from tests.editor.ui.timeline.conftest import Desk
from tests.editor.ui.timeline.fake_extender import FakeExtender, give_extender

PENDING = ItemId("pending")


@pytest.fixture
def extender(desk: Desk) -> FakeExtender:
    return give_extender(desk)


@pytest.fixture
def bridge(desk: Desk, extender: FakeExtender) -> Timeline:
    """The gap of V1 is to be bridged, from b to c."""
    sides = tuple(Stretch(ItemId(each), MediaRange(Fraction(0), Fraction(9))) for each in ("bird", "surf"))  # type: ignore[arg-type]
    generation = replace(cuts.generation(Task.BRIDGE), sources=sides, frames=50)
    clip = Clip(PENDING, "b to c", 50, generation=generation)
    desk.document.replace(cuts.replace_item(desk.timeline, ItemId("gap"), clip))
    return desk.timeline


def grip(desk: Desk, at_end: bool = True) -> QPoint:
    """Where the bracket of the selected clip can be held."""
    bracket = next(each for each in brackets.of_selection(desk.panel.stage) if each.at_end is at_end)
    rect = brackets.rect_of(desk.timeline, desk.panel.viewport, bracket)
    return QPoint(brackets.grip_of(rect, bracket), rect.center().y())


def is_orange(colour: QColor) -> bool:
    return colour.red() > 150 > colour.green() > colour.blue()


def test_over_a_clip_the_tool_shows_what_would_be_seen_at_the_nearer_end(desk: Desk, extender: FakeExtender) -> None:
    desk.view.set_tool(Tool.EXTEND)
    desk.move(desk.at("v1", 330))
    (bracket,) = desk.panel.surface.overlay.brackets
    assert (bracket.clip_id, bracket.at_end, bracket.sights.now.asked, bracket.frames) == ("c", True, 13, 37)
    desk.move(desk.at("v1", 260))
    (bracket,) = desk.panel.surface.overlay.brackets
    assert bracket.at_end is False
    desk.move(desk.at("a1", 30))
    assert desk.panel.surface.overlay is NOTHING, "sound is not generated"
    desk.view.set_tool(Tool.SELECT)
    desk.move(desk.at("v1", 330))
    assert desk.panel.surface.overlay is NOTHING


def test_a_fade_in_what_would_be_seen_has_a_sign_and_words(desk: Desk, extender: FakeExtender) -> None:
    clip = desk.timeline.clip(ItemId("c"))
    desk.document.replace(cuts.replace_item(desk.timeline, clip.id, replace(clip, fade_out=8)))
    desk.view.set_tool(Tool.EXTEND)
    desk.move(desk.at("v1", 350 - 37, 1))
    bubble = desk.panel.surface.overlay.bubble
    assert bubble is not None
    assert bubble.text == "of the last 1.5 s of c. A fade lies in it. Drag to change"
    image = desk.panel.lanes.grab().toImage()
    corner = desk.panel.surface.rect_of(clip.id).topRight()
    places = [(corner.x() - x, corner.y() + y) for x in range(18) for y in range(18, 40)]
    assert any(is_orange(image.pixelColor(x, y)) for x, y in places)


def test_dragged_it_goes_from_grid_to_grid_and_is_kept_for_next_time(desk: Desk, extender: FakeExtender) -> None:
    desk.view.set_tool(Tool.EXTEND)
    edge = desk.at("v1", 350 - 37, 1)
    desk.press(edge)
    desk.move(edge + QPoint(2 * 11, 0))
    overlay = desk.panel.surface.overlay
    assert overlay.bubble is not None
    assert (overlay.bubble.lead, overlay.bubble.text) == ("9 frames", "of the last 1.0 s of c")
    desk.release(edge + QPoint(2 * 11, 0))
    assert (extender.next, desk.steps) == ([(Task.AFTER, 9)], 0)
    assert desk.document.selection == frozenset(), "the clip under it was not pressed"


def test_a_number_typed_while_dragging_is_what_is_asked_for(desk: Desk, extender: FakeExtender) -> None:
    desk.view.set_tool(Tool.EXTEND)
    edge = desk.at("v1", 350 - 37, 1)
    desk.press(edge)
    QTest.keyClick(desk.panel.lanes, Qt.Key.Key_6)
    desk.release(edge)
    assert extender.next == [(Task.AFTER, 5)]


def test_a_selected_bridge_has_one_on_both_of_its_sides(desk: Desk, bridge: Timeline) -> None:
    assert brackets.of_selection(desk.panel.stage) == ()
    desk.select(PENDING)
    left, right = brackets.of_selection(desk.panel.stage)
    assert [(each.clip_id, each.at_end, each.about) for each in (left, right)] == [
        ("b", True, PENDING),
        ("c", False, PENDING),
    ]
    desk.view.set_generative(False)
    assert brackets.of_selection(desk.panel.stage) == ()


def test_its_bracket_asks_for_the_next_take_and_shows_that_on_the_lane(
    desk: Desk, bridge: Timeline, extender: FakeExtender
) -> None:
    desk.select(PENDING)
    start = grip(desk)
    desk.press(start)
    desk.move(start + QPoint(60, 0))
    overlay = desk.panel.surface.overlay
    assert overlay.result is not None
    asked = overlay.result.timeline.clip(PENDING).generation
    assert asked is not None
    assert desk.timeline is bridge, "until it is let go"
    desk.panel.lanes.grab()
    desk.release(start + QPoint(60, 0))
    assert extender.by == [(PENDING, asked.context)]


def test_escape_leaves_it_as_it_was(desk: Desk, bridge: Timeline, extender: FakeExtender) -> None:
    desk.select(PENDING)
    start = grip(desk)
    desk.press(start)
    desk.move(start + QPoint(60, 0))
    QTest.keyClick(desk.panel.lanes, Qt.Key.Key_Escape)
    desk.release(start + QPoint(60, 0))
    assert extender.by == []


def test_the_clips_beside_it_are_painted_again_when_another_number_is_asked_for(
    desk: Desk, bridge: Timeline, until_painted: Callable[[], None]
) -> None:
    desk.select(PENDING)
    until_painted()
    generation = desk.timeline.clip(PENDING).generation
    assert generation is not None
    few = replace(desk.timeline.clip(PENDING), generation=replace(generation, context=1))
    desk.document.apply("Context", cuts.replace_item(desk.timeline, PENDING, few))
    until_painted()
    painted = desk.panel.surface.layer.painted
    for clip_id in ("b", "c"):
        assert painted.contains(desk.panel.surface.rect_of(ItemId(clip_id)).center()), clip_id


@pytest.fixture
def until_painted(desk: Desk) -> Callable[[], None]:
    return lambda: desk.panel.lanes.repaint()


def test_what_is_tinted_is_what_the_model_sees(desk: Desk, tmp_path: Path) -> None:
    timeline = cuts.with_pending(desk.timeline)
    sights = sights_of(timeline, timeline.clip(PENDING))
    assert sights is not None
    assert [(sight.asked, sight.before, sight.after) for sight in sights.choices] == [
        (1, 1, 0),
        (5, 13, 0),
        (9, 25, 0),
        (13, 37, 0),
    ]
    assert sights.now.asked == 13
