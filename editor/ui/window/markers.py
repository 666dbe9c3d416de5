"""Markers as the window handles them: M makes one or opens the one that is there; each has a dialog at its place."""

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint

from editor.actions import marking
from editor.timeline.model import Marker, MarkerId
from editor.ui.generation.rows import LINE, MenuRow
from editor.ui.window.marker_dialog import COLOURS, MarkerDialog
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

NEAR = 8  # pixels: the dialog points at the marker's foot


class Markers:
    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        self.dialog: MarkerDialog | None = None  # the one that is open, or was last

    def add_or_edit(self) -> None:
        """A marker at the playhead; where one stands already, its dialog."""
        session = self._window.session
        there = marking.marker_at(session, session.playback.frame)
        if there is None:
            marking.add_marker(session)
        else:
            self.edit(there.id)

    def edit(self, marker_id: MarkerId) -> None:
        """Nothing where it is gone."""
        window, timeline = self._window, self._window.session.document.timeline
        marker = next((marker for marker in timeline.markers if marker.id == marker_id), None)
        if marker is None:
            return
        self.dialog = dialog = MarkerDialog(window, timeline, marker)
        dialog.changed.connect(self._change)
        dialog.deleted.connect(lambda gone: window.perform(partial(marking.remove_marker, window.session, gone)))
        panel = window.timeline_panel
        foot = QPoint(panel.x_of(marker.at), panel.ruler.y() + panel.ruler.height() - NEAR)
        dialog.open_at(panel.mapTo(window, foot))
        dialog.take_keyboard()

    def edit_nearest(self) -> None:
        """The one that is nearest to the playhead."""
        session = self._window.session
        frame, markers = session.playback.frame, session.document.timeline.markers
        if markers:
            self.edit(min(markers, key=lambda marker: abs(marker.at - frame)).id)

    def rows(self, marker_id: MarkerId) -> list[MenuRow]:
        """Of its menu; none where it is gone."""
        session = self._window.session
        marker = next((each for each in session.document.timeline.markers if each.id == marker_id), None)
        if marker is None:
            return []
        colours = tuple(self._colour_row(marker, name, label) for name, label in COLOURS)
        return [
            MenuRow(tr("Edit Marker…"), partial(self.edit, marker_id), icon="ph.bookmark-simple"),
            MenuRow(tr("Colour"), submenu=colours),
            LINE,
            MenuRow(tr("Delete Marker"), partial(marking.remove_marker, session, marker_id), icon="ph.trash-simple"),
            MenuRow(tr("Delete All Markers"), partial(marking.clear_markers, session)),
        ]

    def _colour_row(self, marker: Marker, name: str, label: str) -> MenuRow:
        change = partial(marking.change_marker, self._window.session, replace(marker, colour=name), tr("Marker Colour"))
        return MenuRow(label, change, checked=marker.colour == name, swatch=name)

    def _change(self, marker: Marker) -> None:
        self._window.perform(partial(marking.change_marker, self._window.session, marker))
