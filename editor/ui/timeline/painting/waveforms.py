"""The loudness of a sound clip, a column per pixel."""

from fractions import Fraction
from typing import Any, Protocol

from PySide6.QtCore import QRect
from PySide6.QtGui import QColor, QImage, QPainter

from editor.ui.timeline.painting.facts import Facts

REMEMBERED = 1200  # pieces
PIECE = 256  # columns
Key = tuple[str, str, float, float, int, int]  # file, its path, second, seconds a column, columns, height


class Loudness(Protocol):
    """What `Peaks` is to this painter."""

    def columns(self, start: Fraction, end: Fraction, count: int) -> Any:
        """Lowest and highest sample, -1 to 1, of each column."""
        ...


class Waveforms:
    """Draws the bodies of sound clips; pieces stand on a grid of their clip, so scrolling paints none again."""

    def __init__(self) -> None:
        self._pieces: dict[Key, QImage] = {}

    def forget(self) -> None:
        """The theme or the files have changed."""
        self._pieces.clear()

    def paint(self, painter: QPainter, facts: Facts, peaks: Loudness, body: QRect, sight: QRect) -> None:
        if facts.media is None or body.width() <= 0 or body.height() <= 4:
            return
        pace = facts.duration / body.width()
        first = max(0, (sight.left() - body.left()) // PIECE)
        for left in range(first * PIECE, min(body.width(), sight.right() + 1 - body.left()), PIECE):
            columns = min(PIECE, body.width() - left)
            key = (facts.media.id, facts.media.path, facts.start + pace * left, pace, columns, body.height())
            painter.drawImage(body.left() + left, body.top(), self._piece(key, peaks))

    def _piece(self, key: Key, peaks: Loudness) -> QImage:
        if key not in self._pieces:
            if len(self._pieces) >= REMEMBERED:
                self._pieces.clear()
            _, _, start, pace, columns, height = key
            levels = peaks.columns(Fraction(start), Fraction(start + pace * columns), columns)
            self._pieces[key] = _drawn(levels, height)
        return self._pieces[key]


def _drawn(levels: Any, height: int) -> QImage:
    """Filled between lowest and highest, the edges smooth; a line where it is silent."""
    import numpy as np  # late: the window shows before it is needed

    from editor.ui import theme

    low, high = (np.asarray(side, dtype=np.float32) for side in levels)
    middle = (height - 1) / 2
    reach = middle - 1
    rows = np.arange(height, dtype=np.float32)[:, None]
    top, bottom = middle - np.maximum(high * reach, 0.5), middle - np.minimum(low * reach, -0.5)
    cover = np.clip(np.minimum(rows - top, bottom - rows) + 0.5, 0, 1)  # [row, column]
    image = QImage(
        _premultiplied(cover, theme.colour("sound_wave")), cover.shape[1], height, 4 * cover.shape[1], _FORMAT
    )
    return image.copy()  # its own memory


def _premultiplied(cover: Any, colour: QColor) -> bytes:
    import numpy as np

    wave = np.array([colour.blue(), colour.green(), colour.red(), 255], dtype=np.float32)
    return (cover[:, :, None] * wave + 0.5).astype(np.uint8).tobytes()


_FORMAT = QImage.Format.Format_ARGB32_Premultiplied
