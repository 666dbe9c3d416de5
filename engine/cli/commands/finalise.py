"""A draft made in full."""

import argparse
import sys
from pathlib import Path

from engine.asking import finalise_request, take_info
from engine.cli.commands.again import add_sources, moved
from engine.cli.commands.numbers import numbers
from engine.cli.commands.options import EPILOG, Commands, RateOf, add_dry_run, add_talk
from engine.requests import Request

NAMES = ("finalise",)


def add(commands: Commands) -> None:
    command = commands.add_parser(
        "finalise",
        help="make a draft in full: its motion kept, its frames made after it",
        description="Makes a take once more with more steps, its new frames as conditioning, as a new file beside it.",
        epilog=EPILOG,
    )
    command.add_argument("take", type=Path, metavar="TAKE", help="a draft that this program made")
    command.add_argument("-o", "--output", type=Path, metavar="FILM", help="the joined film as well (.mp4, .m4v, .mov)")
    command.add_argument("--steps", type=int, metavar="N", help="default: as many as a final has with its model")
    free = command.add_mutually_exclusive_group()
    free.add_argument(
        "--freedom", metavar="X[,X...]", help="from the draft, spread over the new frames: 0 keep, 1 free"
    )
    free.add_argument("--preset", metavar="NAME", help="the same by name: Strict, Natural (default) or Loose")
    add_sources(command)
    add_dry_run(command)
    add_talk(command)


def request(options: argparse.Namespace, rate_of: RateOf) -> Request:
    """rate_of: the take says all times itself."""
    info = take_info(options.take, moved(options.source))
    for note in info.notes:
        print(f"Note: {note}", file=sys.stderr)
    freedom = None if options.freedom is None else numbers("Freedom", options.freedom)
    return finalise_request(info, options.output, steps=options.steps, freedom=freedom, preset=options.preset)
