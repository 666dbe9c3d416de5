"""Requests from plain values, checked before anything is read."""

import math
import tempfile
from collections.abc import Sequence
from fractions import Fraction
from pathlib import Path
from typing import TypedDict, Unpack

from engine.errors import RequestError
from engine.media.coding import CONTAINERS
from engine.media.encoding_names import known_encoding
from engine.requests import (
    BUILT_IN,
    BridgeRequest,
    Context,
    Direction,
    ExtendRequest,
    Finish,
    Outputs,
    Sampling,
    Sound,
    Source,
    Text,
)

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


def extend_request(
    clip: Path | str,
    *,
    seconds: Seconds,
    output: Path | str,
    before: bool = False,
    start: Seconds | None = None,
    end: Seconds | None = None,
    encoding: str = "",
    **settings: Unpack[Settings],
) -> ExtendRequest:
    """New frames after `end` (or before `start`) of the clip; `output` is the joined film, takes go beside it.

    encoding: of the clip's colours where the file does not say, a key of engine.media.encoding_names.ENCODING_NAMES.
    Raises RequestError, saying which value cannot be.
    """
    source = _source(clip, start, end, encoding)
    return ExtendRequest(
        source=source,
        duration=_duration(seconds),
        outputs=_outputs(output, source),
        direction=Direction.BEFORE if before else Direction.AFTER,
        context=_context(settings),
        text=Text(settings.get("prompt", ""), settings.get("negative", "")),
        sampling=_sampling(settings),
        model=settings.get("model", BUILT_IN),
        takes=_whole("The number of takes", settings.get("takes", 1), least=1),
        sound=_sound(settings),
        finish=_finish(settings),
    )


def bridge_request(
    first: Path | str,
    second: Path | str,
    *,
    seconds: Seconds,
    output: Path | str,
    first_end: Seconds | None = None,
    second_start: Seconds | None = None,
    first_encoding: str = "",
    second_encoding: str = "",
    **settings: Unpack[Settings],
) -> BridgeRequest:
    """New frames between the first clip's end and the second's start. Context and noise hold for both sides; noise runs
    from far to near on the first side and back on the second. Encodings as for extend_request. Raises RequestError."""
    sources = (
        _source(first, None, first_end, first_encoding),
        _source(second, second_start, None, second_encoding),
    )
    context = _context(settings)
    return BridgeRequest(
        first=sources[0],
        second=sources[1],
        duration=_duration(seconds),
        outputs=_outputs(output, *sources),
        first_context=context,
        second_context=Context(context.frames, context.noise[::-1]),
        text=Text(settings.get("prompt", ""), settings.get("negative", "")),
        sampling=_sampling(settings),
        model=settings.get("model", BUILT_IN),
        takes=_whole("The number of takes", settings.get("takes", 1), least=1),
        sound=_sound(settings),
        finish=_finish(settings),
    )


def open_outputs(outputs: Outputs) -> None:
    """`open_folder` for the places where takes and film will appear; the takes' own folder comes with the first."""
    for goal in (outputs.folder, outputs.film or outputs.folder):
        open_folder(goal.parent)
    if outputs.folder.exists():
        open_folder(outputs.folder)


def open_folder(folder: Path) -> None:
    """Make the folder and try writing there, so that a long run does not end at a closed door.

    Raises OutputError, or NoSpace where the disk is full.
    """
    from engine.media.target import output_errors  # late: it brings PyAV

    with output_errors(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(bytes(1 << 16))


def _source(clip: Path | str, start: Seconds | None, end: Seconds | None, encoding: str) -> Source:
    since, until = (None if moment is None else _moment(moment) for moment in (start, end))
    if until is not None and until <= (since or 0):
        raise RequestError(f"The part of {Path(clip).name} to use ends before it starts.", do="Give a later end.")
    return Source(Path(clip), since, until, known_encoding(encoding))


def _duration(seconds: Seconds) -> Fraction:
    duration = _exact("The length", seconds)
    if duration <= 0:
        raise RequestError(f"The length must be more than 0 seconds, not {seconds}.", do="Give one such as 2 or 0.5.")
    return duration


def _moment(seconds: Seconds) -> Fraction:
    moment = _exact("A time in the clip", seconds)
    if moment < 0:
        raise RequestError(
            f"A time in the clip cannot be negative: {seconds}.", do="Count from the clip's first frame."
        )
    return moment


def _exact(name: str, seconds: Seconds) -> Fraction:
    try:
        return Fraction(str(seconds)) if isinstance(seconds, float) else Fraction(seconds)  # 0.1 means a tenth
    except (ValueError, OverflowError, ZeroDivisionError) as error:
        raise RequestError(
            f"{name} must be a number of seconds, not {seconds}.", do="Give one such as 2 or 0.5."
        ) from error


def _outputs(output: Path | str, *sources: Source) -> Outputs:
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


def _context(settings: Settings) -> Context:
    frames = settings.get("context")
    noise = tuple(_number("Noise", value, least=0, most=1) for value in settings.get("noise", (0.0,)))
    if not noise:
        raise RequestError("Noise needs at least one value.", do="Give 0 to keep the clip's frames as they are.")
    return Context(None if frames is None else _whole("The context", frames, least=1), noise)


def _sampling(settings: Settings) -> Sampling:
    steps, shift, sigmas = settings.get("steps"), settings.get("shift"), settings.get("sigmas")
    guidance = settings.get("guidance")
    return Sampling(
        seed=_whole("The seed", settings.get("seed", 0), least=0),
        steps=None if steps is None else _whole("The number of steps", steps, least=1),
        guidance=None if guidance is None else _number("Guidance", guidance, least=0),
        shift=None if shift is None else _number("The shift", shift, least=1e-3),
        sigmas=None if sigmas is None else _matrix(sigmas),
    )


def _finish(settings: Settings) -> Finish:
    match = _number("The strength of matching", settings.get("match", 1.0), least=0, most=1)
    return Finish(colour=match, seam=match, detail=match, grain=match)


def _sound(settings: Settings) -> Sound:
    asked = settings.get("sound", Sound.ROOM_TONE)
    if asked not in list(Sound):
        known = ", ".join(Sound)
        raise RequestError(f'There is no sound called "{asked}" to be made.', do=f"Choose one of these: {known}.")
    return Sound(asked)


def _matrix(rows: Matrix) -> tuple[tuple[float, ...], ...]:
    matrix = tuple(tuple(_number("A sigma", value, least=0, most=1) for value in row) for row in rows)
    if len(matrix) < 2 or len({len(row) for row in matrix}) != 1 or not matrix[0]:
        raise RequestError(
            "The sigma matrix needs two rows or more, all of one length.",
            do="Give one row a step and a last one, one value a latent frame; --dry-run prints one to begin with.",
        )
    return matrix


def _number(name: str, value: float, *, least: float, most: float = math.inf) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not least <= value <= most or math.isinf(value):
        span = f"between {least:g} and {most:g}" if math.isfinite(most) else f"{least:g} or more"
        raise RequestError(f"{name} must be a number, {span}, not {value}.", do="Correct it and run again.")
    return float(value)


def _whole(name: str, value: int, *, least: int) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or value < least:
        raise RequestError(
            f"{name} must be a whole number, {least} or more, not {value}.", do="Correct it and run again."
        )
    return value
