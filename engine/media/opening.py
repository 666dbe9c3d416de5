"""The one door to FFmpeg: which local files are opened, and with which formats and codecs."""

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import cast

import av
from av.audio.stream import AudioStream
from av.container import InputContainer, OutputContainer
from av.stream import Disposition
from av.video.codeccontext import VideoCodecContext
from av.video.stream import VideoStream

from engine.errors import MediaDamaged, MediaError, MediaMissing, NotAVideo

# Nothing that can name other files or addresses: no playlists, no concat scripts, no image sequences.
FORMATS = (
    "mov,mp4,m4a,3gp,3g2,mj2,matroska,webm,avi,mpegts,mpeg,mpegvideo,flv,asf,ogg,mxf,dv,gif,"
    "jpeg_pipe,png_pipe,webp_pipe,wav,mp3,flac,aac,aiff"
)
# FFmpeg would read these as image sequences, whose names are patterns; told by their first bytes, they are one file.
STILLS = {b"\xff\xd8\xff": "jpeg_pipe", b"\x89PNG\r\n\x1a\n": "png_pipe", b"RIFF....WEBP": "webp_pipe"}
VIDEO_CODECS = (
    "h264 hevc av1 libdav1d libaom-av1 vp8 vp9 mpeg4 mpeg2video mpeg1video h263 theora mjpeg png webp gif prores dnxhd "
    "cfhd ffv1 ffvhuff huffyuv utvideo qtrle rawvideo dvvideo v210 flv vc1 wmv3"
)
AUDIO_CODECS = (
    "aac aac_latm mp3 mp3float mp2 mp2float vorbis opus libopus flac alac ac3 eac3 wmav2 "
    "pcm_s16le pcm_s16be pcm_s24le pcm_s24be pcm_s32le pcm_s32be pcm_f32le pcm_f32be pcm_f64le pcm_u8 pcm_s8 "
    "pcm_alaw pcm_mulaw pcm_bluray pcm_dvd"
)
LARGEST = 8192  # pixels a side; larger headers are taken for attacks or damage
OPEN_SECONDS, READ_SECONDS = 20, 60  # patience with slow disks
DECODE_THREADS = 2

NOTHING_TO_SEE = "Choose a video file, such as an MP4, MOV, MKV or WebM."


@contextmanager
def open_source(path: Path) -> Iterator[InputContainer]:
    """A local media file, opened for reading.

    Raises MediaMissing, NotAVideo (not media, or a kind we do not open), MediaError (no permission), and MediaDamaged
    for what FFmpeg cannot read in the block.
    """
    real = local_file(path)
    try:
        container = av.open(
            str(real),
            "r",
            format=still_format(real),
            options={"format_whitelist": FORMATS, "protocol_whitelist": "file"},
            metadata_errors="replace",  # titles in old encodings are no reason to refuse a film
            timeout=(OPEN_SECONDS, READ_SECONDS),
        )
    except (av.FFmpegError, ValueError) as error:
        what = f"{path.name} is not a video we can read: it is incomplete, damaged or something else."
        raise NotAVideo(what, do=NOTHING_TO_SEE) from error
    with container:
        try:
            yield container
        except av.FFmpegError as error:
            raise MediaDamaged(f"{path.name} is damaged: {error.strerror}.", do="Take another copy of it.") from error


def local_file(path: Path) -> Path:
    """The real path of a readable regular file; a name that looks like an address is only ever a file's name."""
    try:
        real = Path(path).resolve(strict=True)
        mode = real.stat().st_mode
        if not stat.S_ISREG(mode):
            raise NotAVideo(f"{path} is not a file.", do=NOTHING_TO_SEE)
        with real.open("rb"):
            return real
    except (FileNotFoundError, NotADirectoryError) as error:
        raise MediaMissing(f"There is no file {path}.", do="Check the name and the folder.") from error
    except (OSError, ValueError, RuntimeError) as error:
        raise MediaError(f"{path} cannot be opened: {error}.", do="Check that you may read it.") from error


def is_still(container: InputContainer) -> bool:
    return container.format.name in STILLS.values()


def still_format(path: Path) -> str | None:
    with path.open("rb") as file:
        head = file.read(12)
    if head[:4] == b"RIFF":
        head = head[:4] + b"...." + head[8:]
    return next((name for magic, name in STILLS.items() if head.startswith(magic)), None)


def picture_stream(container: InputContainer, name: str) -> VideoStream:
    """The first moving or still picture (cover art of a song is none).

    Raises NotAVideo where there is none or its codec is not one of ours.
    """
    streams = moving_or_still(container)
    if not streams:
        what = f"{name} holds only sound." if container.streams.audio else f"{name} holds no picture."
        raise NotAVideo(what, do=NOTHING_TO_SEE)
    stream = streams[0]
    check_picture(stream, name)
    return stream


def moving_or_still(container: InputContainer) -> list[VideoStream]:
    return [s for s in container.streams.video if not s.disposition & Disposition.attached_pic]


def check_picture(stream: VideoStream, name: str) -> None:
    context = stream.codec_context
    if context is None or context.name not in VIDEO_CODECS.split():
        codec = context.name if context else "unknown"
        do = "Convert the file to H.264, HEVC, VP9, AV1 or ProRes first."
        raise NotAVideo(f"{name} is coded as {codec}, which we do not open.", do=do)
    if not (0 < context.width <= LARGEST and 0 < context.height <= LARGEST):
        what = f"{name} says it is {context.width}x{context.height} pixels; up to {LARGEST}x{LARGEST} can be opened."
        raise NotAVideo(what, do="Scale it down first.")


def sound_stream(container: InputContainer) -> AudioStream | None:
    """The first sound whose codec is one of ours."""
    streams = container.streams.audio
    return next((s for s in streams if s.codec_context and s.codec_context.name in AUDIO_CODECS.split()), None)


def picture_decoder(stream: VideoStream) -> VideoCodecContext:
    """A decoder of its own for the stream. WebM keeps alpha beside the picture, where only libvpx looks."""
    context = stream.codec_context
    if stream.metadata.get("alpha_mode") == "1" and context.name in ("vp8", "vp9"):
        name = "libvpx" if context.name == "vp8" else "libvpx-vp9"
        context = cast(VideoCodecContext, av.CodecContext.create(name, "r"))
        context.extradata = stream.codec_context.extradata
    if not context.is_open:  # some demuxers open it to look at the first frames
        context.thread_count = DECODE_THREADS
        context.thread_type = "AUTO"
    return context


def open_target(path: Path, container_format: str, options: dict[str, str] | None = None) -> OutputContainer:
    """A new file to write into; errors are FFmpeg's own (see write.Writer)."""
    return av.open(str(path), "w", format=container_format, options=options or {})
