"""A new clip: from pictures, each at its time and with its noise, or from words."""

import argparse
from collections.abc import Callable, Sequence
from fractions import Fraction
from pathlib import Path

from engine.asking import Settings, animate_request
from engine.asking.interpolate import rate_of as exact_rate
from engine.cli.commands.adapters import add_adapters
from engine.cli.commands.interpolate import number
from engine.cli.commands.latents import times_at
from engine.cli.commands.numbers import numbers
from engine.cli.commands.options import EPILOG, Commands, RateOf, add_dry_run, add_talk, length_of
from engine.cli.commands.pictures import Picture, picture, size
from engine.cli.commands.wishes import add_making, add_preset, add_prompt, add_sampling, settings_of
from engine.cli.times import parse_time
from engine.models.asked import asked_model
from engine.models.chosen import is_built_in
from engine.models.outlines import outline
from engine.requests import BUILT_IN, GenerateRequest

NAMES = ("generate", "animate")
USUAL_RATE = Fraction(24)  # of the built-in model's new clips


def add(commands: Commands) -> None:
    words = commands.add_parser("generate", help="a new clip from words", epilog=EPILOG)
    words.add_argument("prompt", metavar="PROMPT", help="what should be seen")
    _add_all(words)
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
    add_prompt(pictures)
    _add_all(pictures)


def _add_all(command: argparse.ArgumentParser) -> None:
    _add_pictures(command)
    _add_shape(command)
    add_making(
        command,
        film="the new clip",
        usual="measured motion, the network's or a camera move, whichever fits",
        like="the pictures' own colours, detail and grain: 0 not at all",
    )
    add_preset(add_sampling(command), "how free the pictures are")
    add_adapters(command)
    add_dry_run(command)
    add_talk(command)


def _add_pictures(command: argparse.ArgumentParser) -> None:
    command.add_argument("--image_paths", nargs="+", default=[], metavar="PICTURE", help="the pictures, as PUSA has it")
    command.add_argument("--cond_position", metavar="L,L", help="their latents instead of times, as PUSA has it")
    command.add_argument("--noise_multipliers", metavar="N,N", help="their noise, as PUSA has it")


def _add_shape(command: argparse.ArgumentParser) -> None:
    length = command.add_mutually_exclusive_group(required=True)
    length.add_argument("--seconds", metavar="S", help="how long the new clip is")
    length.add_argument("--frames", "--num_frames", type=int, metavar="N", help="the same in its frames")
    command.add_argument(
        "--rate", "--fps", metavar="FPS", help="frames a second (default: the first clip's, else the model's)"
    )
    command.add_argument("--size", metavar="WxH", help="in pixels (default: the first picture's, else the model's)")


def request(options: argparse.Namespace, rate_of: RateOf) -> GenerateRequest:
    given = [picture(text) for text in (*getattr(options, "pictures", []), *options.image_paths)]
    rate = None if options.rate is None else exact_rate(number("rate", options.rate))

    def counted_at() -> Fraction:
        return rate or _rate([each.path for each in given], rate_of, options.model or BUILT_IN)

    seconds = length_of(options, counted_at)
    return animate_request(
        *(each.path for each in given),
        seconds=seconds,
        output=options.output,
        at=_times(options, given, seconds, counted_at),
        rate=rate,
        size=None if options.size is None else size(options.size),
        **_settings(options, given, counted_at),
    )


def _settings(options: argparse.Namespace, given: Sequence[Picture], rate: Callable[[], Fraction]) -> Settings:
    settings = settings_of(options, rate)
    if options.noise_multipliers is not None:
        settings["noise"] = numbers("Noise", options.noise_multipliers)
    elif any(each.noise is not None for each in given):
        settings["noise"] = [each.noise or 0.0 for each in given]
    return settings


def _times(
    options: argparse.Namespace, given: Sequence[Picture], seconds: Fraction, rate: Callable[[], Fraction]
) -> list[Fraction | None]:
    if options.cond_position is None:
        return [None if each.time is None else parse_time(each.time, rate) for each in given]
    return [*times_at(options.cond_position, seconds, rate())]


def _rate(pictures: Sequence[Path], rate_of: RateOf, model: str) -> Fraction:
    """Of the first that is no still, else the model's own. Raises ModelError where there is no such model."""
    from engine.media.opening import still_format  # late: it brings PyAV

    rates = ((path, rate_of(path)) for path in pictures)  # what cannot be opened is told by this
    moving = next((rate for path, rate in rates if still_format(path) is None), None)
    if moving is not None:
        return moving
    asked = asked_model(model).model
    return USUAL_RATE if is_built_in(asked) else Fraction(outline(asked).defaults.rate)
