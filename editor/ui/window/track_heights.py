"""How high the tracks of each project were left. Kept between starts, for the projects looked at last."""

import json
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject

from editor.timeline.model import TrackId

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

SETTING = "track heights"
REMEMBERED = 20  # projects


class TrackHeights(QObject):
    """Lives as long as its window."""

    def __init__(self, window: "MainWindow") -> None:
        super().__init__(window)
        self._window = window
        self._viewport = window.timeline_panel.viewport
        self._viewport.resized_by_hand.connect(self._keep)
        window.session.document.replaced.connect(self._restore)
        self._restore()

    @property
    def _project(self) -> str:
        return self._window.session.project.project_id

    def _keep(self) -> None:
        known = self._known()
        known.pop(self._project, None)
        if self._viewport.heights:
            known[self._project] = {str(track_id): height for track_id, height in self._viewport.heights.items()}
        newest = dict(list(known.items())[-REMEMBERED:])
        self._window.session.settings.set({SETTING: json.dumps(newest)})

    def _restore(self) -> None:
        heights = self._known().get(self._project, {})
        self._viewport.set_heights({TrackId(name): value for name, value in heights.items() if isinstance(value, int)})

    def _known(self) -> dict[str, dict[str, Any]]:
        """By project; nothing where the settings were edited by hand."""
        try:
            known = json.loads(self._window.session.settings.text(SETTING, "{}"))
        except ValueError:
            return {}
        entries = known.items() if isinstance(known, dict) else ()
        return {name: heights for name, heights in entries if isinstance(heights, dict)}
