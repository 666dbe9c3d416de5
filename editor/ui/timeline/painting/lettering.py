"""Words on clips: measured, shortened and laid out once, since a repaint shows hundreds of them."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText

REMEMBERED = 4_000  # texts; beyond that all are forgotten


class Lettering:
    """Text in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetrics(font)
        self._height = self._metrics.height()
        self._widths: dict[str, int] = {}
        self._shortened: dict[tuple[str, int], str] = {}
        self._laid_out: dict[str, QStaticText] = {}

    def width(self, text: str) -> int:
        width = self._widths.get(text)
        if width is None:
            _make_room(self._widths)
            width = self._widths[text] = self._metrics.horizontalAdvance(text)
        return width

    def shortened(self, text: str, room: int) -> str:
        if self.width(text) <= room:
            return text
        if (text, room) not in self._shortened:
            _make_room(self._shortened)
            self._shortened[text, room] = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return self._shortened[text, room]

    def write(self, painter: QPainter, rect: QRect, text: str) -> None:
        """In the painter's pen, from the left, in the middle of the height, shortened to the width."""
        painter.setFont(self.font)
        self.put(painter, rect.x(), self.top_in(rect.y(), rect.height()), rect.width(), text)

    def put(self, painter: QPainter, x: int, top: float, room: int, text: str) -> None:
        """In the painter's pen and this font, which it has to have already."""
        text = self.shortened(text, room)
        painter.drawStaticText(QPointF(x, top), self._laid_out.get(text) or self._prepared(text))

    def top_in(self, top: int, height: int) -> float:
        """Of a line in the middle of a box."""
        return top + (height - self._height) / 2

    def _prepared(self, text: str) -> QStaticText:
        _make_room(self._laid_out)
        prepared = self._laid_out[text] = QStaticText(text)
        prepared.setTextFormat(Qt.TextFormat.PlainText)
        prepared.prepare(font=self.font)
        return prepared


def _make_room(remembered: dict) -> None:
    if len(remembered) >= REMEMBERED:
        remembered.clear()
