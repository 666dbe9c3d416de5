"""Requests out of files that anybody may have written, held to the rules for what is typed."""

import dataclasses
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar

from engine.asking.adapters import checked_adapter
from engine.asking.freedoms import freedom_of
from engine.asking.keyframes import checked_keyframe
from engine.asking.sampling import sampling_of
from engine.asking.settings import Settings
from engine.asking.values import moment_of, number, source_of, whole
from engine.asking.wished import text_of
from engine.errors import RequestError
from engine.requests import (
    Adapter,
    BetweenRequest,
    CompleteRequest,
    Context,
    Finish,
    GenerateRequest,
    InterpolateRequest,
    Keyframe,
    LoopRequest,
    RepairRequest,
    Sampling,
    Shown,
    SmoothRequest,
    Source,
    Text,
)

Value = TypeVar("Value")


def rechecked(value: Value) -> Value:
    """The same, once everything that it holds was looked at. Raises RequestError, saying which value cannot be."""
    found: Any = value
    if isinstance(found, tuple):
        for item in found:
            rechecked(item)
    elif dataclasses.is_dataclass(found) and not isinstance(found, type):
        CHECKS.get(type(found), _no_more)(found)
        _each(found)
    return value


def _each(value: Any) -> None:
    for field in dataclasses.fields(value):
        item = getattr(value, field.name)
        if isinstance(item, Fraction):
            moment_of(item)
        elif isinstance(item, int) and not isinstance(item, bool):
            whole(f"The value of {field.name}", item, least=0)
        else:
            rechecked(item)


def _no_more(value: object) -> None:
    """Of most there is nothing to be checked beside what they hold."""


def _source(source: Source) -> None:
    source_of(source.path, source.start, source.end, source.encoding)


def _shown(shown: Shown) -> None:
    for moment in shown.moments:
        moment_of(moment)
    if not 0 < shown.rate <= MOST_RATE or len(shown.moments) > MOST_SHOWN:
        raise RequestError(
            f"{len(shown.moments)} frames at {float(shown.rate):g} a second cannot be looked at as a clip shows them.",
            do=f"Ask for {MOST_SHOWN} or fewer, at {MOST_RATE} or fewer a second.",
        )


def _as_filmed(request: BetweenRequest | InterpolateRequest | GenerateRequest) -> None:
    """Only what stands beside new frames can be shown otherwise."""
    if any(source.shown is not None for source in request.sources):
        raise RequestError("What is to be changed has to be a clip as it was filmed.", do="Ask for it anew.")


def _context(context: Context) -> None:
    freedom_of("Noise", context.noise)
    if context.frames is not None:
        whole("The context", context.frames, least=1)


def _text(text: Text) -> None:
    times = [each.at for each in text.later]
    text_of(Settings(later=[(each.at, each.prompt) for each in text.later]), None)
    if times != sorted(times):
        raise RequestError("The prompts are not in order of time.", do="Ask for it anew.")


def _sampling(sampling: Sampling) -> None:
    freedom_of("Freedom from the draft", sampling.freedom)
    if (sampling.width is None) != (sampling.height is None):
        raise RequestError("Of the size to work at only one side is said.", do="Say both, or neither.")
    size = None if sampling.width is None or sampling.height is None else (sampling.width, sampling.height)
    told = {name: getattr(sampling, name) for name in SAMPLED}
    sampling_of(Settings(**told, quality=sampling.quality, model_size=size))  # type: ignore[typeddict-item]


def _finish(finish: Finish) -> None:
    for field in dataclasses.fields(finish):
        number("The strength of matching", getattr(finish, field.name), least=0, most=1)


def _completion(request: CompleteRequest) -> None:
    _as_filmed(request)
    freedom_of("Freedom", request.freedom)


MOST_SHOWN, MOST_RATE = 3000, 1000
SAMPLED = ("seed", "steps", "guidance", "shift", "sigmas", "low_guidance", "boundary", "ramp")
CHECKS: dict[type, Callable[[Any], object]] = {
    Source: _source,
    Shown: _shown,
    Context: _context,
    Text: _text,
    Sampling: _sampling,
    Finish: _finish,
    Keyframe: checked_keyframe,
    Adapter: checked_adapter,
    CompleteRequest: _completion,
    LoopRequest: _as_filmed,
    SmoothRequest: _as_filmed,
    RepairRequest: _as_filmed,
    InterpolateRequest: _as_filmed,
    GenerateRequest: _as_filmed,
}
