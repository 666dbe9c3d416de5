"""Requests for what lies between known frames: a loop, a smooth cut, a part or single frames made anew."""

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Unpack

from engine.asking.freedoms import freedom_of
from engine.asking.settings import Settings
from engine.asking.values import Seconds, duration_of, moment_of, outputs_of, source_of, whole
from engine.asking.wished import context_of, wished
from engine.errors import RequestError
from engine.requests import CompleteRequest, FrameRange, LoopRequest, RepairRequest, SmoothRequest, Sound


def loop_request(
    clip: Path | str,
    *,
    seconds: Seconds,
    output: Path | str,
    start: Seconds | None = None,
    end: Seconds | None = None,
    encoding: str = "",
    **settings: Unpack[Settings],
) -> LoopRequest:
    """New frames from the clip's `end` back to its `start`; the film, played round and round, has no jump.

    Context and noise hold for both ends; noise runs from far to near. Otherwise as extend_request.
    """
    source, duration = source_of(clip, start, end, encoding), duration_of(seconds)
    return LoopRequest(
        source=source,
        duration=duration,
        outputs=outputs_of(output, source),
        context=context_of(settings, "loop"),
        **wished(settings, duration),
    )


def smooth_request(
    first: Path | str,
    second: Path | str,
    *,
    each_side: Seconds,
    output: Path | str,
    first_end: Seconds | None = None,
    second_start: Seconds | None = None,
    first_encoding: str = "",
    second_encoding: str = "",
    **settings: Unpack[Settings],
) -> SmoothRequest:
    """`each_side` seconds on either side of the cut made anew; the film is as long as both clips. As bridge_request,
    but that the clips' own sound stays where nothing else is asked for."""
    sources = (
        source_of(first, None, first_end, first_encoding),
        source_of(second, second_start, None, second_encoding),
    )
    each = duration_of(each_side)
    return SmoothRequest(
        first=sources[0],
        second=sources[1],
        each_side=each,
        outputs=outputs_of(output, *sources),
        context=context_of(settings, "smooth"),
        **wished(with_own_sound(settings), 2 * each),
    )


def complete_request(
    clip: Path | str,
    *,
    start: Seconds,
    end: Seconds,
    output: Path | str,
    encoding: str = "",
    freedom: float | Sequence[float] = 1.0,
    **settings: Unpack[Settings],
) -> CompleteRequest:
    """The clip with the part from `start` to `end` made anew, its own sound left where nothing else is asked for.

    freedom: how free the part's own frames are, 0 keep to 1 free, spread over it in playing order: 1 makes it anew from
    what lies around it alone, (0, 0.4, 0) changes its middle and leaves its shoulders.
    """
    source = source_of(clip, None, None, encoding)
    since, until = moment_of(start), moment_of(end)
    if until <= since:
        raise RequestError("The part to make anew ends before it starts.", do="Give a later end.")
    return CompleteRequest(
        source=source,
        start=since,
        end=until,
        outputs=outputs_of(output, source),
        context=context_of(settings, "complete"),
        freedom=freedom_of("Freedom", freedom),
        **wished(with_own_sound(settings), until - since),
    )


def repair_request(
    clip: Path | str,
    *,
    marked: Iterable[int | FrameRange],
    output: Path | str,
    encoding: str = "",
    **settings: Unpack[Settings],
) -> RepairRequest:
    """The clip with the `marked` frames made anew, its own sound left where nothing else is asked for.

    marked: numbers of frames from 0, or runs of them, in order.
    """
    source = source_of(clip, None, None, encoding)
    runs = (mark if isinstance(mark, FrameRange) else FrameRange(_numbered(mark), 1) for mark in marked)
    return RepairRequest(
        source=source,
        marked=tuple(runs),
        outputs=outputs_of(output, source),
        context=context_of(settings, "repair"),
        **wished(with_own_sound(settings)),
    )


def with_own_sound(settings: Settings) -> Settings:
    """Where new frames take others' places, what was heard under these is heard on."""
    own: Settings = {"sound": Sound.LEAVE}
    return {**own, **settings}


def _numbered(mark: int) -> int:
    return whole("A marked frame", mark, least=0)
