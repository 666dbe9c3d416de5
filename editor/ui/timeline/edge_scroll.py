"""Scrolling on while something is dragged past the edge of the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from editor.ui.timeline.viewport import Viewport

EVERY = 33  # milliseconds
SHARE = 4  # of how far outside the mouse is: pixels a step
MOST = 40


class EdgeScroll(QObject):
    """The further outside, the faster. `again` lets the drag follow what moved under it."""

    def __init__(self, viewport: Viewport, again: Callable[[], object], parent: QObject) -> None:
        super().__init__(parent)
        self._viewport, self._again = viewport, again
        self._by = 0
        self._timer = QTimer(self)
        self._timer.setInterval(EVERY)
        self._timer.timeout.connect(self.step)

    @property
    def is_running(self) -> bool:
        return self._timer.isActive()

    def follow(self, x: int) -> None:
        """Where the mouse is now."""
        outside = min(0, x) + max(0, x - self._viewport.size.width())
        self._by = max(-MOST, min(round(outside / SHARE), MOST))
        if self._by and not self._timer.isActive():
            self._timer.start()
        elif not self._by:
            self.stop()

    def stop(self) -> None:
        self._by = 0
        self._timer.stop()

    def step(self) -> None:
        self._viewport.scroll_on(self._by)
        self._again()
