"""What a new clip is like: its size, rate and colours, by its pictures or, without any, by a model."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from fractions import Fraction
from pathlib import Path

from engine.errors import RequestError
from engine.generation.clips import Clip
from engine.media.colour import BT709
from engine.media.info import MediaInfo, VideoInfo
from engine.media.opening import LARGEST, still_format
from engine.requests import GenerateRequest, Source

USUAL_RATE = Fraction(24)
FASTEST = 240  # frames a second
SMALLEST = 16  # pixels a side


@dataclass(frozen=True, slots=True)
class Form:
    """What a clip has where no picture says: pixels and frames a second."""

    width: int = 832
    height: int = 480
    rate: Fraction = USUAL_RATE


USUAL = Form()


def is_still(path: Path) -> bool:
    return still_format(path) is not None


def like_of(request: GenerateRequest, clips: Sequence[Clip], usual: Form) -> Clip:
    """As a clip that others are fitted to. clips: the pictures. Raises RequestError."""
    first = clips[0] if clips else _from_nothing(usual)
    moving = next((clip.video.rate for clip in clips if not is_still(clip.source.path)), usual.rate)
    own, rate = first.video, request.rate or moving
    width, height = request.width or _whole_even(own.width * own.sample_aspect), request.height or own.height // 2 * 2
    _check_form(width, height, rate)
    video = replace(
        own, width=width, height=height, rate=rate, sample_aspect=Fraction(1), rotation=0, variable=False,
        interlaced=False, frames=None,
    )  # fmt: skip
    if clips and is_still(first.source.path) and not first.source.encoding:
        video = replace(video, colour=replace(own.colour, matrix=BT709, full_range=False))  # as films are coded
    return replace(first, video=video)


def _from_nothing(usual: Form) -> Clip:
    """What a clip that no picture is given to is like."""
    video = VideoInfo(usual.width, usual.height, usual.rate)
    return Clip(Source(Path()), MediaInfo(Path(), video, None, Fraction(0)), video)


def _check_form(width: int, height: int, rate: Fraction) -> None:
    if not 1 <= rate <= FASTEST:
        raise RequestError(
            f"{float(rate):g} frames a second cannot be made.", do=f"Use a rate between 1 and {FASTEST}; 24 is usual."
        )
    for side in (width, height):
        if side % 2 or not SMALLEST <= side <= LARGEST:
            raise RequestError(
                f"A picture of {width}x{height} cannot be made.",
                do=f"Use even numbers between {SMALLEST} and {LARGEST}.",
            )


def _whole_even(length: Fraction | int) -> int:
    return round(length / 2) * 2 if isinstance(length, Fraction) and length.denominator > 1 else int(length) // 2 * 2
