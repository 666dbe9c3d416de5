"""Where Tab goes: through the window's regions as they are read, and round and round in a dialog."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QWidget

from editor.ui.window.keys import dialog_of

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


def go_on(window: "MainWindow", forward: bool) -> bool:
    """Give the keyboard to the next control, or the one before; whether there is one."""
    focused = QApplication.focusWidget()
    dialog = dialog_of(focused) if focused is not None else None
    stops = list(stops_in(window, dialog)) if dialog is not None else window_stops(window)
    if not stops:
        return False
    at = stops.index(focused) if focused in stops else -1 if forward else 0
    reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
    stops[(at + (1 if forward else -1)) % len(stops)].setFocus(reason)
    return True


def window_stops(window: "MainWindow") -> list[QWidget]:
    """The controls of all regions, region by region."""
    panel = window.timeline_panel
    regions = (
        window.top, window.pool, window.source, window.program, panel.toolbar, panel.tools, panel.headers, panel.lanes,
        panel, window.inspector, window.jobs,
    )  # fmt: skip
    return list(dict.fromkeys(stop for region in regions for stop in stops_in(window, region)))


def stops_in(window: QWidget, region: QWidget) -> Iterator[QWidget]:
    """The region itself, where it takes the keyboard, and the controls in it, in the order that they were put there."""
    at = window.nextInFocusChain()
    while at is not None and at is not window:
        is_dialog = at is region and dialog_of(at) is at
        if (at is region or region.isAncestorOf(at)) and stops_at(at) and not is_dialog:
            yield at
        at = at.nextInFocusChain()


def stops_at(widget: QWidget) -> bool:
    tabs = widget.focusPolicy() & Qt.FocusPolicy.TabFocus
    return bool(tabs) and widget.isVisible() and widget.isEnabled() and widget.focusProxy() is None
