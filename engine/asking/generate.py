"""Requests for a new clip: from pictures, each at its time and as free as its noise, or from words."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Unpack

from engine.asking.freedoms import noise_of
from engine.asking.interpolate import rate_of
from engine.asking.keyframes import Picture, source_of_picture
from engine.asking.settings import Settings
from engine.asking.values import Seconds, duration_of, moment_of, outputs_of, whole
from engine.asking.wished import wished
from engine.errors import RequestError
from engine.requests import GenerateRequest, Keyframe


def animate_request(
    *pictures: Picture,
    seconds: Seconds,
    output: Path | str,
    at: Sequence[Seconds | None] = (),
    rate: float | Fraction | None = None,
    size: tuple[int, int] | None = None,
    **settings: Unpack[Settings],
) -> GenerateRequest:
    """A new clip in which the pictures stand at the times `at`; the first at 0 and the last at the end where `at` says
    nothing else, those between evenly. `output` is the film, takes go beside it.

    size: (width, height), else the first picture's, else the model's. rate: frames a second, else that of the first
    clip among the pictures, else the model's own: 24 for the built-in one. noise, of settings: how free the pictures
    are, one value for all or one each; a preset's are spread over them. Raises RequestError, saying which value cannot
    be.
    """
    if settings.get("context") is not None:
        raise RequestError(
            "A new clip has no context: of each clip among its pictures all is looked at.", do="Leave the context out."
        )
    duration = duration_of(seconds)
    sources = [source_of_picture(picture) for picture in pictures]
    times = _times(len(sources), duration, at)
    noises = _noises(len(sources), settings)
    width, height = (None, None) if size is None else (_side(side) for side in size)
    keyframes = tuple(Keyframe(*each) for each in zip(sources, times, noises, strict=True))
    return GenerateRequest(
        duration=duration,
        keyframes=keyframes,
        rate=None if rate is None else rate_of(rate),
        width=width,
        height=height,
        outputs=outputs_of(output, *sources),
        **wished(settings, duration),
    )


def generate_request(
    words: str,
    *,
    seconds: Seconds,
    output: Path | str,
    rate: float | Fraction | None = None,
    size: tuple[int, int] | None = None,
    **settings: Unpack[Settings],
) -> GenerateRequest:
    """A new clip from words alone, which are its prompt. As animate_request without a picture."""
    settings["prompt"] = words
    return animate_request(seconds=seconds, output=output, rate=rate, size=size, **settings)


def _times(count: int, duration: Fraction, at: Sequence[Seconds | None]) -> list[Fraction]:
    """Where nothing is said, straight lines between what is known; the first at 0, the last at the end."""
    if len(at) > count:
        raise RequestError(f"{len(at)} times were given for {count} pictures.", do="Give each picture one time.")
    known: dict[int, Fraction] = {0: Fraction(0)} | ({count - 1: duration} if count > 1 else {})
    known |= {index: moment_of(time) for index, time in enumerate(at) if time is not None}
    return [_between(known, index) for index in range(count)]


def _between(known: dict[int, Fraction], index: int) -> Fraction:
    before = max(each for each in known if each <= index)
    after = min((each for each in known if each >= index), default=before)
    if before == after:
        return known[before]
    return known[before] + (known[after] - known[before]) * Fraction(index - before, after - before)


def _noises(count: int, settings: Settings) -> list[float]:
    values = noise_of(settings, "animate")
    if settings.get("preset"):
        return [_spread(values, index / max(1, count - 1)) for index in range(count)]
    if len(values) == 1:
        return list(values) * count
    if len(values) != count:
        raise RequestError(
            f"{len(values)} noise values were given for {count} pictures.", do="Give one for all, or one for each."
        )
    return list(values)


def _spread(values: Sequence[float], place: float) -> float:
    """At a place from 0, the first value, to 1, the last; straight lines between them."""
    at = place * (len(values) - 1)
    below = min(int(at), max(0, len(values) - 2))
    above = min(below + 1, len(values) - 1)
    return round(values[below] + (values[above] - values[below]) * (at - below), 4)


def _side(length: int) -> int:
    return whole("A picture's width and height", length, least=2)
