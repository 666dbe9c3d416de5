"""A QAction for each command, so that it is performed and shown as it stands wherever it appears."""

from functools import partial

from PySide6.QtCore import QObject, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QWidget

from editor.keymap import Keymap
from editor.settings import Settings
from editor.ui import icons
from editor.ui.widgets import keys_now
from editor.ui.window.command import Command
from editor.ui.window.errors import Perform


class Actions(QObject):
    """By the commands' ids."""

    def __init__(self, commands: dict[str, Command], perform: Perform, owner: QWidget, settings: Settings) -> None:
        """owner: the window in which the shortcuts work."""
        super().__init__(owner)
        self.commands = commands
        self._perform = perform
        self.keymap = Keymap({name: command.shortcut for name, command in commands.items()}, settings)
        self._by_id = {name: self._made(command, owner) for name, command in commands.items()}
        self.keymap.changed.connect(self._take_keys)
        self._take_keys()

    def __getitem__(self, name: str) -> QAction:
        return self._by_id[name]

    def refresh(self) -> None:
        """Ask every command whether it can be done now, and how it stands."""
        can = {condition: condition() for condition in {command.enabled for command in self.commands.values()}}
        for name, command in self.commands.items():
            action, enabled = self._by_id[name], can[command.enabled]
            reason = "" if enabled else command.reason
            action.setEnabled(enabled)
            action.setProperty("reason", reason)  # for buttons
            action.setToolTip(reason)  # for menus
            if command.label_now is not None:
                action.setText(command.label_now())
            if command.checked is not None:
                action.setChecked(enabled and command.checked())

    def _made(self, command: Command, owner: QWidget) -> QAction:
        action = QAction(command.label, owner)
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(command.repeats)
        action.setCheckable(command.checked is not None)
        if command.icon:
            action.setIcon(icons.icon(f"ph.{command.icon}"))
        action.triggered.connect(partial(self._run, command))
        owner.addAction(action)
        return action

    def _take_keys(self) -> None:
        for name, action in self._by_id.items():
            action.setShortcuts([QKeySequence(key) for key in self.keymap.keys_of(name)])
        keys_now.follow(self.keymap.instead_of)

    def _run(self, command: Command, checked: bool = False) -> None:
        self._perform(command.run)
        self.refresh()
