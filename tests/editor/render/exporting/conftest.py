"""A film whose frames carry their number, in colour, and cuts of it."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from editor.timeline.model import Media, Picture, SoundTrack, Timeline, TrackKind
from engine.media.coding import Coding, film_sound_coding
from engine.media.info import AudioInfo, ColourTags, VideoInfo
from engine.media.sound import Sound
from engine.media.write import Writer
from tests.editor.render.counted import RATE, clip, media_of, numbered, timeline, track
from tests.editor.render.test_sound import tone

WIDTH, HEIGHT, FRAMES = 256, 128, 48
GROUP = 8  # frames between key frames
BT709 = ColourTags(1, 1, 1)


def coloured(number: int) -> np.ndarray:
    """[height, width, 3]: the number as bars in the upper half's middle; below, hues that move."""
    picture = numbered(number, WIDTH, HEIGHT).copy()
    ramp = (np.arange(WIDTH) + 4 * number) % 256
    picture[HEIGHT * 3 // 4 :] = np.stack([ramp, 255 - ramp, np.full(WIDTH, 90)], axis=1)
    return picture


def written(path: Path, video: VideoInfo, coding: Coding, scale: int = 1) -> Media:
    """With a tone. scale: 257 for pictures of 16 bits."""
    audio = AudioInfo(48_000, 2, "stereo", "")
    with Writer(path, video, coding, (audio, film_sound_coding(audio))) as writer:
        for index in range(FRAMES):
            image = coloured(index)
            writer.write(image if scale == 1 else image.astype(np.uint16) * scale, index / video.rate)
        writer.write_sound(Sound(tone(220)[: 2000 * FRAMES], 48_000).samples)
    picture = Picture(WIDTH, HEIGHT, video.rate, bit_depth=video.bit_depth)
    return media_of(path, FRAMES / RATE, picture, SoundTrack(48_000, 2))


@pytest.fixture(scope="session")
def source(tmp_path_factory: pytest.TempPathFactory) -> Media:
    """H.264 with B-frames, in closed groups of 8."""
    options = {"crf": "16", "preset": "medium", "g": str(GROUP), "sc_threshold": "0", "threads": "1"}
    video = VideoInfo(WIDTH, HEIGHT, RATE, colour=BT709)
    return written(tmp_path_factory.mktemp("source") / "source.mp4", video, Coding("libx264", "yuv420p", options))


def cut(media: Media, *pieces: tuple[int, int], sound: bool = True) -> Timeline:
    """pieces: the first frame and how many."""
    clips = [clip(media, count, Fraction(first) / RATE, f"piece {first}") for first, count in pieces]
    total = sum(count for _, count in pieces)
    heard = [track([clip(media, total)], TrackKind.AUDIO, "A1")] if sound else []
    return replace(timeline([track(clips), *heard], [media]), width=WIDTH, height=HEIGHT)
