"""Requests for one gap: after a clip, before it, between two."""

from pathlib import Path
from typing import Unpack

from engine.asking.values import Seconds, Settings, context_of, duration_of, outputs_of, source_of, wished
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
    **settings: Unpack[Settings],
) -> ExtendRequest:
    """New frames after `end` (or before `start`) of the clip; `output` is the joined film, takes go beside it.

    encoding: of the clip's colours where the file does not say, a key of engine.media.encoding_names.ENCODING_NAMES.
    Raises RequestError, saying which value cannot be.
    """
    source = source_of(clip, start, end, encoding)
    return ExtendRequest(
        source=source,
        duration=duration_of(seconds),
        outputs=outputs_of(output, source),
        direction=Direction.BEFORE if before else Direction.AFTER,
        context=context_of(settings),
        **wished(settings),
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
    **settings: Unpack[Settings],
) -> BridgeRequest:
    """New frames between the first clip's end and the second's start. Context and noise hold for both sides; noise runs
    from far to near on the first side and back on the second. Encodings as for extend_request. Raises RequestError."""
    sources = (
        source_of(first, None, first_end, first_encoding),
        source_of(second, second_start, None, second_encoding),
    )
    context = context_of(settings)
    return BridgeRequest(
        first=sources[0],
        second=sources[1],
        duration=duration_of(seconds),
        outputs=outputs_of(output, *sources),
        first_context=context,
        second_context=Context(context.frames, context.noise[::-1]),
        **wished(settings),
    )
