"""What a media file holds, found from its packets and first frame rather than believed from its header."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from pathlib import Path
from statistics import median

import av
from av.audio.stream import AudioStream
from av.container import InputContainer
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from engine.errors import MediaDamaged
from engine.media.colour import bit_depth, chroma, colour_tags, has_alpha
from engine.media.info import AudioInfo, MediaInfo, VideoInfo
from engine.media.opening import NOTHING_TO_SEE, open_source, picture_decoder, picture_stream, sound_stream

PACKETS = 300  # enough of the start to tell the rate from jitter; ten seconds as a rule
REORDERED = 16  # frames that a codec shows before one that is stored ahead of them, at most: H.264, A.3.1
STANDARD_RATES = [Fraction(n, d) for n in (12, 15, 24, 25, 30, 48, 50, 60, 100, 120) for d in (1,)] + [
    Fraction(n * 1000, 1001) for n in (15, 24, 30, 48, 60, 120)
]


@dataclass(frozen=True, slots=True)
class Beginning:
    """The first decoded frame, and the first packets' times in presentation order."""

    frame: av.VideoFrame
    times: Sequence[Fraction]  # seconds in the file's own clock


def probe(path: Path) -> MediaInfo:
    """What is in the file at `path`. Reads its start, and its end where the header does not tell the length.

    Raises MediaMissing, NotAVideo, MediaDamaged (not one frame can be decoded) or MediaError.
    """
    path = Path(path)
    with open_source(path) as container:
        return probe_open(container, path)


def probe_open(container: InputContainer, path: Path) -> MediaInfo:
    """As `probe`, of a file that was opened and not read yet."""
    stream = picture_stream(container, path.name)
    beginning = read_beginning(container, stream, path.name)
    video = describe_picture(stream, beginning)
    sound = sound_stream(container)
    audio = describe_sound(sound) if sound else None
    duration = whole_frames(picture_duration(container, stream, video), video)
    return MediaInfo(path, video, audio, duration, notes(video))


def count_frames(path: Path) -> int:
    """How many frames decode, by decoding them all (about a fifth of playing time on one core for HD)."""
    with open_source(path) as container:
        stream = picture_stream(container, path.name)
        decoder = picture_decoder(stream)
        return sum(1 for packet in container.demux(stream) for _ in decoder.decode(packet))


def read_beginning(container: InputContainer, stream: VideoStream, name: str) -> Beginning:
    decoder, frame, times, cut = picture_decoder(stream), None, [], 0
    try:
        for packet in container.demux(stream):
            if packet.pts is not None and not packet.is_discard:
                times.append(packet.pts * packet.time_base)
            frame = frame or first_frame(decoder, packet)
            if frame and len(times) >= PACKETS:
                cut = REORDERED  # frames between these may be stored further on
                break
    except av.FFmpegError as error:
        if frame is None:
            raise unreadable(name) from error
    if frame is None:
        raise unreadable(name)
    return Beginning(frame, sorted(times)[: len(times) - cut])


def unreadable(name: str) -> MediaDamaged:
    return MediaDamaged(f"No frame of {name} can be decoded.", do=NOTHING_TO_SEE)


def first_frame(decoder: VideoCodecContext, packet: av.Packet) -> av.VideoFrame | None:
    """Recordings cut out of a broadcast begin with frames whose key frame is missing: those are passed over."""
    try:
        return next(iter(decoder.decode(packet)), None)
    except av.error.InvalidDataError:
        return None


def describe_picture(stream: VideoStream, beginning: Beginning) -> VideoInfo:
    frame = beginning.frame
    rotation = frame.rotation if frame.rotation % 90 == 0 else 0
    width, height, aspect = frame.width, frame.height, stream.sample_aspect_ratio or Fraction(1)
    if rotation % 180:
        width, height, aspect = height, width, 1 / aspect
    rate = nominal_rate(stream, beginning.times)
    return VideoInfo(
        width=width,
        height=height,
        sample_aspect=aspect,
        rotation=rotation,
        rate=rate,
        variable=not stands_on_grid(beginning.times, rate) or has_holes(stream, rate),
        start=frame_start(frame, stream),
        bit_depth=bit_depth(frame),
        alpha=has_alpha(frame),
        chroma=chroma(frame),
        interlaced=frame.interlaced_frame,
        codec=stream.codec_context.name,
        colour=colour_tags(frame),
    )


def describe_sound(stream: AudioStream) -> AudioInfo:
    context = stream.codec_context
    return AudioInfo(context.sample_rate, context.channels, context.layout.name, context.name)


def frame_start(frame: av.VideoFrame, stream: VideoStream) -> Fraction:
    ticks = frame.pts if frame.pts is not None else stream.start_time or 0
    return ticks * (stream.time_base or Fraction(1))


def nominal_rate(stream: VideoStream, times: Sequence[Fraction]) -> Fraction:
    """The rate whose grid the packets stand on; of a variable one, the common rate nearest to its usual step."""
    claimed = [rate for rate in (stream.guessed_rate, stream.average_rate, stream.base_rate) if rate]
    for rate in claimed:
        if stands_on_grid(times, rate):
            return rate
    steps = [b - a for a, b in pairwise(times) if b > a]
    if not steps:
        return claimed[0] if claimed else Fraction(25)
    usual = 1 / Fraction(median(steps))
    nearest = min([*STANDARD_RATES, *claimed], key=lambda rate: abs(rate - usual))
    return nearest if abs(nearest - usual) < usual / 50 else usual.limit_denominator(1001)


def stands_on_grid(times: Sequence[Fraction], rate: Fraction) -> bool:
    """Each frame within a quarter frame of its own slot; containers round to milliseconds, cameras jitter."""
    return all(abs((time - times[0]) * rate - slot) < Fraction(1, 4) for slot, time in enumerate(times))


def has_holes(stream: VideoStream, rate: Fraction) -> bool:
    """Whether the header's count and length (where it has both) disagree with the rate further on."""
    if not (stream.frames and stream.duration and stream.time_base):
        return False
    return abs(stream.duration * stream.time_base * rate - stream.frames) > Fraction(3, 2)


def picture_duration(container: InputContainer, stream: VideoStream, video: VideoInfo) -> Fraction:
    """Seconds; from the stream's own header, else from its last packets."""
    if stream.duration and stream.time_base:
        return stream.duration * stream.time_base
    if container.duration:
        container.seek(container.duration + (container.start_time or 0))
    else:
        container.seek(0)
    return max(packet_ends(container, stream, 1 / video.rate), default=video.start) - video.start


def whole_frames(duration: Fraction, video: VideoInfo) -> Fraction:
    """Containers round to milliseconds; on a constant rate the length is a number of frames."""
    return duration if video.variable else round(duration * video.rate) / video.rate


def packet_ends(container: InputContainer, stream: VideoStream, frame_duration: Fraction) -> Iterator[Fraction]:
    for packet in container.demux(stream):
        if packet.pts is not None:
            lasts = packet.duration * packet.time_base if packet.duration else frame_duration
            yield packet.pts * packet.time_base + lasts


def notes(video: VideoInfo) -> tuple[str, ...]:
    told = []
    if video.interlaced:
        told.append(
            f"The source is interlaced; each frame was deinterlaced (bwdif) at {float(video.rate):.5g} per second."
        )
    if video.variable:
        told.append(f"The frame rate varies; new frames run at the usual {float(video.rate):.5g} per second.")
    if video.sample_aspect != 1:
        told.append(f"Pixels are not square ({video.sample_aspect}); their shape is kept.")
    return tuple(told)
