"""Our frozen dataclasses as JSON values, and back: for pipes between our processes and for files of our own."""

import dataclasses
import math
import re
import types
import typing
from collections.abc import Callable, Mapping
from enum import Enum
from fractions import Fraction
from functools import cache
from numbers import Integral, Real
from pathlib import Path
from typing import Any, TypeVar

from engine import errors
from engine.errors import LongtakeError

Json = None | bool | int | float | str | list["Json"] | dict[str, "Json"]
Value = TypeVar("Value")

TAG = "is"  # holds a dataclass's name; being a keyword, it is never a field
FRACTION = re.compile(r"-?\d{1,300}(/\d{1,300})?")  # as we write them; 1e999999999 would take for ever to be read
NO_NUMBERS = {"nan": math.nan, "inf": math.inf, "-inf": -math.inf}  # JSON has no word for them
ERRORS = {
    name: kind for name, kind in vars(errors).items() if isinstance(kind, type) and issubclass(kind, LongtakeError)
}


class NotOurs(ValueError):
    """The data does not say what it should: tells where, and what was found there."""


def to_json(value: object) -> Json:
    """Dataclasses, numbers, fractions, paths, enums, tuples, dicts by name. Raises NotOurs for anything else."""
    if value is None or isinstance(value, bool):
        return value
    if isinstance(value, Enum):
        return to_json(value.value)
    if isinstance(value, str | Path | Fraction):
        return str(value)
    if isinstance(value, Real):
        return _number(value)
    if isinstance(value, list | tuple):
        return [to_json(item) for item in value]
    if isinstance(value, dict):
        return {_name(key): to_json(item) for key, item in value.items()}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        fields = {field.name: to_json(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {TAG: type(value).__name__, **fields}
    raise NotOurs(f"a {type(value).__name__} has no place in our data")


def from_json(kind: type[Value], data: object) -> Value:
    """The value of type `kind` (a dataclass; a union is given as `from_json_any`) that `to_json` wrote.

    Fields that are missing take their default, so that what an older version wrote can be read; a field we do not know
    is refused. Raises NotOurs.
    """
    annotated: Any = kind
    value: Value = _reader(annotated)(data, kind.__name__)
    return value


def from_json_any(kinds: tuple[type[Value], ...], data: object) -> Value:
    """As from_json, whichever of the dataclasses it is."""
    kind: type[Value] = _tagged(kinds, data, "value")
    return from_json(kind, data)


def error_to_json(error: LongtakeError) -> Json:
    """Its cause is not carried: a traceback belongs in a log."""
    kind = next(kind.__name__ for kind in type(error).__mro__ if kind.__name__ in ERRORS)
    return {TAG: kind, "what": error.what, "kept": error.kept, "do": error.do}


def error_from_json(data: object) -> LongtakeError:
    """Raises NotOurs."""
    fields = _object(data, "error")
    kind = ERRORS.get(str(fields.get(TAG)))
    texts = [fields.get(name) for name in ("what", "kept", "do")]
    if kind is None or len(fields) != 4:
        raise NotOurs(f"no error of ours: {_shown(data)}")
    what, kept, do = (_exactly(str, text, "error") for text in texts)
    return kind(what, kept=kept, do=do)


def _number(value: Real) -> Json:
    """Also what numpy holds."""
    if isinstance(value, Integral):
        return int(value)
    number = float(value)
    return number if math.isfinite(number) else str(number)


def _name(key: object) -> str:
    if type(key) is not str:
        raise NotOurs(f"a name has to be text, not {_shown(key)}")
    return key


Reader = Callable[[object, str], Any]  # of data, and where it stands


@cache
def _reader(kind: Any) -> Reader:
    """What reads values of an annotated type."""
    origin, arguments = typing.get_origin(kind), typing.get_args(kind)
    if origin in (typing.Union, types.UnionType):
        return _union_reader(arguments)
    if origin is tuple:
        return _tuple_reader(arguments)
    if origin in (dict, Mapping):
        item = _reader(arguments[1])
        return lambda data, at: {name: item(value, f"{at}.{name}") for name, value in _object(data, at).items()}
    if dataclasses.is_dataclass(kind):
        return lambda data, at: _dataclass(kind, data, at)
    if kind is float:
        return _float
    if isinstance(kind, type) and issubclass(kind, Fraction | Path | Enum):
        return lambda data, at: _made(kind, data, at)
    if kind in (bool, int, str):
        return lambda data, at: _exactly(kind, data, at)
    raise TypeError(f"{kind} has no place in our data")


def _union_reader(kinds: tuple[Any, ...]) -> Reader:
    rest = tuple(kind for kind in kinds if kind is not types.NoneType)

    def read(data: object, at: str) -> Any:
        if data is None and len(rest) < len(kinds):
            return None
        return _reader(rest[0] if len(rest) == 1 else _tagged(rest, data, at))(data, at)

    return read


def _tuple_reader(kinds: tuple[Any, ...]) -> Reader:
    def read(data: object, at: str) -> Any:
        items = _exactly(list, data, at)
        if len(kinds) == 2 and kinds[1] is Ellipsis:
            each = [kinds[0]] * len(items)
        elif len(items) == len(kinds):
            each = list(kinds)
        else:
            raise NotOurs(f"{at}: {len(kinds)} values were expected, {len(items)} found")
        return tuple(
            _reader(kind)(item, f"{at}[{index}]") for index, (kind, item) in enumerate(zip(each, items, strict=True))
        )

    return read


def _dataclass(kind: Any, data: object, at: str) -> Any:
    found = dict(_object(data, at))
    if (tag := found.pop(TAG, None)) != kind.__name__:
        raise NotOurs(f"{at}: {kind.__name__} was expected, {_shown(tag)} found")
    values = {}
    for field, annotated in _fields(kind):
        if field.name in found:
            values[field.name] = _reader(annotated)(found.pop(field.name), f"{at}.{field.name}")
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise NotOurs(f"{at}: {field.name} is missing")
    if found:
        raise NotOurs(f"{at}: {_shown(sorted(found))} not known")
    return kind(**values)


@cache
def _fields(kind: Any) -> list[tuple["dataclasses.Field[Any]", Any]]:
    annotated = typing.get_type_hints(kind)
    return [(field, annotated[field.name]) for field in dataclasses.fields(kind)]


def _tagged(kinds: tuple[Any, ...], data: object, at: str) -> Any:
    tag = _object(data, at).get(TAG)
    for kind in kinds:
        if kind.__name__ == tag:
            return kind
    raise NotOurs(f"{at}: {_shown(tag)} is none of {', '.join(kind.__name__ for kind in kinds)}")


def _float(data: object, at: str) -> float:
    if isinstance(data, str) and data in NO_NUMBERS:
        return NO_NUMBERS[data]
    if isinstance(data, bool) or not isinstance(data, int | float):
        raise NotOurs(f"{at}: a number was expected, {_shown(data)} found")
    try:
        return float(data)
    except OverflowError as error:
        raise NotOurs(f"{at}: too large a number") from error


def _made(kind: Any, data: object, at: str) -> Any:
    """A fraction, a path or an enum's member from its text."""
    text = _exactly(str, data, at)
    if issubclass(kind, Fraction) and not FRACTION.fullmatch(text):
        raise NotOurs(f"{at}: {_shown(data)} is no Fraction")
    try:
        return kind(text)
    except (ValueError, ZeroDivisionError) as error:
        raise NotOurs(f"{at}: {_shown(data)} is no {kind.__name__}") from error


def _object(data: object, at: str) -> dict[str, Any]:
    found: dict[str, Any] = _exactly(dict, data, at)
    return found


def _exactly(kind: type[Value], data: object, at: str) -> Value:
    """Exactly: a bool is no number."""
    if type(data) is not kind:
        raise NotOurs(f"{at}: {kind.__name__} was expected, {_shown(data)} found")
    return data


def _shown(data: object) -> str:
    text = repr(data)
    return text if len(text) < 80 else f"{text[:77]}..."
