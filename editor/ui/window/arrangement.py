"""How the window was left: its place on the screen, its regions, what is folded. Kept between starts."""

from dataclasses import asdict, fields
from fractions import Fraction
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt

from editor.settings import Settings
from editor.ui.window.regions import Measures

if TYPE_CHECKING:
    from editor.ui.window.main_window import MainWindow

LEAST = QSize(1280, 720)  # of the window, where the screen is not smaller
SIZE = QSize(1600, 960)  # that it has at the first start when it does not fill the screen, where there is room
TITLE_BAR = 40  # pixels, about
GEOMETRY, INSPECTOR = "window", "inspector shown"  # the settings' names
TRANSITION = "transition milliseconds"  # how long one is made


class Arrangement:
    def __init__(self, window: "MainWindow", settings: Settings) -> None:
        self._window, self._settings = window, settings

    def restore(self) -> None:
        """As it was left; where that screen is gone, on one that is there."""
        window, settings = self._window, self._settings
        room = window.screen().availableSize()
        window.setMinimumSize(LEAST.boundedTo(below_title(room)))
        if not window.restoreGeometry(settings.packed(GEOMETRY)):
            window.resize(first_size(room))
        kept = {field.name: settings.number(_key(field.name), 0) for field in fields(Measures)}
        window.session.view.set_transition_seconds(Fraction(max(1, settings.number(TRANSITION, 1000)), 1000))
        window.inspector.setVisible(bool(settings.number(INSPECTOR, 1)))
        window.regions.set_measures(Measures(**{name: max(0, value) for name, value in kept.items()}))

    def fill_screen_at_first(self) -> None:
        """As other editors do: the picture and the timeline need all the room there is."""
        if not self._settings.packed(GEOMETRY):
            self._window.setWindowState(Qt.WindowState.WindowMaximized)

    def keep(self) -> None:
        window = self._window
        self._settings.set_packed(GEOMETRY, bytes(window.saveGeometry().data()))
        self._settings.set({_key(name): value for name, value in asdict(window.regions.measures).items()})
        self._settings.set({TRANSITION: round(window.session.view.transition_seconds * 1000)})
        self._settings.set({INSPECTOR: int(window.switches.shows_inspector)})


def first_size(room: QSize) -> QSize:
    """Of the window at the first start. room: of the screen, without its bars."""
    return SIZE.boundedTo(below_title(room))


def below_title(room: QSize) -> QSize:
    return QSize(room.width(), room.height() - TITLE_BAR)


def _key(measure: str) -> str:
    return f"region {measure}"
