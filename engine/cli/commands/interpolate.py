"""A clip at another speed or rate, the frames between its own made."""

import argparse
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

from engine.asking import interpolate_request
from engine.cli.commands.options import EPILOG, Commands, RateOf, add_encoding, add_talk, moment_of
from engine.errors import RequestError
from engine.requests import InterpolateRequest, Sound

NAMES = ("interpolate",)


def add(commands: Commands) -> None:
    command = commands.add_parser(
        "interpolate", help="slow motion or another rate: the frames between a clip's own are made", epilog=EPILOG
    )
    command.add_argument("clip", type=Path, metavar="CLIP")
    speed = command.add_mutually_exclusive_group()
    speed.add_argument("--speed", metavar="X", help="0.25 is four times slower, 2 twice as fast (default: 1)")
    speed.add_argument(
        "--speed-curve",
        metavar="TIME:X,...",
        help="the speed at times of the clip, changing evenly between them: 0:1,2:0.25,3:1",
    )
    command.add_argument("--rate", metavar="FPS", help="frames a second: 60, 59.94, 30000/1001 (default: the clip's)")
    command.add_argument("--from", "--in", dest="start", metavar="TIME", help="use the clip from here on")
    command.add_argument("--to", "--out", dest="end", metavar="TIME", help="use the clip up to here")
    add_encoding(command, "--encoding", "the clip's")
    command.add_argument(
        "-o",
        "--output",
        type=Path,
        required=True,
        metavar="FILM",
        help="the film (.mp4, .m4v, .mov), replaced if it exists; the take goes to a folder of its name with .assets",
    )
    command.add_argument("--silent", action="store_true", help="leave out the clip's sound")
    command.add_argument("--dry-run", action="store_true", help="print the plan, write nothing")
    add_talk(command)


def request(options: argparse.Namespace, rate_of: RateOf) -> InterpolateRequest:
    curve = options.speed_curve
    return interpolate_request(
        options.clip,
        speed=number("speed", options.speed or "1") if curve is None else list(points(curve, options.clip, rate_of)),
        rate=None if options.rate is None else number("rate", options.rate),
        output=options.output,
        start=moment_of(options.start, options.clip, rate_of),
        end=moment_of(options.end, options.clip, rate_of),
        encoding=options.encoding,
        sound=Sound.SILENCE if options.silent else Sound.ROOM_TONE,
    )


def points(curve: str, clip: Path, rate_of: RateOf) -> Iterator[tuple[Fraction, Fraction]]:
    """Of 0:1,2:0.25,3:1; the last colon is the one before the speed, so times may be clock times or timecode."""
    for point in curve.split(","):
        time, _, speed = point.rpartition(":")
        moment = moment_of(time.strip(), clip, rate_of)
        assert moment is not None, "a time was given"
        yield moment, number("speed", speed.strip())


def number(name: str, text: str) -> Fraction:
    """0.25, 30000/1001"""
    try:
        if len(text) < 40 and "e" not in text.lower():  # 1e999999999 would take for ever
            return Fraction(text)
    except (ValueError, ZeroDivisionError):
        pass
    raise RequestError(f"{text[:40]!r} is no {name}.", do="Give a number such as 0.25, 2 or 30000/1001.")
