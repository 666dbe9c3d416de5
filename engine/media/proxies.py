"""Proxies: a film's pictures once more, small, each for itself, so that any of them is there at once.

Motion JPEG, of what was measured on 14 s of 1080p surf at 960x540 (two cores, one of them busy; median of 40 jumps): a
picture in a row 4.3 ms and anywhere 5.2 ms, in 4.2 Mbit/s. H.264 of key frames alone 6.3 and 6.3 ms, in groups of 8
6.8 and 13.7 ms; ProRes Proxy 6.4 and 10.6 ms in twice the room; DNxHR LB 8.0 and 7.0 ms. The film itself, in groups of
250: 21 ms in a row.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import av
from av.container import OutputContainer
from av.video.stream import VideoStream

from engine.errors import MediaError
from engine.media.colour import BT601, FULL, convert
from engine.media.decoder import Decoder, Shown
from engine.media.info import ColourTags, MediaInfo, VideoInfo
from engine.media.opening import open_target
from engine.media.target import new_file, output_errors

SIDE = 540  # pixels of the shorter one
QUALITY = "3"  # JPEG's quantiser: 2 is the best
FREE_CLOCK = 720_000  # ticks a second for variable rates: of all usual clocks' ticks a whole number
FORMAT = 1  # of the files; another number when they are made in another way
BT601_FULL = ColourTags(matrix=BT601, full_range=True)  # JPEG knows no other


def proxy_size(video: VideoInfo) -> tuple[int, int]:
    """(width, height) as shown, with square pixels, never larger than the film: both even, for JPEG's chroma."""
    wide = video.width * video.sample_aspect
    scale = min(SIDE / min(wide, Fraction(video.height)), Fraction(1))
    return max(round(wide * scale / 2) * 2, 2), max(round(video.height * scale / 2) * 2, 2)


def proxy_info(path: Path, original: MediaInfo) -> MediaInfo:
    """What is in the proxy at `path` of a film: the same moments, the picture upright and in 8 bits."""
    assert original.video is not None
    width, height = proxy_size(original.video)
    made = VideoInfo(width, height, original.video.rate, variable=original.video.variable, codec="mjpeg")
    return replace(original, path=path, video=replace(made, colour=BT601_FULL), audio=None)


def make_proxy(source: Path, target: Path, tell: Callable[[float], None]) -> None:
    """All pictures of `source` as the screen shows them, at their own times, into `target`; it is there whole or not.

    tell: called after each picture with how much of the film is done, 0 to 1. Raises what Decoder raises, MediaError
    for what a proxy cannot hold, OutputError and NoSpace.
    """
    film = Decoder(source)
    try:
        refuse_unfit(film.info)
        target.parent.mkdir(parents=True, exist_ok=True)
        with new_file(target) as temporary, output_errors(target), open_target(temporary, "mov") as container:
            written(container, film, tell)
    finally:
        film.close()


def refuse_unfit(info: MediaInfo) -> None:
    """Raises MediaError for stills, and for transparency, which JPEG does not hold."""
    name, video = info.path.name, info.video
    if video is None or info.duration == 0:
        raise MediaError(f"{name} is not a film: it needs no proxy.")
    if video.alpha:
        raise MediaError(f"{name} is transparent, which proxies are not.", kept="It plays as it is.")


def written(container: OutputContainer, film: Decoder, tell: Callable[[float], None]) -> None:
    stream = add_stream(container, film.video)
    clock = stream.codec_context.time_base
    step = 1 if film.video.variable else round(1 / film.video.rate / clock)
    for shown, end in ended(pictures(film, proxy_size(film.video))):
        coded = convert(av.VideoFrame.from_ndarray(shown.image, format="bgra"), "yuvj420p", BT601, FULL, FULL)
        coded.pts, coded.time_base = round(shown.start / clock / step) * step, clock
        for packet in stream.encode(coded):
            packet.duration = round((end - shown.start) / clock)
            container.mux(packet)
        tell(min(float(end / film.info.duration), 1.0))
    container.mux(stream.encode(None))


def pictures(film: Decoder, size: tuple[int, int]) -> Iterator[Shown]:
    """Each once, as long as others come, whatever the header says; where one is damaged, the one before it lasts."""
    time = Fraction(0)
    shown = film.picture(time, size)
    while shown.start >= time:
        if not shown.damaged:
            yield shown
        time = shown.end
        shown = film.picture(time, size)


def ended(shown: Iterator[Shown]) -> Iterator[tuple[Shown, Fraction]]:
    """Each with when the next one comes, or with its own end."""
    before: Shown | None = None
    for each in shown:
        if before is not None:
            yield before, each.start
        before = each
    if before is not None:
        yield before, before.end


def add_stream(container: OutputContainer, video: VideoInfo) -> VideoStream:
    options = {"qmin": QUALITY, "qmax": QUALITY, "threads": "1"}
    stream = container.add_stream("mjpeg", rate=video.rate, options=options)
    context = stream.codec_context
    context.width, context.height = proxy_size(video)
    context.pix_fmt, context.color_range = "yuvj420p", FULL
    context.time_base = stream.time_base = Fraction(1, FREE_CLOCK if video.variable else video.rate.numerator)
    return stream
