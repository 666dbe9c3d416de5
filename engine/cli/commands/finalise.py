"""A draft made in full."""

import argparse
import sys
from pathlib import Path

from engine.asking import finalise_request, take_info
from engine.asking.finalise import FINAL_STEPS, FREEDOM
from engine.cli.commands.again import add_sources, moved
from engine.cli.commands.options import EPILOG, Commands, RateOf, add_talk
from engine.requests import Request

NAMES = ("finalise",)


def add(commands: Commands) -> None:
    command = commands.add_parser(
        "finalise",
        help="make a draft in full: its motion kept, its frames made after it",
        description="Makes a take once more with more steps, its new frames as conditioning, as a new file beside it.",
        epilog=EPILOG,
    )
    command.add_argument("take", type=Path, metavar="TAKE")
    command.add_argument("-o", "--output", type=Path, metavar="FILM", help="the joined film as well (.mp4, .m4v, .mov)")
    command.add_argument("--steps", type=int, default=FINAL_STEPS, metavar="N")
    command.add_argument(
        "--freedom",
        type=float,
        default=FREEDOM,
        metavar="X",
        help=f"from the draft: 0 keep, 1 free (default: {FREEDOM})",
    )
    add_sources(command)
    command.add_argument("--dry-run", action="store_true", help="print the plan and the sigma matrix, write nothing")
    add_talk(command)


def request(options: argparse.Namespace, rate_of: RateOf) -> Request:
    """rate_of: the take says all times itself."""
    info = take_info(options.take, moved(options.source))
    for note in info.notes:
        print(f"Note: {note}", file=sys.stderr)
    return finalise_request(info, options.output, steps=options.steps, freedom=options.freedom)
