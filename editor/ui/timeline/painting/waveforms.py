"""The loudness of a sound clip, a column per pixel."""

from fractions import Fraction
from functools import cache
from math import ceil
from typing import Any, Protocol

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QColor, QImage, QPainter

from editor.ui import theme
from editor.ui.timeline.geometry import NAME_BAR
from editor.ui.timeline.painting.facts import Facts

REMEMBERED = 48 << 20  # bytes of pieces
PIECE = 256  # columns
RUN = 16  # columns of a piece along a speed curve that are taken to go at one speed
# file, its path, from which second on, for how many, seconds along a speed curve, height
Stretch = tuple[str, str, float, float, tuple[float, ...], int]
Key = tuple[Stretch, int, int]  # and the columns of the whole, and the piece's first


class Loudness(Protocol):
    """What `Peaks` is to this painter."""

    def columns(self, start: Fraction, end: Fraction, count: int) -> Any:
        """Lowest and highest sample, -1 to 1, of each column."""
        ...


class Waveforms:
    """Draws the bodies of sound clips; pieces stand on a grid of their clip, so scrolling paints none again."""

    def __init__(self) -> None:
        self._pieces: dict[Key, QImage] = {}
        self._bytes = 0
        self._latest: dict[Stretch, int] = {}  # how many columns it had when a piece of it was drawn last
        self._left: int | None = None  # how many more may be drawn; None: any number
        self.is_unfinished = False  # some were shown as they were at another scale, or not at all

    def forget(self) -> None:
        """The theme or the files have changed."""
        self._pieces.clear()
        self._latest.clear()
        self._bytes = 0

    def allow(self, pieces: int | None) -> None:
        """While the scale changes and all pieces are new: draw so many, and show what was drawn before for others."""
        self._left = pieces

    def paint(self, painter: QPainter, facts: Facts, peaks: Loudness, rect: QRect, sight: QRect) -> None:
        """`rect`: the whole clip, also beyond the window; `sight`: the part to paint."""
        left, top, width, height = rect.left(), rect.top() + NAME_BAR, rect.width(), rect.height() - NAME_BAR
        if facts.media is None or height <= 4 or not facts.is_heard:
            return
        stretch = (facts.media.id, facts.media.path, facts.start, facts.duration, facts.along, height)
        first = max(0, (sight.left() - left) // PIECE) * PIECE
        for column in range(first, min(width, sight.right() + 1 - left), PIECE):
            image = self._pieces.get((stretch, width, column)) or self._draw((stretch, width, column), facts, peaks)
            if image is not None:
                painter.drawImage(left + column, top, image)
            else:
                self.is_unfinished = True
                self._stretch(painter, QRect(left, top, width, height), stretch, column)

    def _draw(self, key: Key, facts: Facts, peaks: Loudness) -> QImage | None:
        if self._left is not None:
            if not self._left:
                return None
            self._left -= 1
        if self._bytes > REMEMBERED:
            self.forget()
        stretch, width, column = key
        levels = levels_of(facts, peaks, width, range(column, min(column + PIECE, width)))
        image = self._pieces[key] = _drawn(levels, stretch[-1])
        self._bytes += image.sizeInBytes()
        self._latest[key[0]] = width
        return image

    def _stretch(self, painter: QPainter, body: QRect, stretch: Stretch, column: int) -> None:
        """In the place of a piece, what was drawn of it at the scale before."""
        was = self._latest.get(stretch, 0)
        pace = was / body.width()
        start, end = column * pace, min(column + PIECE, body.width()) * pace
        for first in range(int(start) // PIECE * PIECE, ceil(end), PIECE):
            image = self._pieces.get((stretch, was, first))
            if image is not None:
                from_, to = max(start, first), min(end, first + image.width())
                target = QRectF(body.left() + from_ / pace, body.top(), (to - from_) / pace, body.height())
                painter.drawImage(target, image, QRectF(from_ - first, 0, to - from_, body.height()))


def levels_of(facts: Facts, peaks: Loudness, width: int, columns: range) -> Any:
    """Lowest and highest sample of each of these columns of the clip, which is `width` columns wide."""
    if not facts.along:
        return _level_run(facts, peaks, width, columns)
    import numpy as np

    runs = [columns[first : first + RUN] for first in range(0, len(columns), RUN)]
    return [np.concatenate(side) for side in zip(*(_level_run(facts, peaks, width, run) for run in runs), strict=True)]


def _level_run(facts: Facts, peaks: Loudness, width: int, columns: range) -> Any:
    begin, end = (Fraction(facts.moment(column / width)) for column in (columns.start, columns.stop))
    if begin <= end:
        return peaks.columns(begin, end, len(columns))
    return [side[::-1] for side in peaks.columns(end, begin, len(columns))]


def _drawn(levels: Any, height: int) -> QImage:
    """Filled between lowest and highest, the edges smooth; a line where it is silent."""
    import numpy as np  # late: the window shows before it is needed

    low, high = (np.asarray(side, dtype=np.float32) for side in levels)
    middle, reach = (height - 1) / 2, (height - 1) / 2 - 1
    rows = np.arange(height, dtype=np.float32)[:, None]
    top, bottom = middle - np.maximum(high * reach, 0.5), middle + np.maximum(-low * reach, 0.5)
    cover = np.minimum(rows - (top - 0.5), (bottom + 0.5) - rows)  # [row, column]
    np.clip(cover, 0, 1, out=cover)
    shades = _shades(theme.colour("sound_wave").rgb())
    pixels = shades[(cover * 255 + 0.5).astype(np.uint8)]
    return QImage(pixels.tobytes(), cover.shape[1], height, 4 * cover.shape[1], _FORMAT).copy()  # its own memory


@cache
def _shades(colour: int) -> Any:
    """Of a colour, as pixels: from clear to full, [256] uint32."""
    import numpy as np

    full = QColor(colour)
    channels = (
        np.array([255, full.red(), full.green(), full.blue()]) * np.arange(256)[:, None] + 127
    ) // 255  # alpha first
    return (channels @ (1 << np.array([24, 16, 8, 0]))).astype(np.uint32)


_FORMAT = QImage.Format.Format_ARGB32_Premultiplied
