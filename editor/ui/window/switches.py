"""What of the window is shown, and how: theme, full screen, inspector, jobs."""

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QApplication

from editor.ui import theme

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

THEME = "theme"  # the setting's name


class Switches:
    """Each has a verb that switches it, and a property that tells how it stands."""

    def __init__(self, window: "MainWindow") -> None:
        self._window = window

    @property
    def is_full_screen(self) -> bool:
        monitors = self._window.monitors
        return monitors.source.is_full_screen or monitors.program.is_full_screen

    def toggle_full_screen(self) -> None:
        """The picture of the monitor that has the keyboard."""
        monitors = self._window.monitors
        monitors.asked.toggle_full_screen()

    @property
    def is_light(self) -> bool:
        return self._window.session.settings.text(THEME, "dark") == "light"

    def toggle_theme(self) -> None:
        name = "dark" if self.is_light else "light"
        self._window.session.settings.set({THEME: name})
        app = QApplication.instance()
        assert isinstance(app, QApplication)
        theme.apply(app, name)

    @property
    def shows_inspector(self) -> bool:
        return self._window.inspector.isVisibleTo(self._window.regions)

    def toggle_inspector(self) -> None:
        self._window.inspector.setVisible(not self.shows_inspector)
        self._window.regions.arrange()

    @property
    def shows_jobs(self) -> bool:
        return self._window.jobs.is_unfolded

    def toggle_jobs(self) -> None:
        self._window.jobs.set_unfolded(not self.shows_jobs)
