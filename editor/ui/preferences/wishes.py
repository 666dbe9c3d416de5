"""What can be wished for: each row of the preferences as a value, with how it stands and how it is changed."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Switch:
    label: str
    is_on: Callable[[], bool]
    turn: Callable[[bool], None]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Size:
    """A number with its unit."""

    label: str
    low: float
    high: float
    step: float
    say: Callable[[float], str]
    value: Callable[[], float]
    choose: Callable[[float], None]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Pick:
    """One of several."""

    label: str
    options: Sequence[tuple[Any, str]]
    value: Callable[[], Any]
    choose: Callable[[Any], None]
    about: str = ""
    reasons: Mapping[Any, str] = field(default_factory=dict)  # why some cannot be chosen here


@dataclass(frozen=True, slots=True)
class Press:
    """Something that is done at once."""

    label: str
    words: Callable[[], str]  # on the button
    run: Callable[[], None]
    about: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text. is_secret: what was entered is never shown."""

    label: str
    text: Callable[[], str]
    enter: Callable[[str], None]
    about: str = ""
    hint: str = ""  # in the empty field
    is_secret: bool = False


Wish = Switch | Size | Pick | Press | Line


@dataclass(frozen=True, slots=True)
class Page:
    title: str
    wishes: Sequence[Wish]
