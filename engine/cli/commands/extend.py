"""New frames after a clip's end or before its start."""

import argparse
from pathlib import Path

from engine.asking import extend_request
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
from engine.requests import ExtendRequest

NAMES = ("extend",)


def add(commands: Commands) -> None:
    command = commands.add_parser("extend", help="make a clip longer, after its end or before its start", epilog=EPILOG)
    command.add_argument("clip", type=Path, metavar="CLIP")
    command.add_argument("--before", action="store_true", help="new frames before its start instead of after its end")
    command.add_argument("--from", "--in", dest="start", metavar="TIME", help="use the clip from here on")
    command.add_argument("--to", "--out", dest="end", metavar="TIME", help="use the clip up to here")
    add_encoding(command, "--encoding", "the clip's")
    add_shared(command)


def request(options: argparse.Namespace, rate_of: RateOf) -> ExtendRequest:
    return extend_request(
        options.clip,
        seconds=length_of(options, options.clip, rate_of),
        output=options.output,
        before=options.before,
        start=moment_of(options.start, options.clip, rate_of),
        end=moment_of(options.end, options.clip, rate_of),
        encoding=options.encoding,
        **settings_of(options),
    )
