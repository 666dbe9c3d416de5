"""The shortcut editor: presets, a key for every command, found by name or by key."""

from collections.abc import Iterable, Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.keymap import STANDARD, Keymap, preset_names
from editor.ui.shortcuts.bar import KeyBar
from editor.ui.shortcuts.key_field import KeyField
from editor.ui.shortcuts.tree import KeyTree, Names, key_list
from editor.ui.widgets import Button, Choice, Label, Line, PointerDialog, SearchField
from editor.words import tr

WIDTH, HEIGHT, LEAST, OTHERS = 720, 400, 160, 320  # pixels: of the dialog; of its list, and of what stands around it


class ShortcutsDialog(PointerDialog):
    """What concerns files is done by whoever opens it."""

    import_wanted = Signal()
    export_wanted = Signal()

    def __init__(self, window: QWidget, groups: Iterable[tuple[str, Names]], keymap: Keymap) -> None:
        """groups: the menus' titles, and what the commands in them are called."""
        super().__init__(window, tr("Keyboard shortcuts"), icon="ph.keyboard", width=WIDTH, tone="dim")
        groups = list(groups)
        self._keymap = keymap
        self._names: Mapping[str, str] = {name: label for _, names in groups for name, label in names.items()}
        self.search, self.by_key = SearchField(tr("Search by name")), KeyField(tr("Search by key"), tr("Search by key"))
        self.preset = Choice([(STANDARD, tr("Standard")), *preset_names().items()], keymap.preset, name=tr("Preset"))
        self.tree, self.bar = KeyTree(groups, keymap), KeyBar(keymap, self._names)
        self.found = Label("", "small", "dim")
        self.reset_all = Button(tr("Reset All"), kind="quiet")
        self.import_file, self.export_file = Button(tr("Import…"), kind="quiet"), Button(tr("Export…"), kind="quiet")
        self._lay_out()
        self._connect()
        self._show()

    def show_command(self, command: str) -> None:
        """And nothing else is searched for."""
        self.search.clear()
        self._search("")
        self.tree.choose(command)

    def _lay_out(self) -> None:
        first, last = QHBoxLayout(), QHBoxLayout()
        for row in (first, last):
            row.setSpacing(8)
        first.addWidget(self.search, 1)
        first.addWidget(self.by_key)
        first.addWidget(self.preset)
        last.addWidget(self.found, 1)
        for button in (self.import_file, self.export_file, self.reset_all):
            last.addWidget(button)
        self.tree.setFixedHeight(max(LEAST, min(HEIGHT, self._window.height() - OTHERS)))
        self.body.addLayout(first)
        for part in (self.tree, Line(), self.bar, Line()):
            self.body.addWidget(part)
        self.body.addLayout(last)
        self.setFocusProxy(self.search)

    def _connect(self) -> None:
        self.search.textEdited.connect(self._search)
        self.by_key.pressed.connect(self._search_key)
        self.by_key.left.connect(lambda: self.show_command(self.tree.command or next(iter(self._names))))
        self.preset.chosen.connect(self._keymap.choose)
        self.tree.chosen.connect(lambda: self.bar.show_command(self.tree.command))
        self.tree.opened.connect(lambda: self.bar.ask())
        self.bar.left.connect(self.tree.setFocus)
        self.reset_all.clicked.connect(self._keymap.reset_all)
        self.import_file.clicked.connect(self.import_wanted)
        self.export_file.clicked.connect(self.export_wanted)
        self._keymap.changed.connect(self._show)
        self.closed.connect(self._end)

    def _search(self, text: str) -> None:
        words = text.casefold().split()
        self._find({name for name, label in self._names.items() if all(each in label.casefold() for each in words)})
        self.found.set_text("" if not words or self.tree.command else tr("Nothing is called that."))

    def _search_key(self, key: str) -> None:
        self.search.clear()
        owner = self._keymap.has(key)
        if owner is not None and owner in self._names:
            self._find({owner})
            self.found.set_text(tr("{key_list} is {names}.", key_list=key_list([key]), names=self._names[owner]))
        else:
            self.found.set_text(tr("{key_list} is free.", key_list=key_list([key])))

    def _find(self, names: set[str]) -> None:
        """Only these are shown, and the first of them is chosen, unless one is."""
        self.tree.show_only(names)
        if self.tree.command is None and names:
            self.tree.choose(next(name for name in self._names if name in names))
        self.bar.show_command(self.tree.command)

    def _show(self) -> None:
        own = len(self._keymap.own)
        self.preset.set_value(self._keymap.preset)
        self.tree.fill()
        self.bar.show_command(self.tree.command)
        self.subtitle.set_text(tr("{own} of your own", own=own) if own else "")
        self.reset_all.set_disabled_reason(None if own else tr("All are as the preset has them"))

    def _end(self) -> None:
        self._keymap.changed.disconnect(self._show)
        self.deleteLater()
