"""Everything by keyboard and by ear: each control says what it is, and Tab comes by in the order of reading."""

from itertools import pairwise

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget

from editor.ui.preferences import PreferencesDialog
from editor.ui.widgets import PointerDialog
from editor.ui.window.main_window import MainWindow
from editor.ui.window.tab_order import stops_in, window_stops
from tests.editor.ui.generation.scene import GAP, SURF, SURF_SOUND
from tests.editor.ui.window.test_commands import generated

NO_DIALOG_OF_OURS = {"open", "save-as", "import", "relink", "rename"}  # Qt's own are named by Qt


def nameless(window: MainWindow) -> list[str]:
    """Controls that can have the keyboard and tell nothing to whoever cannot see them."""
    found = []
    for widget in window.findChildren(QWidget):
        if widget.focusPolicy() is not Qt.FocusPolicy.NoFocus and widget.isVisible():
            told = QAccessible.queryAccessibleInterface(widget)
            if not (told and told.text(QAccessible.Text.Name).strip()):
                found.append(f"{type(widget).__name__} in {type(widget.parentWidget()).__name__}")
    return found


def test_every_control_of_the_window_has_a_name(window: MainWindow) -> None:
    session = window.session
    window.jobs.set_unfolded(True)
    for effects in (False, True):
        for chosen in (SURF, SURF_SOUND, GAP):
            session.document.select([chosen])
            if effects is not window.inspector.shows_effects:
                window.actions_by_id["effects" if effects else "inspector"].trigger()
            assert nameless(window) == []
    generated(session)
    window.comparing.toggle()
    assert nameless(window) == []


def test_every_control_of_every_dialog_has_a_name(window: MainWindow) -> None:
    window.session.document.select([SURF])
    opened = set()
    for name, command in window.actions_by_id.commands.items():
        if command.label.endswith("…") and name not in NO_DIALOG_OF_OURS:
            window.actions_by_id[name].trigger()
            for dialog in window.findChildren(PointerDialog):
                if dialog.isVisible():
                    opened.add(name)
                    assert nameless(window) == [], name
                    dialog.reject()
    assert opened >= {"export", "speed", "extend-after", "models", "preferences", "project-settings", "shortcuts"}


def test_what_a_control_is_set_to_is_told_as_well(window: MainWindow) -> None:
    window.actions_by_id["preferences"].trigger()
    dialog = window.findChildren(PreferencesDialog)[-1]
    theme, tabs = dialog.rows["General"]["Theme"].control, dialog.tabs
    told = QAccessible.Text.Description
    assert QAccessible.queryAccessibleInterface(theme).text(told).startswith("Dark")
    assert QAccessible.queryAccessibleInterface(tabs).text(told) == "General"
    QTest.keyClick(tabs, Qt.Key.Key_Right)
    assert QAccessible.queryAccessibleInterface(tabs).text(told) == "Playback"
    dialog.reject()


def test_tab_goes_through_the_regions_as_they_are_read_and_comes_round(window: MainWindow) -> None:
    window.activateWindow()
    window.session.document.select([SURF])
    stops = window_stops(window)
    regions = (window.top, window.pool, window.program, window.timeline_panel, window.inspector, window.jobs)
    where = [next((at for at, each in enumerate(regions) if holds(each, stop)), None) for stop in stops]
    known = [at for at in where if at is not None]
    assert set(known) == set(range(len(regions)))
    assert all(before <= after for before, after in pairwise(known))
    window.timeline_panel.lanes.setFocus()
    visited = []
    for _ in stops:
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        visited.append(QApplication.focusWidget())
    assert visited[-1] is window.timeline_panel.lanes
    assert set(visited) == set(stops)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Backtab)
    assert QApplication.focusWidget() is visited[-2]


def test_tab_stays_in_a_dialog(window: MainWindow) -> None:
    window.activateWindow()
    window.actions_by_id["preferences"].trigger()
    dialog = window.findChildren(PointerDialog)[-1]
    stops = list(stops_in(window, dialog))
    tops = [stop.mapTo(window, QPoint(0, 0)).y() for stop in stops]
    assert tops == sorted(tops)
    for _ in range(len(stops) + 1):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        assert dialog.isAncestorOf(QApplication.focusWidget())
    dialog.reject()


def holds(region: QWidget, widget: QWidget) -> bool:
    return region is widget or region.isAncestorOf(widget)
