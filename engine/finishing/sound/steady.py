"""Steady sound of any length, made of a little of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.ndimage import percentile_filter

from engine.finishing.sound.quiet import Heard

FADE = 0.04  # seconds from one piece into the next
SEARCHED = 0.004  # seconds either way for the point where two pieces fit best
PIECES = (0.35, 1.2)  # seconds: the shortest and the longest
TRIED = 8  # pieces that might come next
REMEMBERED = 4  # pieces that should not be heard again at once
WINDOW = 0.04  # seconds that a spectrum is taken over
FLOOR_SHARE = 10  # percent of the time that a bin is lower


@dataclass(frozen=True, slots=True)
class Piece:
    part: int
    start: int
    length: int

    def shared(self, other: "Piece") -> float:
        """How much of it the other one plays too, 0 to 1."""
        if self.part != other.part:
            return 0.0
        both = min(self.start + self.length, other.start + other.length) - max(self.start, other.start)
        return max(both, 0) / self.length


class Stitched:
    """Pieces of the parts in ever changing order, each cross-faded into the next where the two fit best.

    parts: [sample, channel] each, at least one of them as long as the shortest piece.
    """

    def __init__(self, parts: Sequence[np.ndarray], rate: int, seed: int) -> None:
        self._rate = rate
        self._parts = [part for part in parts if len(part) >= PIECES[0] * rate]
        self._chance = np.random.default_rng(seed)
        lengths = np.array([len(part) for part in self._parts], float)
        self._weights = lengths / lengths.sum()
        self._loudest = int((self._parts[0] ** 2).sum(axis=0).argmax())  # the channel that pieces are fitted by
        self._last: list[Piece] = []

    def __iter__(self) -> Iterator[np.ndarray]:
        fade = round(FADE * self._rate)
        tail = self._samples(self._remembered(self._tried()))
        while True:
            coming = self._samples(self._next(tail[-fade:]))
            yield tail[:-fade]
            yield cross_faded(tail[-fade:], coming[:fade])
            tail = coming[fade:]

    def _samples(self, piece: Piece) -> np.ndarray:
        return self._parts[piece.part][piece.start : piece.start + piece.length]

    def _tried(self) -> Piece:
        part = int(self._chance.choice(len(self._parts), p=self._weights))
        room = len(self._parts[part])
        longest = min(PIECES[1], room / self._rate)  # shorter than the part as a rule, or it begins at the same place
        length = min(round(self._chance.uniform(PIECES[0], longest) * self._rate), room)
        return Piece(part, int(self._chance.integers(0, room - length + 1)), length)

    def _next(self, ending: np.ndarray) -> Piece:
        fitted = [self._fitted(self._tried(), ending[:, self._loudest]) for _ in range(TRIED)]
        return self._remembered(max(fitted, key=lambda found: found[1] - self._heard(found[0]))[0])

    def _heard(self, piece: Piece) -> float:
        return max((piece.shared(last) for last in self._last), default=0.0)

    def _remembered(self, piece: Piece) -> Piece:
        self._last = [*self._last[1 - REMEMBERED :], piece]
        return piece

    def _fitted(self, piece: Piece, ending: np.ndarray) -> tuple[Piece, float]:
        """The piece begun a little earlier or later, and how well it then fits: the correlation."""
        reach = round(SEARCHED * self._rate)
        first, whole = max(piece.start - reach, 0), self._parts[piece.part][:, self._loudest]
        window = whole[first : piece.start + reach + len(ending)]
        energy = np.convolve(window**2, np.ones(len(ending), np.float32), "valid")
        fit = np.correlate(window, ending, "valid") / np.sqrt(energy * (ending @ ending) + 1e-20)
        best = int(fit.argmax())
        start = first + best
        return Piece(piece.part, start, min(piece.length, len(whole) - start)), float(fit[best])


def cross_faded(ending: np.ndarray, beginning: np.ndarray) -> np.ndarray:
    """One into the other over [sample, channel], at equal power: of alike sounds less than the sum is left."""
    rise = rising(len(ending))[:, None]
    fall = rise[::-1]
    norm = np.sqrt(float((ending**2).sum()) * float((beginning**2).sum())) + 1e-20
    alike = max(float((ending * beginning).sum()) / norm, -0.5)
    return np.asarray((fall * ending + rise * beginning) / np.sqrt(1 + 2 * alike * rise * fall), np.float32)


def rising(count: int) -> np.ndarray:
    """[count] gains from above 0 to below 1; with the same falling, of equal power."""
    return np.sin(np.pi / 2 * (np.arange(count) + 0.5) / max(count, 1)).astype(np.float32)


class Noise:
    """Noise of a spectrum, the channels as alike as there: [bin, channel, channel], see spectrum_of."""

    def __init__(self, spectrum: np.ndarray, seed: int) -> None:
        values, vectors = np.linalg.eigh(spectrum)
        self._mixing = vectors * np.sqrt(np.maximum(values, 0))[:, None, :]
        self._chance = np.random.default_rng(seed)
        self._length = 2 * (len(spectrum) - 1)

    def __iter__(self) -> Iterator[np.ndarray]:
        half = self._length // 2
        window = rising(self._length // 2)
        shape = np.concatenate([window, window[::-1]])[:, None]
        tail = self._frame()[half:] * shape[half:]
        while True:
            frame = self._frame() * shape
            yield (tail + frame[:half]).astype(np.float32)
            tail = frame[half:]

    def _frame(self) -> np.ndarray:
        drawn = self._chance.standard_normal((2, *self._mixing.shape[:2])) / np.sqrt(2)
        mixed = np.einsum("bij,bj->bi", self._mixing, drawn[0] + 1j * drawn[1])
        return np.fft.irfft(mixed, self._length, axis=0)


def spectrum_of(parts: Sequence[np.ndarray], rate: int) -> np.ndarray:
    """[bin, channel, channel] cross power, as the transforms of Noise's frames have it."""
    length, channels = _window(rate), parts[0].shape[1]
    window = np.hanning(length + 1)[:-1]
    total, count = np.zeros((length // 2 + 1, channels, channels), complex), 0
    for frames in (_frames(part, length) for part in parts):
        found = np.fft.rfft(frames * window)
        total += np.einsum("fib,fjb->bij", found, found.conj())
        count += len(found)
    return total * length / (max(count, 1) * float((window**2).sum()))


def floor_of(heard: Heard) -> np.ndarray:
    """As spectrum_of: what lies under the sound at almost any time and between its partials, the channels apart."""
    length, channels = _window(heard.rate), heard.samples.shape[1]
    window = np.hanning(length + 1)[:-1]
    frames = _frames(np.nan_to_num(heard.samples), length)
    power = np.percentile(np.abs(np.fft.rfft(frames * window)) ** 2, FLOOR_SHARE, axis=0)
    low = percentile_filter(power, FLOOR_SHARE, size=(1, max(length // 40, 3)))
    return (low.T * length / float((window**2).sum()))[:, :, None] * np.eye(channels)


def _window(rate: int) -> int:
    return int(2 ** np.ceil(np.log2(rate * WINDOW)))


def _frames(part: np.ndarray, length: int) -> np.ndarray:
    """[frame, channel, sample], half overlapping."""
    padded = np.pad(part, ((0, max(length - len(part), 0)), (0, 0)))
    return np.lib.stride_tricks.sliding_window_view(padded, length, axis=0)[:: length // 2]
