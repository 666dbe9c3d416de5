"""A clip at another speed or rate, the frames between its own made."""

import argparse
from collections.abc import Callable, Iterator
from fractions import Fraction
from functools import partial

from engine.asking import interpolate_request
from engine.cli.commands.adapters import add_adapters
from engine.cli.commands.numbers import numbers
from engine.cli.commands.options import (
    EPILOG,
    Commands,
    RateOf,
    add_clip,
    add_dry_run,
    add_encoding,
    add_part,
    add_talk,
    moment_of,
)
from engine.cli.commands.wishes import add_making, add_preset, add_prompt, add_sampling, settings_of
from engine.cli.times import parse_time
from engine.errors import RequestError
from engine.requests import InterpolateRequest, Sound

NAMES = ("interpolate",)


def add(commands: Commands) -> None:
    command = commands.add_parser(
        "interpolate", help="slow motion or another rate: the frames between a clip's own are made", epilog=EPILOG
    )
    add_clip(command)
    _add_speed(command)
    add_part(command)
    add_encoding(command, "--encoding", "the clip's")
    command.add_argument(
        "--silent", dest="sound", action="store_const", const=Sound.SILENCE.value, help="leave out the clip's sound"
    )
    add_prompt(command)
    add_making(
        command,
        film="the film",
        usual="along the measured motion; what is said of sampling means nothing to it",
        like="the clip's own colours, detail and grain: 0 as generated",
    )
    _add_freedom(add_sampling(command))
    add_adapters(command)
    add_dry_run(command)
    add_talk(command)


def _add_speed(command: argparse.ArgumentParser) -> None:
    speed = command.add_mutually_exclusive_group()
    speed.add_argument("--speed", metavar="X", help="0.25 is four times slower, 2 twice as fast (default: 1)")
    speed.add_argument(
        "--speed-curve",
        metavar="TIME:X,...",
        help="the speed at times of the clip, changing evenly between them: 0:1,2:0.25,3:1",
    )
    command.add_argument("--rate", metavar="FPS", help="frames a second: 60, 59.94, 30000/1001 (default: the clip's)")


def _add_freedom(group: "argparse._ArgumentGroup") -> None:
    text = "of a loaded model's frames from those along the measured motion: 0 keep, 1 free"
    group.add_argument("--freedom", metavar="X[,X...]", help=text)
    add_preset(group, "the same")


def request(options: argparse.Namespace, rate_of: RateOf) -> InterpolateRequest:
    curve, rate = options.speed_curve, partial(rate_of, options.clip)
    return interpolate_request(
        options.clip,
        speed=number("speed", options.speed or "1") if curve is None else list(points(curve, rate)),
        rate=None if options.rate is None else number("rate", options.rate),
        output=options.output,
        start=moment_of(options.start, rate),
        end=moment_of(options.end, rate),
        encoding=options.encoding,
        freedom=None if options.freedom is None else numbers("Freedom", options.freedom),
        **settings_of(options, rate),
    )


def points(curve: str, rate: Callable[[], Fraction]) -> Iterator[tuple[Fraction, Fraction]]:
    """Of 0:1,2:0.25,3:1; the last colon is the one before the speed, so times may be clock times or timecode."""
    for point in curve.split(","):
        time, _, speed = point.rpartition(":")
        yield parse_time(time.strip(), rate), number("speed", speed.strip())


def number(name: str, text: str) -> Fraction:
    """0.25, 30000/1001"""
    try:
        if len(text) < 40 and "e" not in text.lower():  # 1e999999999 would take for ever
            return Fraction(text)
    except (ValueError, ZeroDivisionError):
        pass
    raise RequestError(f"{text[:40]!r} is no {name}.", do="Give a number such as 0.25, 2 or 30000/1001.")
