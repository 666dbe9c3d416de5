"""A film that is exported: pictures coded here or copied as they were, and sound, in one file."""

from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack, suppress
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path
from types import TracebackType
from typing import Self, cast

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from engine.media.coding import Coding, SoundCoding
from engine.media.colour import LIMITED
from engine.media.info import AudioInfo, VideoInfo
from engine.media.opening import open_target
from engine.media.sound_writer import SoundWriter
from engine.media.target import new_file, output_errors
from engine.media.xmp_box import append_box


@dataclass(frozen=True, slots=True)
class FilmForm:
    """What a film is made of."""

    container: str  # FFmpeg's name of the muxer
    picture: tuple[VideoInfo, Coding] | None
    sound: tuple[AudioInfo, SoundCoding] | None = None
    options: Mapping[str, str] | None = None  # of the muxer
    timecode: str = ""  # of the first frame: a track of its own in MOV
    reel: str = ""  # that the timecode counts in
    xmp: str = ""  # a packet that stands in a box of its own, in MP4 and MOV
    tag: str = ""  # the pictures' four letters, where FFmpeg would choose others
    mixed: "Mixing | None" = None  # where pictures are copied in between


@dataclass(frozen=True, slots=True)
class Mixing:
    """What a stream needs to hold coded pictures of two origins."""

    delay: int  # frames by which decoding runs ahead of showing, at most
    parameters: bytes = b""  # the copied pictures' parameter sets, Annex B


class FilmFile:
    """Appears under its name when the block ends well, leaves nothing when it does not.

    Raises OutputError or NoSpace.
    """

    def __init__(self, path: Path, form: FilmForm, temporary: Path, sources: Sequence[Path] = ()) -> None:
        """temporary: what it is called until then. sources: files that are never overwritten."""
        self.path, self._temporary = path, temporary
        self._form = form
        self._sources = sources
        self._decoded = 0  # pictures muxed so far, in decoding order
        self._run: VideoCodecContext | None = None  # what codes the run of pictures that is going on
        self._fed = False  # and whether it was given one

    def __enter__(self) -> Self:
        with ExitStack() as stack:
            stack.enter_context(new_file(self.path, self._sources, self._temporary))
            with output_errors(self.path):
                self._container = open_target(self._temporary, self._form.container, dict(self._form.options or {}))
                stack.callback(self._abandon)
                self._container.metadata.update({"timecode": self._form.timecode} if self._form.timecode else {})
                self._picture = self._add_picture(*self._form.picture) if self._form.picture else None
                self._sound = SoundWriter(self._container, *self._form.sound) if self._form.sound else None
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

    def write(self, frame: av.VideoFrame, index: int) -> None:
        """The picture of that number, in the form's pixel format."""
        assert self._form.picture is not None
        assert self._picture is not None
        rate = self._form.picture[0].rate
        frame.pts, frame.time_base = index * rate.denominator, Fraction(1, rate.numerator)
        with output_errors(self.path):
            if self._run is None:
                self._run = self._new_run()
            self._fed = True
            self._mux(self._run.encode(frame))

    def copy(self, data: bytes, index: int, is_key: bool) -> None:
        """A coded picture, as its stream holds it, shown as the picture of that number."""
        with output_errors(self.path):
            self._end_run()
            packet = av.Packet(data)
            packet.is_keyframe = is_key
            self._mux_picture(packet, index)

    def write_sound(self, samples: np.ndarray) -> None:
        """The next samples, [sample, channel] float32."""
        if self._sound is not None:
            with output_errors(self.path):
                self._sound.write(samples)

    def _add_picture(self, video: VideoInfo, coding: Coding) -> VideoStream:
        stream = cast(VideoStream, self._container.add_stream(coding.codec, rate=video.rate, options=coding.options))
        prepare(stream.codec_context, video, coding)
        stream.time_base = stream.codec_context.time_base
        stream.metadata.update({"reel_name": self._form.reel} if self._form.reel else {})
        if self._form.tag:
            stream.codec_context.codec_tag = self._form.tag
        self._run = stream.codec_context
        if self._form.mixed and self._form.mixed.parameters:
            stream.codec_context.open()
            stream.codec_context.extradata = self._form.mixed.parameters + (stream.codec_context.extradata or b"")
        return stream

    def _new_run(self) -> VideoCodecContext:
        """An encoder that was emptied codes no more: the next run has one of its own, set alike."""
        assert self._form.picture is not None
        video, coding = self._form.picture
        context = cast(VideoCodecContext, av.CodecContext.create(coding.codec, "w"))
        context.options = dict(coding.options)
        context.rate = video.rate
        context.flags |= av.codec.context.Flags.global_header.value
        prepare(context, video, coding)
        return context

    def _end_run(self) -> None:
        """Emptied only where something was put in."""
        run, self._run = self._run, None
        if run is not None and self._fed:
            self._mux(run.encode(None))
        self._fed = False

    def _mux(self, packets: Iterable[av.Packet]) -> None:
        for packet in packets:
            assert self._form.picture is not None
            assert packet.pts is not None
            if self._form.mixed is None:
                assert self._picture is not None
                packet.stream = self._picture
                self._container.mux(packet)
            else:
                rate = self._form.picture[0].rate
                self._mux_picture(packet, round(packet.pts * packet.time_base * rate))

    def _mux_picture(self, packet: av.Packet, index: int) -> None:
        """Decoding times count on evenly, late enough for whatever is reordered most."""
        assert self._form.picture is not None
        assert self._form.mixed is not None
        assert self._picture is not None
        rate = self._form.picture[0].rate
        packet.stream, packet.time_base = self._picture, Fraction(1, rate.numerator)
        packet.pts = index * rate.denominator
        packet.dts = (self._decoded - self._form.mixed.delay) * rate.denominator
        packet.duration = rate.denominator
        self._decoded += 1
        self._container.mux(packet)

    def _finish(self) -> None:
        self._end_run()
        if self._sound is not None:
            self._sound.finish()
        self._container.close()
        if self._form.xmp:
            append_box(self._temporary, self._form.xmp)

    def _abandon(self) -> None:
        with suppress(av.FFmpegError, OSError):
            self._container.close()


def prepare(context: VideoCodecContext, video: VideoInfo, coding: Coding) -> None:
    """All that an encoder is told of the picture before it is opened.

    PyAV's default is to cut each picture in slices, one a thread, which is slower and codes worse than a picture a
    thread.
    """
    context.thread_type, context.thread_count = "AUTO", 0
    context.width, context.height, context.pix_fmt = video.width, video.height, coding.pixel_format
    context.time_base = Fraction(1, video.rate.numerator)
    context.sample_aspect_ratio = video.sample_aspect
    context.color_primaries, context.color_trc = video.colour.primaries, video.colour.transfer
    if not coding.pixel_format.startswith("rgb"):
        context.colorspace, context.color_range = video.colour.matrix, LIMITED
