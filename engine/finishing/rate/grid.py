"""New frames on the clip's own grid, whatever rate they were made at."""

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import chain

import numpy as np

from engine.errors import ModelError
from engine.finishing.rate.between import Between
from engine.media.read import Frame


def on_grid(
    frames: Iterable[np.ndarray],
    from_rate: Fraction,
    to_rate: Fraction,
    count: int,
    before: np.ndarray | None = None,
    after: np.ndarray | None = None,
    start: Fraction | None = None,
) -> Iterator[np.ndarray]:
    """Exactly `count` frames at `to_rate` of those made at `from_rate`, in playing order; see at_ticks.

    Time 0 is one frame of the clip before the first new one: where the last known frame stands, if there is one, and
    the new ones stand at 1 / to_rate, 2 / to_rate, ... start: seconds from 0 of the first frame made; None: one frame
    of from_rate after `before`, or without that at the first new frame. before: known frame at 0; after: known frame
    after the last new one; both [h, w, c] as the generator would have made them. They are never given back.
    Raises ModelError if, with nothing known after them, the frames end a whole frame of from_rate before the last tick.
    """
    first = start if start is not None else 1 / (from_rate if before is not None else to_rate)
    end = (count + 1) / to_rate
    made = (Frame(frame, first + index / from_rate) for index, frame in enumerate(frames))
    ticks = ((index + 1) / to_rate for index in range(count))
    known = [Frame(before, Fraction(0))] if before is not None else []
    if after is None:
        return at_ticks(chain(known, made), ticks, 1 / from_rate)
    return at_ticks(chain(known, _until(made, Frame(after, end))), ticks, 1 / from_rate)


def at_ticks(
    frames: Iterable[Frame], ticks: Iterable[Fraction], longest: Fraction | None = None
) -> Iterator[np.ndarray]:
    """The picture at each tick, both in rising order, as at variable rates too; two frames are held at a time.

    Where a tick falls on a frame it is that very frame; between two it is made of both along their motion. Before the
    first frame and after the last it is that frame. longest: seconds it may be so; None: any.
    Raises ModelError where the frames end earlier.
    """
    coming = iter(frames)
    shown = following = next(coming, None)
    between: Between | None = None
    for tick in ticks:
        while following is not None and following.time <= tick:
            shown, following, between = following, next(coming, None), None
        if shown is None:
            raise _too_few(Fraction(0), tick)
        if shown.time >= tick:
            yield shown.image
        elif following is None:
            if longest is not None and tick - shown.time >= longest:
                raise _too_few(shown.time, tick)
            yield shown.image
        else:
            between = between or Between.of(shown.image, following.image)
            yield between.at(float((tick - shown.time) / (following.time - shown.time)))


def _until(frames: Iterable[Frame], last: Frame) -> Iterator[Frame]:
    """The frames before the last one, and that one."""
    for frame in frames:
        if frame.time >= last.time:
            break
        yield frame
    yield last


def _too_few(last: Fraction, tick: Fraction) -> ModelError:
    return ModelError(
        f"The model's frames end {float(last):.2f} s after the clip; there is none for {float(tick):.2f} s.",
        do="Ask for fewer frames.",
    )
