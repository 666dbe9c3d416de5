"""What is laid over the program's picture while takes are compared: the other picture, the wipe, and names."""

from collections.abc import Callable

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QImage, QMouseEvent, QPainter

from editor.actions.comparing import off_join
from editor.playback import Playback
from editor.timeline.model import Timeline
from editor.ui import icons, theme
from editor.ui.comparing.comparison import Comparison, Mode
from editor.ui.viewer.overlay import MonitorOverlay
from editor.ui.widgets import shapes
from editor.words import tr

GRIP, NEAR = 30, 12  # pixels: the wipe's handle across, and how near to its line a press takes it
CHIP, INSET, LAMP = 24, 12, 8
GAP = 8  # between two pictures side by side
WHITE = QColor("white")  # on a picture in either theme
STEP = 0.02  # of the picture's width, that a key moves the wipe


class CompareOverlay(MonitorOverlay):
    """wipe: where the line stands, as a share of the picture's width; A is to the left of it."""

    everywhere = True

    def __init__(self, comparison: Comparison, playback: Playback, update: Callable[[], None]) -> None:
        """update: has it painted anew wherever it lies."""
        self._comparison, self._playback, self._update = comparison, playback, update
        self.timeline: Timeline | None = None  # what the names are told from
        self.wipe = 0.5

    def paint(self, painter: QPainter, picture: QRect) -> None:
        if not self._comparison.is_open:
            return
        other, mode = self._comparison.beside.picture, self._comparison.mode
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        if other is not None and mode is not Mode.SINGLE:
            self._paint_other(painter, picture, other)
        if mode is Mode.WIPE:
            self._paint_line(painter, picture)
        self._paint_names(painter, picture)

    def press(self, event: QMouseEvent, picture: QRect) -> bool:
        if event.button() is not Qt.MouseButton.LeftButton or not self._is_near(event.position(), picture):
            return False
        self.drag(event, picture)
        return True

    def drag(self, event: QMouseEvent, picture: QRect) -> None:
        self.move_to((event.position().x() - picture.left()) / max(1, picture.width()))

    def cursor_at(self, position: QPointF, picture: QRect) -> Qt.CursorShape | None:
        return Qt.CursorShape.SplitHCursor if self._is_near(position, picture) else None

    def move_to(self, share: float) -> None:
        self.wipe = max(0.0, min(share, 1.0))
        self._update()

    def _is_near(self, position: QPointF, picture: QRect) -> bool:
        comparison = self._comparison
        return comparison.is_open and comparison.mode is Mode.WIPE and picture.contains(position.toPoint()) and (
            abs(position.x() - self._line(picture)) <= NEAR
        )  # fmt: skip

    def _line(self, picture: QRect) -> int:
        return round(picture.left() + self.wipe * picture.width())

    def _paint_other(self, painter: QPainter, picture: QRect, other: QImage) -> None:
        mode = self._comparison.mode
        painter.save()
        if mode is Mode.SIDE:
            self._paint_side_by_side(painter, picture, other)
        else:
            if mode is Mode.WIPE:
                painter.setClipRect(QRect(self._line(picture), picture.top(), picture.width(), picture.height()),
                                    Qt.ClipOperation.IntersectClip)  # fmt: skip
            if mode is Mode.DIFFERENCE:
                painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Difference)
            painter.drawImage(picture, other)
        painter.restore()

    def _paint_side_by_side(self, painter: QPainter, picture: QRect, other: QImage) -> None:
        painter.fillRect(painter.viewport(), theme.colour("well"))
        for image, half in zip((self._playback.picture, other), halves(painter.viewport(), picture), strict=True):
            if image is not None:
                painter.drawImage(half, image)

    def _paint_names(self, painter: QPainter, picture: QRect) -> None:
        seen = picture.intersected(painter.viewport())
        comparison, mode = self._comparison, self._comparison.mode
        first, second = (self._words(index) for index in (comparison.clip.active, comparison.other))
        boxes = halves(painter.viewport(), picture) if mode is Mode.SIDE else (seen, seen)
        if mode is Mode.SINGLE:
            paint_chip(painter, seen, "B", *second)
        else:
            paint_chip(painter, boxes[0], "A", *first)
            paint_chip(painter, boxes[1], "B", *second, right=True)
        if self.timeline is not None:
            words = off_join(self.timeline, comparison.join, self._playback.frame)
            paint_chip(painter, boxes[0], "", words, "", bottom=True)

    def _words(self, index: int) -> tuple[str, str]:
        """The name of a take, and its lamp."""
        used = tr(", in use") if index == self._comparison.clip.active else ""
        return tr("Take {index}{used}", index=index + 1, used=used), self._comparison.lamp(index)

    def _paint_line(self, painter: QPainter, picture: QRect) -> None:
        x = self._line(picture)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(QRect(x - 1, picture.top(), 2, picture.height()), WHITE)
        centre = QPointF(x, picture.center().y())
        shapes.disc(painter, centre, GRIP, QColor(theme.DARK.lamp_ring))
        shapes.disc(painter, centre, GRIP - 2, WHITE)
        box = QRectF(0, 0, 16, 16)
        box.moveCenter(centre)
        icons.paint(painter, "ph.arrows-left-right", box, QColor(theme.DARK.lamp_ring))


def halves(room: QRect, picture: QRect) -> tuple[QRect, QRect]:
    """Two of the picture's shape beside each other in the middle of the room, as large as fit."""
    most = QSize((room.width() - 2 * INSET - GAP) // 2, room.height() - 2 * INSET)
    size = picture.size().scaled(most, Qt.AspectRatioMode.KeepAspectRatio)
    left = room.center().x() - size.width() - GAP // 2
    first = QRect(QPoint(left, room.center().y() - size.height() // 2), size)
    return first, first.translated(size.width() + GAP, 0)


def paint_chip(
    painter: QPainter, box: QRect, letter: str, words: str, lamp: str, right: bool = False, bottom: bool = False
) -> None:
    """A dark plate in a corner of the picture: a letter, a name, and a lamp that stands for the join."""
    strong, plain = QFontMetrics(theme.font("primary")), QFontMetrics(theme.font("value"))
    lead = strong.horizontalAdvance(letter) + 8 if letter else 0
    width = 20 + lead + plain.horizontalAdvance(words) + (LAMP + 8 if lamp else 0)
    place = QRect(box.left() + INSET, box.top() + INSET, width, CHIP)
    if right:
        place.moveRight(box.right() - INSET)
    if bottom:
        place.moveBottom(box.bottom() - INSET)
    shapes.rounded(painter, place, 4, "badge")
    text = place.adjusted(10, 0, 0, 0)
    painter.setPen(theme.colour("on_badge"))
    painter.setFont(theme.font("primary"))
    painter.drawText(text, Qt.AlignmentFlag.AlignVCenter, letter)
    painter.setFont(theme.font("value"))
    painter.drawText(text.adjusted(lead, 0, 0, 0), Qt.AlignmentFlag.AlignVCenter, words)
    if lamp:
        shapes.disc(painter, QPointF(place.right() - 10 - LAMP / 2, place.center().y() + 1), LAMP, lamp)
