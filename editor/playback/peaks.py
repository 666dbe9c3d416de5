"""How loud what is heard is: the loudest sample of each channel, block by block."""

from collections import deque
from dataclasses import dataclass
from typing import NamedTuple

MOST = 1000  # blocks: more than are mixed ahead, where nobody asks for long


class Peaks(NamedTuple):
    """Amplitudes: 1 is as loud as it can be."""

    left: float = 0.0
    right: float = 0.0

    def with_those(self, other: "Peaks") -> "Peaks":
        return Peaks(max(self.left, other.left), max(self.right, other.right))


SILENCE = Peaks()


@dataclass(frozen=True, slots=True)
class Block:
    at: int  # samples from the start of the course
    end: int
    peaks: Peaks


class PeakLog:
    """The peaks of what was mixed, until it was heard."""

    def __init__(self) -> None:
        self._blocks: deque[Block] = deque(maxlen=MOST)

    def add(self, at: int, count: int, peaks: Peaks) -> None:
        self._blocks.append(Block(at, at + count, peaks))

    def cut(self, at: int) -> None:
        """Forget what was to be heard from there on: it is mixed anew."""
        while self._blocks and self._blocks[-1].end > at:
            self._blocks.pop()

    def take(self, until: int) -> Peaks:
        """Of all that begins before there and was not taken yet."""
        peaks = SILENCE
        while self._blocks and self._blocks[0].at < until:
            peaks = peaks.with_those(self._blocks.popleft().peaks)
        return peaks


def peaks_of(samples: bytes) -> Peaks:
    """samples: both channels, interleaved float32."""
    import numpy as np  # here, since the window's start does not need it

    both = np.abs(np.frombuffer(samples, np.float32).reshape(-1, 2)).max(axis=0, initial=0)
    return Peaks(float(both[0]), float(both[1]))
