"""What stands at cuts: dissolves, the tint over what a model saw, and lamps."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QPolygonF

from editor.actions.context import sights_of
from editor.timeline.model import (
    DIP_TO_BLACK,
    DIP_TO_WHITE,
    Clip,
    Purpose,
    Task,
    Timeline,
    Track,
    Transition,
)
from editor.timeline.rational_time import TimeRange
from editor.ui.timeline import neighbours
from editor.ui.timeline.geometry import NAME_BAR
from editor.ui.timeline.painting.palette import palette

LAMP, RING = 8, 15  # pixels across
DIPS = {DIP_TO_BLACK: QColor(0, 0, 0, 150), DIP_TO_WHITE: QColor(255, 255, 255, 120)}
CLOSE = 6.0  # pixels a frame; from here on the tint is lighter


def transition_range(transition: Transition, cut: int) -> TimeRange:
    return TimeRange(cut - transition.in_offset, transition.in_offset + transition.out_offset)


def paint_transition(painter: QPainter, rect: QRect, kind: str, is_sound: bool) -> None:
    """rect: the body's height, the transition's width. A dissolve has one line, a cross fade two, a dip a valley."""
    painter.fillRect(rect, QColor(20, 20, 23, 158))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setBrush(Qt.BrushStyle.NoBrush)
    painter.setPen(QPen(QColor(255, 255, 255, 87), 1))
    painter.drawRoundedRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5), 2, 2)
    painter.setPen(QPen(QColor(255, 255, 255, 178), 1))
    if kind in DIPS:
        _paint_valley(painter, rect, DIPS[kind])
    else:
        painter.drawLine(rect.left() + 1, rect.bottom(), rect.right(), rect.top() + 1)
    if is_sound:
        painter.drawLine(rect.left() + 1, rect.top() + 1, rect.right(), rect.bottom())
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def _paint_valley(painter: QPainter, rect: QRect, colour: QColor) -> None:
    """Down to a colour in the middle, and up again."""
    low = QPointF(rect.center().x() + 0.5, rect.bottom())
    left, right = QPointF(rect.left() + 1, rect.top() + 1), QPointF(rect.right(), rect.top() + 1)
    painter.setBrush(colour)
    painter.drawPolygon(QPolygonF([left, low, right]))
    painter.setBrush(Qt.BrushStyle.NoBrush)


def context_of(timeline: Timeline, track: Track, index: int) -> tuple[int, int]:
    """How many frames of this clip's head and of its tail a generated neighbour looked at."""
    clip = track.items[index]
    if not isinstance(clip, Clip) or clip.take is None:
        return 0, 0
    previous, following = neighbours.clip_before(track, index), neighbours.clip_after(track, index)
    head = _seen_by(timeline, clip, previous, (Task.BEFORE, Task.BRIDGE), -1)
    tail = _seen_by(timeline, clip, following, (Task.AFTER, Task.BRIDGE), 0)
    return min(head, clip.duration), min(tail, clip.duration)


def _seen_by(timeline: Timeline, clip: Clip, beside: Clip | None, tasks: tuple[Task, ...], side: int) -> int:
    if beside is None or beside.generation is None or beside.generation.task not in tasks:
        return 0
    generation = beside.generation
    if generation.purpose == Purpose.SLOW or (side and generation.purpose == Purpose.LOOP):
        return 0  # it looked at what it replaced, or at the start of the clip before it
    if not generation.sources or clip.take is None or generation.sources[side].media != clip.take.media:
        return 0
    sights = sights_of(timeline, beside)
    return 0 if sights is None else sights.now.reach(at_end=not side)


def paint_context(painter: QPainter, body: QRect, at_tail: bool, scale: float) -> None:
    """body: the tinted part of a clip; its inner edge is marked."""
    painter.fillRect(body, palette().colour("context_far" if scale >= CLOSE else "context"))
    edge = body.left() if at_tail else body.right() - 1
    painter.fillRect(edge, body.top(), 2, body.height(), palette().colour("gen"))


def paint_lamp(painter: QPainter, x: int, top: int, verdict: str) -> None:
    """On the cut, in the middle of the name bar."""
    middle = QRectF(x - 0.5, top + NAME_BAR / 2, 0, 0)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    for size, colour in ((RING, "lamp_ring"), (LAMP, verdict)):
        painter.setBrush(palette().colour(colour))
        painter.drawEllipse(middle.adjusted(-size / 2, -size / 2, size / 2, size / 2))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)


def lamp_side(clip: Clip) -> str:
    """Where the join is that the verdict is about: an extension before a clip ends in it."""
    return "end" if clip.generation is not None and clip.generation.task is Task.BEFORE else "start"
