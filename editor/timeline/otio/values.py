"""Model values as JSON values, and strictly back: by the types that the model declares."""

import math
import re
from collections.abc import Callable
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from fractions import Fraction
from functools import cache
from types import UnionType
from typing import Any, NewType, Union, get_args, get_origin, get_type_hints

from editor.timeline.otio.errors import WrongField
from editor.timeline.otio.strict_json import MAX_INT
from editor.words import tr

FRACTION = re.compile(r"(-?[0-9]{1,100})/([0-9]{1,100})")
Read = Callable[[Any], Any]


def pack(value: Any) -> Any:
    """A frozen dataclass becomes an object, a Fraction "n/d", a tuple a list. Raises WrongField."""
    match value:
        case None | bool():
            return value
        case str():
            return str(value)
        case int():
            return _bounded(value)
        case float():
            return _finite(value)
        case Fraction():
            return _ratio(value)
        case tuple():
            return [pack(part) for part in value]
    return pack_fields(value)


def pack_fields(value: Any, *without: str) -> dict[str, Any]:
    """A dataclass as an object, but for some of its fields, and for those that are absent: None by default."""
    kind: Any = type(value)
    found = ((name, absent, getattr(value, name)) for name, absent in _names(kind, without))
    return {name: pack(part) for name, absent, part in found if part is not None or not absent}


def _bounded(value: int) -> int:
    if not -MAX_INT <= value < MAX_INT:
        raise WrongField(tr("should be smaller than {what}", what=value))
    return value


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise WrongField(tr("should be a number, not {what}", what=value))
    return value


def _ratio(value: Fraction) -> str:
    text = f"{value.numerator}/{value.denominator}"
    if not FRACTION.fullmatch(text):
        raise WrongField(tr("should be a fraction of at most 100 digits"))
    return text


@cache
def _names(kind: Any, without: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    """Each with whether it is None where nobody says anything."""
    return tuple((part.name, part.default is None) for part in fields(kind) if part.name not in without)


def unpack(kind: Any, value: Any) -> Any:
    """The value of that type. Raises WrongField, which names the place inside it."""
    return reader(kind)(value)


def unpack_fields(kind: Any, value: Any, *without: str) -> dict[str, Any]:
    """The fields of a dataclass but for some; one with a default may be absent. Raises WrongField."""
    if not isinstance(value, dict):
        raise WrongField(tr("should be an object"))
    found = {}
    for name, read, required in _readers(kind, without):
        if name in value:
            try:
                found[name] = read(value[name])
            except WrongField as error:
                raise error.inside(name) from error
        elif required:
            raise WrongField(tr("is missing"), name)
    return found


@cache
def _readers(kind: Any, without: tuple[str, ...]) -> tuple[tuple[str, Read, bool], ...]:
    hints = get_type_hints(kind)
    return tuple(
        (part.name, reader(hints[part.name]), part.default is MISSING and part.default_factory is MISSING)
        for part in fields(kind)
        if part.name not in without
    )


@cache
def reader(kind: Any) -> Read:
    """What reads a value of a declared type."""
    if isinstance(kind, NewType):
        return reader(kind.__supertype__)
    if get_origin(kind) in (Union, UnionType):
        return _optional(kind)
    if get_origin(kind) is tuple:
        return _list_of(kind)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return _one_of(kind)
    if is_dataclass(kind):
        return lambda value: kind(**unpack_fields(kind, value))  # type: ignore[operator]
    return SIMPLE[kind]


def _optional(kind: Any) -> Read:
    (inner,) = (part for part in get_args(kind) if part is not type(None))
    read = reader(inner)
    return lambda value: None if value is None else read(value)


def _list_of(kind: Any) -> Read:
    parts = get_args(kind)
    read_all = [reader(part) for part in parts if part is not Ellipsis]

    def read(value: Any) -> tuple[Any, ...]:
        if not isinstance(value, list):
            raise WrongField(tr("should be a list"))
        if Ellipsis in parts:
            return tuple(each(value, read_all[0]))
        if len(value) != len(read_all):
            raise WrongField(tr("should be a list of {read_all}", read_all=len(read_all)))
        return tuple(read_one(part) for read_one, part in zip(read_all, value, strict=True))

    return read


def each(values: list[Any], read: Read) -> list[Any]:
    """Read every value of a list; an error tells which it was."""
    found = []
    for index, value in enumerate(values):
        try:
            found.append(read(value))
        except WrongField as error:
            raise error.inside(f"[{index}]") from error
    return found


def _one_of(kind: type[Enum]) -> Read:
    known = {member.value: member for member in kind}

    def read(value: Any) -> Enum:
        if not isinstance(value, str) or value not in known:
            raise WrongField(tr("should be one of {names}", names=", ".join(map(str, known))))
        return known[value]

    return read


def _text(value: Any) -> str:
    if not isinstance(value, str):
        raise WrongField(tr("should be text"))
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise WrongField(tr("should be true or false"))
    return value


def _whole(value: Any) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise WrongField(tr("should be a whole number"))
    return value


def _number(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise WrongField(tr("should be a number"))
    return float(value)


def _fraction(value: Any) -> Fraction:
    match = FRACTION.fullmatch(value) if isinstance(value, str) else None
    if match is None or not int(match[2]):
        raise WrongField(tr('should be a fraction such as "24000/1001"'))
    return Fraction(int(match[1]), int(match[2]))


SIMPLE: dict[Any, Read] = {str: _text, bool: _flag, int: _whole, float: _number, Fraction: _fraction}
