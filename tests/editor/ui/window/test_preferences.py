"""Preferences: each is in force at once, and at the next start."""

from fractions import Fraction
from pathlib import Path
from typing import NamedTuple

import pytest
from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox, QWidget

from editor import app
from editor.actions import marking
from editor.actions.remembering import remembered
from editor.settings import Settings
from editor.timeline.model import Task
from editor.ui import theme
from editor.ui.export.shelf import ExportShelf
from editor.ui.preferences import PreferencesDialog
from editor.ui.widgets import Button, Choice, NumberField
from editor.ui.window.main_window import MainWindow
from editor.ui.window.preferences import SCALE, scale_of
from tests.editor.ui.window.stage import Stage, dialogs

Key = Qt.Key


class Screen(NamedTuple):
    width: int
    height: int

    def size(self) -> QSize:
        return QSize(self.width, self.height)


def controls(window: MainWindow, page: str) -> dict[str, QWidget]:
    window.actions_by_id["preferences"].trigger()
    dialog = window.findChildren(PreferencesDialog)[-1]
    dialog.open_page(page)
    return {label: row.control for label, row in dialog.rows[page].items()}


def enter(control: QWidget, text: str) -> None:
    assert isinstance(control, NumberField)
    control.setFocus()
    control.selectAll()
    QTest.keyClicks(control, text)
    QTest.keyClick(control, Key.Key_Return)


def tick(control: QWidget) -> None:
    assert isinstance(control, QCheckBox)
    QTest.mouseClick(control, Qt.MouseButton.LeftButton, pos=QPoint(8, control.height() // 2))


def choose(control: QWidget, value: object) -> None:
    assert isinstance(control, Choice)
    control.chosen.emit(value)


def test_what_is_preferred_holds_at_once_and_at_the_next_start(stage: Stage, window: MainWindow) -> None:
    window.activateWindow()
    playback, editing = controls(window, "Playback"), controls(window, "Editing")
    choose(playback["Quality at the start"], 4)
    enter(playback["Pictures kept ready"], "256")
    enter(playback["Proxies on the disk"], "3")
    tick(playback["Use proxies"])
    tick(playback["Scrub with sound"])
    enter(editing["Length of transitions"], "0.5")
    enter(editing["Snapping"], "20")
    enter(editing["Length of stills"], "3")
    choose(editing["Colour of new markers"], "rose")
    generation = controls(window, "Generation")
    enter(generation["Length of extensions"], "1.5")
    choose(generation["Frames it is shown"], 9)
    for now in (window, stage.open()):
        session = now.session
        assert now.program.transport.quality.value == now.preferences.quality == 4
        assert (now.preferences.picture_room, now.preferences.proxy_room) == (256, 3)
        assert not session.proxies.used
        assert not session.view.scrubbing_sounds
        assert (session.view.transition_seconds, session.view.snap_reach) == (Fraction(1, 2), 20)
        assert session.view.still_seconds == 3
        marking.add_marker(session)
        assert [marker.colour for marker in session.document.timeline.markers] == ["rose"]
        for task in (Task.AFTER, Task.BEFORE):
            proposed = remembered(session.settings, task)
            assert (proposed.seconds, proposed.wishes.context) == (Fraction(3, 2), 9)


def test_looks_and_generation_are_preferences_too(window: MainWindow) -> None:
    general, generation = controls(window, "General"), controls(window, "Generation")
    choose(general["Theme"], "light")
    assert theme.tokens is theme.LIGHT
    choose(general["Theme"], "dark")
    tick(general["Reduce motion"])
    assert theme.motion(100) == 0
    choose(general["Interface scale"], 150)
    assert scale_of(window.session.settings) == 150
    tick(generation["Name generated parts in exports"])
    assert not ExportShelf(window.session.settings).last.provenance
    tick(generation["Hide everything generative"])
    assert not window.actions_by_id["models"].isVisible()
    for dialog in dialogs(window):
        dialog.close()


def test_a_switch_shows_what_was_changed_elsewhere(window: MainWindow) -> None:
    box = controls(window, "Generation")["Hide everything generative"]
    assert isinstance(box, QCheckBox)
    window.actions_by_id["generative"].trigger()
    assert box.isChecked()


def test_sound_is_played_on_the_device_that_is_chosen(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.ui.window.preferences.sound_devices", lambda: {"usb": "Headphones"})
    button = controls(window, "Playback")["Sound device"]
    assert isinstance(button, Button)
    assert button.text() == "As the system has it"
    wanted: list[str] = []
    monkeypatch.setattr(window.session.playback, "play_on", wanted.append)
    (system, headphones) = window.preferences.device_rows()
    assert (system.checked, headphones.checked) == (True, False)
    window.perform(headphones.run)
    assert (button.text(), wanted) == ("Headphones", ["usb"])
    assert window.preferences.device_rows()[1].checked


def test_a_scale_that_this_screen_has_no_room_for_says_so(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("editor.ui.window.main_window.MainWindow.screen", lambda window: Screen(1920, 1080))
    choice = controls(window, "General")["Interface scale"]
    assert isinstance(choice, Choice)
    allowed = [action.text().partition("\t")[0] for action in choice.menu().actions() if action.isEnabled()]
    assert allowed == ["100 %", "125 %", "150 %"]


def test_the_scale_is_told_to_qt_before_there_is_a_window(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    settings = Settings(str(tmp_path / "settings.ini"))
    monkeypatch.setenv("QT_SCALE_FACTOR", "1")  # so that it is put back
    monkeypatch.delenv("QT_SCALE_FACTOR")
    settings.set({SCALE: 175})
    app.make_application(scale_of(settings))
    assert app.os.environ["QT_SCALE_FACTOR"] == "1.75"
    settings.set({SCALE: 3})
    assert scale_of(settings) == 100, "which was edited by hand"
