"""The quiet parts of a clip's sound."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.ndimage import median_filter

FRAME = 0.05  # seconds that a level is taken over
HOPS = 2  # to a frame
DIGITAL_SILENCE = 1e-5  # of full scale: below the last of 16 bits
FLOOR_SHARE = 10  # percent of the sound that is taken for its floor
ABOVE_FLOOR = 6.0  # dB that quiet sound may rise above it
STANDS_OUT = 9.0  # dB above its usual level in an octave: a bird, a click, a word from afar
SHORTEST = 0.15  # seconds of a part
LOWEST = 30.0  # Hz: what lies below is offset and handling noise
PEAK = 16.0  # times the bins beside it that a partial of a tone rises, and noise does not
PEAKS_WITHIN = 25  # bins
TONAL = 0.4  # share of the power that partials hold in music or in a held vowel
HUM = -45.0  # dB of full scale: a tone this low is hum and belongs to the room
GATED = 0.05  # share of digital silence within a sound that says that its silence is meant

Part = tuple[int, int]  # half-open, in samples


@dataclass(frozen=True)
class Heard:
    """A stretch of sound, looked at in overlapping frames.

    samples: [sample, channel] float32, NaN where it could not be decoded; at least one sample.
    """

    samples: np.ndarray
    rate: int

    @property
    def frame(self) -> int:
        return max(HOPS * int(self.rate * FRAME / HOPS), HOPS)

    @property
    def hop(self) -> int:
        return self.frame // HOPS

    @cached_property
    def frames(self) -> np.ndarray:
        """[frame, channel, sample], a view where the stretch holds one at least."""
        missing = max(self.frame - len(self.samples), 0)
        padded = np.pad(self.samples, ((0, missing), (0, 0))) if missing else self.samples
        return np.lib.stride_tricks.sliding_window_view(padded, self.frame, axis=0)[:: self.hop]

    @cached_property
    def power(self) -> np.ndarray:
        """[frame, bin] of all channels together; 1 in all bins is a mean square of 1."""
        window = np.hanning(self.frame + 1)[:-1].astype(np.float32)
        scale = 2 / (self.frame * float((window**2).sum()) * self.samples.shape[1])
        power = np.zeros((len(self.frames), self.frame // 2 + 1), np.float32)
        for channel in range(self.samples.shape[1]):
            spectrum = np.fft.rfft(np.nan_to_num(self.frames[:, channel]) * window)
            power += (np.abs(spectrum) ** 2 * scale).astype(np.float32)
        power[:, : int(LOWEST * self.frame / self.rate) + 1] = 0
        return power

    @cached_property
    def levels(self) -> np.ndarray:
        """[frame], dB of full scale."""
        return in_db(self.power.sum(axis=1))

    @cached_property
    def audible(self) -> np.ndarray:
        """[frame] bool: neither digital silence nor damage."""
        peaks = np.abs(self.frames).max(axis=(1, 2))
        return np.isfinite(peaks) & (peaks > DIGITAL_SILENCE)


def quiet_parts(heard: Heard) -> tuple[Part, ...]:
    """Where nothing is heard but the room, in playing order: near its lowest level, with nothing that stands out of it.

    Empty where there is no such part: music, speech without a pause, digital silence.
    """
    if not heard.audible.any():
        return ()
    floor = np.percentile(heard.levels[heard.audible], FLOOR_SHARE)
    quiet = heard.audible & (heard.levels < floor + ABOVE_FLOOR)
    bands = octaves(heard)
    quiet &= (bands < np.median(bands[quiet], axis=0) + STANDS_OUT).all(axis=1)
    parts = tuple(part for part in _runs(quiet, heard) if part[1] - part[0] >= SHORTEST * heard.rate)
    return () if _is_played(heard, quiet) else parts


def is_meant_silent(samples: np.ndarray) -> bool:
    """Whether digital silence is the clip's own room: it is all there is, or stands between its sounds."""
    sounding = np.flatnonzero(~(np.abs(samples) <= DIGITAL_SILENCE).all(axis=1))
    if not len(sounding):
        return True
    return len(sounding) < (1 - GATED) * (sounding[-1] - sounding[0] + 1)


def octaves(heard: Heard) -> np.ndarray:
    """[frame, octave], dB."""
    edges = LOWEST * 2.0 ** np.arange(0, 12)
    places = np.unique((edges * heard.frame / heard.rate).astype(int).clip(1, heard.power.shape[1] - 1))
    return in_db(np.add.reduceat(heard.power, places, axis=1))


def in_db(power: np.ndarray) -> np.ndarray:
    return 10 * np.log10(np.maximum(power, 1e-14))


def _runs(quiet: np.ndarray, heard: Heard) -> list[Part]:
    """Only what no frame that is not quiet reaches into: at a frame's edge its window hides a click."""
    edges = np.flatnonzero(np.diff(quiet.astype(np.int8), prepend=0, append=0))
    starts = [(int(first) + 1) * heard.hop if first else 0 for first in edges[::2]]
    ends = [int(end) * heard.hop if end < len(quiet) else len(heard.samples) for end in edges[1::2]]
    return list(zip(starts, ends, strict=True))


def _is_played(heard: Heard, quiet: np.ndarray) -> bool:
    """Whether what is left is music or a voice rather than a room: tones, and loud ones."""
    power = heard.power[quiet]
    if not len(power) or float(np.median(heard.levels[quiet])) < HUM:
        return False
    stands = power > PEAK * median_filter(power, size=(1, PEAKS_WITHIN))
    return float((power * stands).sum() / power.sum()) > TONAL
