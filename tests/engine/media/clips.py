"""Small clips made on the spot."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.stream import VideoStream

from engine.media.info import AudioInfo, VideoInfo
from engine.media.sound import Sound
from engine.media.write import timed, write_film

SMALL = VideoInfo(128, 96, Fraction(24))
STEREO = AudioInfo(48000, 2, "stereo", "")
BARS = np.array([[1, 1, 1], [1, 1, 0], [0, 1, 1], [0, 1, 0], [1, 0, 1], [1, 0, 0], [0, 0, 1], [0.5, 0.5, 0.5]]) * 0.75


def moving_square(count: int, width: int = 128, height: int = 96) -> list[np.ndarray]:
    """A bright square that moves two pixels a frame over a soft ramp."""
    ramp = np.linspace(20, 200, width)[None, :, None] * np.ones((height, 1, 3))
    images = []
    for index in range(count):
        image = ramp.astype(np.uint8)
        image[20:40, 2 * index : 2 * index + 20] = (250, 200, 40)
        images.append(image)
    return images


def colour_bars(width: int, height: int, dtype: type = np.uint8) -> np.ndarray:
    row = BARS[np.arange(width) * len(BARS) // width]
    return (np.repeat(row[None], height, axis=0) * np.iinfo(dtype).max).round().astype(dtype)


def tone(seconds: Fraction, audio: AudioInfo = STEREO, pitch: float = 440.0) -> Sound:
    times = np.arange(round(seconds * audio.sample_rate)) / audio.sample_rate
    wave = 0.5 * np.sin(2 * np.pi * pitch * times)
    return Sound(np.repeat(wave[:, None], audio.channels, axis=1).astype(np.float32), audio.sample_rate)


def make_film(path: Path, count: int = 24, video: VideoInfo = SMALL, sound: Sound | None = None) -> Path:
    audio = STEREO if sound else None
    images = moving_square(count, video.width, video.height)
    write_film(path, timed(images, video.rate), video, audio, [sound] if sound else [])
    return path


def make_raw(path: Path, images: Sequence[np.ndarray], codec: str, pixel_format: str, options: dict[str, str]) -> Path:
    """With codecs and containers our own writer does not use; 25 frames per second."""
    with av.open(str(path), "w") as container:
        stream = cast(VideoStream, container.add_stream(codec, rate=25, options=options))
        stream.height, stream.width, stream.pix_fmt = images[0].shape[0], images[0].shape[1], pixel_format
        for image in images:
            container.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="rgb24")))
        container.mux(stream.encode(None))
    return path


def mutated(whole: bytes, number: int) -> bytes:
    """The same file with bytes changed, a stretch lost, doubled or zeroed, or the end missing."""
    chance = np.random.default_rng(number)
    content = bytearray(whole)
    place, length = int(chance.integers(0, len(whole) - 64)), int(chance.integers(1, 64))
    match number % 5:
        case 0:
            for spot in chance.integers(0, len(content), 1 + number % 40):
                content[spot] = int(chance.integers(0, 256))
        case 1:
            del content[place : place + length]
        case 2:
            content[place:place] = content[place : place + length]
        case 3:
            content[place : place + length] = bytes(length)
        case _:
            del content[place:]
    return bytes(content)
