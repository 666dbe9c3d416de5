"""The line drawn along a clip for one of its envelopes, and the handles of its fades: where they are."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from math import log

from PySide6.QtCore import QPoint, QPointF, QRect

from editor.timeline.edits import OPACITY, PAN, SPEED, VOLUME, Edge, Envelope
from editor.timeline.looks import LOUDEST, QUIET
from editor.timeline.model import Clip, Timeline, TrackKind
from editor.ui.timeline.geometry import NAME_BAR
from editor.view_state import Line, ViewState
from editor.words import tr

LEAST_BODY = 16  # pixels: of a lower clip nothing is drawn
LEAST_WIDTH = 40
PAD = 3  # pixels above and below the line's ends
STEP = 6  # pixels from one corner of a bent line to the next
HANDLE = 8  # pixels that a handle without a fade stands inside its corner
REACH, POINT_REACH, LINE_REACH = 5, 6, 3  # pixels around handle, point and line that take hold of them
TALL = 30  # pixels: a lower body leaves what is under the fade handles to trimming
UNITY = 0.6  # of the height: where a clip is as loud as its file


@dataclass(frozen=True, slots=True)
class Band:
    """How an envelope is drawn."""

    envelope: Envelope
    height_of: Callable[[float], float]  # of a value: 0 at the foot of the clip, 1 under its name
    value_at: Callable[[float], float]
    words: Callable[[float], str]
    step: float  # what a typed 1 means
    is_straight: bool  # whether what lies between two points is a straight line on screen, too


def _height_of_volume(decibels: float) -> float:
    """As a fader: what matters is spread, and what is hardly heard is pressed together."""
    if decibels >= 0:
        return UNITY + (1 - UNITY) * decibels / LOUDEST
    return UNITY * (1 - decibels / QUIET) ** 2


def _volume_at(height: float) -> float:
    if height >= UNITY:
        return LOUDEST * (height - UNITY) / (1 - UNITY)
    return QUIET * (1 - (max(0.0, height) / UNITY) ** 0.5)


def decibels_in_words(value: float) -> str:
    """−6.0 dB; −∞ dB"""
    if value <= QUIET:
        return "−∞ dB"
    sign = "−" if value <= -0.05 else "+" if value >= 0.05 else ""
    return f"{sign}{abs(value):.1f} dB"


def pan_in_words(value: float) -> str:
    """Centre; −40 L; 100 R"""
    part = round(100 * abs(value))
    return tr("Centre") if not part else f"−{part} L" if value < 0 else f"{part} R"


def _height_of_speed(speed: float) -> float:
    """Twice as fast is as far up as half as fast is down."""
    return log(speed / SPEED.low) / log(SPEED.high / SPEED.low)


def _speed_at(height: float) -> float:
    return SPEED.low * (SPEED.high / SPEED.low) ** height


BANDS: dict[Line, Band] = {
    Line.VOLUME: Band(VOLUME, _height_of_volume, _volume_at, decibels_in_words, 1.0, is_straight=False),
    Line.PAN: Band(PAN, lambda pan: (1 - pan) / 2, lambda height: 1 - 2 * height, pan_in_words, 0.01, is_straight=True),
    Line.OPACITY: Band(
        OPACITY, lambda part: part, lambda height: height, lambda part: f"{part:.0%}", 0.01, is_straight=True
    ),
    Line.SPEED: Band(SPEED, _height_of_speed, _speed_at, lambda speed: f"{speed:.0%}", 0.01, is_straight=False),
}


def band_of(view: ViewState, kind: TrackKind) -> Band | None:
    """The one that is shown on clips of such a track."""
    return BANDS.get(view.line_of(kind))


def band_on(band: Band | None, timeline: Timeline, clip: Clip) -> Band | None:
    """None where that clip has no such line."""
    return band if band is not None and band.envelope.is_on(timeline, clip) else None


def body_of(rect: QRect) -> QRect:
    return rect.adjusted(0, NAME_BAR, 0, 0)


def has_room(rect: QRect) -> bool:
    return rect.width() >= LEAST_WIDTH and rect.height() - NAME_BAR >= LEAST_BODY


def x_of(clip: Clip, rect: QRect, frame: float) -> float:
    return rect.left() + frame * (rect.width() + 1) / clip.duration


def frame_at(clip: Clip, rect: QRect, x: float) -> float:
    return (x - rect.left()) * clip.duration / (rect.width() + 1)


def y_of(band: Band, rect: QRect, value: float) -> float:
    body = body_of(rect)
    return body.bottom() - PAD - band.height_of(value) * _span(rect)


def value_at(band: Band, rect: QRect, y: float) -> float:
    height = (body_of(rect).bottom() - PAD - y) / _span(rect)
    return band.envelope.within(band.value_at(max(0.0, min(height, 1.0))))


def _span(rect: QRect) -> int:
    return max(1, rect.height() - NAME_BAR - 1 - 2 * PAD)


def point_places(band: Band, clip: Clip, rect: QRect) -> list[tuple[int, QPointF]]:
    """Of each point that the clip shows: its frame, and where it is drawn."""
    points = band.envelope.curve_of(clip).points
    return [
        (point.at, QPointF(x_of(clip, rect, point.at), y_of(band, rect, point.value)))
        for point in points
        if 0 <= point.at <= clip.duration
    ]


def line_of(band: Band, clip: Clip, rect: QRect, left: int, right: int) -> list[QPointF]:
    """The corners of the line between two x."""
    curve = band.envelope.curve_of(clip)
    left, right = max(left, rect.left()), min(right, rect.right() + 1)
    if not curve.points:
        y = y_of(band, rect, curve.value)
        return [QPointF(left, y), QPointF(right, y)]
    corners = {float(left), float(right), *(x_of(clip, rect, point.at) for point in curve.points)}
    if not band.is_straight:
        corners.update(range(left, right, STEP))
    inside = sorted(x for x in corners if left <= x <= right)
    return [QPointF(x, y_of(band, rect, curve.at(frame_at(clip, rect, x)))) for x in inside]


def handle_of(clip: Clip, rect: QRect, edge: Edge) -> QPoint:
    """The middle of a fade's handle: where the fade ends, at the upper edge of the body, and in the clip."""
    frame = clip.fade_in if edge is Edge.START else clip.duration - clip.fade_out
    first, last = rect.left() + HANDLE, rect.right() + 1 - HANDLE
    return QPoint(max(first, min(round(x_of(clip, rect, frame)), last)), rect.top() + NAME_BAR)


