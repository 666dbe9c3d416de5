"""Fields of an OpenTimelineIO object, read with the place where they stand."""

from collections.abc import Callable
from math import isfinite
from typing import Any

from editor.timeline.otio.errors import WrongField
from editor.timeline.otio.values import each, unpack
from editor.timeline.otio.writing import OURS
from editor.words import tr

MAX_RATE = 100_000  # frames or samples, 1/MAX_RATE to MAX_RATE
MAX_COUNT = 10**14  # of frames or samples: OpenTimelineIO counts in floating point


def schema_of(value: Any, *known: str) -> str:
    """Which of these it is. Raises WrongField."""
    schema = value.get("OTIO_SCHEMA") if isinstance(value, dict) else None
    if schema not in known:
        found = repr(schema)[:40] if schema else tr("nothing of OpenTimelineIO's")
        raise WrongField(tr("is {found}, and should be {names}", found=found, names=tr(" or ").join(known)))
    return str(schema)


def inside(owner: Any, name: str, read: Callable[[Any], Any]) -> Any:
    """A field, read; an error tells where it was."""
    if not isinstance(owner, dict):
        raise WrongField(tr("should be an object"))
    if name not in owner:
        raise WrongField(tr("is missing"), name)
    try:
        return read(owner[name])
    except WrongField as error:
        raise error.inside(name) from error


def ours(owner: Any, read: Callable[[Any], Any]) -> Any:
    """What only we know of a thing, read."""
    return inside(owner, "metadata", lambda metadata: inside(metadata, OURS, read))


def all_of(owner: Any, name: str, read: Callable[[Any], Any]) -> list[Any]:
    """A field that is a list, each value read."""

    def read_list(values: Any) -> list[Any]:
        if not isinstance(values, list):
            raise WrongField(tr("should be a list"))
        return each(values, read)

    found: list[Any] = inside(owner, name, read_list)
    return found


def bounded(value: Any, least: Any, most: Any, *place: str) -> None:
    if not least <= value <= most:
        raise WrongField(tr("should be from {least} to {most}", least=least, most=most), *place)


def read_time(value: Any) -> tuple[float, float]:
    """Value and rate, both within reason."""
    schema_of(value, "RationalTime.1")
    count: float = inside(value, "value", lambda found: unpack(float, found))
    rate: float = inside(value, "rate", lambda found: unpack(float, found))
    bounded(rate, 1 / MAX_RATE, 10 * MAX_RATE, "rate")
    if not isfinite(count) or abs(count) > MAX_COUNT:
        raise WrongField(tr("should be a number of frames"), "value")
    return count, rate
