"""Films whose frames carry their own number, and timelines made of them."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np

from editor.timeline.model import (
    Clip,
    Item,
    ItemId,
    Media,
    MediaId,
    Picture,
    SoundTrack,
    Take,
    Timeline,
    Track,
    TrackId,
    TrackKind,
    new_timeline,
)
from engine.media.info import AudioInfo, VideoInfo
from engine.media.sound import Sound
from engine.media.write import timed, write_film

BITS = 8
WIDTH, HEIGHT = 128, 64
RATE = Fraction(24)


def numbered(number: int, width: int = WIDTH, height: int = HEIGHT) -> np.ndarray:
    """[height, width, 3] RGB: the number in binary, as white and black bars, the highest bit first."""
    bits = number >> np.arange(BITS)[::-1] & 1
    row = np.repeat(bits, width // BITS) * 255
    return np.broadcast_to(row[None, :, None], (height, width, 3)).astype(np.uint8)


def number_of(picture: np.ndarray) -> int:
    """Of a picture [height, width, channel] of any size."""
    height, width = picture.shape[:2]
    centres = (np.arange(BITS) * 2 + 1) * width // (2 * BITS)
    bits = picture[height // 2, centres, :3].mean(-1) > 127
    return int((bits << np.arange(BITS)[::-1]).sum())


def film(path: Path, count: int = 48, rate: Fraction = RATE, sound: np.ndarray | None = None) -> Media:
    """A film of our own writer. sound: [sample, 2] float32 at 48000."""
    video = VideoInfo(WIDTH, HEIGHT, rate)
    audio = AudioInfo(48_000, 2, "stereo", "") if sound is not None else None
    blocks = [Sound(sound, 48_000)] if sound is not None else []
    write_film(path, timed((numbered(index) for index in range(count)), rate), video, audio, blocks)
    return media_of(path, count / rate, Picture(WIDTH, HEIGHT, rate), SoundTrack(48_000, 2) if audio else None)


def media_of(path: Path, duration: Fraction, picture: Picture | None, sound: SoundTrack | None = None) -> Media:
    return Media(MediaId(path.stem), str(path), path.stem, duration, picture, sound)


def clip(media: Media, frames: int, start: Fraction = Fraction(0), name: str = "") -> Clip:
    """start: seconds in the media."""
    return Clip(ItemId(name or f"{media.id} at {start}"), media.name, frames, (Take(media.id),), source_start=start)


def track(items: Sequence[Item], kind: TrackKind = TrackKind.VIDEO, name: str = "V1") -> Track:
    return Track(TrackId(name), kind, name, tuple(items))


def timeline(tracks: Sequence[Track], media: Sequence[Media], rate: Fraction = RATE) -> Timeline:
    return replace(new_timeline("Test", rate, WIDTH, HEIGHT), tracks=tuple(tracks), media=tuple(media))
