"""Waveforms: the lowest and highest sample of every stretch of a file's sound, kept in one small file."""

import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from pathlib import Path

import numpy as np

from engine.errors import MediaError
from engine.media.info import AudioInfo
from engine.media.inspection import inspect_media
from engine.media.sound import LAYOUTS, Sound, stream_sound
from engine.media.whole import write_whole

STEP = 256  # samples of the finest stretch: 5 ms
COARSER = 8  # from level to level
LEVELS = 4
SEVERAL = 4  # stretches to a column, so that what reaches over its edges is little
ROUNDING = 1e-6  # of a stretch
HEADER = struct.Struct("<8sII")  # mark, samples per second, count of stretches; then (lowest, highest) as int16
MARK = b"LTPEAKS1"


@dataclass(frozen=True)
class Peaks:
    """All channels together. Times are seconds from the start of the media."""

    rate: int  # samples per second
    finest: np.ndarray  # [stretch of STEP samples, 2] int16: lowest, highest

    def columns(self, start: Fraction, end: Fraction, count: int) -> tuple[np.ndarray, np.ndarray]:
        """Lowest and highest in each of `count` equal parts of [start, end): two float32 arrays in -1..1.

        Outside of the sound they are 0.
        """
        level, step = self._level(float(end - start) * self.rate / max(count, 1))
        edges = np.linspace(float(start), float(end), count + 1) * (self.rate / step)
        first = np.clip(np.floor(edges[:-1] + ROUNDING), 0, len(level)).astype(np.intp)
        last = np.clip(np.ceil(edges[1:] - ROUNDING), first + 1, len(level) + 1).astype(np.intp)
        begin, until = (first[0], last[-1]) if count else (0, 0)
        pairs = np.column_stack([first, last]).ravel() - begin
        outside = (edges[1:] <= 0) | (edges[:-1] + ROUNDING >= len(self.finest) * STEP / step)
        padded = np.concatenate([level[begin:until], np.zeros((2, 2), np.int16)])
        return (
            extreme(np.minimum, padded[:, 0], pairs, outside),
            extreme(np.maximum, padded[:, 1], pairs, outside),
        )

    @property
    def memory(self) -> int:
        """Bytes, about."""
        return self.finest.nbytes * 2

    @cached_property
    def _levels(self) -> list[np.ndarray]:
        levels = [self.finest]
        while len(levels) < LEVELS and len(levels[-1]) > COARSER:
            levels.append(coarser(levels[-1]))
        return levels

    def _level(self, samples: float) -> tuple[np.ndarray, int]:
        """The coarsest level of which a column of `samples` takes several stretches, and how long those are."""
        place = sum(STEP * COARSER**level * SEVERAL <= samples for level in range(1, len(self._levels)))
        return self._levels[place], STEP * COARSER**place


def extreme(find: np.ufunc, side: np.ndarray, pairs: np.ndarray, outside: np.ndarray) -> np.ndarray:
    """Of each [first, last) of `pairs`, in -1..1."""
    found = find.reduceat(side, pairs)[::2] if len(pairs) else side[:0]
    return np.where(outside, 0, found).astype(np.float32) / 32767


def coarser(level: np.ndarray) -> np.ndarray:
    places = np.arange(0, len(level), COARSER)
    return np.column_stack([np.minimum.reduceat(level[:, 0], places), np.maximum.reduceat(level[:, 1], places)])


def make_peaks(path: Path) -> Iterator[np.ndarray]:
    """The finest level of a file's sound in parts, one after each block that was decoded: [stretch, 2] int16.

    Raises what inspect_media raises, and MediaError where there is no sound.
    """
    info = inspect_media(path)
    if info.audio is None:
        raise MediaError(f"{path.name} holds no sound.")
    yield from reduced(stream_sound(path, None, None, shape(info.audio), info))


def shape(audio: AudioInfo) -> AudioInfo:
    """As it is, except for more channels than there is a name for."""
    return audio if audio.channels in LAYOUTS else AudioInfo(audio.sample_rate, 2, "stereo", audio.codec)


def reduced(blocks: Iterable[Sound]) -> Iterator[np.ndarray]:
    rest = np.zeros((0, 2), np.float32)  # lowest and highest of samples that fill no stretch yet
    for block in blocks:
        both = np.column_stack([block.samples.min(axis=1), block.samples.max(axis=1)])
        rest = np.concatenate([rest, both])
        whole = len(rest) // STEP * STEP
        if whole:
            yield lowest_highest(rest[:whole])
            rest = rest[whole:]
    if len(rest):
        yield lowest_highest(rest)


def lowest_highest(samples: np.ndarray) -> np.ndarray:
    places = np.arange(0, len(samples), STEP)
    both = [np.minimum.reduceat(samples[:, 0], places), np.maximum.reduceat(samples[:, 1], places)]
    return np.clip(np.column_stack(both) * 32767, -32767, 32767).round().astype(np.int16)


def write_peaks(target: Path, rate: int, finest: np.ndarray) -> None:
    """Raises OSError."""
    write_whole(target, HEADER.pack(MARK, rate, len(finest)) + finest.astype("<i2").tobytes())


def read_peaks(path: Path) -> Peaks:
    """Raises OSError, or ValueError where the file is not whole."""
    content = path.read_bytes()
    if len(content) < HEADER.size:
        raise ValueError(f"{path} holds no peaks")
    mark, rate, count = HEADER.unpack_from(content)
    if mark != MARK or not rate or len(content) != HEADER.size + 4 * count:
        raise ValueError(f"{path} holds no peaks")
    return Peaks(rate, np.frombuffer(content, "<i2", offset=HEADER.size).reshape(count, 2))
