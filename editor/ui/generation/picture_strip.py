"""The strip at the top of Generate in Gap: the pictures that are given, and the new frames between them."""

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QPainterPath, QPaintEvent, QPixmap
from PySide6.QtWidgets import QSizePolicy, QWidget

from editor.actions.keyframing import Shown
from editor.ui import theme
from editor.ui.generation.strip_painting import FETCHED, Pictures
from editor.ui.guarded import guarded
from editor.ui.timeline.painting.palette import palette
from editor.ui.widgets import shapes
from editor.words import tr

HEIGHT, CARD, GAP = 72, 128, 4  # pixels


class PictureStrip(QWidget):
    """Shows, does not edit."""

    def __init__(self, pictures: Pictures, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._pictures = pictures
        self._first: Shown | None = None
        self._last: Shown | None = None
        self._words = ("", "")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFixedHeight(HEIGHT)
        self.setAccessibleName(tr("What the new frames are made from"))
        theme.changed.connect(self.update)

    @guarded
    def sizeHint(self) -> QSize:
        return QSize(588, HEIGHT)

    def show_pictures(self, first: Shown | None, last: Shown | None, new: str, length: str) -> None:
        """new: "48 new frames"; length: "2 s"."""
        self._first, self._last, self._words = first, last, (new, length)
        self.update()

    def new(self) -> QRect:
        """Where the new frames are."""
        left = CARD + GAP if self._first else 0
        right = CARD + GAP if self._last else 0
        return self.rect().adjusted(left, 0, -right, 0)

    @guarded
    def paintEvent(self, event: QPaintEvent) -> None:
        with QPainter(self) as painter:
            painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
            for given, left in ((self._first, 0), (self._last, self.width() - CARD)):
                if given is not None:
                    self._paint_card(painter, given, QRect(left, 0, CARD, HEIGHT))
            self._paint_new(painter, self.new())

    def _paint_card(self, painter: QPainter, given: Shown, box: QRect) -> None:
        image: QImage | None = self._pictures.image(given.media, given.start, FETCHED)
        shapes.rounded(painter, box, 4, "picture_body")
        if image is not None:
            shapes.picture(painter, box, QPixmap.fromImage(image), radius=4)

    def _paint_new(self, painter: QPainter, box: QRect) -> None:
        path = QPainterPath()
        path.addRoundedRect(box, 4, 4)
        painter.fillPath(path, theme.colour("generated_body"))
        painter.fillPath(path, palette().hatch(painter.device().devicePixelRatioF()))
        shapes.dashed(painter, box, 4, "gen")
        painter.setPen(theme.colour("gen_text"))
        for words, font, by in zip(self._words, ("value", "small"), (-8, 9), strict=True):
            painter.setFont(theme.font(font))
            painter.drawText(box.translated(0, by), Qt.AlignmentFlag.AlignCenter, words)
