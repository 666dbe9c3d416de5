"""The frames of one open file from any moment on, past whatever in it is damaged."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

import av
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from engine.media.deinterlace import deinterlaced
from engine.media.info import VideoInfo
from engine.media.opening import open_source, picture_decoder, picture_stream

NO_CLOCK = ("mpeg", "mpegvideo")  # only some packets have a time: after a seek FFmpeg guesses those of the others
WHOLE_INDEX = "mov"  # part of the name of the formats whose index lists every frame as soon as the file is open


@dataclass(frozen=True, slots=True)
class Moment:
    """A decoded frame, and when it is shown from, in seconds from the first frame."""

    frame: av.VideoFrame
    start: Fraction


class Reel:
    """One open file. What runs from it ends when the next run begins.

    Raises what opening.open_source and opening.picture_stream raise, when it is made and when it has to open anew.
    """

    def __init__(self, path: Path, video: VideoInfo) -> None:
        self.video = video
        self.breaks: set[Fraction] = set()  # starts of the last good frames before something damaged
        self._path = path
        self._stack = ExitStack()
        self._is_open = False
        self._is_read = False  # since it was opened
        self._open()

    def close(self) -> None:
        self._stack.close()
        self._is_open = False

    @property
    def can_seek(self) -> bool:
        return self._container.format.name not in NO_CLOCK and self._stream.time_base is not None

    def from_start(self) -> Iterator[Moment]:
        """Opened anew once it was read: an index that lies may lead back to elsewhere than the start."""
        if self._is_read:
            self.close()
        self._stay_open()
        return self._moments()

    def from_key_before(self, time: Fraction) -> Iterator[Moment]:
        """From where the file's index leads for `time`, which may be wrong: look at what comes first."""
        return self._moments() if self._sought(time) else iter(())

    def key_moment(self, time: Fraction, earliest: Fraction) -> Moment | None:
        """The key frame at or before `time`, decoded alone; None where it stands before `earliest` or is damaged."""
        if not self._sought(time):
            return None
        decoder = picture_decoder(self._stream)
        decoder.flush_buffers()
        for packet in self._packets():
            if packet is None or packet.pts is None or not packet.is_keyframe:
                continue
            if self._seconds(packet.pts * packet.time_base) < earliest:
                return None
            frame = next(decoded(decoder, packet), None) or next(decoded(decoder, None), None)
            decoder.flush_buffers()
            return Moment(frame, self._start(frame, None)) if frame else None
        return None

    def _sought(self, time: Fraction) -> bool:
        self._stay_open()
        self._is_read = True
        try:
            self._container.seek(self._ticks(time), stream=self._stream)
        except av.FFmpegError:
            return False
        return True

    def key_before(self, time: Fraction) -> Fraction | None:
        """When the key frame that is needed for `time` comes, by the index; None where that does not reach so far.

        In decoding time, a few frames early in some files.
        """
        self._stay_open()
        entries, ticks = self._stream.index_entries, self._ticks(time)
        reaches = len(entries) > 0 and entries[len(entries) - 1].timestamp > ticks
        place = entries.search_timestamp(ticks) if reaches or WHOLE_INDEX in self._container.format.name else -1
        if place < 0 or self._stream.time_base is None:
            return None
        return self._seconds(entries[place].timestamp * self._stream.time_base)

    def _open(self) -> None:
        self._container = self._stack.enter_context(open_source(self._path))
        self._stream: VideoStream = picture_stream(self._container, self._path.name)
        self._is_open, self._is_read = True, False

    def _stay_open(self) -> None:
        """Where the file was not there when it was to be opened anew, it may be by now."""
        if not self._is_open:
            self._open()

    def _moments(self) -> Iterator[Moment]:
        frames = self._good()
        last: Fraction | None = None
        try:
            for frame in deinterlaced(frames, self._stream) if self.video.interlaced else frames:
                last = self._start(frame, last)
                yield Moment(frame, last)
        except av.FFmpegError:  # a change of size on the way stops the deinterlacer
            self._break_after(last)

    def _good(self) -> Iterator[av.VideoFrame]:
        """Frames that decode. After one that does not, the next key frame is the first to be trusted again."""
        decoder, lost, last = picture_decoder(self._stream), False, None
        decoder.flush_buffers()
        self._is_read = True
        for packet in self._packets():
            if lost and packet and packet.size and not packet.is_keyframe:
                continue
            for frame in decoded(decoder, packet):
                lost = frame is None
                if frame is None:
                    self._break_after(last)
                else:
                    yield frame
                    last = self._start(frame, last)

    def _packets(self) -> Iterator[av.Packet | None]:
        """All of the stream; the last one is empty, to empty the decoder, or None where reading breaks off."""
        try:
            yield from self._container.demux(self._stream)
        except av.FFmpegError:
            yield None

    def _break_after(self, last: Fraction | None) -> None:
        if last is not None:
            self.breaks.add(last)

    def _start(self, frame: av.VideoFrame, last: Fraction | None) -> Fraction:
        """On a constant rate the frame's own slot; else a tick early, since clocks of containers round."""
        frame.time_base = frame.time_base or self._stream.time_base  # unknown for what an emptied decoder gives
        if frame.pts is None or frame.time_base is None:
            return Fraction(0) if last is None else last + 1 / self.video.rate
        seconds = self._seconds(frame.pts * frame.time_base)
        if not self.video.variable:
            return round(seconds * self.video.rate) / self.video.rate
        return max(seconds - min(1 / (4 * self.video.rate), frame.time_base), Fraction(0))

    def _seconds(self, file_time: Fraction) -> Fraction:
        return file_time - self.video.start

    def _ticks(self, time: Fraction) -> int:
        assert self._stream.time_base is not None
        return int((self.video.start + time) / self._stream.time_base)


class Corrupt(Exception):
    """A frame was put together from damaged data."""


def decoded(decoder: VideoCodecContext, packet: av.Packet | None) -> Iterator[av.VideoFrame | None]:
    """The frames that come out for a packet, and None in the place of damage.

    Decoders run a few frames late: what fails when a key frame is given may be one before it. It is given again.
    """
    for _ in range(2 if packet and packet.is_keyframe else 1):
        try:
            for frame in decoder.decode(packet):
                if frame.is_corrupt:
                    raise Corrupt
                yield frame
            break
        except (av.FFmpegError, Corrupt):
            yield None
            decoder.flush_buffers()
    if packet is None:
        yield None
