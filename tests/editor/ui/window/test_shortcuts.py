"""Keys that the user chooses, over the window: in force and told everywhere at once."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence
from PySide6.QtTest import QTest

from editor.keymap import preset_keys, preset_names
from editor.ui.shortcuts import ShortcutsDialog
from editor.ui.widgets import Button
from editor.ui.window.main_window import MainWindow
from editor.view_state import Tool
from tests.editor.ui.window.conftest import Run
from tests.editor.ui.window.stage import Hands, Stage, told


def keys(window: MainWindow, name: str) -> list[str]:
    return [sequence.toString() for sequence in window.actions_by_id[name].shortcuts()]


def test_presets_name_commands_that_there_are_and_leave_no_key_to_two(window: MainWindow) -> None:
    actions = window.actions_by_id
    for preset in preset_names():
        assert preset_keys(preset).keys() <= actions.commands.keys()
        actions.keymap.choose(preset)
        all_keys = [key for name in actions.commands for key in keys(window, name)]
        assert len(all_keys) == len(set(all_keys))
        for name, own in preset_keys(preset).items():
            assert keys(window, name) == [QKeySequence(key).toString() for key in own.split("; ") if key], name


def test_a_preset_is_in_force_and_told_at_once(stage: Stage, window: MainWindow, tmp_path: Path) -> None:
    window.actions_by_id["shortcuts"].trigger()
    dialog = window.findChildren(ShortcutsDialog)[-1]
    razor, cut = window.timeline_panel.tools.buttons[Tool.RAZOR], Button("Cut", shortcut="C")
    assert (razor.tip_words.shortcut, cut.told_key) == ("C", "C")
    dialog.preset.chosen.emit("resolve")
    assert (razor.tip_words.shortcut, cut.told_key) == ("B", "B")
    dialog.reject()
    QTest.keyClick(window.timeline_panel.lanes, Qt.Key.Key_B)
    assert window.session.view.tool is Tool.RAZOR
    (tmp_path / "keys.toml").write_text('preset = "resolve"\n[keys]\nsplit = "F5"\nbeam = "F6"\n', encoding="utf-8")
    window.shortcuts.take_file(tmp_path / "keys.toml")
    assert told(window) == ["Shortcuts taken from keys.toml"]
    window.generative.hide(True)
    assert "Generate" not in [title for title, _ in window.shortcuts.groups()]
    window = stage.open()
    assert (keys(window, "tool-razor"), keys(window, "split")) == (["B"], ["F5"]), "also at the next start"


def test_keys_are_taken_to_another_computer_in_a_file(
    window: MainWindow, hands: Hands, run: Run, tmp_path: Path
) -> None:
    keymap, file = window.actions_by_id.keymap, tmp_path / "mine.toml"

    async def story() -> None:
        window.actions_by_id["shortcuts"].trigger()
        dialog = window.findChildren(ShortcutsDialog)[-1]
        keymap.choose("kdenlive")
        keymap.give("split", ["F5"])
        hands.click(dialog.export_file)
        await hands.answer_file_dialog(file)
        await hands.until(file.exists, "the file")
        hands.click(dialog.reset_all)
        keymap.choose("resolve")
        hands.click(dialog.import_file)
        await hands.answer_file_dialog(file)
        await hands.until(lambda: keymap.preset == "kdenlive", "the keys of the file")
        assert keys(window, "split") == ["F5"]
        assert dialog.preset.value == "kdenlive"
        dialog.reject()

    run(story())
