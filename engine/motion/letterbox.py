"""Where the picture ends and constant bars (letterbox, pillarbox) begin."""

from dataclasses import dataclass

import numpy as np

UNIFORM = 16 / 255  # how far a bar's samples may stray: coding noise
DARK = 28 / 255  # bars are black, full or studio range
EDGE = 12 / 255  # the picture beside a bar is brighter than it by this...
EDGE_SHARE = 0.5  # ...along this share of the bar's length, in some frame
SOFT = 3  # pixels a coded or scaled bar edge may take
FULL = 0.95  # of the light further in: a row darker than that is the bar's soft edge, and would smear if it were moved
LOOK = 8  # frames looked at
ACROSS = 160  # samples looked at along a bar; across it, every pixel


@dataclass(frozen=True, slots=True)
class Rect:
    """A rectangle of whole pixels, half-open: rows top to bottom, columns left to right."""

    left: int
    top: int
    right: int
    bottom: int

    @property
    def width(self) -> int:
        return self.right - self.left

    @property
    def height(self) -> int:
        return self.bottom - self.top

    @property
    def rows(self) -> slice:
        return slice(self.top, self.bottom)

    @property
    def columns(self) -> slice:
        return slice(self.left, self.right)

    def covers(self, height: int, width: int) -> bool:
        """Whether it is the whole of a height x width frame: there are no bars."""
        return (self.left, self.top, self.right, self.bottom) == (0, 0, width, height)


def picture_area(frames: np.ndarray) -> Rect:
    """The part of the frames inside dark bars that never change.

    frames: [n, h, w, 3] uint8 or uint16. A dark edge region counts as a bar only where a straight, sharp edge ends
    it, so a night sky is no bar; frames that are black throughout have no bars.
    """
    height, width = frames.shape[1:3]
    few = frames[np.unique(np.linspace(0, len(frames) - 1, LOOK).round().astype(int))]
    skip = max(1, width // ACROSS)
    darkest, brightest = _extremes(few[:, :, ::skip])
    top, bottom = _bar(darkest, brightest), height - _bar(darkest[::-1], brightest[::-1])
    darkest, brightest = (values.swapaxes(0, 1) for values in _extremes(few[:, top:bottom:skip]))
    return Rect(_bar(darkest, brightest), top, width - _bar(darkest[::-1], brightest[::-1]), bottom)


def _extremes(frames: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Each sample's lowest and highest brightness over the frames, [h, w] float32 in 0 to 1."""
    scale = np.float32(1 / np.iinfo(frames.dtype).max)
    return frames.min(axis=(0, 3)) * scale, frames.max(axis=(0, 3)) * scale


def _bar(darkest: np.ndarray, brightest: np.ndarray) -> int:
    """How many leading rows are a bar or its soft edge; 0 when what they border on has no sharp edge along them."""
    uniform = (brightest.max(axis=1) < DARK) & (brightest.max(axis=1) - darkest.min(axis=1) < UNIFORM)
    rows = len(uniform) if uniform.all() else int(np.argmin(uniform))
    if rows == 0 or rows > len(uniform) * 0.45:
        return 0
    beside = brightest[rows : rows + SOFT]
    sharp = np.mean(beside.max(axis=0) > brightest[rows - 1] + EDGE) >= EDGE_SHARE
    return rows + _soft(brightest[rows : rows + 2 * SOFT + 1].mean(axis=1)) if sharp else 0


def _soft(brightness: np.ndarray) -> int:
    """How many leading rows are darker than the picture they lead to: a bar's edge blurred by scaling or coding."""
    return min(SOFT, int(np.argmax(brightness >= FULL * brightness[-1])))
