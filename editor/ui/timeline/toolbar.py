"""The bar above the timeline: its name, how dropping and dragging work, and zoom."""

from math import log

from PySide6.QtCore import QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from editor.timeline.model import Timeline
from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.timeline.stage import Stage
from editor.ui.timeline.viewport import MOST_SCALE
from editor.ui.widgets import IconButton, Label, Segmented, Slider, Words
from editor.words import tr

HEIGHT = 36
INSERT_TIPS = {
    False: Words(tr("What is dropped lies over what is there; Ctrl inserts it")),
    True: Words(tr("What is dropped pushes the rest on; Ctrl lays it over")),
}


class ToolBar(QWidget):
    """Snap, link, marker; overwrite or insert; zoom."""

    def __init__(self, stage: Stage, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._stage = stage
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(tr("Timeline tools"))
        self.name = Label(stage.timeline.name, "title", parent=self)
        self.snap = IconButton("ph.magnet-straight", tr("Snap: Shift turns it off for one drag"), "S", checkable=True)
        self.link = IconButton(
            "ph.link-simple", tr("Linked selection: Alt parts for one drag"), "Shift+L", checkable=True
        )
        self.marker = IconButton("ph.bookmark-simple", tr("Add marker"), "M")
        self.mode = Segmented([(False, tr("Overwrite")), (True, tr("Insert"))], stage.view.inserting, tips=INSERT_TIPS)
        self.mode.setAccessibleName(tr("Overwrite or insert"))
        self.out = IconButton("ph.magnifying-glass-minus", tr("Zoom out"), "-")
        self.zoom = Slider(0, 100, 50)
        self.zoom.setAccessibleName(tr("Zoom"))
        self.zoom.setFixedWidth(96)
        self.into = IconButton("ph.magnifying-glass-plus", tr("Zoom in"), "=")
        self.fit = IconButton("ph.arrows-out-line-horizontal", tr("Zoom to fit"), "\\")
        self._lay_out()
        self._connect()
        self._show_switches()
        self.show_scale()

    def _lay_out(self) -> None:
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 8, 0)
        layout.setSpacing(4)
        layout.addWidget(self.name)
        layout.addSpacing(24)
        for button in (self.snap, self.link, self.marker):
            layout.addWidget(button)
        layout.addSpacing(8)
        layout.addWidget(self.mode)
        layout.addStretch(1)
        for widget in (self.out, self.zoom, self.into, self.fit):
            layout.addWidget(widget)

    def _connect(self) -> None:
        view, viewport = self._stage.view, self._stage.viewport
        self.snap.clicked.connect(lambda: view.set_snapping(self.snap.isChecked()))
        self.link.clicked.connect(lambda: view.set_linked(self.link.isChecked()))
        self.marker.clicked.connect(lambda: self._stage.callbacks.marker())
        self.mode.chosen.connect(view.set_inserting)
        self.zoom.moved.connect(self._zoom_to)
        self.fit.clicked.connect(viewport.fit)
        view.changed.connect(self._show_switches)
        viewport.rescaled.connect(self.show_scale)
        viewport.resized.connect(self.show_scale)
        self._stage.document.timeline_changed.connect(self._show_changes)
        theme.changed.connect(self.update)

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(600, HEIGHT)

    def show_scale(self) -> None:
        viewport = self._stage.viewport
        least = viewport.least_scale
        self.zoom.set_value(100 * log(viewport.scale / least) / log(MOST_SCALE / least))

    def _zoom_to(self, value: float) -> None:
        """Around the playhead where that is in sight, else around the middle."""
        viewport = self._stage.viewport
        least = viewport.least_scale
        viewport.zoom_to(least * (MOST_SCALE / least) ** (value / 100), anchor(self._stage))

    def _show_switches(self, _name: str = "") -> None:
        self.snap.setChecked(self._stage.view.snapping)
        self.link.setChecked(self._stage.view.linked)
        self.mode.set_value(self._stage.view.inserting)

    def _show_changes(self, before: Timeline, after: Timeline) -> None:
        if before.name != after.name:
            self.name.set_text(after.name)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.fillRect(event.rect(), theme.colour("panel"))


def anchor(stage: Stage) -> float:
    """What zooming by key or slider keeps in place."""
    x, width = stage.viewport.x_of(stage.playback.frame), stage.viewport.size.width()
    return x if 0 <= x <= width else width / 2
