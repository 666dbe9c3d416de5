"""Requests out of files that anybody may have written, held to the rules for what is typed."""

import dataclasses
from collections.abc import Callable
from fractions import Fraction
from typing import Any, TypeVar, cast

from engine.asking.values import Settings, context_of, moment_of, number, sampling_of, source_of, whole
from engine.requests import Context, Finish, Keyframe, Sampling, Source

Value = TypeVar("Value")


def rechecked(value: Value) -> Value:
    """The same, with everything that it holds. Raises RequestError, saying which value cannot be."""
    found: Any = value
    if isinstance(found, tuple):
        items: Any = tuple(map(rechecked, found))
        return items
    if not dataclasses.is_dataclass(found) or isinstance(found, type):
        return value
    check = CHECKS.get(type(found), _each)
    checked: Value = check(found)
    return checked


def _each(value: Any) -> Any:
    for field in dataclasses.fields(value):
        item = getattr(value, field.name)
        name = f"The value of {field.name}"
        if isinstance(item, Fraction):
            moment_of(item)
        elif isinstance(item, int) and not isinstance(item, bool):
            whole(name, item, least=0)
        else:
            rechecked(item)
    return value


def _source(source: Source) -> Source:
    return source_of(source.path, source.start, source.end, source.encoding)


def _context(context: Context) -> Context:
    return context_of(Settings(context=context.frames, noise=context.noise))


def _sampling(sampling: Sampling) -> Sampling:
    return sampling_of(
        Settings(
            seed=sampling.seed,
            steps=sampling.steps,
            guidance=sampling.guidance,
            shift=sampling.shift,
            sigmas=sampling.sigmas,
        )
    )


def _finish(finish: Finish) -> Finish:
    for field in dataclasses.fields(finish):
        number("The strength of matching", getattr(finish, field.name), least=0, most=1)
    return finish


def _keyframe(keyframe: Keyframe) -> Keyframe:
    number("Noise", keyframe.noise, least=0, most=1)
    return cast(Keyframe, _each(keyframe))


CHECKS: dict[type, Callable[[Any], Any]] = {
    Source: _source,
    Context: _context,
    Sampling: _sampling,
    Finish: _finish,
    Keyframe: _keyframe,
}
