"""How the window is divided: pool, monitors and inspector above and beside the timeline, jobs at the foot."""

from dataclasses import dataclass, replace

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor.ui.guarded import guarded
from editor.ui.widgets import Line
from editor.ui.window.monitors import Monitors
from editor.ui.window.splitter import Splitter

POOL, INSPECTOR, UPPER = 304, 343, 464  # pixels, in a window of 1920 x 1080
NARROW = 1600  # below this width source and program share the place of one monitor
NARROW_POOL, NARROW_INSPECTOR = 256, 300
UPPER_SHARE, MOST_UPPER = 0.43, 0.7  # of the height, at most
TALL, LEAST_BELOW = 766, 190  # pixels, while takes are compared: of the monitors, and of the timeline


@dataclass(frozen=True, slots=True)
class Measures:
    """What the user has dragged to another size, in pixels; 0 = as the design has it."""

    pool: int = 0
    inspector: int = 0
    upper: int = 0
    source: int = 0


class Regions(QWidget):
    """What the user drags stays as large when the window is resized; the rest follows."""

    def __init__(
        self, window: QWidget, top: QWidget, pool: QWidget, monitors: Monitors, timeline: QWidget, inspector: QWidget,
        jobs: QWidget,
    ) -> None:  # fmt: skip
        """Made from the outside in: whatever is moved into another widget is dressed anew, which takes time."""
        super().__init__(window)
        self.monitors = monitors
        self.measures = Measures()
        self._tall = False
        self._inspector = inspector
        self.whole = Splitter(Qt.Orientation.Horizontal, self)
        self.left = Splitter(Qt.Orientation.Vertical, self.whole)
        self.upper = Splitter(Qt.Orientation.Horizontal, self.left)
        fill(self.upper, (pool, monitors), grows=1)
        fill(self.left, (self.upper, timeline), grows=1)
        fill(self.whole, (self.left, inspector), grows=0)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (top, Line(tone="bg"), self.whole, jobs):
            column.addWidget(widget, 1 if widget is self.whole else 0)
        self._connect()

    def set_measures(self, measures: Measures) -> None:
        self.measures = measures
        self.arrange()

    def set_tall(self, tall: bool) -> None:
        """As much height for the monitors as they may have, whatever was dragged; or as before."""
        self._tall = tall
        self.arrange()
        QTimer.singleShot(0, self, self.arrange)  # once more when Qt knows how little room the monitors need now

    def arrange(self) -> None:
        """The user's measures, else the design's, as far as there is room."""
        narrow, given = self.width() < NARROW, self.measures
        if narrow is not self.monitors.shared:
            self.monitors.set_shared(narrow)
            QTimer.singleShot(0, self, self.arrange)  # once more when Qt knows how little room they need now
        left = self._divide_whole(NARROW_INSPECTOR if narrow else INSPECTOR)
        upper = min(UPPER, int(self.height() * UPPER_SHARE))
        most = int(self.height() * MOST_UPPER)
        place = min(TALL, most, self.left.height() - LEAST_BELOW) if self._tall else min(given.upper or upper, most)
        divide(self.left, place, upper, self.left.height())
        home = NARROW_POOL if narrow else POOL
        pool = given.pool or home
        divide(self.upper, pool, home, left)
        half = (left - pool - 2) // 2
        divide(self.monitors.splitter, given.source or half, half, left - pool - 1)

    def _divide_whole(self, inspector: int) -> int:
        """How much is left beside the inspector; inspector: how wide the design has it."""
        place = self.width() - 1 - (self.measures.inspector or inspector)
        divide(self.whole, place, self.width() - 1 - inspector, self.width())
        return place if self._inspector.isVisibleTo(self) else self.width()

    @guarded
    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        layout = self.layout()
        assert layout is not None
        layout.setGeometry(self.rect())  # first of all the splitters get their room
        self.arrange()

    def _connect(self) -> None:
        for splitter, name, part in (
            (self.upper, "pool", 0),
            (self.whole, "inspector", 1),
            (self.left, "upper", 0),
            (self.monitors.splitter, "source", 0),
        ):
            splitter.dragged.connect(lambda splitter=splitter, name=name, part=part: self._keep(splitter, name, part))
            splitter.restored.connect(lambda name=name: self.set_measures(replace(self.measures, **{name: 0})))

    def _keep(self, splitter: Splitter, name: str, part: int) -> None:
        if not self._tall or name not in ("upper", "source"):
            self.measures = replace(self.measures, **{name: splitter.sizes()[part]})


def fill(splitter: Splitter, widgets: tuple[QWidget, QWidget], grows: int) -> None:
    """grows: which of them takes the room that a larger window has."""
    for widget in widgets:
        splitter.addWidget(widget)
    splitter.setStretchFactor(grows, 1)


def divide(splitter: Splitter, place: int, home: int, size: int) -> None:
    """Put the line there; home: where the design has it."""
    splitter.home = home
    splitter.setSizes([place, max(1, size - place - 1)])
