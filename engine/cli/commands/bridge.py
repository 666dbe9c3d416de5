"""New frames between two clips."""

import argparse
from pathlib import Path

from engine.asking import bridge_request
from engine.cli.commands.options import (
    EPILOG,
    Commands,
    RateOf,
    add_encoding,
    add_shared,
    length_of,
    moment_of,
    settings_of,
)
from engine.requests import BridgeRequest

NAMES = ("bridge",)


def add(commands: Commands) -> None:
    command = commands.add_parser(
        "bridge",
        help="new frames between the end of one clip and the start of another",
        epilog=EPILOG,
    )
    command.add_argument("first", type=Path, metavar="A")
    command.add_argument("second", type=Path, metavar="B")
    command.add_argument("--first-end", metavar="TIME", help="use A up to here")
    command.add_argument("--second-start", metavar="TIME", help="use B from here on")
    add_encoding(command, "--first-encoding", "A's")
    add_encoding(command, "--second-encoding", "B's")
    add_shared(command)


def request(options: argparse.Namespace, rate_of: RateOf) -> BridgeRequest:
    return bridge_request(
        options.first,
        options.second,
        seconds=length_of(options, options.first, rate_of),
        output=options.output,
        first_end=moment_of(options.first_end, options.first, rate_of),
        second_start=moment_of(options.second_start, options.second, rate_of),
        first_encoding=options.first_encoding,
        second_encoding=options.second_encoding,
        **settings_of(options),
    )
