"""A bracket that can be dragged: the tint over what a model looks at, its inner edge, and a sign of warning."""

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from editor.ui.timeline.overlay import Bracket
from editor.ui.timeline.painting import joins
from editor.ui.timeline.painting.palette import palette

GRIP_WIDTH, GRIP_HEIGHT = 7, 20  # pixels, as in the dialogs
SLIT_WIDTH, SLIT_HEIGHT = 1.5, 8
SIGN = 12
LEAST = 2 * SIGN  # pixels wide where there is room for the sign


def paint(painter: QPainter, rect: QRect, bracket: Bracket, warning: str, scale: float) -> None:
    """rect: of the frames that are looked at, without the clip's name bar."""
    if bracket.about is None:  # else the lane is tinted already
        joins.paint_context(painter, rect, bracket.at_end, scale)
    middle = QPoint(rect.left() + 1 if bracket.at_end else rect.right(), rect.center().y())
    grip = QRectF(0, 0, GRIP_WIDTH, min(GRIP_HEIGHT, rect.height()))
    grip.moveCenter(middle.toPointF())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(palette().colour("gen"))
    painter.drawRoundedRect(grip, 2, 2)
    slit = QRectF(0, 0, SLIT_WIDTH, min(SLIT_HEIGHT, grip.height() - 4))
    slit.moveCenter(grip.center())
    painter.fillRect(slit, palette().colour("on_gen"))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
    if warning and rect.width() >= LEAST and rect.height() >= SIGN + 6:
        _paint_sign(painter, rect, bracket.at_end)


def _paint_sign(painter: QPainter, rect: QRect, at_end: bool) -> None:
    """At the cut."""
    box = QRect(rect.right() - SIGN - 2 if at_end else rect.left() + 3, rect.top() + 3, SIGN, SIGN)
    painter.fillRect(box.adjusted(-2, -2, 2, 2), palette().colour("raised"))
    painter.drawPixmap(box, palette().icon("ph.warning", "warn", SIGN, painter.device().devicePixelRatio()))
