"""Pictures along a clip, at even distances from its start."""

from collections.abc import Iterator
from fractions import Fraction
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from editor.timeline.model import Media
from editor.ui.timeline.painting.facts import Facts

REMEMBERED = 48 << 20  # bytes of pictures scaled to size
BETWEEN = 1  # pixels, black
BLACK = QColor(0, 0, 0)
FINEST = 6  # halvings of a second that times are rounded to


class Pictures(Protocol):
    """Where pictures come from: at once, or not yet."""

    def image(self, media: Media, time: Fraction, height: int) -> QImage | None: ...


class Filmstrips:
    """Draws the bodies of picture clips. Whole numbers only in the loop: fractions are slow, and seldom needed."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._scaled: dict[tuple[str, str, int, int, int, int], QPixmap] = {}
        self._bytes = 0

    def forget(self) -> None:
        """Files were replaced."""
        self._scaled.clear()
        self._bytes = 0

    def paint(self, painter: QPainter, facts: Facts, body: QRect, sight: QRect, ratio: float) -> None:
        """`body`: the whole strip, also beyond the window; `sight`: the part to paint."""
        media = facts.media
        if media is None or media.picture is None or body.width() <= 0 or body.height() <= 0:
            return
        width = max(8, round(body.height() * media.picture.width / max(1, media.picture.height)))
        pace = facts.duration / body.width()  # seconds a pixel
        halvings = fineness(pace * width)
        for left in _lefts(body, sight, width):
            moment = max(0, round((facts.start + pace * (left - body.left())) * 2.0**halvings))
            room = min(left + width - BETWEEN, body.right() + 1) - left
            place = QRect(left, body.top(), width, body.height())
            pixmap = self._fitted(media, (moment, halvings), (round(width * ratio), round(body.height() * ratio)))
            if pixmap is not None and room > 0:
                self._paint_one(painter, pixmap, place, room, ratio)
            if left + width - 1 < body.right():
                painter.fillRect(left + width - BETWEEN, body.top(), BETWEEN, body.height(), BLACK)

    def _paint_one(self, painter: QPainter, pixmap: QPixmap, place: QRect, room: int, ratio: float) -> None:
        """room: pixels before the clip ends."""
        if room >= place.width() - BETWEEN and ratio == 1:
            painter.drawPixmap(place.topLeft(), pixmap)
        else:
            source = QRectF(0, 0, room * ratio, place.height() * ratio)
            painter.drawPixmap(QRectF(place.left(), place.top(), room, place.height()), pixmap, source)

    def _fitted(self, media: Media, moment: tuple[int, int], size: tuple[int, int]) -> QPixmap | None:
        """moment: how many of a second's 2 ** n parts."""
        key = (media.id, media.path, *moment, *size)
        if key not in self._scaled:
            time = Fraction(moment[0]) / Fraction(2) ** moment[1]
            image = self._pictures.image(media, time, size[1])
            if image is None:
                return None
            if self._bytes > REMEMBERED:
                self.forget()
            self._scaled[key] = _scaled(image, size)
            self._bytes += 4 * size[0] * size[1]
        return self._scaled[key]


def _lefts(body: QRect, sight: QRect, width: int) -> Iterator[int]:
    """Of the pictures that can be seen."""
    first = max(0, (sight.left() - body.left()) // width)
    yield from range(body.left() + first * width, min(body.right(), sight.right()) + 1, width)


def _scaled(image: QImage, size: tuple[int, int]) -> QPixmap:
    smooth = Qt.TransformationMode.SmoothTransformation
    fitted = image.scaled(*size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, smooth)
    origin = QPoint((fitted.width() - size[0]) // 2, (fitted.height() - size[1]) // 2)
    return QPixmap.fromImage(fitted.copy(QRect(origin.x(), origin.y(), *size)))


def fineness(span: float) -> int:
    """How often to halve a second so that a part is at most a quarter of `span`: zooming asks for few new ones."""
    halvings = 0
    while 2.0**-halvings > span / 4 and halvings < FINEST:
        halvings += 1
    while 2.0 ** (1 - halvings) <= span / 4:
        halvings -= 1
    return halvings
