"""Which encoders work on this machine: told by opening each and coding a few pictures."""

from fractions import Fraction
from typing import cast

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from engine.media.coding import Coding
from engine.media.film_file import prepare
from engine.media.info import ColourTags, VideoInfo

TRIED = VideoInfo(640, 360, Fraction(25), colour=ColourTags(1, 1, 1))  # some refuse much smaller pictures
FRAMES = 4


def works(coding: Coding) -> bool:
    if coding.codec not in av.codec.codecs_available:
        return False
    try:
        return bool(coded(coding))
    except (av.FFmpegError, ValueError, OSError):
        return False


def coded(coding: Coding) -> int:
    """Bytes that came out for a few grey pictures. Raises FFmpegError."""
    context = cast(VideoCodecContext, av.CodecContext.create(coding.codec, "w"))
    context.options, context.rate = dict(coding.options), TRIED.rate
    prepare(context, TRIED, coding)
    grey = np.full((TRIED.height, TRIED.width, 3), 128, np.uint8)
    count = 0
    for index in range(FRAMES):
        frame = av.VideoFrame.from_ndarray(grey, format="rgb24").reformat(format=coding.pixel_format)
        frame.pts, frame.time_base = index, 1 / TRIED.rate
        count += sum(packet.size for packet in context.encode(frame))
    return count + sum(packet.size for packet in context.encode(None))
