"""Pictures along a clip, at even distances from its start."""

from fractions import Fraction
from math import frexp
from typing import Protocol

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap

from editor.timeline.model import Media
from editor.ui.timeline.geometry import NAME_BAR
from editor.ui.timeline.painting.facts import Facts

REMEMBERED = 48 << 20  # bytes of pictures scaled to size
BETWEEN = 1  # pixels, black
BLACK = QColor(0, 0, 0)
FINEST = 6  # halvings of a second that times are rounded to
Key = tuple[str, str, int, int, tuple[int, int]]  # file, its path, how many of a second's 2 ** n parts, n, size


class Pictures(Protocol):
    """Where pictures come from: at once, or not yet."""

    def image(self, media: Media, time: Fraction, height: int) -> QImage | None: ...


class Filmstrips:
    """Draws the bodies of picture clips. Whole numbers only in the loop: fractions are slow, and seldom needed."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self._scaled: dict[Key, QPixmap] = {}
        self._bytes = 0

    def forget(self) -> None:
        """Files were replaced."""
        self._scaled.clear()
        self._bytes = 0

    def paint(self, painter: QPainter, facts: Facts, rect: QRect, sight: QRect, ratio: float) -> None:
        """`rect`: the whole clip, also beyond the window; `sight`: the part to paint."""
        media, height = facts.media, rect.height() - NAME_BAR
        if media is None or media.picture is None or height <= 0:
            return
        left, top, long = rect.left(), rect.top() + NAME_BAR, rect.width()
        end, width = left + long, max(8, round(height * facts.aspect))
        halvings = fineness(abs(facts.duration) / long * width)
        size, fine = (round(width * ratio), round(height * ratio)), 2.0**halvings
        first = left + max(0, (sight.left() - left) // width) * width
        for x in range(first, min(end - 1, sight.right()) + 1, width):
            moment = max(0, round(facts.moment((x - left) / long) * fine))
            key = (media.id, media.path, moment, halvings, size)
            pixmap = self._scaled.get(key) or self._fit(media, key)
            if pixmap is not None and ratio == 1:
                painter.drawPixmap(x, top, pixmap, 0, 0, min(width, end - x), height)
            elif pixmap is not None:
                room = min(width, end - x)
                painter.drawPixmap(QRectF(x, top, room, height), pixmap, QRectF(0, 0, room * ratio, height * ratio))
            if x + width < end:
                painter.fillRect(x + width - BETWEEN, top, BETWEEN, height, BLACK)

    def _fit(self, media: Media, key: Key) -> QPixmap | None:
        _, _, moment, halvings, size = key
        image = self._pictures.image(media, Fraction(moment) / Fraction(2) ** halvings, size[1])
        if image is None:
            return None
        if self._bytes > REMEMBERED:
            self.forget()
        pixmap = self._scaled[key] = _scaled(image, size)
        self._bytes += 4 * size[0] * size[1]
        return pixmap


def _scaled(image: QImage, size: tuple[int, int]) -> QPixmap:
    smooth = Qt.TransformationMode.SmoothTransformation
    fitted = image.scaled(*size, Qt.AspectRatioMode.KeepAspectRatioByExpanding, smooth)
    origin = QPoint((fitted.width() - size[0]) // 2, (fitted.height() - size[1]) // 2)
    return QPixmap.fromImage(fitted.copy(QRect(origin.x(), origin.y(), *size)))


def fineness(span: float) -> int:
    """How often to halve a second so that a part is at most a quarter of `span`: zooming asks for few new ones."""
    return min(FINEST, 1 - frexp(span / 4)[1])
