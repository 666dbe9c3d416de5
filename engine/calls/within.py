"""Frames made within a clip."""

from collections.abc import Iterable, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Unpack

from engine.asking import Curve, Seconds, Settings, complete_request, interpolate_request, repair_request
from engine.calls.run import run
from engine.progress import Report
from engine.requests import FrameRange, Take


def complete(
    clip: Path | str,
    *,
    start: Seconds,
    end: Seconds,
    output: Path | str | None = None,
    encoding: str = "",
    freedom: float | Sequence[float] = 1.0,
    report: Report | None = None,
    **settings: Unpack[Settings],
) -> Take:
    """Make the clip's part from `start` to `end` anew, from what lies on both sides of it.

    freedom: how free the part's own frames are, 0 keep to 1 free, spread over it in playing order; 1 does not look at
    them, (0, 0.4, 0) changes its middle and leaves its shoulders. Otherwise as `extend`; the film,
    "<clip>-completed.mp4" if not given, has as many frames as the clip.
    """
    output = output or f"{Path(clip).stem}-completed.mp4"
    request = complete_request(
        clip, start=start, end=end, output=output, encoding=encoding, freedom=freedom, **settings
    )
    return run(request, report)[0]


def repair(
    clip: Path | str,
    *,
    marked: Iterable[int | FrameRange],
    output: Path | str | None = None,
    encoding: str = "",
    report: Report | None = None,
    **settings: Unpack[Settings],
) -> Sequence[Take]:
    """Make the `marked` frames anew: their numbers from 0, or engine.requests.FrameRange(start, count), in order.

    Returns a take for each run of them, all in one film: "<clip>-repaired.mp4" if not given. Otherwise as `extend`.
    """
    output = output or f"{Path(clip).stem}-repaired.mp4"
    return run(repair_request(clip, marked=marked, output=output, encoding=encoding, **settings), report)


def interpolate(
    clip: Path | str,
    *,
    speed: float | Fraction | Curve = 1,
    rate: float | Fraction | None = None,
    output: Path | str | None = None,
    start: Seconds | None = None,
    end: Seconds | None = None,
    encoding: str = "",
    freedom: float | Sequence[float] | None = None,
    report: Report | None = None,
    **settings: Unpack[Settings],
) -> Take:
    """The clip, or its part from `start` to `end`, at another speed, another rate, or both.

    Its own frames stay as they are, wherever the new speed or rate puts them; those between are made of both neighbours
    along the motion between them. speed: 0.25 is four times slower; or points (second of the clip, speed there) with
    straight lines between them. rate: frames a second. The film is "<clip>-retimed.mp4" if `output` is not given.
    sound, of settings: "silence" leaves the clip's sound out. A loaded model makes the frames between after those along
    the motion, as free from them as `freedom` (0 keep to 1 free) or `preset` say; to the built-in model these and all
    other settings mean nothing.
    """
    output = output or f"{Path(clip).stem}-retimed.mp4"
    request = interpolate_request(
        clip,
        output=output,
        speed=speed,
        rate=rate,
        start=start,
        end=end,
        encoding=encoding,
        freedom=freedom,
        **settings,
    )
    return run(request, report)[0]
