"""Sound in the window: the gain dialog, dragging with sound, lines on clips."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from editor.timeline import edits
from editor.timeline.model import TrackKind
from editor.ui.window.gain_dialog import NORMALISE, GainDialog
from editor.ui.window.line_rows import line_rows, rows_of_kind
from editor.ui.window.main_window import MainWindow
from editor.view_state import Line
from tests.editor.ui.generation.scene import SURF_SOUND
from tests.editor.ui.window.stage import Stage


@pytest.fixture
def behind(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(900, 700)
    qtbot.addWidget(window)
    window.show()
    return window


def test_the_gain_dialog_says_how_loud_it_gets_and_return_takes_it(behind: QWidget, qtbot: QtBot) -> None:
    dialog = GainDialog(behind, "surf", -12.0)
    taken: list[tuple[str, float]] = []
    dialog.chosen.connect(lambda way, value: taken.append((way, value)))
    dialog.open_centred()
    dialog.amount.setFocus()
    QTest.keyClicks(dialog.amount, "15")
    QTest.keyClick(dialog.amount, Qt.Key.Key_Tab)
    assert dialog.note.full_text.startswith("Loudest sample: −12.0 dB now, +3.0 dB then. That is too loud")
    QTest.mouseClick(dialog.way, Qt.MouseButton.LeftButton, pos=dialog.way.part(1).center())
    assert dialog.note.full_text == "Loudest sample: −12.0 dB now, −1.0 dB then."
    dialog.amount.setFocus()
    QTest.keyClicks(dialog.amount, "-3")
    QTest.keyClick(dialog.amount, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(taken))
    assert taken == [(NORMALISE, -3.0)]
    assert GainDialog(behind, "surf", None).note.full_text == "The sound is still being read."


def test_dragging_with_sound_is_switched_for_both_monitors_and_remembered(window: MainWindow, stage: Stage) -> None:
    session = window.session
    playbacks = session.playback, session.source_playback
    assert all(each.scrubs_with_sound for each in playbacks)
    window.actions_by_id["scrub-sound"].trigger()
    assert not any(each.scrubs_with_sound for each in playbacks)
    assert session.settings.text("scrub with sound") == "off"


def test_the_rows_choose_the_line_that_is_shown(window: MainWindow) -> None:
    session = window.session
    (menu,) = line_rows(session)
    sound, picture = (rows_of_kind(window, kind) for kind in (TrackKind.AUDIO, TrackKind.VIDEO))
    assert [row.label for row in sound] == ["Audio Gain…", "Show on Clips"]
    assert [row.label for row in picture] == ["Show on Clips"]
    row = next(row for row in menu.submenu if row.label == "Opacity")
    assert row.checked is False
    assert row.run is not None
    row.run()
    assert session.view.line_of(TrackKind.VIDEO) is Line.OPACITY
    checked = [row.label for row in line_rows(session)[0].submenu if row.checked]
    assert checked == ["Opacity", "Volume"]


def test_a_point_put_by_key_is_moved_by_the_arrow_keys_and_deleted_by_delete(window: MainWindow) -> None:
    session, actions = window.session, window.actions_by_id
    session.document.select([SURF_SOUND])
    session.playback.seek(10)
    for name in ("add-point", "step-on", "step-on", "next-edit"):
        actions[name].trigger()
    (point,) = edits.VOLUME.curve_of(session.document.timeline.clip(SURF_SOUND)).points
    assert (point.at, point.value) == (12, -1.0)
    assert session.playback.frame == 10
    actions["delete"].trigger()
    clip = session.document.timeline.clip(SURF_SOUND)
    assert edits.VOLUME.curve_of(clip).points == ()
