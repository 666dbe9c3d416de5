"""How the window is divided: pool, monitors and inspector above and beside the timeline, jobs at the foot."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QVBoxLayout, QWidget

from editor.ui.viewer import Monitor

INSPECTOR, POOL, UPPER = 343, 304, 464  # pixels
NARROW = 1600  # below this width source and program share the place of one monitor
NARROW_INSPECTOR = 300


class Regions(QWidget):
    """Splitters remember what the user drags; `arrange` fits a window's width until then."""

    def __init__(
        self, top: QWidget, pool: QWidget, monitors: tuple[Monitor, Monitor], timeline: QWidget, inspector: QWidget,
        jobs: QWidget,
    ) -> None:  # fmt: skip
        super().__init__()
        self.source, self.program = monitors
        self._inspector = inspector
        self.upper = splitter(Qt.Orientation.Horizontal, pool, self.source, self.program)
        self.left = splitter(Qt.Orientation.Vertical, self.upper, timeline)
        self.whole = splitter(Qt.Orientation.Horizontal, self.left, inspector)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(top)
        column.addWidget(self.whole, 1)
        column.addWidget(jobs)
        self.whole.setStretchFactor(0, 1)
        self.left.setStretchFactor(1, 1)
        self._shared = False

    @property
    def shares_monitor(self) -> bool:
        """Whether only one of source and program is seen."""
        return self._shared

    def arrange(self, width: int, height: int) -> None:
        """The measures of the design, for a window of that size."""
        narrow = width < NARROW
        inspector = (NARROW_INSPECTOR if narrow else INSPECTOR) if self._inspector.isVisibleTo(self) else 0
        self.whole.setSizes([width - inspector, inspector])
        upper = min(UPPER, int(height * 0.43))
        self.left.setSizes([upper, height - upper])
        pool = min(POOL, width // 5 if narrow else POOL)
        left = width - inspector - pool
        if narrow is not self._shared:
            self._shared = narrow
            self.show_monitor(self.program)
        self.upper.setSizes([pool, left] if self._shared else [pool, left // 2, left - left // 2])

    def show_monitor(self, monitor: Monitor) -> None:
        """Where they share one place, this one is seen."""
        self.source.setVisible(not self._shared or monitor is self.source)
        self.program.setVisible(not self._shared or monitor is self.program)


def splitter(orientation: Qt.Orientation, *widgets: QWidget) -> QSplitter:
    made = QSplitter(orientation)
    made.setHandleWidth(1)
    made.setChildrenCollapsible(False)
    for widget in widgets:
        made.addWidget(widget)
    return made
