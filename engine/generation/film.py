"""The joined film: the clips' own frames and the new ones, re-encoded together; the clips stay as they are."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

from engine.generation.clips import Clip, in_grid_of
from engine.media.info import AudioInfo, VideoInfo
from engine.media.read import Frame, read_frames
from engine.media.sound import Sound, silence, stream_sound
from engine.media.write import shifted, write_film
from engine.requests import FrameRange


@dataclass(frozen=True, slots=True)
class Part:
    frames: Iterator[Frame]  # times from 0
    duration: Fraction  # seconds
    sound: Iterator[Sound]


def clip_part(clip: Clip, like: Clip, audio: AudioInfo | None) -> Part:
    """A clip's own frames and sound, at the size and rate of `like` (which may be the clip itself)."""
    rate = like.video.rate
    free = clip.video.variable and clip is like
    duration = clip.end - clip.start if free else round((clip.end - clip.start) * rate) / rate
    frames = shifted(read_frames(clip.source.path, clip.start, clip.end), -clip.start)
    sound = stream_sound(clip.source.path, clip.start, clip.start + duration, audio) if audio else iter(())
    return Part(frames if clip is like else in_grid_of(clip, like), duration, sound)


def new_part(take: Path, new: FrameRange, rate: Fraction, audio: AudioInfo | None) -> Part:
    """A take's new frames, in silence."""
    start, duration = new.start / rate, new.count / rate
    frames = shifted(read_frames(take, start, start + duration), -start)
    return Part(frames, duration, silence(duration, audio) if audio else iter(()))


def join(path: Path, parts: Sequence[Part], video: VideoInfo, audio: AudioInfo | None, clips: Sequence[Clip]) -> int:
    """Write the parts one after another; returns the number of frames. Raises OutputError or NoSpace."""
    starts = [sum((part.duration for part in parts[:index]), Fraction(0)) for index in range(len(parts))]
    frames = chain.from_iterable(shifted(part.frames, start) for part, start in zip(parts, starts, strict=True))
    sound = chain.from_iterable(part.sound for part in parts)
    return write_film(path, frames, video, audio, sound, [clip.source.path for clip in clips])
