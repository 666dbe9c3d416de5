"""What is seen in the program monitor while an edge is dragged: the very frames at it, side by side."""

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Protocol

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from editor.timeline.model import Media
from editor.ui import theme
from editor.ui.viewer.overlay import MonitorOverlay
from editor.ui.widgets import shapes

MOST = 720  # pixels: pictures are kept no higher
STRIP = 72  # pixels: about a filmstrip's height
GAP = 8  # pixels between pictures
SMALL = 0.3  # of the height, for those that do not change
TAG = 20  # pixels, of the words on a picture
BLACK, INK = QColor(12, 12, 14), QColor(240, 240, 242)


class ExactPictures(Protocol):
    """What `Thumbnails` is to it."""

    def image(self, media: Media, time: Fraction, height: int, exact: bool = False) -> QImage | None: ...


@dataclass(frozen=True, slots=True)
class Frame:
    """media: None where there is none yet. time: in its seconds."""

    media: Media | None
    time: Fraction
    words: str
    large: bool = True


class TrimView(MonitorOverlay):
    """Nothing while there are no frames."""

    def __init__(self, thumbnails: ExactPictures) -> None:
        self._thumbnails = thumbnails
        self.frames: tuple[Frame, ...] = ()
        self._last: dict[tuple[int, str], QImage] = {}  # what a place showed before, until the next picture is there

    def show(self, frames: Sequence[Frame]) -> None:
        self.frames = tuple(frames)
        if not frames:
            self._last.clear()

    def paint(self, painter: QPainter, picture: QRect) -> None:
        if not self.frames:
            return
        painter.fillRect(picture, BLACK)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        for place, (frame, rect) in enumerate(zip(self.frames, places(self.frames, picture), strict=True)):
            self._paint_frame(painter, place, frame, rect)

    def _paint_frame(self, painter: QPainter, place: int, frame: Frame, room: QRect) -> None:
        image = self._image(place, frame, room.height(), painter.device().devicePixelRatio())
        rect = room
        if image is not None:
            size = image.size().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
            rect = QRect(room.center() - QRect(0, 0, size.width(), size.height()).center(), size)
            painter.drawImage(rect, image)
        painter.setFont(theme.font("timecode" if frame.large else "small"))
        width = painter.fontMetrics().horizontalAdvance(frame.words) + 16
        tag = QRect(rect.center().x() - width // 2, rect.bottom() - TAG - 4, width, TAG)
        shapes.rounded(painter, tag, 4, QColor(0, 0, 0, 170))
        painter.setPen(INK)
        painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, frame.words)

    def _image(self, place: int, frame: Frame, height: int, ratio: float) -> QImage | None:
        if frame.media is None:
            return None
        key = place, frame.media.id
        image = self._thumbnails.image(frame.media, frame.time, min(MOST, round(height * ratio)), exact=True)
        if image is None:  # the one of the filmstrip is there sooner, mostly at once
            image = self._thumbnails.image(frame.media, frame.time, STRIP)
        if image is not None:
            self._last[key] = image
        return self._last.get(key)


def places(frames: Sequence[Frame], picture: QRect) -> list[QRect]:
    """Large ones beside each other; small ones above them, in the same order."""
    small = [frame for frame in frames if not frame.large]
    top = round(picture.height() * SMALL) if small else 0
    upper = _row(QRect(picture.left(), picture.top(), picture.width(), top), len(small))
    lower = _row(picture.adjusted(0, top + (GAP if small else 0), 0, 0), len(frames) - len(small))
    return [lower.pop(0) if frame.large else upper.pop(0) for frame in frames]


def _row(room: QRect, count: int) -> list[QRect]:
    if not count:
        return []
    width = (room.width() - GAP * (count - 1)) // count
    return [QRect(room.left() + index * (width + GAP), room.top(), width, room.height()) for index in range(count)]
