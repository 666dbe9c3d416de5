"""Fills menus from the tables of commands and from rows made for what is selected."""

from collections.abc import Callable, Iterable, Mapping
from functools import partial

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QMenuBar, QWidget

from editor.ui import icons
from editor.ui.generation.rows import MenuRow
from editor.ui.theme.labels import swatch_icon
from editor.ui.widgets import Menu
from editor.ui.widgets.keys_now import key_words
from editor.ui.window.actions import Actions
from editor.ui.window.errors import Perform
from editor.ui.window.menus import BAR, Table
from editor.words import tr

Rows = Mapping[str, Callable[[], Iterable[MenuRow]]]  # by the name behind the star; made anew each time a menu opens


def fill_bar(bar: QMenuBar, actions: Actions, rows: Rows, perform: Perform) -> None:
    for title, table in BAR.items():
        menu = Menu(tr(title), bar)
        menu.aboutToShow.connect(partial(fill, menu, table, actions, rows, perform))
        fill(menu, table, actions, rows, perform)
        bar.addMenu(menu)


def fill(menu: Menu, table: Table, actions: Actions, rows: Rows, perform: Perform) -> None:
    for inner in menu.findChildren(Menu, options=Qt.FindChildOption.FindDirectChildrenOnly):
        inner.deleteLater()
    menu.clear()
    actions.refresh()
    open_menus = [menu]
    for name in table:
        if name.startswith(">"):
            open_menus.append(_opened(open_menus[-1], name[1:]))
        elif name == "<":
            open_menus.pop()
        elif name.startswith("*"):
            add_rows(open_menus[-1], rows[name[1:]](), perform)
        else:
            add_commands(open_menus[-1], (name,), actions)


def _opened(menu: Menu, title: str) -> Menu:
    inner = Menu(tr(title), menu)
    menu.addMenu(inner)
    return inner


def add_commands(menu: Menu, table: Table, actions: Actions) -> None:
    for name in table:
        if name:
            menu.addAction(actions[name])
        else:
            menu.addSeparator()


def add_rows(menu: Menu, rows: Iterable[MenuRow], perform: Perform) -> None:
    for row in rows:
        if row.is_line:
            menu.addSeparator()
        elif row.is_note:
            menu.add_note(row.label)
        elif row.submenu:
            inner = Menu(row.label, menu)
            add_rows(inner, row.submenu, perform)
            _dress(menu.addMenu(inner), row)
        else:
            action = menu.addAction(row.label)
            action.triggered.connect(partial(_perform_row, perform, row))
            _dress(action, row)


def pop_up(parent: QWidget, at: QPoint, fill_it: Callable[[Menu], None]) -> Menu:
    """Open a menu at a place on the screen, without waiting for it."""
    menu = Menu("", parent)
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    fill_it(menu)
    menu.popup(at)
    return menu


def _perform_row(perform: Perform, row: MenuRow, checked: bool = False) -> None:
    if row.run is not None:
        perform(row.run)


def _dress(action: QAction, row: MenuRow) -> None:
    action.setEnabled(row.enabled)
    action.setToolTip(row.reason if not row.enabled else "")
    action.setProperty("generates", row.generates)
    if row.icon:
        action.setIcon(icons.icon(row.icon, "gen_text" if row.generates else "dim"))
    if row.swatch:
        action.setIcon(swatch_icon(row.swatch, bool(row.checked)))
    if row.checked is not None:
        action.setCheckable(True)
        action.setChecked(row.checked)
    if row.shortcut or row.detail:
        action.setText(f"{row.label}\t{row.detail or key_words(row.shortcut)}")
