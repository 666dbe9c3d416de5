"""New frames made to match the clip they stand in: in colour, at the join, in detail, size and grain.

Works on any generator's pictures. What is wrong with them is measured against the clip's own frames: those that the
generator rendered again, and the last known one, followed into the new ones. The clip's own frames are only read.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import partial

import numpy as np

from engine.finishing.matching.canvas import Canvas
from engine.finishing.matching.correction import Correction, Looker
from engine.finishing.matching.grain import Grain
from engine.finishing.matching.side import Matching
from engine.finishing.rate.grid import on_grid
from engine.finishing.rate.repeats import without_repeats
from engine.finishing.rate.retimed import first_retimed
from engine.requests import Finish

AS_GENERATED = Finish(0.0, 0.0, 0.0, 0.0)
FULLY = Finish()
NOTHING_KNOWN = np.zeros((0, 1, 1, 3), np.uint8)
FADE = 1  # seconds over which what remains at a join goes
Frames = Callable[[], Iterator[np.ndarray]]
Known = tuple[np.ndarray, np.ndarray | None, np.ndarray | None, int]  # real, rendered, original, passed


@dataclass(frozen=True, slots=True)
class Side:
    """Known frames beside new ones, in playing order.

    real: [n, H, W, 3 or 4] uint8 or uint16, the clip's own. rendered: [m, h, w, 3 or more], those of them that are
    nearest to the new frames, as the generator renders them, any size; None where it renders none. original: where the
    known frames are an earlier window's, finished: the frames of the clip that the first window began with. passed: how
    many new frames lie between the clip's own and these.
    """

    real: np.ndarray
    rendered: np.ndarray | None = None
    original: np.ndarray | None = None
    passed: int = 0


def finish(
    frames: Frames,
    count: int,
    rate: Fraction,
    before: Side | None,
    after: Side | None,
    settings: Finish = FULLY,
    made_at: Fraction | None = None,
) -> Iterator[np.ndarray]:
    """New frames [H, W, C] in playing order, at the sides' size, depth and channels.

    frames: gives the generated ones [h, w, 3 or more], uint8, uint16 or float in 0 to 1, afresh at each call:
    `count` of them, or, where they were `made_at` another rate than the clip's, as many as reach as far. They are gone
    through once where only what comes before is known, else twice, a few at a time. Without a side they pass as they
    are; with settings of nothing they are brought to the clip's size and depth and no more. Raises ModelError where a
    frame holds what is no number.
    """
    if made_at is not None and made_at != rate:
        frames = partial(_at_rate, frames, made_at, rate, count, before, after)
    if before is None and after is None:
        return frames()
    if settings == AS_GENERATED:
        return _sized(frames(), _canvas(before, after))
    return _Finishing(count, rate, before, after, settings).finished(lambda: evenly(frames(), before))


def _at_rate(
    frames: Frames, made_at: Fraction, rate: Fraction, count: int, before: Side | None, after: Side | None
) -> Iterator[np.ndarray]:
    """On the clip's grid; at the ends between the known frames as the generator rendered them."""
    first = before.rendered[-1] if before is not None and before.rendered is not None else None
    last = after.rendered[0] if after is not None and after.rendered is not None else None
    return on_grid(frames(), made_at, rate, count, first, last)


def _sized(frames: Iterator[np.ndarray], canvas: Canvas) -> Iterator[np.ndarray]:
    for frame in frames:
        alike = frame.shape == canvas.known.shape and frame.dtype == canvas.known.dtype
        yield frame if alike else canvas.framed(canvas.inside(frame), frame)


def evenly(frames: Iterator[np.ndarray], before: Side | None) -> Iterator[np.ndarray]:
    """No frame shown twice, nor one left out at the join."""
    if before is None:
        return without_repeats(frames, NOTHING_KNOWN)
    known = before.real[..., :3]
    return without_repeats(first_retimed(frames, known), known)


class _Finishing:
    def __init__(self, count: int, rate: Fraction, before: Side | None, after: Side | None, settings: Finish) -> None:
        self._canvas, fade = _canvas(before, after), max(1, round(FADE * rate))
        self._count = count
        self._leading = before and Matching(self._canvas, *_onward(before), settings, fade)
        self._trailing = after and Matching(self._canvas, *_reversed(after), settings, fade)
        self._grain = Grain(self._canvas.area.height, self._canvas.area.width)

    def finished(self, frames: Frames) -> Iterator[np.ndarray]:
        coming = self._found_backwards(frames)
        looker = Looker()
        for index, frame in enumerate(frames()):
            image = self._canvas.inside(frame)
            parts = [(self._trailing, coming.pop())] if self._trailing else []
            if self._leading:
                parts.append((self._leading, self._leading.next(looker.at(image))))
            yield self._drawn(index, frame, image, parts)

    def _found_backwards(self, frames: Frames) -> list[Correction]:
        """The corrections by what comes after, the one for the first new frame last."""
        if not self._trailing:
            return []
        looker = Looker()
        looks = [looker.at(self._canvas.inside(frame)) for frame in frames()]
        return [self._trailing.next(look) for look in looks[::-1]]

    def _drawn(
        self, index: int, frame: np.ndarray, image: np.ndarray, parts: list[tuple[Matching, Correction]]
    ) -> np.ndarray:
        """By the side that is nearer, softly changing over in the middle."""
        passed = _smooth((index + 1) / (self._count + 1))
        shares = [passed, 1 - passed] if len(parts) == 2 else [1.0]
        drawn = [matching.laid_on(image, found) for matching, found in parts]
        grain = sum(share * side.grain_for(found) for share, (side, found) in zip(shares, parts, strict=True))
        if not grain and all(each is image for each in drawn) and self._canvas.holds(frame):
            return frame
        matched = drawn[0] if len(drawn) == 1 else shares[0] * drawn[0] + shares[1] * drawn[1]
        if grain:
            matched = matched + np.float32(grain) * self._grain.of(index)
        return self._canvas.framed(matched, frame)


def _canvas(before: Side | None, after: Side | None) -> Canvas:
    if before is not None:
        return Canvas.of(before.real, -1)
    assert after is not None, "one side is known"
    return Canvas.of(after.real, 0)


def _onward(side: Side) -> Known:
    return side.real, side.rendered, side.original, side.passed


def _reversed(side: Side) -> Known:
    """Ordered towards the new frames before it."""
    rendered, original = (None if frames is None else frames[::-1] for frames in (side.rendered, side.original))
    return side.real[::-1], rendered, original, side.passed


def _smooth(time: float) -> float:
    return time * time * (3 - 2 * time)
