"""Cutting in the whole window: what its menus, dialogs and monitors add to the timeline's own gestures."""

from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from editor.actions import clipboard, grouping
from editor.timeline import edits
from editor.timeline.edits import Attribute
from editor.timeline.model import ItemId, TrackKind
from editor.ui.window.main_window import MainWindow
from editor.view_state import EditPoint, Trimming
from tests.editor.ui.generation.scene import BIRD, GAP, SURF, SURF_SOUND
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage
from tests.hands import row

LEFT, NONE, COPY = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction


@pytest.fixture
def joined(window: MainWindow) -> MainWindow:
    """surf and bird meet, with media left on both sides."""
    document = window.session.document
    closed = edits.close_gap(document.timeline, GAP)
    closed = edits.trim(closed, SURF, edits.Edge.END, -24)
    document.apply("Close Gap", edits.close_all_gaps(closed, closed.tracks[0].id))
    return window


def drop(window: MainWindow, kind: TrackKind | None, at: QPoint) -> None:
    """Out of the source monitor onto the lanes."""
    lanes, data = window.timeline_panel.lanes, window.source_drags.data(kind)
    QApplication.sendEvent(lanes, QDragEnterEvent(at, COPY, data, LEFT, NONE))
    QApplication.sendEvent(lanes, QDropEvent(at.toPointF(), COPY, data, LEFT, NONE))


def test_what_is_marked_in_the_source_is_dragged_out_of_its_picture_all_or_in_part(
    window: MainWindow, hands: Hands
) -> None:
    session = window.session
    session.source.open(session.document.timeline.media[0])
    session.source.document.apply("Mark", edits.set_marks(session.source.document.timeline, 24, 36))
    at = hands.point(hands.track("V2"), 200)
    drop(window, TrackKind.VIDEO, at)
    assert [(clip.duration, clip.source_start) for clip in hands.clips("V2")] == [(12, 1)]
    assert len(hands.clips("A1")) == 1
    drop(window, None, hands.point(hands.track("V2"), 260))
    assert (len(hands.clips("V2")), len(hands.clips("A1"))) == (2, 2)
    signs = window.source_drags.overlay.signs(window.source.area.picture_rect())
    assert list(signs) == [TrackKind.VIDEO, TrackKind.AUDIO]


def test_while_an_edge_is_dragged_the_program_monitor_shows_the_frames_at_it(joined: MainWindow, hands: Hands) -> None:
    lanes, shown = joined.timeline_panel.lanes, joined.trim_views.overlay
    edge = hands.point(hands.track("V1"), 96) - QPoint(3, 0)
    QTest.mousePress(lanes, LEFT, NONE, edge)
    QTest.mouseMove(lanes, edge - QPoint(20, 0))
    QTest.mouseMove(lanes, edge - QPoint(30, 0))
    assert shown in joined.program.area.overlays
    (frame,) = shown.frames
    assert frame.media is joined.session.document.timeline.media_of(joined.session.document.timeline.clip(SURF))
    QTest.mouseRelease(lanes, LEFT, NONE, edge - QPoint(30, 0))
    assert shown not in joined.program.area.overlays


def test_the_menu_of_a_cut_chooses_how_it_is_trimmed_and_typed_numbers_do_it(
    joined: MainWindow, hands: Hands, run: Run
) -> None:
    async def story() -> None:
        await hands.active()
        joined.menus.open("cut", SURF, 0, QPoint(0, 0))
        assert joined.menus.shown is not None
        row(joined.menus.shown, "Roll Edit").trigger()
        joined.menus.shown.close()
        assert joined.session.view.edit_point == EditPoint(SURF, BIRD, Trimming.ROLL)
        lanes = joined.timeline_panel.lanes
        lanes.setFocus()
        for letter in "+12":
            QTest.keyClick(lanes, letter)
        QTest.keyClick(lanes, Qt.Key.Key_Return)
        assert joined.session.document.timeline.clip(SURF).duration == 108
        QTest.keyClick(lanes, Qt.Key.Key_Left, Qt.KeyboardModifier.ControlModifier)
        assert joined.session.document.timeline.clip(SURF).duration == 107

    run(story())


def test_attributes_are_chosen_in_a_dialog_that_remembers_them(window: MainWindow) -> None:
    session = window.session
    session.document.select([SURF])
    grouping.set_label(session, "moss")
    clipboard.copy(session)
    session.document.select([BIRD])
    window.actions_by_id["paste-attributes"].trigger()
    dialog = window.paste_attributes.dialog
    assert dialog is not None
    assert not dialog.boxes[Attribute.LABEL].isChecked()
    for box in dialog.boxes.values():
        box.setChecked(False)
    assert not dialog.paste.isEnabled()
    dialog.boxes[Attribute.LABEL].setChecked(True)
    dialog.paste.click()
    assert session.document.timeline.clip(BIRD).label == "moss"
    window.actions_by_id["paste-attributes"].trigger()
    chosen = [attribute for attribute, box in window.paste_attributes.dialog.boxes.items() if box.isChecked()]
    assert chosen == [Attribute.LABEL]


def test_track_heights_and_the_length_of_transitions_are_kept_between_starts(stage: Stage, joined: MainWindow) -> None:
    session, viewport = joined.session, joined.timeline_panel.viewport
    track_id = session.document.timeline.tracks[0].id
    joined.menus.open("track", track_id, 0, QPoint(0, 0))
    assert joined.menus.shown is not None
    heights = row(joined.menus.shown, "Height").menu()
    row(heights, "Large").trigger()  # type: ignore[arg-type]
    session.document.replace(session.document.timeline)
    assert viewport.heights == {track_id: 120}
    covered = edits.add_transition(session.document.timeline, SURF, BIRD, 12, ItemId("x"))
    session.document.apply("Dissolve", covered)
    joined.menus.open("transition", "x", 0, QPoint(0, 0))
    row(joined.menus.shown, "Use as Default Length").trigger()
    assert stage.opened_as_left().session.view.transition_seconds == Fraction(1, 2)


def test_a_group_is_made_and_undone_by_keys(window: MainWindow, hands: Hands, run: Run) -> None:
    async def story() -> None:
        await hands.active()
        control, shift = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
        lanes, document = window.timeline_panel.lanes, window.session.document
        lanes.setFocus()
        document.select([SURF, BIRD])
        QTest.keyClick(lanes, Qt.Key.Key_G, control)
        hands.click_frame(hands.track("V1"), 10)
        assert document.selection == {SURF, SURF_SOUND, BIRD}
        QTest.keyClick(lanes, Qt.Key.Key_G, control | shift)
        hands.click_frame(hands.track("V1"), 10)
        assert document.selection == {SURF, SURF_SOUND}

    run(story())
