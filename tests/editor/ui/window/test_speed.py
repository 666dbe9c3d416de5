"""The Speed/Duration dialog, its commands, and the speed line on the timeline."""

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from editor.actions.timing import SpeedChange
from editor.timeline import edits
from editor.timeline.model import Clip, ItemId, Timeline
from editor.ui.window.main_window import MainWindow
from editor.ui.window.speed_dialog import SpeedDialog
from tests.editor.timeline.drawing import scene
from tests.editor.ui.generation.scene import SURF, SURF_SOUND

A = ItemId("A")
HALF = Fraction(1, 2)


@pytest.fixture
def behind(qtbot: QtBot) -> QWidget:
    """A window for dialogs."""
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    return window


def opened(window: QWidget, timeline: Timeline, *clips: Clip) -> tuple[SpeedDialog, list[SpeedChange]]:
    dialog = SpeedDialog(window, timeline, list(clips) or [timeline.clip(A)], SpeedChange(Fraction(1)), generates=True)
    chosen: list[SpeedChange] = []
    dialog.chosen.connect(chosen.append)
    window.show()
    dialog.open_centred()
    return dialog, chosen


def typed(field: QWidget, text: str, end: Qt.Key = Qt.Key.Key_Return) -> None:
    field.setFocus()
    field.selectAll()  # type: ignore[attr-defined]
    QTest.keyClicks(field, text)
    QTest.keyClick(field, end)


def test_a_typed_speed_shows_the_length_and_return_takes_it(behind: QWidget) -> None:
    dialog, chosen = opened(behind, scene(V1="A48"))
    dialog.ripple.setChecked(True)
    typed(dialog.speed, "50", Qt.Key.Key_Tab)
    assert dialog.length.frame == 96
    typed(dialog.speed, "50")
    assert chosen == [SpeedChange(HALF, keeps_pitch=True, ripple=True)]
    assert not dialog.isVisible()


def test_a_typed_length_shows_the_speed_and_is_kept_exactly(behind: QWidget, qtbot: QtBot) -> None:
    dialog, chosen = opened(behind, scene(V1="A48"))
    typed(dialog.length, "00:00:06:00")
    qtbot.waitUntil(lambda: bool(chosen))
    assert chosen[0].speed == Fraction(1, 3)


def test_a_speed_below_nothing_is_backward(behind: QWidget) -> None:
    dialog, chosen = opened(behind, scene(V1="A48"))
    typed(dialog.speed, "-200")
    assert chosen[0].speed == -2
    assert dialog.backward.isChecked()


def test_nonsense_and_what_is_too_fast_stay_in_the_dialog_and_say_why(behind: QWidget) -> None:
    dialog, chosen = opened(behind, scene(V1="A48"))
    for text, words in (("quick", "no speed"), ("0", "freeze the clip"), ("20000", "1% to 10000%")):
        typed(dialog.speed, text)
        assert words in dialog.note.text()
    assert not chosen
    assert dialog.isVisible()


def test_it_begins_with_how_the_clip_plays_now(behind: QWidget) -> None:
    backward = edits.set_speed(scene(V1="A48"), [A], Fraction(-2))
    dialog, chosen = opened(behind, backward)
    assert dialog.speed.text() == "200 %"
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert chosen == [SpeedChange(Fraction(-2))]


def test_frames_are_offered_to_be_made_only_where_some_are_missing(behind: QWidget) -> None:
    dialog, _ = opened(behind, scene(V1="A48"))
    assert not dialog.smooth.isEnabled()
    two = scene(V1="A48 B48")
    dialog, _ = opened(behind, two, two.clip(A), two.clip(ItemId("B")))
    assert not dialog.length.isEnabled()


@pytest.fixture
def surf(window: MainWindow) -> MainWindow:
    window.session.document.select([ItemId(SURF)])
    return window


def test_ctrl_r_asks_and_slows_picture_and_sound_in_one_undo_step(surf: MainWindow) -> None:
    session = surf.session
    surf.actions_by_id["speed"].trigger()
    dialog = surf.speeds.dialog
    assert dialog is not None
    before = session.document.undo_stack.count()
    typed(dialog.speed, "200")
    clips = [session.document.timeline.clip(ItemId(name)) for name in (SURF, SURF_SOUND)]
    assert [clip.timing.speed for clip in clips if clip.timing] == [2, 2]
    assert session.document.undo_stack.count() == before + 1
    surf.actions_by_id["reverse-clip"].trigger()
    assert session.document.timeline.clip(ItemId(SURF)).timing.speed == -2  # type: ignore[union-attr]
    surf.actions_by_id.refresh()
    assert surf.actions_by_id["reverse-clip"].isChecked()