class Held(StrEnum):
    FADE_IN = "fade in"
    FADE_OUT = "fade out"
    POINT = "point"
    LINE = "line"
    MOTION = "motion point"


@dataclass(frozen=True, slots=True)
class Grip:
    """What of a clip's envelope or fades lies under the pointer."""

    held: Held
    at: int = 0  # frame of the clip: of the point, or the nearest one on the line


def grip_at(band: Band | None, clip: Clip, rect: QRect, at: QPoint) -> Grip | None:
    """band: whose line the clip shows."""
    if not has_room(rect) or not rect.contains(at):
        return None
    for edge, held in ((Edge.START, Held.FADE_IN), (Edge.END, Held.FADE_OUT)):
        if _is_on_handle(handle_of(clip, rect, edge), rect, at):
            return Grip(held)
    if band is None:
        return None
    places = point_places(band, clip, rect)
    near = (frame for frame, place in places if (place - at).manhattanLength() <= POINT_REACH)
    if (frame := next(near, None)) is not None:
        return Grip(Held.POINT, frame)
    under = frame_at(clip, rect, at.x() + 0.5)
    off = y_of(band, rect, band.envelope.curve_of(clip).at(under)) - at.y()
    return Grip(Held.LINE, round(under)) if abs(off) <= LINE_REACH else None


def _is_on_handle(handle: QPoint, rect: QRect, at: QPoint) -> bool:
    below = REACH if rect.height() - NAME_BAR >= TALL else 1
    off = at - handle
    return abs(off.x()) <= REACH and -REACH <= off.y() <= below
