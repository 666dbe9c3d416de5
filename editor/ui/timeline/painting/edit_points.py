"""The selected edit point, painted: a bracket that opens towards the clip that is trimmed."""

from PySide6.QtCore import QRect
from PySide6.QtGui import QPainter

from editor.ui.timeline.painting.palette import palette
from editor.view_state import EditPoint, Trimming

THICK, SERIF = 3, 8  # pixels
REACH = SERIF + 2  # on either side of it
ARROW = 5  # pixels: of the sign of a ripple


def paint_edit_point(painter: QPainter, point: EditPoint, x: int, lane: QRect) -> None:
    """x: of the frame it stands at. A ripple has a barb in the middle: everything after it follows."""
    top, height = lane.top() + 1, lane.height() - 2
    for is_there, left in ((point.left is not None, x - SERIF), (point.right is not None, x)):
        if is_there:
            bar = x - THICK if left < x else x
            _fill(painter, QRect(bar, top, THICK, height))
            _fill(painter, QRect(left, top, SERIF, THICK))
            _fill(painter, QRect(left, top + height - THICK, SERIF, THICK))
    if point.trimming is Trimming.RIPPLE:
        middle = top + height // 2
        for step in range(ARROW):
            across = ARROW - step
            left = x - THICK - across if point.left is not None else x + THICK
            _fill(painter, QRect(left, middle - step, across, 1))
            _fill(painter, QRect(left, middle + step, across, 1))


def _fill(painter: QPainter, rect: QRect) -> None:
    painter.fillRect(rect, palette().colour("accent"))
