"""The preference that hides everything that makes frames; what was made stays, as ordinary clips."""

from typing import TYPE_CHECKING

from PySide6.QtGui import QAction

from editor.ui.window.menus import BAR, GENERATE
from editor.words import tr

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

GENERATIVE = "generative"  # the setting's name
MENU = "Generate"
IN_MENU = tuple(name for name in BAR[MENU] if name and not name.startswith("*"))
VERBS = (*GENERATE, *IN_MENU, "tool-generative extend", "models", "jobs", "send-take")


class Generative:
    """`ViewState.generative` tells how it stands; this shows and hides what of the window it concerns."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window
        session = window.session
        session.view.changed.connect(self._hear)
        session.view.set_generative(bool(session.settings.number(GENERATIVE, 1)))
        self._show()

    @property
    def is_hidden(self) -> bool:
        return not self._window.session.view.generative

    def toggle(self) -> None:
        self.hide(not self.is_hidden)

    def hide(self, hidden: bool) -> None:
        """Or show it again; remembered."""
        session = self._window.session
        session.settings.set({GENERATIVE: int(not hidden)})
        session.view.set_generative(not hidden)

    def _hear(self, name: str) -> None:
        if name == "generative":
            self._show()

    def _show(self) -> None:
        """An action that cannot be seen has no shortcut either."""
        window, shown = self._window, self._window.session.view.generative
        for name in VERBS:
            window.actions_by_id[name].setVisible(shown)
        self._menu.setVisible(shown)
        window.jobs.setVisible(shown)
        window.top.show_models(shown)
        for each in (window.card, window.pool, window.program.scrub_bar):
            each.set_generative(shown)
        if not shown:
            window.desk.close_dialog()
            window.noise_lane.close()
            window.comparing.leave()

    @property
    def _menu(self) -> QAction:
        return next(action for action in self._window.top.menus.actions() if action.text() == tr(MENU))
