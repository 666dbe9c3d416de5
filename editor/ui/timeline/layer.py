"""A picture that is kept: moved when it scrolls, and painted again only where something changed."""

from collections.abc import Callable
from math import ceil

from PySide6.QtCore import QPoint, QRect, QRectF, QSize
from PySide6.QtGui import QPainter, QPixmap, QRegion


class Layer:
    """What is the same for minutes. `paint(painter, rect)` paints one rectangle of it, which it fills wholly."""

    def __init__(self, paint: Callable[[QPainter, QRect], None]) -> None:
        self._paint = paint
        self._pixmap = QPixmap()
        self._size = QSize(0, 0)
        self._dirty = QRegion()
        self.painted = QRegion()  # by the last `show`

    def fit(self, size: QSize, ratio: float) -> None:
        """Size in logical pixels, and device pixels to one of them."""
        if size == self._size and self._pixmap.devicePixelRatio() == ratio:
            return
        self._size = size
        self._pixmap = QPixmap(ceil(size.width() * ratio), ceil(size.height() * ratio))
        self._pixmap.setDevicePixelRatio(ratio)
        self.invalidate()

    def invalidate(self, region: QRegion | QRect | None = None) -> None:
        whole = QRect(QPoint(0, 0), self._size)
        self._dirty += whole if region is None else QRegion(region) & whole

    def scroll(self, x: int, y: int) -> None:
        """The content moves by that many logical pixels, to the right and down."""
        ratio = self._pixmap.devicePixelRatio()
        by_x, by_y = x * ratio, y * ratio
        if by_x != int(by_x) or by_y != int(by_y) or abs(x) >= self._size.width() or abs(y) >= self._size.height():
            self.invalidate()
            return
        self._dirty.translate(x, y)
        exposed = QRegion()
        self._pixmap.scroll(int(by_x), int(by_y), self._pixmap.rect(), exposed)
        self._dirty &= QRegion(QRect(QPoint(0, 0), self._size))
        for rect in rects(exposed):
            self.invalidate(_logical(rect, ratio))

    def show(self, painter: QPainter, region: QRegion) -> None:
        """Paint what is dirty, then show the region."""
        self._renew()
        ratio = self._pixmap.devicePixelRatio()
        for rect in rects(region):
            source = QRectF(rect.x() * ratio, rect.y() * ratio, rect.width() * ratio, rect.height() * ratio)
            painter.drawPixmap(QRectF(rect), self._pixmap, source)

    def _renew(self) -> None:
        self.painted, self._dirty = self._dirty, QRegion()
        if self.painted.isEmpty():
            return
        with QPainter(self._pixmap) as painter:
            for rect in columns(rects(self.painted)):
                painter.setClipRect(rect)
                self._paint(painter, rect)


def columns(parts: list[QRect]) -> list[QRect]:
    """Rectangles over and under each other are painted as one: a region comes cut into many flat ones."""
    merged: list[QRect] = []
    for part in sorted(parts, key=QRect.left):
        if merged and part.left() <= merged[-1].right() + 1:
            merged[-1] = merged[-1].united(part)
        else:
            merged.append(part)
    return merged


def rects(region: QRegion) -> list[QRect]:
    """PySide's type hints have forgotten that a region can be gone through."""
    return list(region)  # type: ignore[call-overload]


def _logical(rect: QRect, ratio: float) -> QRect:
    left, top = int(rect.left() / ratio), int(rect.top() / ratio)
    return QRect(left, top, ceil((rect.right() + 1) / ratio) - left, ceil((rect.bottom() + 1) / ratio) - top)
