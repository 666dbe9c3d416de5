"""Keyframes on a clip: seen where they are, taken hold of, and given by dropping a picture."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QRegion
from PySide6.QtTest import QTest

from editor.actions.keyframing import chosen_keyframe
from editor.timeline import edits
from editor.timeline.model import ItemId, Keyframe, MediaId, Timeline, TrackId, TrackKind
from editor.ui import theme
from editor.ui.timeline.keyframe_signs import Sign, signs
from editor.ui.timeline.overlay import NOTHING
from editor.ui.timeline.painting.clips import take_label
from editor.ui.timeline.painting.facts import FactBook
from editor.view_state import KeyframePlace, Tool
from tests.editor.ui.timeline import cuts
from tests.editor.ui.timeline.conftest import NONE, Desk
from tests.editor.ui.timeline.test_asking import ask_menu, from_pool, offer

ALT, CTRL = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ControlModifier
MADE, START, FRAMES = ItemId("made"), 200, 50


@pytest.fixture
def board(desk: Desk, tmp_path: Path) -> Desk:
    """`made` 200..250 takes 50 new frames; at its 10th and 30th it is given pictures. 4 pixels a frame, V1 128 high."""
    desk.document.replace(with_keyframes(desk, tmp_path))
    desk.panel.viewport.set_height(TrackId("v1"), 128)
    desk.panel.viewport.zoom_to(4.0, 0)
    return desk


def with_keyframes(desk: Desk, folder: Path) -> Timeline:
    still = replace(cuts.a_media(folder, "still", sound=False), duration=Fraction(0))
    timeline = cuts.with_made(desk.timeline, folder)
    clip = timeline.clip(MADE)
    assert clip.generation is not None
    asked = replace(clip, generation=replace(clip.generation, frames=FRAMES))
    timeline = edits.add_media(cuts.replace_item(timeline, MADE, asked), still)
    bird = timeline.media_by_id[MediaId("bird")]
    for media, at, noise in ((still, 10, 0.2), (bird, 30, 0.35)):
        timeline = edits.place_keyframe(timeline, MADE, media, Keyframe(media.id, at, noise, Fraction(at, 24)))
    return timeline


def sign(board: Desk, number: int) -> Sign:
    return signs(board.timeline, board.timeline.clip(MADE), board.panel.surface.rect_of(MADE))[number]


def places(board: Desk) -> list[int]:
    generation = board.timeline.clip(MADE).generation
    assert generation is not None
    return [each.at for each in generation.keyframes]


def chosen(board: Desk) -> KeyframePlace | None:
    return chosen_keyframe(board.document, board.view)


def colour_at(board: Desk, at: QPoint) -> QColor:
    return board.panel.lanes.grab().toImage().pixelColor(at)


def test_a_keyframe_stands_at_its_frame_with_its_picture_and_how_free_it_is(board: Desk) -> None:
    first, second = sign(board, 0), sign(board, 1)
    middle = board.panel.viewport.x_of(START + 10) + 2
    assert abs(first.diamond.x() - middle) <= 2
    assert abs(first.chip.center().x() - middle) <= 2
    assert (first.words, second.words) == ("Still 0.20", "Frame 0.35")
    assert board.panel.surface.rect_of(MADE).contains(first.card)
    assert first.card.bottom() < first.chip.top() < first.diamond.y()
    assert colour_at(board, first.diamond).lightness() > 200, "a white diamond"


def test_where_there_is_no_room_less_of_it_is_shown(board: Desk) -> None:
    board.panel.viewport.set_height(TrackId("v1"), 56)
    assert sign(board, 0).card.isEmpty()
    assert not sign(board, 0).chip.isEmpty()
    board.panel.viewport.set_height(TrackId("v1"), 28)
    assert sign(board, 0).chip.isEmpty()
    board.panel.viewport.set_height(TrackId("v1"), 128)
    board.panel.viewport.zoom_to(1.0, 0)
    assert sign(board, 0).chip.isEmpty(), "the clip is narrower than its words"


def test_a_trim_hides_the_keyframes_that_it_cuts_off(board: Desk) -> None:
    board.document.apply("Trim", edits.trim(board.timeline, MADE, edits.Edge.START, 20))
    (left,) = signs(board.timeline, board.timeline.clip(MADE), board.panel.surface.rect_of(MADE))
    assert left.keyframe.at == 30
    assert abs(left.diamond.x() - board.panel.viewport.x_of(START + 30) - 2) <= 2


def test_a_click_selects_a_keyframe_and_another_one_on_the_clip_lets_go_of_it(board: Desk) -> None:
    board.click(sign(board, 0).card.center())
    assert chosen(board) == KeyframePlace(MADE, 10)
    assert board.document.selection == {MADE}
    board.move(board.at("v1", START + 48))
    assert colour_at(board, sign(board, 0).diamond).name() == theme.colour("accent").name()
    board.click(board.at("v1", START + 48))
    assert chosen(board) is None
    assert board.document.selection == {MADE}
    assert board.steps == 0


def test_a_keyframe_that_is_dragged_goes_with_the_pointer_as_far_as_its_neighbour(board: Desk) -> None:
    grip = sign(board, 0).diamond
    board.press(grip)
    board.move(grip + QPoint(20, 0))
    (ghost,) = board.panel.surface.overlay.ghosts
    assert edits.keyframe_at(ghost.clip, 15) is not None
    assert board.panel.surface.overlay.keyframe == KeyframePlace(MADE, 15)
    assert places(board) == [10, 30], "nothing has happened yet"
    board.move(grip + QPoint(400, 0))
    board.release(grip + QPoint(400, 0))
    assert places(board) == [29, 30]
    assert chosen(board) == KeyframePlace(MADE, 29)
    assert board.steps == 1


def test_escape_leaves_a_dragged_keyframe_where_it_was(board: Desk) -> None:
    grip = sign(board, 0).diamond
    board.press(grip)
    board.move(grip + QPoint(20, 0))
    QTest.keyClick(board.panel.lanes, Qt.Key.Key_Escape)
    board.release(grip + QPoint(20, 0))
    assert places(board) == [10, 30]
    assert board.steps == 0


def test_the_razor_cuts_through_keyframes(board: Desk) -> None:
    board.view.set_tool(Tool.RAZOR)
    board.click(sign(board, 0).diamond)
    assert board.length("made") < FRAMES


def test_pointing_at_a_keyframe_says_what_it_is(board: Desk) -> None:
    board.move(sign(board, 0).card.center())
    bubble = board.panel.surface.overlay.bubble
    assert bubble is not None
    assert bubble.lead == "Still 0.20"
    assert "still, new frame 11" in bubble.text
    board.move(board.at("v1", START + 48))
    assert board.panel.surface.overlay is NOTHING


def test_a_right_click_on_a_keyframe_asks_for_its_menu(board: Desk) -> None:
    at = sign(board, 1).card.center()
    QTest.mousePress(board.panel.lanes, Qt.MouseButton.RightButton, NONE, at)
    ask_menu(board, at)
    assert board.asked.menus[-1][:2] == ("keyframe", "made")
    assert chosen(board) == KeyframePlace(MADE, 30)


def test_a_still_dragged_over_a_generated_clip_says_that_it_becomes_a_keyframe(board: Desk) -> None:
    offer(board, from_pool("still"), board.at("v1", START + 20, 1), drop=False)
    overlay = board.panel.surface.overlay
    assert overlay.bubble is not None
    assert overlay.bubble.lead == "Keyframe"
    assert overlay.blades == ((0, START + 20),)
    offer(board, from_pool("still"), board.at("v1", START + 20, 1))
    assert board.asked.given == [(MediaId("still"), KeyframePlace(MADE, 20))]
    assert board.asked.drops == []


@pytest.mark.parametrize(
    ("media", "track", "frame", "keys"),
    [("still", "v1", 20, NONE), ("still", "v1", START + 20, CTRL), ("bird", "v1", START + 20, NONE)],
)
def test_elsewhere_to_be_inserted_and_of_films_a_drop_is_what_it_always_was(
    board: Desk, media: str, track: str, frame: int, keys: Qt.KeyboardModifier
) -> None:
    offer(board, from_pool(media), board.at(track, frame, 1), keys)
    assert board.asked.given == []
    assert len(board.asked.drops) == 1


def test_a_film_gives_a_frame_while_alt_is_held(board: Desk) -> None:
    offer(board, from_pool("bird"), board.at("v1", START + 20, 1), ALT)
    assert board.asked.given == [(MediaId("bird"), KeyframePlace(MADE, 20))]


def test_a_still_from_the_desktop_is_given_too(board: Desk, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "poster.PNG"))])
    offer(board, mime, board.at("v1", START + 20, 1))
    assert board.asked.given == [(tmp_path / "poster.PNG", KeyframePlace(MADE, 20))]


def test_nothing_is_given_to_a_locked_clip(board: Desk) -> None:
    board.document.apply("Lock", edits.change_track(board.timeline, TrackId("v1"), locked=True))
    offer(board, from_pool("still"), board.at("v1", START + 20, 1))
    assert board.asked.given == []
    board.drag(sign(board, 0).diamond, sign(board, 0).diamond + QPoint(20, 0))
    assert places(board) == [10, 30]


def test_a_clip_is_painted_again_when_a_keyframes_picture_arrives(board: Desk) -> None:
    asked: list[QRegion] = []
    board.panel.surface.changed.connect(asked.append)
    board.thumbnails.arrived.emit("still")
    assert any(region.contains(sign(board, 0).card) for region in asked)


def test_a_clip_says_that_its_take_was_made_without_its_keyframes(board: Desk) -> None:
    def label() -> str:
        clip = board.timeline.clip(MADE)
        facts = FactBook().of(board.timeline, clip, TrackKind.VIDEO).facts
        return take_label(clip, 300, facts.has_changed)

    assert label() == "Take 1/1, changed since"
    for at in (10, 30):
        board.document.apply("Delete", edits.remove_keyframe(board.timeline, MADE, at))
    assert label() == "Take 1/1"


def test_a_keyframe_is_let_go_of_when_the_playhead_moves_or_escape_is_pressed(board: Desk) -> None:
    board.click(sign(board, 0).diamond)
    board.playback.seek(30)
    assert chosen(board) is None
    board.click(sign(board, 0).diamond)
    QTest.keyClick(board.panel.lanes, Qt.Key.Key_Escape)
    assert chosen(board) is None
    assert board.document.selection == {MADE}
