"""Small pictures out of films, as files."""

from fractions import Fraction
from pathlib import Path
from typing import cast

import av
import numpy as np
from av.video.codeccontext import VideoCodecContext

from engine.media.colour import BT601, FULL
from engine.media.decoder import Decoder
from engine.media.info import VideoInfo
from engine.media.whole import write_whole

QUALITY = "4"  # JPEG's quantiser: 2 is the best
WIDEST = 8  # times its height; longer pictures are squeezed


def thumbnail_name(time: Fraction, alpha: bool) -> str:
    """What the file of the picture at `time` is called; to the millisecond."""
    return f"{round(time * 1000):09d}.{'png' if alpha else 'jpg'}"


def thumbnail_size(video: VideoInfo, height: int) -> tuple[int, int]:
    """(width, height) as shown, with square pixels: both even, for JPEG's chroma."""
    even = max(height // 2 * 2, 2)
    width = round(Fraction(even * video.width, video.height) * video.sample_aspect / 2) * 2
    return min(max(width, 2), WIDEST * even), even


def make_thumbnail(decoder: Decoder, time: Fraction, height: int, tolerance: Fraction, folder: Path) -> Path:
    """The file of the picture at `time`, or of a key frame at most `tolerance` seconds before; made if it is not there.

    Raises MediaError, or OSError where it cannot be written.
    """
    path = folder / thumbnail_name(time, decoder.video.alpha)
    if not path.exists():
        shown = decoder.near_picture(time, tolerance, thumbnail_size(decoder.video, height))
        write_whole(path, packed(shown.image, decoder.video.alpha))
    return path


def packed(image: np.ndarray, alpha: bool) -> bytes:
    """A JPEG file, or PNG with the transparency. image: [height, width, 4] BGRA."""
    frame = av.VideoFrame.from_ndarray(image, format="bgra")
    codec, pixel_format = ("png", "rgba") if alpha else ("mjpeg", "yuvj420p")
    coder = cast(VideoCodecContext, av.CodecContext.create(codec, "w"))
    coder.width, coder.height, coder.pix_fmt, coder.time_base = frame.width, frame.height, pixel_format, Fraction(1, 25)
    coder.options = {"qmin": QUALITY, "qmax": QUALITY}
    coded = frame.reformat(format=pixel_format, dst_colorspace=BT601, src_color_range=FULL, dst_color_range=FULL)
    coded.pts = 0
    return b"".join(bytes(packet) for packet in [*coder.encode(coded), *coder.encode(None)])
