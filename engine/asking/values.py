"""Plain values and how each is checked: numbers, times, files."""

import math
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path

from engine.errors import RequestError
from engine.media.coding import CONTAINERS
from engine.media.encoding_names import known_encoding
from engine.requests import Outputs, Source

Seconds = int | float | Fraction


def source_of(clip: Path | str, start: Seconds | None, end: Seconds | None, encoding: str) -> Source:
    since, until = (None if moment is None else moment_of(moment) for moment in (start, end))
    if until is not None and until <= (since or 0):
        raise RequestError(f"The part of {Path(clip).name} to use ends before it starts.", do="Give a later end.")
    return Source(Path(clip), since, until, known_encoding(encoding))


def duration_of(seconds: Seconds) -> Fraction:
    duration = exact("The length", seconds)
    if duration <= 0:
        raise RequestError(f"The length must be more than 0 seconds, not {seconds}.", do="Give one such as 2 or 0.5.")
    return duration


def moment_of(seconds: Seconds) -> Fraction:
    moment = exact("A time in the clip", seconds)
    if moment < 0:
        raise RequestError(
            f"A time in the clip cannot be negative: {seconds}.", do="Count from the clip's first frame."
        )
    return moment


def exact(name: str, seconds: Seconds) -> Fraction:
    try:
        return Fraction(str(seconds)) if isinstance(seconds, float) else Fraction(seconds)  # 0.1 means a tenth
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        raise RequestError(
            f"{name} must be a number of seconds, not {seconds}.", do="Give one such as 2 or 0.5."
        ) from error


def outputs_of(output: Path | str, *sources: Source) -> Outputs:
    film = Path(output)
    if film.suffix.lower() not in CONTAINERS:
        raise RequestError(f"{film} is not a film we write.", do=f"Let its name end in {', '.join(CONTAINERS)}.")
    if film.is_dir():
        raise RequestError(f"{film} is a folder.", do="Give the name of a file.")
    for source in sources:
        if _same_file(film, source.path):
            raise RequestError(f"{film} is the clip itself, which is never written over.", do="Choose another name.")
    return Outputs(film.with_suffix(".assets"), film)


def _same_file(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:  # one of them is not there
        return one.resolve() == other.resolve()


def number(name: str, value: float, *, least: float, most: float = math.inf) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most or math.isinf(value):
        span = f"between {least:g} and {most:g}" if math.isfinite(most) else f"{least:g} or more"
        raise RequestError(f"{name} must be a number, {span}, not {value}.", do="Correct it and run again.")
    return float(value)


def whole(name: str, value: int, *, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise RequestError(
            f"{name} must be a whole number, {least} or more, not {value}.", do="Correct it and run again."
        )
    return value


def number_or_none(name: str, value: float | None, *, least: float, most: float = math.inf) -> float | None:
    return None if value is None else number(name, value, least=least, most=most)


def numbers(name: str, values: Sequence[float], *, least: float, most: float) -> tuple[float, ...]:
    return tuple(number(name, value, least=least, most=most) for value in values)
