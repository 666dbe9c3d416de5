"""The shortcut editor as the window handles it: opened, and keys taken from files and written into them."""

from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from editor.keymap import STANDARD, preset_names, read_keys, write_keys
from editor.ui.window import questions
from editor.ui.window.menus import BAR, GENERATE
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

PATTERNS, NAME = tr("Keyboard shortcuts (*.toml)"), "shortcuts.toml"


class Shortcuts:
    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    def open(self) -> None:
        from editor.ui.shortcuts import ShortcutsDialog  # seldom wanted, and Qt's key field with it

        window = self._window
        dialog = ShortcutsDialog(window, self.groups(), window.actions_by_id.keymap)
        dialog.import_wanted.connect(partial(window.perform, self.take))
        dialog.export_wanted.connect(partial(window.perform, self.write))
        dialog.open_centred()

    def groups(self) -> Iterator[tuple[str, dict[str, str]]]:
        """The menus' titles, and what the commands in them are called."""
        actions = self._window.actions_by_id
        commands = actions.commands
        for title, table in BAR.items():
            listed = (*GENERATE, *table) if title == "Generate" else table
            names = {name: commands[name].label.rstrip("…") for name in listed if name in commands}
            shown = {name: label for name, label in names.items() if actions[name].isVisible()}
            if shown:
                yield tr(title), shown

    async def take(self) -> None:
        """Keys from a file, instead of the present ones. Raises LongtakeError."""
        folder = str(Path.home())
        chosen = await questions.files_to_open(self._window, tr("Import shortcuts"), PATTERNS, folder, many=False)
        if chosen:
            self.take_file(chosen[0])

    def take_file(self, path: Path) -> None:
        """Raises LongtakeError."""
        preset, own = read_keys(path)
        keymap = self._window.actions_by_id.keymap
        known = keymap.take_all(preset if preset in preset_names() else STANDARD, own)
        strange = len(own) - known
        words = tr("{strange} of it are for commands that are not here.", strange=strange) if strange else ""
        self._window.toasts.show(tr("Shortcuts taken from {name}", name=path.name), words, icon="ph.keyboard")

    async def write(self) -> None:
        """The user's own keys, and which preset they lie over. Raises OutputError."""
        path = await questions.file_to_save(self._window, tr("Export shortcuts"), PATTERNS, Path.home() / NAME)
        if path is not None:
            keymap = self._window.actions_by_id.keymap
            write_keys(path, keymap.preset, keymap.own)
