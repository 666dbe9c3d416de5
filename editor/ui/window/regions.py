"""How the window is divided: pool, monitors and inspector above and beside the timeline, jobs at the foot."""

from dataclasses import asdict, dataclass, replace

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from editor.ui.widgets import Line
from editor.ui.window.monitors import Monitors
from editor.ui.window.splitter import Splitter

POOL, INSPECTOR, UPPER = 304, 343, 464  # pixels, in a window of 1920 x 1080
NARROW = 1600  # below this width source and program share the place of one monitor
NARROW_POOL, NARROW_INSPECTOR = 256, 300
UPPER_SHARE, MOST_UPPER = 0.43, 0.7  # of the height, at most


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
        self, top: QWidget, pool: QWidget, monitors: Monitors, timeline: QWidget, inspector: QWidget, jobs: QWidget
    ) -> None:
        super().__init__()
        self.monitors = monitors
        self.measures = Measures()
        self._inspector = inspector
        self.upper = Splitter(Qt.Orientation.Horizontal, pool, monitors)
        self.left = Splitter(Qt.Orientation.Vertical, self.upper, timeline)
        self.whole = Splitter(Qt.Orientation.Horizontal, self.left, inspector)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(Line(tone="bg"))
        column.addWidget(self.whole, 1)
        column.addWidget(jobs)
        self._connect()

    def set_measures(self, measures: Measures) -> None:
        self.measures = measures
        self.arrange()

    def arrange(self) -> None:
        """The user's measures, else the design's, as far as there is room."""
        size, given = self.size(), self.measures
        narrow = size.width() < NARROW
        self.monitors.set_shared(narrow)
        inspector = given.inspector or (NARROW_INSPECTOR if narrow else INSPECTOR)
        inspector = inspector if self._inspector.isVisibleTo(self) else 0
        self.whole.home = size.width() - (NARROW_INSPECTOR if narrow else INSPECTOR) - 1
        self.whole.setSizes([size.width() - inspector - 1, inspector])
        self.left.home = min(UPPER, int(size.height() * UPPER_SHARE))
        upper = min(given.upper or self.left.home, int(size.height() * MOST_UPPER))
        self.left.setSizes([upper, size.height() - upper])
        self.upper.home = NARROW_POOL if narrow else POOL
        pool = given.pool or self.upper.home
        room = size.width() - inspector - pool - 2
        self.upper.setSizes([pool, room])
        self.monitors.splitter.home = room // 2
        source = given.source or room // 2
        self.monitors.splitter.setSizes([source, room - source])

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        super().resizeEvent(event)
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
        self.measures = replace(self.measures, **{name: splitter.sizes()[part]})


def packed(measures: Measures) -> dict[str, int]:
    """For the settings."""
    return {f"region {name}": value for name, value in asdict(measures).items()}
