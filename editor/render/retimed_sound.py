"""Sound at another speed than it was recorded at: as high as it was, or higher and lower with its speed.

Pitch is kept by overlapping pieces of the file, each moved a little to where it goes on best from the one before it
(WSOLA: Verhelst and Roelands, "An overlap-add technique based on waveform similarity", ICASSP 1993).
"""

from collections import OrderedDict
from math import ceil, floor
from typing import Protocol

import numpy as np

from editor.render.pace import Pace

CHANNELS = 2
HOP = 640  # samples: two pieces overlap by so much; at 48 kHz 13 ms, which a click may be heard early or late
REACH = 440  # samples that a piece may be moved either way: half a period of 55 Hz at 48 kHz
PAGE = 48_000  # samples that are read at once
PAGES = 6
TAPS = 16  # of a low-pass filter on either side, for each time that the sound is faster
MOST_FILTERED = 8  # times as fast; faster sound is averaged


class Samples(Protocol):
    """What `SoundReader` is to this module."""

    def read(self, at: int, count: int) -> np.ndarray: ...

    def close(self) -> None: ...


class Reel:
    """A file's sound in any order, a page at a time; backward its last sample is the one at 0, the one before at 1."""

    def __init__(self, samples: Samples, is_backward: bool) -> None:
        self._samples = samples
        self._is_backward = is_backward
        self._pages: OrderedDict[int, np.ndarray] = OrderedDict()

    def read(self, at: int, count: int) -> np.ndarray:
        """[count, 2] float32. Of a file that runs backward sample -n is at n. Raises MediaError."""
        if not self._is_backward:
            return self._forward(at, count)
        return self._forward(1 - at - count, count)[::-1]

    def close(self) -> None:
        self._samples.close()

    def _forward(self, at: int, count: int) -> np.ndarray:
        first, last = at // PAGE, (at + max(1, count) - 1) // PAGE
        pages = [self._page(number) for number in range(first, last + 1)]
        whole = pages[0] if len(pages) == 1 else np.concatenate(pages)
        return whole[at - first * PAGE :][:count]

    def _page(self, number: int) -> np.ndarray:
        page = self._pages.pop(number, None)
        if page is None:
            page = self._samples.read(number * PAGE, PAGE)
        self._pages[number] = page
        while len(self._pages) > PAGES:
            self._pages.popitem(last=False)
        return page


class RetimedReader:
    """The sound of one file at a pace of its own. Reading on goes on; a jump starts exactly at the sample asked for."""

    def __init__(self, samples: Samples, pace: Pace) -> None:
        self._reel = Reel(samples, pace.is_backward)
        self._pace = pace
        self._next: int | None = None  # the timeline's sample at which `_piece` is whole: where the next one begins
        self._piece = 0  # the reel's sample there
        self._pending = np.zeros((0, CHANNELS), np.float32)  # made up to `_next`
        self._latest: tuple[int, int, np.ndarray] | None = None  # what was read last: two tracks may play the same

    def read(self, at: int, count: int) -> np.ndarray:
        """[count, 2] float32: what is heard from the timeline's sample `at` on. Raises MediaError."""
        if not self._pace.is_stretched:
            return self._varied(at, count)
        if self._latest is not None and self._latest[:2] == (at, count):
            return self._latest[2]
        if self._next is None or at != self._next - len(self._pending):
            self._next, self._piece = at, round(float(self._places(np.array([at]))[0]))
            self._pending = self._pending[:0]
        parts, there = [self._pending], len(self._pending)
        while there < count:
            parts.append(self._go_on())
            there += HOP
        made = np.concatenate(parts)
        self._pending, self._latest = made[count:], (at, count, made[:count])
        return made[:count]

    def close(self) -> None:
        self._reel.close()

    def _places(self, at: np.ndarray) -> np.ndarray:
        """[n] float64: the reel's samples at the timeline's, always later and later."""
        places = self._pace.positions(at)
        return -places if self._pace.is_backward else places

    def _go_on(self) -> np.ndarray:
        """[HOP, 2]: from one piece over into the next."""
        assert self._next is not None, "it starts before it goes on"
        leaving = self._reel.read(self._piece, HOP)
        nominal = round(float(self._places(np.array([self._next + HOP]))[0]))
        around = self._reel.read(nominal - HOP - REACH, HOP + 2 * REACH)
        moved = best_match(leaving.sum(axis=1), around.sum(axis=1))
        coming = around[moved : moved + HOP]
        self._next, self._piece = self._next + HOP, nominal - REACH + moved
        return leaving + (coming - leaving) * RISING

    def _varied(self, at: int, count: int) -> np.ndarray:
        """Between the file's samples, after what would fold over is filtered out."""
        places = self._places(np.arange(at, at + count, dtype=np.float64))
        speed = float(np.diff(places).max()) if count > 1 else 1.0
        reach = ceil(TAPS * max(1.0, speed)) + 2
        first, last = floor(places[0]) - reach, ceil(places[-1]) + reach
        samples = lowered(self._reel.read(first, last - first + 1), speed)
        return between(samples, places - first)


RISING = (0.5 - 0.5 * np.cos(np.pi * (np.arange(HOP) / HOP)))[:, None].astype(np.float32)


def best_match(wave: np.ndarray, around: np.ndarray) -> int:
    """Where in `around` [n + 2 * REACH] a wave [n] is found best; in the middle where there is nothing to find."""
    likeness = np.correlate(around, wave, "valid")
    energy = np.cumsum(np.concatenate([[0.0], around.astype(np.float64) ** 2]))
    power = energy[len(wave) :] - energy[: -len(wave)]
    score = likeness / np.sqrt(power + 1e-9)
    best = int(score.argmax())
    middle = len(score) // 2
    return best if score[best] > score[middle] + 1e-6 else middle


def lowered(samples: np.ndarray, speed: float) -> np.ndarray:
    """[n, 2]: without what is too high to be heard when it is so many times as fast."""
    if speed <= 1.001:
        return samples
    if speed > MOST_FILTERED:
        taps = np.ones(ceil(speed)) / ceil(speed)
    else:
        half = ceil(TAPS * speed)
        taps = np.sinc(np.arange(-half, half + 1) / speed) * np.hanning(2 * half + 3)[1:-1]
        taps /= taps.sum()
    return np.stack([np.convolve(channel, taps, "same") for channel in samples.T], axis=1)


def between(samples: np.ndarray, places: np.ndarray) -> np.ndarray:
    """[n, 2] float32: samples at places [n] between others, on the cubic through four of them (Catmull-Rom)."""
    whole = np.floor(places).astype(np.int64)
    part = (places - whole)[:, None]
    before, left, right, after = (samples[(whole + step).clip(0, len(samples) - 1)] for step in (-1, 0, 1, 2))
    slope, bend = right - before, 2 * before - 5 * left + 4 * right - after
    twist = 3 * (left - right) + after - before
    return (left + part * (slope + part * (bend + part * twist)) / 2).astype(np.float32)
