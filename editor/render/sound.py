"""The mix: all that is heard in a stretch of the timeline, as samples."""

from collections import OrderedDict
from collections.abc import Generator, Iterator
from fractions import Fraction
from pathlib import Path

import numpy as np

from editor.render.inspected import inspected
from editor.render.loudness import gains
from editor.render.pace import Pace
from editor.render.retimed_sound import RetimedReader
from editor.render.voices import Voice, voices
from editor.timeline.model import Timeline
from engine.errors import MediaError
from engine.media.info import AudioInfo
from engine.media.sound import Sound, stream_sound

CHANNELS = 2
MOST = 12  # open files
SKIP = 1  # seconds ahead to which reading on is taken to be quicker than seeking


class Mixer:
    """Mixes stretch after stretch, and keeps the files open in between. Used by one thread."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[str, int | Pace, int], SoundReader | RetimedReader] = OrderedDict()
        self.failed: set[str] = set()  # paths whose sound could not be read, and is silence

    def mix(self, timeline: Timeline, start: int, count: int) -> np.ndarray:
        """[count, 2] float32 in -1..1: the samples from `start` on, at the timeline's rate."""
        total = np.zeros((count, CHANNELS), np.float32)
        for voice in voices(timeline, start, count):
            first, last = max(voice.start, start), min(voice.end, start + count)
            samples = self._read(voice, first, last - first, timeline.sample_rate)
            total[first - start : last - start] += samples * gains(voice, first, last)
        return total.clip(-1, 1)

    def close(self) -> None:
        for reader in self._open.values():
            reader.close()
        self._open.clear()

    def _read(self, voice: Voice, first: int, count: int, rate: int) -> np.ndarray:
        key = (voice.path, voice.pace or voice.offset, rate)
        reader = self._open.pop(key, None) or opened(voice, rate)
        self._open[key] = reader
        while len(self._open) > MOST:
            self._open.popitem(last=False)[1].close()
        try:
            return reader.read(voice.offset + first, count)
        except MediaError:
            self.failed.add(voice.path)
            return np.zeros((count, CHANNELS), np.float32)


def opened(voice: Voice, rate: int) -> "SoundReader | RetimedReader":
    """What reads it: at the file's samples, or at the timeline's where it has a pace of its own."""
    reader = SoundReader(Path(voice.path), rate)
    return reader if voice.pace is None else RetimedReader(reader, voice.pace)


class SoundReader:
    """The sound of one file in stereo at a rate of choice. Reading on is quick; jumps open the file again."""

    def __init__(self, path: Path, rate: int) -> None:
        self._path = path
        self._audio = AudioInfo(rate, CHANNELS, "stereo", "")
        self._blocks: Iterator[Sound] | None = None
        self._pending = np.zeros((0, CHANNELS), np.float32)
        self._at = 0  # the sample that `_pending` begins with

    def read(self, at: int, count: int) -> np.ndarray:
        """[count, 2] float32: samples from the picture's first frame on; silence where there is none.

        Raises MediaError.
        """
        if at < 0:
            before = min(-at, count)
            rest = self.read(0, count - before) if count > before else self._pending[:0]
            return np.concatenate([np.zeros((before, CHANNELS), np.float32), rest])
        if self._blocks is None or not self._at <= at <= self._at + SKIP * self._audio.sample_rate:
            self._seek(at)
        self._take(at - self._at)
        return self._take(count)

    def close(self) -> None:
        if isinstance(self._blocks, Generator):
            self._blocks.close()  # and with it the file
        self._blocks = None

    def _seek(self, at: int) -> None:
        self.close()
        start = Fraction(at, self._audio.sample_rate)
        self._blocks = stream_sound(self._path, start, None, self._audio, inspected(self._path))
        self._pending, self._at = self._pending[:0], at

    def _take(self, count: int) -> np.ndarray:
        parts, missing = [self._pending[:count]], count - len(self._pending)
        self._pending = self._pending[count:]
        while missing > 0:
            samples = self._next_block(missing)
            parts.append(samples[:missing])
            self._pending, missing = samples[missing:], missing - len(samples)
        self._at += count
        return np.concatenate(parts)

    def _next_block(self, missing: int) -> np.ndarray:
        assert self._blocks is not None
        block = next(self._blocks, None)
        return np.zeros((missing, CHANNELS), np.float32) if block is None else block.samples
