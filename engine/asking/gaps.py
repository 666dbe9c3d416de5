"""Requests for one gap: after a clip, before it, between two."""

from collections.abc import Sequence
from pathlib import Path
from typing import Unpack

from engine.asking.keyframes import Given, keyframes_of
from engine.asking.settings import Settings
from engine.asking.values import Seconds, duration_of, outputs_of, source_of
from engine.asking.wished import context_of, wished
from engine.requests import BridgeRequest, Context, Direction, ExtendRequest


def extend_request(
    clip: Path | str,
    *,
    seconds: Seconds,
    output: Path | str,
    before: bool = False,
    start: Seconds | None = None,
    end: Seconds | None = None,
    encoding: str = "",
    keyframes: Sequence[Given] = (),
    **settings: Unpack[Settings],
) -> ExtendRequest:
    """New frames after `end` (or before `start`) of the clip; `output` is the joined film, takes go beside it.

    encoding: of the clip's colours where the file does not say, a key of engine.media.encoding_names.ENCODING_NAMES.
    keyframes: pictures on the way, each (picture, seconds from the first new frame) or with its noise as third value.
    noise is in playing order; a preset runs from far to near. Raises RequestError, saying which value cannot be.
    """
    source, duration = source_of(clip, start, end, encoding), duration_of(seconds)
    given = keyframes_of(keyframes, duration)
    context = context_of(settings, "extend")
    if before and settings.get("preset"):
        context = Context(context.frames, context.noise[::-1])
    return ExtendRequest(
        source=source,
        duration=duration,
        outputs=outputs_of(output, source, *(keyframe.source for keyframe in given)),
        direction=Direction.BEFORE if before else Direction.AFTER,
        context=context,
        keyframes=given,
        **wished(settings, duration),
    )


def bridge_request(
    first: Path | str,
    second: Path | str,
    *,
    seconds: Seconds,
    output: Path | str,
    first_end: Seconds | None = None,
    second_start: Seconds | None = None,
    first_encoding: str = "",
    second_encoding: str = "",
    keyframes: Sequence[Given] = (),
    **settings: Unpack[Settings],
) -> BridgeRequest:
    """New frames between the first clip's end and the second's start. Context and noise hold for both sides; noise runs
    from far to near on the first side and back on the second. Encodings and keyframes as for extend_request. Raises
    RequestError."""
    sources = (
        source_of(first, None, first_end, first_encoding),
        source_of(second, second_start, None, second_encoding),
    )
    duration, context = duration_of(seconds), context_of(settings, "bridge")
    given = keyframes_of(keyframes, duration)
    return BridgeRequest(
        first=sources[0],
        second=sources[1],
        duration=duration,
        outputs=outputs_of(output, *sources, *(keyframe.source for keyframe in given)),
        first_context=context,
        second_context=Context(context.frames, context.noise[::-1]),
        keyframes=given,
        **wished(settings, duration),
    )
