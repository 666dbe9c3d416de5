"""The menu bar and the menus of the mouse, laid out from the tables of commands and rows."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from editor.ui import icons
from editor.ui.generation.rows import MenuRow
from editor.ui.widgets import Menu
from editor.ui.window.command import Command

Perform = Callable[[Callable[[], Any]], None]
Rows = Mapping[str, Callable[[], Iterable[MenuRow]]]  # made anew each time their menu opens

# "" is a line. "generate", "recent" and "takes" stand for rows that depend on what is selected or remembered.
BAR = {
    "File": ("new", "open", "*recent", "", "save", "save-as", "", "import", "relink", "", "export", "", "quit"),
    "Edit": (
        "undo",
        "redo",
        "",
        "cut",
        "copy",
        "paste",
        "paste-insert",
        "",
        "delete",
        "ripple-delete",
        "",
        "select-all",
        "deselect",
    ),
    "Clip": (
        "split",
        "split-all",
        "trim-start",
        "trim-end",
        "extend-edit",
        "nudge-left",
        "nudge-right",
        "",
        "dissolve",
        "enable",
        "link",
        "rename",
        "",
        "insert",
        "overwrite",
        "match-frame",
    ),
    "Generate": ("*generate",),
    "Sequence": (
        "lift",
        "extract",
        "close-gap",
        "",
        "add-video",
        "add-audio",
        "",
        "snap",
        "linked",
        "insert-mode",
        "",
        "zoom-in",
        "zoom-out",
        "zoom-fit",
    ),
    "Marker": (
        "mark-in",
        "mark-out",
        "mark-clip",
        "clear-marks",
        "",
        "to-in",
        "to-out",
        "",
        "marker",
        "next-marker",
        "previous-marker",
    ),
    "View": (
        "play",
        "reverse",
        "stop",
        "forward",
        "loop",
        "",
        "step-back",
        "step-on",
        "second-back",
        "second-on",
        "previous-edit",
        "next-edit",
        "to-start",
        "to-end",
        "",
        "full-screen",
        "theme",
    ),
    "Window": (
        "inspector",
        "jobs",
        "",
        "tool-select",
        "tool-track select forward",
        "tool-razor",
        "tool-ripple",
        "tool-roll",
        "tool-slip",
        "tool-slide",
        "tool-hand",
        "tool-zoom",
    ),
    "Help": ("shortcuts", "about"),
}


class Actions(QObject):
    """A QAction for each command: it is performed, and shown as it stands, wherever it appears."""

    def __init__(self, commands: dict[str, Command], perform: Perform, owner: QWidget) -> None:
        super().__init__(owner)
        self.commands = commands
        self._by_id = {name: self._made(command, perform, owner) for name, command in commands.items()}

    def __getitem__(self, name: str) -> QAction:
        return self._by_id[name]

    def refresh(self) -> None:
        """Ask every command whether it can be done now, and how it stands."""
        for name, command in self.commands.items():
            action, enabled = self._by_id[name], command.enabled()
            action.setEnabled(enabled)
            action.setProperty("reason", "" if enabled else command.reason)
            if command.checked is not None:
                action.setChecked(enabled and command.checked())

    def _made(self, command: Command, perform: Perform, owner: QWidget) -> QAction:
        action = QAction(command.label, owner)
        action.setShortcuts([QKeySequence(key) for key in command.shortcut.split("; ") if key])
        action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
        action.setAutoRepeat(command.repeats)
        action.setCheckable(command.checked is not None)
        if command.icon:
            action.setIcon(icons.icon(f"ph.{command.icon}"))
        action.triggered.connect(partial(self._run, command, perform))
        owner.addAction(action)
        return action

    def _run(self, command: Command, perform: Perform, checked: bool = False) -> None:
        perform(command.run)
        self.refresh()


def fill_bar(bar: QMenuBar, actions: Actions, live: Rows, perform: Perform) -> None:
    for title, names in BAR.items():
        menu = Menu(title, bar)
        menu.aboutToShow.connect(partial(fill, menu, names, actions, live, perform))
        fill(menu, names, actions, live, perform)
        bar.addMenu(menu)


def fill(menu: QMenu, names: Iterable[str], actions: Actions, live: Rows, perform: Perform) -> None:
    menu.clear()
    actions.refresh()
    for name in names:
        if not name:
            menu.addSeparator()
        elif name.startswith("*"):
            add_rows(menu, live[name[1:]](), perform)
        else:
            menu.addAction(actions[name])


def add_rows(menu: QMenu, rows: Iterable[MenuRow], perform: Perform) -> None:
    for row in rows:
        if row.is_line:
            menu.addSeparator()
        elif row.submenu:
            inner = Menu(row.label, menu)
            add_rows(inner, row.submenu, perform)
            dress(menu.addMenu(inner), row)
        elif row.is_note and isinstance(menu, Menu):
            menu.add_note(row.label)
        else:
            action = menu.addAction(row.label)
            dress(action, row)
            if row.run is not None:
                action.triggered.connect(partial(perform_row, perform, row))


def perform_row(perform: Perform, row: MenuRow, checked: bool = False) -> None:
    if row.run is not None:
        perform(row.run)


def dress(action: QAction, row: MenuRow) -> None:
    action.setEnabled(row.enabled)
    action.setToolTip(row.reason if not row.enabled else "")
    action.setProperty("generates", row.generates)
    if row.icon:
        action.setIcon(icons.icon(row.icon, "gen_text" if row.generates else "dim"))
    if row.checked is not None:
        action.setCheckable(True)
        action.setChecked(row.checked)
    if row.shortcut or row.detail:
        action.setText(f"{row.label}\t{row.detail or native(row.shortcut)}")


def native(shortcut: str) -> str:
    return QKeySequence(shortcut).toString(QKeySequence.SequenceFormat.NativeText)


def pop_up(parent: QWidget, at: QPoint, fill_it: Callable[[Menu], None], head: str = "") -> Menu:
    """Open a menu at a place on the screen, without waiting for it."""
    menu = Menu("", parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    if head:
        menu.add_head(head)
    fill_it(menu)
    menu.popup(at)
    return menu
