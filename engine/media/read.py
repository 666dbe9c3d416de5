"""Frames of a clip, exactly those of a stretch of time, one after the other."""

from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from itertools import chain
from pathlib import Path

import av
import numpy as np
from av.container import InputContainer
from av.video.stream import VideoStream

from engine.errors import ContextTooShort, MediaDamaged
from engine.media.colour import to_array
from engine.media.deinterlace import deinterlaced
from engine.media.info import MediaInfo, VideoInfo
from engine.media.opening import open_source, picture_decoder, picture_stream
from engine.media.probe import probe

STEPS_BACK = (0, 2, 10)  # seconds before the wanted start to look for a key frame; after that, the whole file
NO_CLOCK = ("mpeg", "mpegvideo")  # only some packets have a time: after a seek FFmpeg guesses those of the others


@dataclass(frozen=True, slots=True)
class Frame:
    image: np.ndarray  # [height, width, 3 or 4] RGB or RGBA, upright; uint8, or uint16 (0..65535) from deeper sources
    time: Fraction  # seconds from the stream's first frame


def read_frames(path: Path, start: Fraction | None = None, end: Fraction | None = None) -> Iterator[Frame]:
    """The frames of [start, end), in seconds from the first frame, in the order they are shown; one at a time.

    A frame counts as at `start` if it is within container rounding of it. Raises what `probe` raises, and MediaDamaged
    where the file breaks off, after the frames before that were given.
    """
    path = Path(path)
    info = probe(path)
    video = info.video
    assert video is not None
    try:
        for frame in shown(path, video, start):
            time = seconds(frame, video)
            if end is not None and time >= end - slack(video, frame):
                return
            if start is None or time >= start - slack(video, frame):
                yield Frame(to_array(frame, video.rotation), time)
    except Broken as error:
        if end is not None and error.time is not None and error.time + 1 / video.rate >= end - 1 / (4 * video.rate):
            return  # what is damaged was not asked for
        raise damaged(info, video, error.time) from error


def read_head(path: Path, count: int, start: Fraction | None = None) -> list[Frame]:
    """The `count` frames from `start` on. Raises ContextTooShort where there are fewer."""
    frames: list[Frame] = []
    for frame in read_frames(path, start):
        frames.append(frame)
        if len(frames) == count:
            return frames
    raise too_short(path, len(frames), count)


def read_tail(path: Path, count: int, end: Fraction | None = None) -> list[Frame]:
    """The last `count` frames before `end`. Raises ContextTooShort where there are fewer."""
    info = probe(Path(path))
    assert info.video is not None
    until = info.duration if end is None else min(end, info.duration)
    length = (count + 1) / info.video.rate
    while True:
        start = until - length
        frames = deque(read_frames(path, start if start > 0 else None, end), maxlen=count)
        if len(frames) == count:
            return list(frames)
        if start <= 0:
            raise too_short(path, len(frames), count)
        length *= 4  # frames are missing there, or the header counted too long


class Broken(Exception):
    """Decoding cannot go on; `time` is the last good frame's, if any came."""

    def __init__(self, time: Fraction | None) -> None:
        super().__init__()
        self.time = time


def shown(path: Path, video: VideoInfo, start: Fraction | None) -> Iterator[av.VideoFrame]:
    """Decoded frames in the order they are shown, from at or before `start` to the end."""
    margin = 2 / video.rate if video.interlaced else Fraction(0)  # the deinterlacer looks at the frame before
    for back in STEPS_BACK:
        if start is None or start - margin - back <= 0:
            break
        with open_source(path) as container:
            stream = picture_stream(container, path.name)
            frames = sought(container, stream, video, start - margin, back)
            first = next(frames, None)
            if first is not None:
                yield from whole(chain([first], frames), stream, video)
                return
    with open_source(path) as container:
        stream = picture_stream(container, path.name)
        yield from whole(decoded(container, stream, video), stream, video)


def whole(frames: Iterator[av.VideoFrame], stream: VideoStream, video: VideoInfo) -> Iterator[av.VideoFrame]:
    return deinterlaced(frames, stream) if video.interlaced else frames


def sought(
    container: InputContainer, stream: VideoStream, video: VideoInfo, start: Fraction, back: int
) -> Iterator[av.VideoFrame]:
    """From the key frame at or before `start - back`; nothing if it is not before `start` after all, or is damaged.

    Indexes go by decoding order and some files have none, so what comes first is looked at.
    """
    if container.format.name in NO_CLOCK or stream.time_base is None:
        return
    container.seek(int((video.start + start - back) / stream.time_base), stream=stream)
    frames = decoded(container, stream, video)
    try:
        first = next(frames, None)
    except Broken:
        return  # where the damage begins is told by what stands before it
    if first is not None and seconds(first, video) <= start + slack(video, first):
        yield first
        yield from frames


def decoded(container: InputContainer, stream: VideoStream, video: VideoInfo) -> Iterator[av.VideoFrame]:
    decoder = picture_decoder(stream)
    decoder.flush_buffers()
    last = None
    try:
        for packet in container.demux(stream):
            for frame in decoder.decode(packet):
                if frame.is_corrupt:
                    raise Broken(last)
                yield frame
                last = seconds(frame, video)
    except av.FFmpegError as error:
        raise Broken(last) from error


def seconds(frame: av.VideoFrame, video: VideoInfo) -> Fraction:
    assert frame.pts is not None
    assert frame.time_base is not None
    return frame.pts * frame.time_base - video.start


def slack(video: VideoInfo, frame: av.VideoFrame) -> Fraction:
    """How far from its true time a frame may stand: a quarter of a frame on a grid, a tick of the clock off it."""
    quarter = 1 / (4 * video.rate)
    return min(quarter, frame.time_base) if video.variable and frame.time_base else quarter


def damaged(info: MediaInfo, video: VideoInfo, last: Fraction | None) -> MediaDamaged:
    until = Fraction(0) if last is None else last + 1 / video.rate
    good, total = round(until * video.rate), round(info.duration * video.rate)
    return MediaDamaged(
        f"{info.path.name} is damaged {float(until):.2f} s after its start.",
        kept=f"The first {good} of {total} frames can be used.",
        do=f"Trim the clip to end before {float(until):.2f} s, or take another copy of the file.",
    )


def too_short(path: Path, found: int, count: int) -> ContextTooShort:
    return ContextTooShort(
        f"{Path(path).name} has {found} frames there; {count} are needed.",
        do="Choose a longer clip or a smaller context.",
    )
