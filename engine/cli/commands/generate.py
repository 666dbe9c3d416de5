"""A new clip: from pictures, each at its time and with its noise, or from words."""

import argparse
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from pathlib import Path

from engine.asking import Settings, animate_request
from engine.asking.interpolate import rate_of as exact_rate
from engine.cli.commands.interpolate import number
from engine.cli.commands.options import EPILOG, Commands, RateOf, add_making, add_steps, add_talk, numbers
from engine.cli.times import parse_time
from engine.errors import RequestError
from engine.generation.latents import frames_held
from engine.requests import GenerateRequest

NAMES = ("generate", "animate")
USUAL_RATE = Fraction(24)
PICTURE = re.compile(r"(?P<path>.+?)(?:@(?P<time>[^@~/\\]+))?(?:~(?P<noise>[^@~/\\]+))?")
SIZE = re.compile(r"(\d{1,5})[xX×](\d{1,5})")


@dataclass(frozen=True, slots=True)
class Given:
    """A picture as it was typed; None where nothing is said."""

    path: Path
    time: str | None = None
    noise: float = 0.0


def add(commands: Commands) -> None:
    words = commands.add_parser("generate", help="a new clip from words", epilog=EPILOG)
    words.add_argument("prompt", metavar="PROMPT", help="what should be seen")
    _add_pictures(words)
    _add_shape(words)
    _add_wishes(words)
    pictures = commands.add_parser(
        "animate", help="a new clip from a picture, or through several, each at its time", epilog=EPILOG
    )
    pictures.add_argument(
        "pictures",
        nargs="*",
        default=[],
        metavar="PICTURE[@TIME][~NOISE]",
        help="a still or a clip; the first at 0 and the last at the end where no time is given, those between evenly; "
        "noise: how free it is, 0 keep (default) to 1 free",
    )
    pictures.add_argument("--prompt", default="", metavar="TEXT", help="what should be seen")
    _add_pictures(pictures)
    _add_shape(pictures)
    _add_wishes(pictures)


def _add_pictures(command: argparse.ArgumentParser) -> None:
    command.add_argument("--image_paths", nargs="+", default=[], metavar="PICTURE", help="the pictures, as PUSA has it")
    command.add_argument("--cond_position", metavar="L,L", help="their latents instead of times, as PUSA has it")
    command.add_argument("--noise_multipliers", metavar="N,N", help="their noise, as PUSA has it")


def _add_shape(command: argparse.ArgumentParser) -> None:
    length = command.add_mutually_exclusive_group(required=True)
    length.add_argument("--seconds", metavar="S", help="how long the new clip is")
    length.add_argument("--frames", type=int, metavar="N", help="the same in its frames")
    command.add_argument("--rate", metavar="FPS", help="frames a second (default: the first clip's, else 24)")
    command.add_argument("--size", metavar="WxH", help="in pixels (default: the first picture's)")


def _add_wishes(command: argparse.ArgumentParser) -> None:
    add_making(
        command,
        film="the new clip",
        usual="measured motion, the network's or a camera move, whichever fits",
        like="the pictures' own colours, detail and grain: 0 not at all",
    )
    add_steps(command.add_argument_group("sampling", "Left out, each is the model's own choice."))
    command.add_argument("--dry-run", action="store_true", help="print the plan and the sigma matrix, write nothing")
    add_talk(command)


def request(options: argparse.Namespace, rate_of: RateOf) -> GenerateRequest:
    given = [picture(text) for text in (*getattr(options, "pictures", []), *options.image_paths)]
    rate = None if options.rate is None else exact_rate(number("rate", options.rate))

    def counted_at() -> Fraction:
        return rate or _rate([each.path for each in given], rate_of)

    seconds = _length(options, counted_at)
    return animate_request(
        *(each.path for each in given),
        seconds=seconds,
        output=options.output,
        at=_times(options, given, seconds, counted_at),
        rate=rate,
        size=None if options.size is None else size(options.size),
        **_settings(options, given),
    )


def picture(text: str) -> Given:
    """still.png@1.5~0.3; what is a file's name as it stands is taken as one."""
    if Path(text).exists():
        return Given(Path(text))
    match = PICTURE.fullmatch(text)
    if match is None:
        raise RequestError("A picture has no name.", do="Write it as still.png, still.png@1.5 or still.png@1.5~0.3.")
    noise = match["noise"]
    return Given(Path(match["path"]), match["time"], 0.0 if noise is None else numbers(noise)[0])


def size(text: str) -> tuple[int, int]:
    """1280x720"""
    match = SIZE.fullmatch(text)
    if match is None:
        raise RequestError(f"{text[:40]!r} is no size.", do="Write it as 1280x720.")
    return int(match[1]), int(match[2])


def _settings(options: argparse.Namespace, given: Sequence[Given]) -> Settings:
    noise = [each.noise for each in given] if options.noise_multipliers is None else numbers(options.noise_multipliers)
    return Settings(
        prompt=options.prompt,
        negative=options.negative,
        seed=options.seed,
        takes=options.takes,
        model=options.model,
        match=options.match,
        noise=noise,
        steps=options.steps,
        guidance=options.guidance,
        shift=options.shift,
    )


def _length(options: argparse.Namespace, rate: Callable[[], Fraction]) -> Fraction:
    if options.frames is None:
        return parse_time(options.seconds, rate)
    if options.frames < 1:
        raise RequestError(f"The length must be 1 frame or more, not {options.frames}.", do="Correct --frames.")
    return options.frames / rate()


def _times(
    options: argparse.Namespace, given: Sequence[Given], seconds: Fraction, rate: Callable[[], Fraction]
) -> list[Fraction | None]:
    if options.cond_position is None:
        return [None if each.time is None else parse_time(each.time, rate) for each in given]
    return [at_latent(text, seconds, rate()) for text in options.cond_position.split(",")]


def at_latent(text: str, seconds: Fraction, rate: Fraction) -> Fraction:
    """The time of the last frame that a latent holds: 20 of 81 frames is the clip's last."""
    if not re.fullmatch(r"\d{1,6}", text.strip()):
        raise RequestError(f"{text[:40]!r} is no latent's number.", do="Write --cond_position as 0,20.")
    held, last = frames_held(int(text)), round(seconds * rate) - 1
    if held[0] > last:
        raise RequestError(
            f"Latent {int(text)} begins at frame {held[0]}, but the new clip ends with frame {last}.",
            do="Give latents within it, or make it longer.",
        )
    return min(held[-1], last) / rate


def _rate(pictures: Sequence[Path], rate_of: RateOf) -> Fraction:
    """Of the first that is no still."""
    from engine.media.opening import still_format  # late: it brings PyAV

    rates = ((path, rate_of(path)) for path in pictures)  # what cannot be opened is told by this
    return next((rate for path, rate in rates if still_format(path) is None), USUAL_RATE)
