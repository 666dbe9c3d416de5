"""Project settings as the window handles them: changed when asked for, and told when the first clip sets them."""

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer

from editor.timeline import edits
from editor.timeline.edits import ProjectSettings
from editor.timeline.model import Timeline
from editor.ui.window.project_dialog import ProjectDialog, rate_words
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow


class ProjectSettingsVerb:
    def __init__(self, window: "MainWindow") -> None:
        self._window, self._document = window, window.session.document
        self._asked = False  # whether the user is setting them now
        self._document.timeline_changed.connect(self._see)

    def open(self) -> None:
        dialog = ProjectDialog(self._window, self._document.timeline)
        dialog.changed.connect(lambda wanted: self._window.perform(partial(self.change, wanted)))
        dialog.open_centred()
        dialog.take_keyboard()

    def change(self, wanted: ProjectSettings) -> None:
        """One undo step. Raises EditError."""
        self._asked = True
        try:
            self._document.apply(tr("Project Settings"), edits.change_settings(self._document.timeline, wanted))
        finally:
            self._asked = False

    def _see(self, before: Timeline, after: Timeline) -> None:
        if not self._asked and before.is_fresh and not after.is_fresh and takes_after_a_clip(before, after):
            QTimer.singleShot(0, self._window, partial(self._tell, after))  # once the edit is through

    def _tell(self, timeline: Timeline) -> None:
        what = tr(
            "{width} × {height}, {rate} fps",
            width=timeline.width,
            height=timeline.height,
            rate=rate_words(timeline.rate),
        )
        self._window.toasts.show(
            tr("The project is {what} now", what=what),
            tr("As its first clip is."),
            button=tr("Change…"),
            do=partial(self._window.perform, self.open),
        )


def takes_after_a_clip(before: Timeline, after: Timeline) -> bool:
    """Whether it is the same project still, with the size and rate of one of its films."""
    conformed = (edits.conform(before, media) for media in after.media)
    same = [track.id for track in before.tracks] == [track.id for track in after.tracks]
    return same and any(
        (each.width, each.height, each.rate) == (after.width, after.height, after.rate) for each in conformed
    )
