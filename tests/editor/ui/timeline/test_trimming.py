"""Dragging edges and cuts, with each of the tools that do."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from editor.timeline import edits
from editor.timeline.model import ItemId, TrackId
from editor.view_state import Tool
from tests.editor.ui.timeline.conftest import Desk

ALT = Qt.KeyboardModifier.AltModifier


def test_dragging_an_end_trims_the_clip_and_its_sound(desk: Desk) -> None:
    before = desk.timeline
    desk.drag(desk.at("v1", 100, -3), desk.at("v1", 80, -3))
    assert (desk.length("a"), desk.length("a sound")) == (80, 80)
    assert desk.starts("v1")["b"] == 100
    assert desk.steps == 1
    desk.document.undo_stack.undo()
    assert desk.timeline is before


def test_with_alt_only_the_picture_is_trimmed(desk: Desk) -> None:
    desk.drag(desk.at("v1", 100, -3), desk.at("v1", 80, -3), ALT)
    assert (desk.length("a"), desk.length("a sound")) == (80, 100)


def test_after_sound_was_trimmed_with_alt_its_picture_is_selected_too_so_that_a_transition_means_the_picture(
    desk: Desk,
) -> None:
    desk.drag(desk.at("a1", 100, -3), desk.at("a1", 80, -3), ALT)
    assert (desk.length("a"), desk.length("a sound")) == (100, 80)
    assert {desk.timeline.clip(each).name for each in desk.document.selection} == {"a", "a sound"}


def test_dragging_a_start_keeps_the_end_where_it_is(desk: Desk) -> None:
    desk.drag(desk.at("v1", 250, 3), desk.at("v1", 230, 3))
    assert desk.starts("v1")["c"] == 230
    assert desk.length("c") == 120
    assert desk.timeline.clip(desk.timeline.tracks[0].items[-1].id).source_start * 24 == 10 * 24 - 20


def test_a_trim_stops_at_the_neighbour(desk: Desk) -> None:
    desk.drag(desk.at("v1", 250, 3), desk.at("v1", 150, 3))
    assert desk.starts("v1")["c"] == 200


def test_a_trim_stops_at_the_end_of_the_media_and_says_so(desk: Desk) -> None:
    desk.panel.viewport.zoom_to(1.0, 0)
    desk.press(desk.at("v1", 350, -3))
    desk.move(desk.at("v1", 600))
    desk.move(desk.at("v1", 1000))
    bubble = desk.panel.surface.overlay.bubble
    assert bubble is not None
    assert "the media ends here" in bubble.text
    desk.release(desk.at("v1", 1000))
    assert desk.length("c") == 20 * 24


def test_the_bubble_tells_the_change_and_the_new_length(desk: Desk) -> None:
    desk.press(desk.at("v1", 200, -3))
    desk.move(desk.at("v1", 190, -3))
    desk.move(desk.at("v1", 176, -3))
    bubble = desk.panel.surface.overlay.bubble
    assert bubble is not None
    assert bubble.lead == "−00:00:01:00"
    assert bubble.text == "00:00:03:04, 76 frames"
    desk.release(desk.at("v1", 176, -3))


def test_a_trimmed_edge_snaps_to_the_playhead(desk: Desk) -> None:
    desk.view.set_snapping(True)
    desk.playback.seek(170)
    desk.press(desk.at("v1", 200, -3))
    desk.move(desk.at("v1", 180, -3))
    desk.move(desk.at("v1", 172, -3))
    assert desk.panel.surface.overlay.snap == 170
    desk.release(desk.at("v1", 172, -3))
    assert desk.length("b") == 70


def test_typed_digits_set_the_length_of_a_trim(desk: Desk) -> None:
    desk.press(desk.at("v1", 200, -3))
    desk.move(desk.at("v1", 190, -3))
    QTest.keyClicks(desk.panel.lanes, "-10")
    desk.release(desk.at("v1", 190, -3))
    assert desk.length("b") == 90


def test_escape_drops_a_trim(desk: Desk) -> None:
    before = desk.timeline
    desk.press(desk.at("v1", 200, -3))
    desk.move(desk.at("v1", 150, -3))
    QTest.keyClick(desk.panel.lanes, Qt.Key.Key_Escape)
    desk.release(desk.at("v1", 150, -3))
    assert desk.timeline is before


def test_the_ripple_tool_takes_everything_after_along(desk: Desk) -> None:
    desk.view.set_tool(Tool.RIPPLE)
    desk.drag(desk.at("v1", 200, -3), desk.at("v1", 180, -3))
    assert desk.length("b") == 80
    assert desk.starts("v1")["c"] == 230
    assert desk.steps == 1


def test_a_ripple_shows_where_the_rest_would_go(desk: Desk) -> None:
    desk.view.set_tool(Tool.RIPPLE)
    desk.press(desk.at("v1", 200, -3))
    desk.move(desk.at("v1", 190, -3))
    desk.move(desk.at("v1", 180, -3))
    shown = {ghost.clip.id: ghost.range.start for ghost in desk.panel.surface.overlay.ghosts}
    assert shown == {"b": 100, "c": 230}
    desk.release(desk.at("v1", 180, -3))
    assert desk.starts("v1")["c"] == shown[ItemId("c")]


def test_the_roll_tool_moves_the_cut(desk: Desk) -> None:
    desk.view.set_tool(Tool.ROLL)
    desk.drag(desk.at("v1", 100, -3), desk.at("v1", 120, -3))
    assert desk.starts("v1") == {"a": 0, "b": 120, "c": 250}
    assert (desk.length("a"), desk.length("b")) == (120, 80)


def test_the_slip_tool_changes_what_plays_and_nothing_else(desk: Desk) -> None:
    desk.view.set_tool(Tool.SLIP)
    desk.drag(desk.at("v1", 150), desk.at("v1", 126))
    clip = desk.timeline.clip(desk.timeline.tracks[0].items[1].id)
    assert clip.source_start == 6
    assert desk.starts("v1") == {"a": 0, "b": 100, "c": 250}


def test_a_slip_stops_at_the_ends_of_the_media(desk: Desk) -> None:
    desk.view.set_tool(Tool.SLIP)
    desk.drag(desk.at("v1", 150), desk.at("v1", 600))
    assert desk.timeline.clip(desk.timeline.tracks[0].items[1].id).source_start == 0


def test_the_slide_tool_moves_a_clip_between_its_neighbours(desk: Desk) -> None:
    desk.view.set_tool(Tool.SLIDE)
    desk.drag(desk.at("v1", 150), desk.at("v1", 170))
    assert desk.starts("v1") == {"a": 0, "b": 120, "c": 250}
    assert (desk.length("a"), desk.length("b")) == (120, 100)


@pytest.mark.parametrize(
    ("tool", "grip"), [(Tool.SELECT, -3), (Tool.RIPPLE, -3), (Tool.ROLL, -3), (Tool.SLIP, -60), (Tool.SLIDE, -60)]
)
def test_with_its_sound_locked_each_tool_shows_and_changes_the_picture_alone(desk: Desk, tool: Tool, grip: int) -> None:
    desk.document.apply("Lock Track", edits.change_track(desk.timeline, TrackId("a1"), locked=True))
    sound, before = desk.timeline.track(TrackId("a1")), desk.timeline
    desk.view.set_tool(tool)
    desk.press(desk.at("v1", 100, grip))
    desk.move(desk.at("v1", 95, grip))
    desk.move(desk.at("v1", 88, grip))
    assert all(desk.timeline.track_of(ghost.clip.id).id == "v1" for ghost in desk.panel.surface.overlay.ghosts)
    desk.release(desk.at("v1", 88, grip))
    assert desk.timeline.track(TrackId("a1")) is sound
    assert (desk.timeline is before) == (tool is Tool.SLIDE)  # at the start of the track nothing can slide


def test_the_razor_cuts_where_it_points(desk: Desk) -> None:
    desk.view.set_tool(Tool.RAZOR)
    desk.move(desk.at("v1", 140))
    assert desk.panel.surface.overlay.blades == ((0, 140),)
    desk.click(desk.at("v1", 140))
    assert sorted(desk.starts("v1").values()) == [0, 100, 140, 250]
    assert desk.steps == 1


def test_the_razor_cuts_linked_sound_too(desk: Desk) -> None:
    desk.view.set_tool(Tool.RAZOR)
    desk.click(desk.at("v1", 40))
    assert sorted(desk.starts("a1").values()) == [0, 40, 100]


def test_the_razor_with_shift_cuts_all_tracks(desk: Desk) -> None:
    desk.view.set_tool(Tool.RAZOR)
    desk.click(desk.at("v2", 140), Qt.KeyboardModifier.ShiftModifier)
    assert sorted(desk.starts("v1").values()) == [0, 100, 140, 250]
    assert sorted(desk.starts("a1").values()) == [0, 100, 140]


def test_the_razor_has_no_effect_on_a_gap(desk: Desk) -> None:
    desk.view.set_tool(Tool.RAZOR)
    desk.click(desk.at("v1", 225))
    assert desk.steps == 0
