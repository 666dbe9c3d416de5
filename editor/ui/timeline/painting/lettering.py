"""Words on clips: measured, shortened and laid out once, since a repaint shows hundreds of them."""

from PySide6.QtCore import QPointF, QRect, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QStaticText

REMEMBERED = 4_000  # texts; beyond that all are forgotten


class Lettering:
    """Text in one font."""

    def __init__(self, font: QFont) -> None:
        self.font = font
        self._metrics = QFontMetrics(font)
        self._widths: dict[str, int] = {}
        self._shortened: dict[tuple[str, int], str] = {}
        self._laid_out: dict[str, QStaticText] = {}

    def width(self, text: str) -> int:
        if text not in self._widths:
            _make_room(self._widths)
            self._widths[text] = self._metrics.horizontalAdvance(text)
        return self._widths[text]

    def shortened(self, text: str, room: int) -> str:
        if self.width(text) <= room:
            return text
        if (text, room) not in self._shortened:
            _make_room(self._shortened)
            self._shortened[text, room] = self._metrics.elidedText(text, Qt.TextElideMode.ElideRight, room)
        return self._shortened[text, room]

    def write(self, painter: QPainter, rect: QRect, text: str) -> None:
        """In the painter's pen, from the left, in the middle of the height, shortened to the width."""
        text = self.shortened(text, rect.width())
        painter.setFont(self.font)
        top = rect.y() + (rect.height() - self._metrics.height()) / 2
        painter.drawStaticText(QPointF(rect.x(), top), self._prepared(text))

    def _prepared(self, text: str) -> QStaticText:
        if text not in self._laid_out:
            _make_room(self._laid_out)
            prepared = QStaticText(text)
            prepared.setTextFormat(Qt.TextFormat.PlainText)
            prepared.prepare(font=self.font)
            self._laid_out[text] = prepared
        return self._laid_out[text]


def _make_room(remembered: dict) -> None:
    if len(remembered) >= REMEMBERED:
        remembered.clear()
