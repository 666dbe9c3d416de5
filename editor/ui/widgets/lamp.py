"""Lamps: green, orange or red, and always beside words; and the thin line of progress."""

from typing import Literal

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.ui import theme
from editor.ui.guarded import guarded
from editor.ui.widgets import shapes

Level = Literal["ok", "warn", "bad"]
_GAP = 8


class Lamp(QWidget):
    """A verdict: the words, and after them the particulars, which are dim and give way first."""

    def __init__(
        self,
        level: Level = "ok",
        words: str = "",
        particulars: str = "",
        heading: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        """heading: larger lamp and title face, as over a seam's measures."""
        super().__init__(parent)
        self._heading = heading
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.show_verdict(level, words, particulars)
        theme.changed.connect(self.update)

    def show_verdict(self, level: Level, words: str, particulars: str = "") -> None:
        self.level, self.words, self.particulars = level, words, particulars
        self.setAccessibleName(f"{words} {particulars}".strip())
        self.updateGeometry()
        self.update()

    @guarded
    def sizeHint(self) -> QSize:
        width = self._size() + _GAP + QFontMetrics(self._face()).horizontalAdvance(self.words)
        if self.particulars:
            width += _GAP + QFontMetrics(theme.font("text")).horizontalAdvance(self.particulars)
        return QSize(width + 2, 20)

    @guarded
    def minimumSizeHint(self) -> QSize:
        return QSize(self._size(), 20)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            shapes.disc(painter, QPointF(self._size() / 2, self.height() / 2), self._size(), self.level)
            left = self._paint(painter, self._size() + _GAP + 1, self.words, self._face(), "text")
            self._paint(painter, left + _GAP, self.particulars, theme.font("text"), "dim")

    def _paint(self, painter: QPainter, left: int, words: str, face: QFont, ink: str) -> int:
        painter.setFont(face)
        painter.setPen(theme.colour(ink))
        box = QRect(left, 0, max(0, self.width() - left), self.height())
        shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter, shown)
        return left + painter.fontMetrics().horizontalAdvance(shown)

    def _size(self) -> int:
        return 10 if self._heading else 8

    def _face(self) -> QFont:
        return theme.font("title" if self._heading else "value")


class ProgressLine(QWidget):
    """4 px; None where nothing can be known yet. tone: violet, unless no frames are generated."""

    def __init__(self, share: float | None = None, tone: str = "gen", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share, self._tone = share, tone
        self.setFixedHeight(4)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        theme.changed.connect(self.update)

    @property
    def share(self) -> float | None:
        return self._share

    def set_share(self, share: float | None) -> None:
        self._share = share
        self.update()

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(206, 4)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            shapes.rounded(painter, self.rect(), 2, "line2")
            if self._share:
                shapes.rounded(painter, QRectF(0, 0, self.width() * min(self._share, 1.0), 4), 2, self._tone)
