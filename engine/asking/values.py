"""What may be given as plain values, and how each is checked."""

import math
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypedDict

from engine.errors import RequestError
from engine.media.coding import CONTAINERS
from engine.media.encoding_names import known_encoding
from engine.requests import BUILT_IN, Context, Finish, Outputs, Sampling, Sound, Source, Text

Seconds = int | float | Fraction
Matrix = Sequence[Sequence[float]]


class Settings(TypedDict, total=False):
    """What both tasks understand; whatever is left out is the model's own choice."""

    prompt: str
    negative: str  # what should not be seen
    seed: int
    steps: int | None
    guidance: float | None
    shift: float | None
    sigmas: Matrix | None  # an own matrix, [step + 1][latent frame], 1 = pure noise
    context: int | None  # known frames the model may look at
    noise: Sequence[float]  # how free they are, 0 keep to 1 free, from the first to the last
    takes: int
    model: str
    sound: str  # under the new frames: room-tone, silence or leave
    match: float  # how far new frames are brought to the clip's own, 0 as generated to 1


class Wished(TypedDict):
    """What engine.requests.Wanted holds, of every task."""

    text: Text
    sampling: Sampling
    model: str
    takes: int
    finish: Finish
    sound: Sound


def wished(settings: Settings) -> Wished:
    """Raises RequestError, saying which value cannot be."""
    return Wished(
        text=Text(settings.get("prompt", ""), settings.get("negative", "")),
        sampling=sampling_of(settings),
        model=settings.get("model", BUILT_IN),
        takes=whole("The number of takes", settings.get("takes", 1), least=1),
        finish=finish_of(settings),
        sound=sound_of(settings),
    )


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


def context_of(settings: Settings) -> Context:
    frames = settings.get("context")
    noise = tuple(number("Noise", value, least=0, most=1) for value in settings.get("noise", (0.0,)))
    if not noise:
        raise RequestError("Noise needs at least one value.", do="Give 0 to keep the clip's frames as they are.")
    return Context(None if frames is None else whole("The context", frames, least=1), noise)


def sampling_of(settings: Settings) -> Sampling:
    steps, shift, sigmas = settings.get("steps"), settings.get("shift"), settings.get("sigmas")
    guidance = settings.get("guidance")
    return Sampling(
        seed=whole("The seed", settings.get("seed", 0), least=0),
        steps=None if steps is None else whole("The number of steps", steps, least=1),
        guidance=None if guidance is None else number("Guidance", guidance, least=0),
        shift=None if shift is None else number("The shift", shift, least=1e-3),
        sigmas=None if sigmas is None else _matrix(sigmas),
    )


def finish_of(settings: Settings) -> Finish:
    match = number("The strength of matching", settings.get("match", 1.0), least=0, most=1)
    return Finish(colour=match, seam=match, detail=match, grain=match)


def sound_of(settings: Settings) -> Sound:
    asked = settings.get("sound", Sound.ROOM_TONE)
    if asked not in list(Sound):
        known = ", ".join(Sound)
        raise RequestError(f'There is no sound called "{asked}" to be made.', do=f"Choose one of these: {known}.")
    return Sound(asked)


def _matrix(rows: Matrix) -> tuple[tuple[float, ...], ...]:
    matrix = tuple(tuple(number("A sigma", value, least=0, most=1) for value in row) for row in rows)
    if len(matrix) < 2 or len({len(row) for row in matrix}) != 1 or not matrix[0]:
        raise RequestError(
            "The sigma matrix needs two rows or more, all of one length.",
            do="Give one row a step and a last one, one value a latent frame; --dry-run prints one to begin with.",
        )
    return matrix


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
