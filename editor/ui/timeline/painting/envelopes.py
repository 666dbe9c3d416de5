"""What lies along a clip: the slopes of its fades, the line of an envelope, its points and the fades' handles."""

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from editor.timeline.edits import Edge
from editor.timeline.model import Clip, TrackKind
from editor.ui.timeline import bands
from editor.ui.timeline.bands import Band, body_of, x_of
from editor.ui.timeline.painting.palette import palette

POINT, HANDLE = 7, 9  # pixels across
SHADE = QColor(0, 0, 0, 120)
AROUND, WHITE = QColor(0, 0, 0, 150), QColor(255, 255, 255)
TOUCHED, UNTOUCHED = 220, 90  # how much of a line is seen: of 255


def paint(
    painter: QPainter, clip: Clip, rect: QRect, band: Band | None, chosen: int | None, kind: TrackKind, sight: QRect
) -> None:
    """band: whose line the clip shows. chosen: the frame of the point that is selected. sight: what is to be painted
    now."""
    if not bands.has_room(rect) or not (clip.fade_in or clip.fade_out or band is not None):
        return
    painter.save()
    painter.setClipRect(body_of(rect), Qt.ClipOperation.IntersectClip)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ink = WHITE if kind is TrackKind.VIDEO else palette().sound.text
    _paint_slopes(painter, clip, rect, ink)
    if band is not None:
        _paint_line(painter, clip, rect, band, sight, ink)
        for at, place in bands.point_places(band, clip, rect):
            _paint_disc(painter, place, POINT, palette().colour("accent") if at == chosen else ink)
    painter.restore()


def paint_handles(painter: QPainter, clip: Clip, rect: QRect) -> None:
    """While the mouse is over the clip."""
    if not bands.has_room(rect):
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for edge in Edge:
        _paint_disc(painter, QPointF(bands.handle_of(clip, rect, edge)), HANDLE, WHITE)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_slopes(painter: QPainter, clip: Clip, rect: QRect, ink: QColor) -> None:
    """Darker is what is taken away."""
    body = body_of(rect)
    sides = (
        (clip.fade_in, clip.fade_in_cut, body.left(), x_of(clip, rect, clip.fade_in)),
        (clip.fade_out, clip.fade_out_cut, body.right() + 1, x_of(clip, rect, clip.duration - clip.fade_out)),
    )
    for frames, cut, corner, inner in sides:
        if frames:
            left = frames / (frames + cut)  # of the slope
            top, foot = QPointF(inner, body.top()), QPointF(corner, body.top() + left * body.height())
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(SHADE)
            painter.drawPolygon(QPolygonF([QPointF(corner, body.top()), top, foot]))
            painter.setPen(QPen(ink, 1.2))
            painter.drawLine(foot, top)


def _paint_line(painter: QPainter, clip: Clip, rect: QRect, band: Band, sight: QRect, ink: QColor) -> None:
    corners = bands.line_of(band, clip, rect, sight.left() - bands.STEP, sight.right() + bands.STEP)
    curve = band.envelope.curve_of(clip)
    is_touched = bool(curve.points) or curve.value != band.envelope.rest
    if is_touched and ink is WHITE:  # over pictures of any colour
        painter.setPen(QPen(AROUND, 3))
        painter.drawPolyline(QPolygonF(corners))
    colour = QColor(ink)
    colour.setAlpha(TOUCHED if is_touched else UNTOUCHED)
    painter.setPen(QPen(colour, 1.4 if is_touched else 1))
    painter.drawPolyline(QPolygonF(corners))


def _paint_disc(painter: QPainter, middle: QPointF | QPoint, across: int, colour: QColor) -> None:
    painter.setPen(QPen(AROUND, 1))
    painter.setBrush(colour)
    reach = across / 2
    painter.drawEllipse(QRectF(middle.x() - reach, middle.y() - reach, across, across))
