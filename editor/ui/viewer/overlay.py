"""What may be laid over a monitor's picture, and take the mouse there."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QMouseEvent, QPainter


class MonitorOverlay:
    """Stands in `PictureArea.overlays`, the last one on top. `picture`: where the whole picture stands in the area.

    One that changes asks its area to `update()`.
    """

    everywhere = False  # over the full screen, too

    def paint(self, painter: QPainter, picture: QRect) -> None:
        """Over the picture, and around it where it likes; a painter as it is made."""

    def press(self, event: QMouseEvent, picture: QRect) -> bool:
        """Whether it takes the mouse: then `drag` and `release` follow, and nobody else sees them."""
        return False

    def drag(self, event: QMouseEvent, picture: QRect) -> None: ...

    def release(self, event: QMouseEvent, picture: QRect) -> None: ...

    def cancel(self) -> None:
        """Escape, while it has the mouse: everything as it was; no `release` follows."""

    def cursor_at(self, position: QPointF, picture: QRect) -> Qt.CursorShape | None:
        """What a press there would do; None = it would not take it."""
        return None
