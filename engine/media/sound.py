"""The sound of a clip, counted in samples and kept in step with the picture."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
import numpy as np
from av.audio.frame import AudioFrame
from av.audio.resampler import AudioResampler
from av.audio.stream import AudioStream
from av.container import InputContainer

from engine.media.info import AudioInfo, MediaInfo
from engine.media.inspection import inspect_media, sound_start
from engine.media.opening import open_source, sound_stream

LAYOUTS = {1: "mono", 2: "stereo", 3: "2.1", 4: "4.0", 5: "5.0", 6: "5.1", 7: "6.1", 8: "7.1"}
BLOCK = 1 << 16  # samples of silence given at once
ROUNDING = Fraction(1, 100)  # seconds; clocks of milliseconds and jitter, less than any packet lasts
PREROLL = Fraction(1, 2)  # seconds decoded before the wanted start: MP3 and Opus lean on what went before


@dataclass(frozen=True, slots=True)
class Sound:
    samples: np.ndarray  # [sample, channel] float32, -1..1
    rate: int  # samples per second
    lost: int = 0  # of these samples, how many are silence because they could not be decoded


def read_sound(path: Path, start: Fraction | None = None, end: Fraction | None = None) -> Sound | None:
    """The sound of [start, end), in seconds from the first frame of the picture; None where the file has none.

    Without a picture, times count from the first sample. Exactly (end - start) x rate samples: silence stands where
    there is no sound or it cannot be decoded.
    """
    info = inspect_media(Path(path))
    audio = info.audio
    if audio is None:
        return None
    blocks = list(stream_sound(path, start, end, audio, info))
    samples = np.concatenate([np.zeros((0, audio.channels), np.float32), *(block.samples for block in blocks)])
    return Sound(samples, audio.sample_rate, sum(block.lost for block in blocks))


def stream_sound(
    path: Path, start: Fraction | None, end: Fraction | None, audio: AudioInfo, info: MediaInfo | None = None
) -> Iterator[Sound]:
    """As read_sound, in blocks, at the rate and channels of `audio`; only silence where the file has no sound.

    info: what inspect_media said of the file, where that is known, to save asking again.
    """
    info = info or inspect_media(Path(path))
    begin = start or Fraction(0)
    until = info.duration if end is None else end
    total = max(round((until - begin) * audio.sample_rate), 0)
    with open_source(Path(path)) as container:
        stream = sound_stream(container)
        pieces = placed(container, stream, zero(info, stream) + begin, audio) if stream else iter(())
        yield from filled(pieces, total, audio)


def zero(info: MediaInfo, stream: AudioStream) -> Fraction:
    """The moment in the file's own clock that times are counted from."""
    return info.video.start if info.video else sound_start(stream)


@dataclass(frozen=True, slots=True)
class Piece:
    """Decoded samples, and where they belong, counted from the wanted start."""

    at: int
    samples: np.ndarray
    after_damage: bool


def placed(container: InputContainer, stream: AudioStream, zero: Fraction, audio: AudioInfo) -> Iterator[Piece]:
    assert stream.time_base is not None
    container.seek(max(int((zero - PREROLL) / stream.time_base), stream.start_time or 0), stream=stream)
    resampler, failed = new_resampler(audio), False
    for packet in container.demux(stream):
        try:
            decoded = stream.decode(packet)
        except av.FFmpegError:
            resampler, failed = new_resampler(audio), True
            continue
        for frame in (out for whole in decoded for out in resampler.resample(whole)):
            samples = frame.to_ndarray().reshape(-1, audio.channels)
            yield Piece(position(frame, zero, audio), samples, failed)
            failed = False


def new_resampler(audio: AudioInfo) -> AudioResampler:
    """Channels interleaved: PyAV 18 reads past the end of a frame that has eight apart."""
    return AudioResampler("flt", layout=LAYOUTS[audio.channels], rate=audio.sample_rate)


def position(frame: AudioFrame, zero: Fraction, audio: AudioInfo) -> int:
    assert frame.pts is not None
    assert frame.time_base is not None
    return round((frame.pts * frame.time_base - zero) * audio.sample_rate)


def filled(pieces: Iterable[Piece], total: int, audio: AudioInfo) -> Iterator[Sound]:
    """The pieces in their places, silence between them, exactly `total` samples."""
    done, began = 0, False
    for piece in pieces:
        gap = piece.at - done
        if began and abs(gap) <= ROUNDING * audio.sample_rate and not piece.after_damage:
            gap = 0
        if gap > 0:
            yield from still(min(gap, total - done), audio, lost=piece.after_damage)
            done = min(done + gap, total)
        samples = piece.samples[max(-gap, 0) :][: total - done]
        if len(samples):
            yield Sound(np.ascontiguousarray(samples), audio.sample_rate)
            done, began = done + len(samples), True
        if done == total:
            return
    yield from still(total - done, audio)


def still(count: int, audio: AudioInfo, lost: bool = False) -> Iterator[Sound]:
    for begin in range(0, count, BLOCK):
        length = min(BLOCK, count - begin)
        yield Sound(np.zeros((length, audio.channels), np.float32), audio.sample_rate, length if lost else 0)
