"""New clips from pictures and words."""

from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import Unpack

from engine.asking import Picture, Seconds, Settings, animate_request, generate_request
from engine.calls.run import run
from engine.progress import Report
from engine.requests import Source, Take


def animate(
    *pictures: Picture,
    seconds: Seconds,
    output: Path | str | None = None,
    at: Sequence[Seconds | None] = (),
    rate: float | Fraction | None = None,
    size: tuple[int, int] | None = None,
    report: Report | None = None,
    **settings: Unpack[Settings],
) -> Take:
    """Make a new clip of `seconds` from one picture, or through several: stills, clips, or engine.requests.Source to
    say which part of a clip.

    at: each one's time in the new clip; left out, or None, the first is at 0, the last at the end, and those between
    evenly. size: (width, height). rate: else that of the first clip among them, else the model's own (24 for the
    built-in one). noise, of settings: how free they are, one value for all or one each; preset: the same by name. With
    the built-in model a lone still is moved as words for camera moves in the prompt say, or as the seed chooses. The
    film is "<first>-animated.mp4" if `output` is not given.
    """
    first = pictures[0] if pictures else "nothing"
    output = output or f"{(first.path if isinstance(first, Source) else Path(first)).stem}-animated.mp4"
    request = animate_request(*pictures, seconds=seconds, output=output, at=at, rate=rate, size=size, **settings)
    return run(request, report)[0]


def generate(
    words: str,
    *,
    seconds: Seconds,
    output: Path | str | None = None,
    rate: float | Fraction | None = None,
    size: tuple[int, int] | None = None,
    report: Report | None = None,
    **settings: Unpack[Settings],
) -> Take:
    """Make a new clip of `seconds` from words alone, by a loaded model (`model`, of settings: its folder). The built-in
    one cannot, and says so in a RequestError.

    Otherwise as `animate`; the film is "generated.mp4" if `output` is not given.
    """
    output = output or "generated.mp4"
    request = generate_request(words, seconds=seconds, output=output, rate=rate, size=size, **settings)
    return run(request, report)[0]
