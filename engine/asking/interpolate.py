"""Requests for another speed or another rate."""

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from pathlib import Path
from typing import Unpack

from engine.asking.freedoms import by_number_or_name
from engine.asking.settings import Settings
from engine.asking.values import Seconds, moment_of, outputs_of, source_of
from engine.asking.wished import wished
from engine.errors import RequestError
from engine.generation.speeds.speed import checked, checked_rate
from engine.requests import InterpolateRequest, SpeedPoint

Curve = Sequence[tuple[Seconds, float | Fraction]]  # times of the clip, and the speed it has there
BROADCAST = tuple(Fraction(rate * 1000, 1001) for rate in (24, 30, 48, 60, 120))
USUAL = "Natural"  # freedom from the measured in-betweens
ROUNDED = Fraction(1, 200)  # by which 23.98 or 59.94 may be off what they stand for


def interpolate_request(
    clip: Path | str,
    *,
    output: Path | str,
    speed: float | Fraction | Curve = 1,
    rate: float | Fraction | None = None,
    start: Seconds | None = None,
    end: Seconds | None = None,
    encoding: str = "",
    freedom: float | Sequence[float] | None = None,
    **settings: Unpack[Settings],
) -> InterpolateRequest:
    """The clip from `start` to `end` at another speed, another rate, or both; `output` is the film.

    speed: 0.25 is four times slower; or points (second of the clip, speed there), straight lines between them. rate:
    frames a second; 23.976, 29.97 and the like mean the broadcast rates. freedom: of a loaded model's in-betweens from
    the measured ones, 0 keep to 1 free; a preset by its name means the same. Raises RequestError.
    """
    source = source_of(clip, start, end, encoding)
    asked = wished(settings)
    free = by_number_or_name("interpolate", freedom, settings.get("preset"), USUAL)
    asked["sampling"] = replace(asked["sampling"], freedom=free)
    return InterpolateRequest(
        source=source,
        rate=None if rate is None else rate_of(rate),
        speed=checked(_points(speed)),
        outputs=outputs_of(output, source),
        **asked,
    )


def rate_of(value: float | Fraction) -> Fraction:
    rate = checked_rate(_number("The rate", value))
    meant = (broadcast for broadcast in BROADCAST if abs(broadcast - rate) <= ROUNDED)
    return next(meant, rate.limit_denominator(1001))


def _points(speed: float | Fraction | Curve) -> tuple[SpeedPoint, ...]:
    if isinstance(speed, Sequence):
        return tuple(SpeedPoint(moment_of(at), _number("The speed", value)) for at, value in speed)
    return (SpeedPoint(Fraction(0), _number("The speed", speed)),)


def _number(name: str, value: float | Fraction) -> Fraction:
    try:
        return Fraction(str(value)) if isinstance(value, float) else Fraction(value)  # 0.1 means a tenth
    except (ValueError, OverflowError) as error:
        raise RequestError(f"{name} must be a number, not {value}.", do="Give one such as 0.25 or 60.") from error
