"""The shortcut editor by itself, on a few commands."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from editor.keymap import Keymap
from editor.settings import Settings
from editor.ui.shortcuts import ShortcutsDialog

Key, CTRL, LEFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.MouseButton.LeftButton
NAMES = {"split": "Split at Playhead", "split-all": "Split All at Playhead", "tool-razor": "Razor Tool"}
KEYS = {"split": "Ctrl+K", "split-all": "Ctrl+Shift+K", "tool-razor": "C"}


@pytest.fixture
def keymap(tmp_path: Path) -> Keymap:
    return Keymap(KEYS, Settings(str(tmp_path / "settings.ini")))


@pytest.fixture
def dialog(qtbot: QtBot, keymap: Keymap) -> Iterator[ShortcutsDialog]:
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(1000, 700)
    host.show()
    dialog = ShortcutsDialog(host, [("Clip", NAMES)], keymap)
    dialog.open_centred()
    yield dialog
    dialog.close()


def test_a_command_found_by_name_gets_the_key_that_is_pressed(dialog: ShortcutsDialog, keymap: Keymap) -> None:
    QTest.keyClicks(dialog.search, "play split")
    assert dialog.tree.command == "split"
    QTest.keyClick(dialog.tree, Key.Key_Return)
    QTest.keyClick(dialog.bar.field, Key.Key_F5)
    assert keymap.keys_of("split") == ("F5",)
    assert dialog.subtitle.full_text == "1 of your own"
    QTest.mouseClick(dialog.bar.add, LEFT)
    QTest.keyClick(dialog.bar.field, Key.Key_F6)
    assert keymap.keys_of("split") == ("F5", "F6")
    QTest.mouseClick(dialog.bar.reset, LEFT)
    assert keymap.keys_of("split") == ("Ctrl+K",)
    QTest.mouseClick(dialog.bar.remove, LEFT)
    assert keymap.keys_of("split") == ()
    QTest.mouseClick(dialog.reset_all, LEFT)
    assert not keymap.own


def test_a_key_of_another_command_is_taken_only_when_that_is_said(dialog: ShortcutsDialog, keymap: Keymap) -> None:
    QTest.keyClicks(dialog.search, "all")
    for button in (dialog.bar.cancel, dialog.bar.take):
        QTest.mouseClick(dialog.bar.change, LEFT)
        QTest.keyClick(dialog.bar.field, Key.Key_C)
        assert dialog.bar.note.full_text == "C belongs to Razor Tool."
        assert dialog.bar.take.text() == "Take It From Razor Tool"
        assert keymap.has("C") == "tool-razor"
        QTest.mouseClick(button, LEFT)
    assert keymap.keys_of("split-all") == ("C",)
    assert keymap.keys_of("tool-razor") == ()


def test_escape_leaves_the_key_as_it_is(dialog: ShortcutsDialog, keymap: Keymap) -> None:
    QTest.keyClicks(dialog.search, "all")
    QTest.mouseClick(dialog.bar.change, LEFT)
    QTest.keyClick(dialog.bar.field, Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.bar.field.isVisible()
    QTest.mouseClick(dialog.bar.change, LEFT)
    QTest.keyClick(dialog.bar.field, Key.Key_C)
    QTest.keyClick(dialog.bar.take, Key.Key_Escape)
    assert dialog.isVisible()
    assert not dialog.bar.take.isVisible()
    assert not keymap.own


def test_a_pressed_key_finds_its_command_or_is_said_to_be_free(dialog: ShortcutsDialog) -> None:
    QTest.keyClick(dialog.by_key, Key.Key_K, CTRL)
    assert dialog.tree.command == "split"
    assert dialog.found.full_text == "Ctrl+K is Split at Playhead."
    QTest.keyClick(dialog.by_key, Key.Key_F7)
    assert dialog.found.full_text == "F7 is free."
