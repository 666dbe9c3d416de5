"""JSON from strangers: bounded in size, depth and count, and nothing in it that JSON does not know."""

import json
import math
import re
from collections import Counter
from typing import Any

from editor.timeline.otio.errors import WrongField
from editor.words import tr

MAX_BYTES = 64 << 20
MAX_DEPTH = 64
MAX_CONTAINERS = 2_000_000  # lists and objects; an empty list of 2 bytes costs 56 in memory
MAX_VALUES = 8_000_000
MAX_INT = 2**63  # what OpenTimelineIO's own reader holds

# A string runs to its end or to that of the file: a missing quote must not make the search start over at every quote.
STRING = re.compile(rb'"[^"\\]*+(?:\\.[^"\\]*+)*+(?:"|\\?\Z)', re.DOTALL)
BRACKET = re.compile(rb"[\[\]{}]")
SURROGATE = re.compile(rb"\\u[dD][89a-fA-F]")


def parse(data: bytes) -> Any:
    """The value written there. Raises WrongField."""
    if len(data) > MAX_BYTES:
        raise WrongField(
            tr(
                "is {data} MB long, more than the {max_bytes} MB a project may have",
                data=len(data) >> 20,
                max_bytes=MAX_BYTES >> 20,
            )
        )
    _measure(data)
    try:
        text = data.decode("utf-8-sig")
        value = json.loads(
            text, object_pairs_hook=_object, parse_constant=_constant, parse_int=_whole, parse_float=_number
        )
    except UnicodeDecodeError as error:
        raise WrongField(tr("is not text from byte {start} on", start=error.start)) from error
    except json.JSONDecodeError as error:
        raise WrongField(
            tr("breaks off or is damaged in line {lineno}, column {colno}", lineno=error.lineno, colno=error.colno)
        ) from error
    if SURROGATE.search(data):
        _refuse_half_characters(value)
    return value


def _measure(data: bytes) -> None:
    """Bound what parsing will cost before it starts: Python's parser recurses."""
    bare = STRING.sub(b"", data)
    containers = bare.count(b"[") + bare.count(b"{")
    if containers > MAX_CONTAINERS or bare.count(b",") > MAX_VALUES:
        raise WrongField(tr("holds more than a project can"))
    depth = 0
    for bracket in BRACKET.finditer(bare):
        depth += 1 if bracket[0] in b"[{" else -1
        if depth > MAX_DEPTH:
            raise WrongField(tr("is nested more than {max_depth} deep", max_depth=MAX_DEPTH))


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) < len(pairs):
        ((twice, _),) = Counter(name for name, _ in pairs).most_common(1)
        raise WrongField(tr("holds {twice!r} twice in one place", twice=twice[:40]))
    return found


def _constant(name: str) -> Any:
    raise WrongField(tr("holds {name}, which is no number", name=name))


def _whole(digits: str) -> int:
    if len(digits) > 20 or not -MAX_INT <= int(digits) < MAX_INT:
        raise WrongField(tr("holds a number too large to be meant: {digits}", digits=digits[:24]))
    return int(digits)


def _number(digits: str) -> float:
    number = float(digits)
    if not math.isfinite(number):
        raise WrongField(tr("holds a number too large to be meant: {digits}", digits=digits[:24]))
    return number


def _refuse_half_characters(value: Any) -> None:
    try:
        json.dumps(value, ensure_ascii=False).encode()
    except UnicodeEncodeError as error:
        raise WrongField(tr("holds half a character (a lone surrogate)")) from error
