"""Takes and films: pictures, and sound, into files of our own."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack, suppress
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import av
import numpy as np
from av.video.stream import VideoStream

from engine.errors import OutputError
from engine.media.coding import (
    Coding,
    SoundCoding,
    container_format,
    film_coding,
    film_sound_coding,
    take_coding,
    take_sound_coding,
)
from engine.media.colour import BT709, FULL, IDENTITY, LIMITED, to_frame
from engine.media.info import AudioInfo, VideoInfo
from engine.media.opening import open_target
from engine.media.origin import COMMENT, now_written
from engine.media.read import Frame
from engine.media.sound import Sound
from engine.media.sound_writer import SoundWriter
from engine.media.target import new_file, output_errors

FREE_CLOCK = 90_000  # ticks per second for variable rates
TAGGED = {"movflags": "use_metadata_tags"}  # otherwise MOV ends a comment at 64 KiB


def write_take(
    path: Path,
    images: Iterable[np.ndarray],
    video: VideoInfo,
    sources: Sequence[Path] = (),
    audio: AudioInfo | None = None,
    sound: Iterable[Sound] = (),
) -> int:
    """Frames at `video.rate`, visually lossless; returns how many. See coding.take_suffix for the name's ending.

    images: [height, width, 3 or 4] RGB(A), uint8 or uint16. Sound, where `audio` is given, is exactly as long, and
    lossless up to 5.1. Raises OutputError or NoSpace; then no file is left.
    """
    count = 0
    feed = Feed(sound, audio) if audio else None
    coded = (audio, take_sound_coding(audio)) if audio else None
    with Writer(path, video, take_coding(video), coded, sources, now_written()) as writer:
        for count, image in enumerate(images, 1):
            writer.write(image, (count - 1) / video.rate)
            if feed:
                writer.write_sound(feed.until(count / video.rate))
    return count


def write_film(
    path: Path,
    frames: Iterable[Frame],
    video: VideoInfo,
    audio: AudioInfo | None = None,
    sound: Iterable[Sound] = (),
    sources: Sequence[Path] = (),
) -> int:
    """The joined picture in H.264, with AAC sound exactly as long (cut, or filled with silence); returns the frames.

    Frames keep their times: on the grid of `video.rate`, or to 1/90000 s where it is variable. Transparency is laid
    over black. Raises OutputError or NoSpace; then no file is left.
    """
    count = 0
    feed = Feed(sound, audio) if audio else None
    coded = (audio, film_sound_coding(audio)) if audio else None
    with Writer(path, video, film_coding(video), coded, sources) as writer:
        for frame in frames:
            writer.write(over_black(frame.image), frame.time)
            count += 1
            if feed:
                writer.write_sound(feed.until(frame.time + 1 / video.rate))
    return count


def over_black(image: np.ndarray) -> np.ndarray:
    if image.shape[2] == 3:
        return image
    alpha = image[..., 3:].astype(np.float32) / np.iinfo(image.dtype).max
    return (image[..., :3] * alpha).round().astype(image.dtype)


class Feed:
    """Blocks of sound, handed out up to a time, with silence after the last."""

    def __init__(self, blocks: Iterable[Sound], audio: AudioInfo) -> None:
        self._blocks = iter(blocks)
        self._rate = audio.sample_rate
        self._pending = np.zeros((0, audio.channels), np.float32)
        self._given = 0

    def until(self, time: Fraction) -> np.ndarray:
        """Samples [sample, channel] from where the last call ended up to `time` seconds."""
        wanted = max(round(time * self._rate) - self._given, 0)
        while len(self._pending) < wanted:
            self._pending = np.concatenate([self._pending, self._next_block(wanted - len(self._pending))])
        given, self._pending = self._pending[:wanted], self._pending[wanted:]
        self._given += wanted
        return given

    def _next_block(self, missing: int) -> np.ndarray:
        block = next(self._blocks, None)
        return block.samples if block else np.zeros((missing, self._pending.shape[1]), np.float32)


class Writer:
    """A media file in the making: appears under its name when the block ends well, leaves nothing when it does not.

    Raises OutputError or NoSpace.
    """

    def __init__(
        self,
        path: Path,
        video: VideoInfo,
        coding: Coding,
        sound: tuple[AudioInfo, SoundCoding] | None = None,
        sources: Sequence[Path] = (),
        comment: str = "",
    ) -> None:
        self.path = Path(path)
        self._video = video
        self._coding = coding
        self._heard = sound
        self._sources = sources
        self._comment = comment
        self._clock = Fraction(1, FREE_CLOCK if video.variable else video.rate.numerator)
        self._first, self._last = 0, -1  # ticks of the first and of the last picture
        self._lead = 0  # ticks by which decoding runs ahead of showing
        self._held: av.Packet | None = None  # the one that is to be muxed next

    def __enter__(self) -> Self:
        form = container_format(self.path, self._coding)
        with ExitStack() as stack:
            temporary = stack.enter_context(new_file(self.path, self._sources))
            with output_errors(self.path):
                self._container = open_target(temporary, form, TAGGED if self._comment else None)
                stack.callback(self._abandon)
                self._container.metadata.update({COMMENT: self._comment} if self._comment else {})
                self._picture = self._add_picture()
                self._sound = SoundWriter(self._container, *self._heard) if self._heard else None
            self._stack = stack.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if error is not None:
            self._stack.__exit__(kind, error, trace)
            return
        with self._stack, output_errors(self.path):
            self._finish()

    def write(self, image: np.ndarray, time: Fraction) -> None:
        """A picture [height, width, 3 or 4] that is shown from `time` on, in seconds."""
        if image.shape[:2] != (self._video.height, self._video.width):
            size = f"{self._video.width}x{self._video.height}"
            raise OutputError(f"A picture of {image.shape[1]}x{image.shape[0]} does not fit a film of {size}.")
        frame = to_frame(image, self._coding.pixel_format, self._video)
        frame.pts, frame.time_base = self._tick(time), self._clock
        with output_errors(self.path):
            self._mux(self._picture.encode(frame))

    def write_sound(self, samples: np.ndarray) -> None:
        """The next samples, [sample, channel] float32."""
        if self._sound is not None:
            with output_errors(self.path):
                self._sound.write(samples)

    def _tick(self, time: Fraction) -> int:
        """The clock's tick for a time: on a constant rate a whole number of frames; always after the one before."""
        step = 1 if self._video.variable else self._video.rate.denominator
        tick = round(time / self._clock / step) * step
        if self._last < 0:
            self._first = self._last = tick
        else:
            self._last = max(tick, self._last + step)
        return self._last

    def _mux(self, packets: Iterable[av.Packet]) -> None:
        """One packet late, for the last is to be known."""
        for packet in packets:
            if self._held is None:
                self._lead = self._first - (packet.dts or 0)
            else:
                self._container.mux(self._held)
            self._held = packet

    def _ending(self, packet: av.Packet) -> av.Packet:
        """The last picture stored, which lasts until the film ends: MP4 sums up a film's length of decoding times."""
        if self._video.variable and packet.dts is not None:
            end = self._last + round(1 / self._video.rate / self._clock)
            packet.duration = end - self._lead - packet.dts
        return packet

    def _add_picture(self) -> VideoStream:
        video, coding = self._video, self._coding
        stream = cast(VideoStream, self._container.add_stream(coding.codec, rate=video.rate, options=coding.options))
        context = stream.codec_context
        context.width, context.height, context.pix_fmt = video.width, video.height, coding.pixel_format
        context.time_base = stream.time_base = self._clock
        context.sample_aspect_ratio = video.sample_aspect
        context.color_primaries, context.color_trc = video.colour.primaries, video.colour.transfer
        if coding.pixel_format.startswith("yuv"):
            context.colorspace = BT709 if video.colour.matrix == IDENTITY else video.colour.matrix
            context.color_range = FULL if video.colour.full_range else LIMITED
        return stream

    def _finish(self) -> None:
        if self._last < 0:
            raise OutputError(f"There are no frames to write to {self.path.name}.")
        self._mux(self._picture.encode(None))
        if self._held is not None:
            self._container.mux(self._ending(self._held))
        if self._sound is not None:
            self._sound.finish()
        self._container.close()

    def _abandon(self) -> None:
        with suppress(av.FFmpegError, OSError):
            self._container.close()


def timed(images: Iterable[np.ndarray], rate: Fraction, start: Fraction = Fraction(0)) -> Iterator[Frame]:
    """Frames at a constant rate, the first at `start` seconds."""
    for index, image in enumerate(images):
        yield Frame(image, start + index / rate)


def shifted(frames: Iterable[Frame], by: Fraction) -> Iterator[Frame]:
    """The same frames `by` seconds later."""
    for frame in frames:
        yield Frame(frame.image, frame.time + by)
