"""New frames between two clips."""

import argparse
from functools import partial
from pathlib import Path

from engine.asking import bridge_request
from engine.cli.commands.options import (
    EPILOG,
    Commands,
    RateOf,
    add_encoding,
    add_length,
    length_of,
    moment_of,
)
from engine.cli.commands.pictures import add_keyframes, keyframes_of
from engine.cli.commands.wishes import add_wishes, settings_of
from engine.requests import BridgeRequest

NAMES = ("bridge",)


def add(commands: Commands) -> None:
    command = commands.add_parser(
        "bridge",
        help="new frames between the end of one clip and the start of another",
        epilog=EPILOG,
    )
    command.add_argument("first", type=Path, metavar="A", help="the clip before the new frames")
    command.add_argument("second", type=Path, metavar="B", help="the clip after them")
    command.add_argument("--first-end", metavar="TIME", help="use A up to here")
    command.add_argument("--second-start", metavar="TIME", help="use B from here on")
    add_encoding(command, "--first-encoding", "A's")
    add_encoding(command, "--second-encoding", "B's")
    add_length(command)
    add_keyframes(command)
    add_wishes(command)


def request(options: argparse.Namespace, rate_of: RateOf) -> BridgeRequest:
    rate = partial(rate_of, options.first)
    return bridge_request(
        options.first,
        options.second,
        seconds=length_of(options, rate),
        output=options.output,
        first_end=moment_of(options.first_end, rate),
        second_start=moment_of(options.second_start, partial(rate_of, options.second)),
        first_encoding=options.first_encoding,
        second_encoding=options.second_encoding,
        keyframes=keyframes_of(options, rate),
        **settings_of(options, rate),
    )
